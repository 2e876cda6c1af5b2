"""What reports say in words: records for reading one question across reports, and for what a search found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from survey.answering.asking import label
from survey.answering.statuses import ANSWERED
from survey.comparison.reading import MARKS
from survey.comparison.source import Source
from survey.questionnaire.structure import Part, Questionnaire, Words

#: so many finds are listed; more are said to be there, not counted
MOST_FOUND = 1_000


@dataclass(frozen=True, slots=True)
class TextRecord(Source):
    """An answer of a received report, or of a received supplement, with what a page says beside it.

    `main_id` is the id of the report that is due: the holder itself or the one that it supplements. `version` counts
    the answer's savings, `version_number` is the questionnaire's version.
    """

    main_id: int
    report_id: int
    public_id: str
    fictitious: bool
    version_id: int
    version_number: int
    submitted_at: datetime
    version: int
    status: str
    value: str
    language: str

    @property
    def is_supplement(self) -> bool:
        return self.main_id != self.report_id

    @property
    def mark(self) -> str:
        """The mark beside a verdict's word."""
        return MARKS.get(self.value, "·") if self.status == ANSWERED else ""


@dataclass(frozen=True)
class Said:
    """An answer with its part as its report was asked it."""

    record: TextRecord
    part: Part
    label: Words


@dataclass(frozen=True)
class Article:
    """What one report, with its supplements, says to a question: its verdicts and its texts."""

    holders: tuple[TextRecord, ...]
    verdicts: tuple[Said, ...]
    texts: tuple[Said, ...]

    @property
    def head(self) -> TextRecord:
        return self.holders[0]

    @property
    def fictitious(self) -> bool:
        return self.head.fictitious


def text_codes(parts: Iterable[Part]) -> list[str]:
    """The codes of the parts that are answered in words."""
    return [part.code for part in parts if part.kind == "text"]


def articles(
    order: Sequence[int],
    parts: Sequence[Part],
    records: Iterable[TextRecord],
    versions: Mapping[int, Questionnaire],
) -> list[Article]:
    """What each of these reports says to these parts, in this order of the reports' ids.

    `records` may hold more parts than these: those that a label depends on.
    """
    given: dict[int, list[TextRecord]] = {id: [] for id in order}
    for record in records:
        # a report may hold an answer to a part that its version does not ask in the end
        if record.part_code in versions[record.version_id].covered:
            given[record.main_id].append(record)
    return [_article(given[id], parts, versions) for id in order if given[id]]


def _article(
    records: Sequence[TextRecord], parts: Sequence[Part], versions: Mapping[int, Questionnaire]
) -> Article:
    own = {record.part_code: record for record in records}
    values = {code: record.value for code, record in own.items()}
    said = []
    for part in parts:
        if record := own.get(part.code):
            asked = versions[record.version_id].covered[part.code]
            said.append(Said(record, asked, label(asked, values)))
    holders = {one.record.report_id: one.record for one in said}
    return Article(
        holders=tuple(holders[id] for id in sorted(holders)),
        verdicts=tuple(one for one in said if one.part.kind == "verdict"),
        texts=tuple(one for one in said if one.part.kind == "text"),
    )
