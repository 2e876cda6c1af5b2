"""Words without regard to accents and case: what a search compares, and where each stands in the text itself."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

#: letters with a stroke, and two letters in one: Unicode does not take them apart, but people type them plainly
PLAIN = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
WORD = re.compile(r"[^\W_]+")
#: longer words are known by their beginning
LONGEST_WORD = 100


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and its place in the text: `text[start:end]`, accents and all."""

    folded: str
    start: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in their order."""
    folded, places = _folded(text)
    for found in WORD.finditer(folded):
        end = places[found.end() - 1] + 1
        # the marks over the last letter belong to it
        while end < len(text) and not _fold(text[end]):
            end += 1
        yield Word(found[0][:LONGEST_WORD], places[found.start()], end)


def folded_words(text: str) -> list[str]:
    """The same without their places."""
    folded = text.lower() if text.isascii() else "".join(map(_fold, text))
    return [word[:LONGEST_WORD] for word in WORD.findall(folded)]


def _folded(text: str) -> tuple[str, range | list[int]]:
    """The text folded, and for each character of it the place of the character that it comes from."""
    if text.isascii():
        return text.lower(), range(len(text))
    pieces, places = [], []
    for place, character in enumerate(text):
        piece = _fold(character)
        pieces.append(piece)
        places += [place] * len(piece)
    return "".join(pieces), places


@lru_cache(maxsize=10_000)
def _fold(character: str) -> str:
    """A character taken apart, without its marks, in lower case; nothing for a mark and for what is invisible."""
    return _bare(_bare(character).casefold()).translate(PLAIN)


def _bare(text: str) -> str:
    # M: accents and vowel signs; Cf: soft hyphens, marks of direction
    return "".join(
        piece
        for piece in unicodedata.normalize("NFKD", text)
        if not unicodedata.category(piece).startswith(("M", "Cf"))
    )
