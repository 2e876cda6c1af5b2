"""What somebody looks for in the answers, whether a text holds it, and where."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.answering.words import Word, folded_words, words_of
from survey.web.wording import BadInput, clean_text, sentence

LONGEST, MOST_WORDS = 200, 20
#: words up to this length are looked for as whole words: most words begin with one of them
SHORT = 2
QUOTATION_MARKS = re.compile('["＂“”„‟«»]')
#: how many characters stand before and behind a place, and how long a text may be to be shown as a whole
BEFORE, BEHIND, SHOWN_WHOLE = 80, 160, 400
GAP = " … "


@dataclass(frozen=True)
class Phrase:
    """Folded words one after the other; with `begins`, the last one may go on."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True)
class Search:
    """What was typed, and the phrases that a text must hold, all of them."""

    typed: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class Piece:
    """A piece of an excerpt, in the words of its author."""

    text: str
    is_found: bool = False


def search_for(typed: str) -> Search:
    """What the words mean. Raises BadInput with a sentence where there is nothing to look for.

    What stands between quotation marks is looked for to the letter, but for accents and case. Any other word is found
    in words that begin so, if it has three characters or more.
    """
    text = clean_text(typed, LONGEST)
    if not text:
        raise BadInput(sentence("Type what to look for: one or more words."))
    phrases = tuple(dict.fromkeys(_phrases(text)))
    words = [word for phrase in phrases for word in phrase.words]
    if not any(len(word) >= SHORT for word in words):
        raise BadInput(sentence("Type at least one word of two letters or more."))
    if len(words) > MOST_WORDS:
        raise BadInput(
            sentence(
                "These are %(number)s words; at most %(most)s can be looked for at once.",
                number=len(words),
                most=MOST_WORDS,
            )
        )
    return Search(text, phrases)


def _phrases(text: str) -> Iterator[Phrase]:
    # every second piece stands between marks; a mark that nothing closes holds to the end
    for place, piece in enumerate(QUOTATION_MARKS.split(text)):
        if place % 2:
            if words := folded_words(piece):
                yield Phrase(tuple(words))
            continue
        for chunk in piece.split():
            # l'égalité, women's: what was typed in one is looked for in one
            if words := folded_words(chunk):
                yield Phrase(tuple(words), begins=len(words[-1]) > SHORT)


def holds(search: Search, text: str) -> bool:
    """Whether a text holds all that is looked for: what the index must find, read without it."""
    words = list(words_of(text))
    return all(any(_places(phrase, words)) for phrase in search.phrases)


def excerpt(search: Search, text: str) -> list[Piece]:
    """The text around what was found, with the places marked; the whole text where it is short."""
    words = list(words_of(text))
    places = [list(_places(phrase, words)) for phrase in search.phrases]
    found = _merged(sorted(place for some in places for place in some))
    if len(text) <= SHOWN_WHOLE or not found:
        windows = [(0, len(text))]
    else:
        first = sorted(some[0] for some in places if some)
        windows = _merged([_window(text, *place) for place in first])
    pieces: list[Piece] = []
    for number, (start, end) in enumerate(windows):
        if number or start:
            pieces.append(Piece(GAP if number else GAP.lstrip()))
        pieces += _marked(text, start, end, found)
    if windows[-1][1] < len(text):
        pieces.append(Piece(GAP.rstrip()))
    return pieces


def _places(phrase: Phrase, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    *before, last = phrase.words
    for place in range(len(words) - len(before)):
        run = words[place : place + len(phrase.words)]
        end = run[-1].folded
        if [word.folded for word in run[:-1]] == before and (
            end.startswith(last) if phrase.begins else end == last
        ):
            yield run[0].start, run[-1].end


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """The surroundings of a place, cut between words."""
    start, end = max(start - BEFORE, 0), min(end + BEHIND, len(text))
    while start and not text[start - 1].isspace() and start < end:
        start += 1
    cut = end
    while cut < len(text) and cut > start and not text[cut].isspace():
        cut -= 1
    return start, cut if cut > start else end


def _merged(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in their order, those that touch made one."""
    merged: list[tuple[int, int]] = []
    for start, end in places:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def _marked(text: str, start: int, end: int, found: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    place = start
    for first, last in found:
        if last <= start or first >= end:
            continue
        first, last = max(first, start), min(last, end)
        if place < first:
            yield Piece(text[place:first])
        yield Piece(text[first:last], is_found=True)
        place = last
    if place < end:
        yield Piece(text[place:end])
