"""Answers side by side: the matrix, one question across all reports, the reports behind a number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey.answering.asking import label
from survey.answering.statuses import ANSWERED, DECLINED, NO_ANSWER, NOT_ASKED, STATUSES
from survey.comparison.denominators import is_valid
from survey.comparison.records import AnswerRecord, ReportRecord
from survey.comparison.states import status_of
from survey.questionnaire.kinds.kind import Kind
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import Part, Questionnaire, Words

#: a mark beside the word in a cell of the matrix; the word alone is enough
MARKS = {"yes": "●", "partly": "◐", "no": "○", "too_early": "◌", "dont_know": "?", "not_applicable": "–"}
#: the groups of reports that figures are counted from
BASES = ("due", "received", "asked", "answered", "valid")


@dataclass(frozen=True)
class Reading:
    """What a report says to a part. `value` is a stored value, empty unless answered."""

    part: Part
    label: Words
    status: str
    value: str
    language: str

    @property
    def kind(self) -> Kind:
        return kind_of(self.part)

    @property
    def codes(self) -> tuple[str, ...]:
        """The options that were chosen."""
        return self.kind.counted(self.part, self.value)

    @property
    def mark(self) -> str:
        return MARKS.get(self.value, "·")


@dataclass(frozen=True)
class ReadReport:
    """A report that is due, with what it says to some parts."""

    report: ReportRecord
    readings: tuple[Reading, ...]

    @property
    def is_asked(self) -> bool:
        """Whether the report's version asks any of these parts."""
        return any(reading.status != NOT_ASKED for reading in self.readings)


def verdict_parts(questionnaire: Questionnaire) -> list[Part]:
    return [part for part in questionnaire.parts if part.kind == "verdict"]


def read_reports(
    reports: Iterable[ReportRecord],
    parts: Sequence[Part],
    answers: Iterable[AnswerRecord],
    versions: Mapping[int, Questionnaire],
) -> list[ReadReport]:
    """What each report says to each of these parts, in the order of the reports.

    `answers` may hold more parts than these: those that a label depends on.
    """
    by_report: dict[int, dict[str, AnswerRecord]] = {}
    for answer in answers:
        by_report.setdefault(answer.report_id, {})[answer.part_code] = answer
    read = []
    for report in reports:
        own = by_report.get(report.id, {})
        asked = versions[report.version_id].part
        values = {code: answer.value for code, answer in own.items() if code in asked}
        readings = [
            _reading(report, part, asked.get(part.code), own.get(part.code), values) for part in parts
        ]
        read.append(ReadReport(report, tuple(readings)))
    return read


def _reading(
    report: ReportRecord,
    part: Part,
    asked: Part | None,
    answer: AnswerRecord | None,
    values: Mapping[str, str],
) -> Reading:
    """`asked` is the part as the report's version words it, None where it has none."""
    status = status_of(report, asked, answer)
    given = answer if answer and status == ANSWERED else None
    return Reading(
        part=asked or part,
        label=label(asked or part, values),
        status=status,
        value=given.value if given else "",
        language=given.language if given else "",
    )


def buckets(part: Part) -> list[str]:
    """The groups into which the reports behind a part fall: bases, statuses, options."""
    statuses = [name for name in STATUSES if name != ANSWERED]
    return [*BASES, *statuses, *(option.code for option in part.options)]


def is_in(bucket: str, report: ReportRecord, reading: Reading) -> bool:
    """Whether the report, which says this to a part, belongs to this group of the part's reports."""
    is_answered = reading.status == ANSWERED
    bases = {
        "due": True,
        "received": report.received,
        "asked": reading.status in (ANSWERED, NO_ANSWER, DECLINED),
        "answered": is_answered,
        "valid": is_answered and is_valid(reading.part, reading.value),
    }
    if bucket in bases:
        return bases[bucket]
    return reading.status == bucket or (is_answered and bucket in reading.codes)
