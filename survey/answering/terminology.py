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


@dataclass(frozen=True)
class TermList:
    """The list of a language: its terms in small letters, and what finds them as whole words, the longest first."""

    terms: dict[str, Term]
    pattern: re.Pattern


@cache
def term_lists() -> dict[str, TermList]:
    """The lists by language, read once."""
    terms: dict[str, dict[str, Term]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            own = terms.setdefault(row["language"], {})
            own[_plain(row["term"])] = Term(row["term"], row["prefer"], row["note"])
    return {language: TermList(own, _pattern(own)) for language, own in terms.items()}


def _pattern(terms: Iterable[str]) -> re.Pattern:
    longest_first = sorted(terms, key=len, reverse=True)
    ways = ("".join(LIKE.get(sign, re.escape(sign)) for sign in term) for term in longest_first)
    return re.compile(f"(?<!{INSIDE})(?:{'|'.join(ways)})(?!{INSIDE})", re.IGNORECASE)


def _plain(text: str) -> str:
    """The text as its term stands in the list: small letters, one kind of apostrophe, hyphen and space."""
    plain = re.sub("['ʼ]", "’", unicodedata.normalize("NFC", text)).lower()
    return re.sub(r"\s+", " ", re.sub("[\u2010\u2011]", "-", plain))


def suggestions(text: str, languages: Iterable[str]) -> list[Suggestion]:
    """Each term of these languages' lists that the text holds outside quotation marks, once, in the text's order."""
    own_words = without_quotations(unicodedata.normalize("NFC", text))
    found: dict[str, tuple[int, Suggestion]] = {}
    for language in term_lists().keys() & set(languages):
        own = term_lists()[language]
        for match in own.pattern.finditer(own_words):
            # the pattern also takes letters for i and s that no list has
            if term := own.terms.get(_plain(match[0])):
                spelled = " ".join(match[0].split())
                found.setdefault(term.term, (match.start(), Suggestion(spelled, term)))
    return [
        suggestion
        for _place, suggestion in sorted(found.values(), key=lambda entry: (entry[0], entry[1].found))
    ]
