"""The terminology aid: words to reconsider in a text, with what the list prefers. A suggestion, never more."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from survey.answering.quotations import without_quotations
from survey.web.wording import Sentence, sentence

FILE = Path(__file__).parent / "terminology.csv"
# a word goes on through letters, digits and accents that have no letter of their own
INSIDE = "[\\w\u0300-\u036f]"
# how one sign of a term may stand in a text
LIKE = {"’": "['’ʼ]", "'": "['’ʼ]", "-": "[-\u2010\u2011]", " ": r"\s+"}


@dataclass(frozen=True)
class Term:
    """A line of the list: what to avoid, what to prefer, and a note in the same language."""

    term: str
    prefer: str
    note: str


@dataclass(frozen=True)
class Suggestion:
    """A term found in a text; `found` is as the text writes it."""

    found: str
    term: Term

    @property
    def words(self) -> Sentence:
        values = {"term": self.found, "prefer": self.term.prefer, "note": self.term.note}
        if self.term.note:
            return sentence("“%(term)s”: better “%(prefer)s”, %(note)s", **values)
        return sentence("“%(term)s”: better “%(prefer)s”", **values)


@cache
def _terms(language: str) -> dict[str, Term]:
    """The list of a language by its terms in small letters."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == language]
    return {_plain(row["term"]): Term(row["term"], row["prefer"], row["note"]) for row in rows}


@cache
def _pattern(language: str) -> re.Pattern | None:
    """Finds the terms of a language as whole words, the longest first."""
    terms = sorted(_terms(language), key=len, reverse=True)
    if not terms:
        return None
    ways = ("".join(LIKE.get(sign, re.escape(sign)) for sign in term) for term in terms)
    return re.compile(f"(?<!{INSIDE})(?:{'|'.join(ways)})(?!{INSIDE})", re.IGNORECASE)


def _plain(text: str) -> str:
    """The text as its term stands in the list: small letters, one kind of apostrophe, hyphen and space."""
    plain = re.sub("['ʼ]", "’", unicodedata.normalize("NFC", text)).lower()
    return re.sub(r"\s+", " ", re.sub("[\u2010\u2011]", "-", plain))


def suggestions(text: str, languages: Iterable[str]) -> list[Suggestion]:
    """Each term of these languages' lists that the text holds outside quotation marks, once, in the text's order."""
    own_words = without_quotations(unicodedata.normalize("NFC", text))
    found: dict[str, tuple[int, Suggestion]] = {}
    for language in dict.fromkeys(languages):
        pattern = _pattern(language)
        for match in pattern.finditer(own_words) if pattern else ():
            # the pattern also takes letters for i and s that no list has
            if term := _terms(language).get(_plain(match[0])):
                spelled = " ".join(match[0].split())
                found.setdefault(term.term, (match.start(), Suggestion(spelled, term)))
    return [suggestion for _place, suggestion in sorted(found.values(), key=lambda entry: entry[0])]
