"""Answers side by side: the matrix, one question across all reports, the reports behind a number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey.answering.asking import label
from survey.answering.statuses import ANSWERED, DECLINED, NO_ANSWER, NOT_ASKED, NOT_REACHED, STATUSES
from survey.comparison.denominators import is_valid
from survey.comparison.records import AnswerRecord, Holder, ReportRecord
from survey.comparison.states import Holders, status_of
from survey.questionnaire.kinds.kind import Kind
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import Part, Questionnaire, Words

#: a mark beside the word in a cell of the matrix; the word alone is enough
MARKS = {"yes": "●", "partly": "◐", "no": "○", "too_early": "◌", "dont_know": "?", "not_applicable": "–"}
#: the groups of reports that figures are counted from
BASES = ("due", "received", "asked", "answered", "valid")


@dataclass(frozen=True)
class Reading:
    """What a report says to a part. `value` is a stored value, empty unless answered.

    `holder` is the report itself, or the supplement of it that asks the part.
    """

    holder: Holder
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

    @property
    def is_received(self) -> bool:
        """Whether it is received as far as any of these parts goes."""
        return any(reading.status != NOT_REACHED for reading in self.readings)

    @property
    def holders(self) -> list[Holder]:
        """The report and supplements of it that ask these parts, each once."""
        return list({reading.holder.id: reading.holder for reading in self.readings}.values())


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
    holders = Holders(versions)
    by_holder: dict[int, list[AnswerRecord]] = defaultdict(list)
    for answer in answers:
        by_holder[answer.report_id].append(answer)
    read = []
    for report in reports:
        given = (answer for one in report.with_supplements for answer in by_holder[one.id])
        own = holders.own(report, given)
        values = {code: answer.value for code, answer in own.items()}
        readings = [
            _reading(*holders.of(report, part.code), part, own.get(part.code), values) for part in parts
        ]
        read.append(ReadReport(report, tuple(readings)))
    return read


def _reading(
    holder: Holder,
    asked: Part | None,
    part: Part,
    answer: AnswerRecord | None,
    values: Mapping[str, str],
) -> Reading:
    """`asked` is the part as the holder's version words it, None where it has none."""
    status = status_of(holder, asked, answer)
    given = answer if answer and status == ANSWERED else None
    return Reading(
        holder=holder,
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


def is_in(bucket: str, reading: Reading) -> bool:
    """Whether a report that says this to a part belongs to this group of the part's reports."""
    is_answered = reading.status == ANSWERED
    bases = {
        "due": True,
        "received": reading.status != NOT_REACHED,
        "asked": reading.status in (ANSWERED, NO_ANSWER, DECLINED),
        "answered": is_answered,
        "valid": is_answered and is_valid(reading.part, reading.value),
    }
    if bucket in bases:
        return bases[bucket]
    return reading.status == bucket or (is_answered and bucket in reading.codes)
