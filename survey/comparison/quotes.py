"""Quotes from answers: whether a passage stands in an answer, what has become of it since, and the file of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from survey.comparison.source import Source
from survey.web.cells import Cell
from survey.web.wording import BadInput, Sentence, clean_text, sentence

LONGEST_NOTE = 2_000
#: what somebody writes for words that they leave out
LEFT_OUT = re.compile(r"\s*\[\s*(?:…|\.\.\.)\s*\]\s*")

SAME, CHANGED, GONE, RETURNED = "same", "changed", "gone", "returned"
FATES: dict[str, Sentence] = {
    CHANGED: sentence("The answer was changed after this was collected."),
    GONE: sentence("The report no longer gives an answer here."),
    RETURNED: sentence("The report was returned to its mission after this was collected, and may change."),
}


@dataclass(frozen=True, slots=True)
class QuoteRecord(Source):
    """A quote with where it comes from, and with the answer as it stands in a received report.

    `answer_then` is the whole answer in the version that was quoted. `version_now` and `answer_now` are None while the
    report is not received: what its mission writes then is a draft.
    """

    public_id: str
    text: str
    whole: bool
    note: str
    edition: int
    collected_by: str
    collected_at: datetime
    answer_version: int
    question_version: int
    language: str
    report_id: str
    fictitious: bool
    answer_then: str
    received: bool
    version_now: int | None
    answer_now: str | None

    @property
    def fate(self) -> str:
        """What has become of the answer since: same, changed, gone, or returned."""
        if not self.received:
            return RETURNED
        if self.version_now == self.answer_version and self.answer_now:
            return SAME
        return CHANGED if self.answer_now else GONE

    @property
    def still_stands(self) -> bool:
        """Whether the answer as it is now still holds the words."""
        return bool(self.answer_now) and is_in(self.text, self.answer_now or "")


def passage(typed: str, answer: str) -> str:
    """The words that are quoted, as they are kept. Raises BadInput where they do not stand in the answer.

    Spaces and line breaks need not be the same, and `[…]` stands for words that are left out.
    """
    text = clean_text(typed)
    if not text or not any(LEFT_OUT.split(text)):
        raise BadInput(sentence("Leave the words that you want to quote in the field."))
    if not is_in(text, answer):
        raise BadInput(
            sentence(
                "These words do not stand in the answer to the letter. Cut the answer down to a passage, and write […] "
                "where you leave something out."
            )
        )
    return text


def is_in(text: str, answer: str) -> bool:
    """Whether the words stand in the answer, pieces that […] parts one behind the other."""
    whole, place = _spaced(answer), 0
    for piece in LEFT_OUT.split(text):
        wanted = _spaced(piece)
        found = whole.find(wanted, place)
        if found < 0:
            return False
        place = found + len(wanted)
    return True


def is_whole(text: str, answer: str) -> bool:
    return _spaced(text) == _spaced(answer)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def note(typed: str) -> str:
    """The note as it is kept. Raises BadInput."""
    return clean_text(typed, LONGEST_NOTE)


HEADER = (
    "round",
    "project_code",
    "project",
    "mission",
    "country",
    "region",
    "report_kind",
    "question_code",
    "part_code",
    "question_version",
    "answer_version",
    "language",
    "quote",
    "whole_answer",
    "note",
    "collected_by",
    "collected_at",
    "answer_since",
    "current_answer_version",
    "fictitious",
)


def rows(quotes: Iterable[QuoteRecord]) -> Iterator[tuple[Cell, ...]]:
    """A row for each quote; `answer_since` says what has become of the answer, in one of the words above."""
    for quote in quotes:
        yield (
            quote.round_code,
            quote.project_code,
            quote.project,
            quote.mission,
            quote.country,
            quote.region,
            quote.report_kind,
            quote.question_code,
            quote.part_code,
            quote.question_version,
            quote.answer_version,
            quote.language,
            quote.text,
            quote.whole,
            quote.note,
            quote.collected_by,
            quote.collected_at,
            quote.fate,
            quote.version_now,
            quote.fictitious,
        )
