"""The status of every part of every report that is due, and where the reports of a round stand."""

from collections import Counter
from collections.abc import Iterable, Mapping

from survey.answering.states import RECEIVED, RETURNED
from survey.answering.statuses import NO_ANSWER, NOT_ASKED, NOT_REACHED
from survey.comparison.records import AnswerRecord, Holder, ReportRecord
from survey.questionnaire.structure import Part, Questionnaire


def status_of(holder: Holder, part: Part | None, answer: AnswerRecord | None) -> str:
    """The status of a part of a report that is due.

    `holder` is the report or the supplement of it that asks the part, the report where none does; `part` is the part
    in the version that the holder answers, None where that version has none. Until it is received, a report can
    still move to another version: all its parts count as not reached.
    """
    if not holder.received:
        return NOT_REACHED
    if part is None:
        return NOT_ASKED
    return answer.status if answer else NO_ANSWER


class Holders:
    """Which of a report and its supplements answers for a part: no two of them ask the same."""

    def __init__(self, versions: Mapping[int, Questionnaire]):
        """`versions` holds what reports and supplements answer, by its id."""
        self._versions = versions
        self._places: dict[tuple[int, ...], dict[str, int]] = {}
        self._report: ReportRecord | None = None
        self._together: tuple[Holder, ...] = ()
        self._found: Mapping[str, int] = {}

    def places(self, version_ids: tuple[int, ...]) -> Mapping[str, int]:
        """For each part that the first one has: the place of the version that asks it."""
        if version_ids not in self._places:
            found: dict[str, int] = {}
            for place, version_id in enumerate(version_ids):
                for code in self._versions[version_id].covered:
                    found.setdefault(code, place)
            self._places[version_ids] = found
        return self._places[version_ids]

    def of(self, report: ReportRecord, code: str) -> tuple[Holder, Part | None]:
        """The report or supplement that asks this part, and the part in its version; the report itself if none."""
        if not report.supplements:
            return report, self._versions[report.version_id].covered.get(code)
        if report is not self._report:
            # asked for part by part: what is the same for all parts of a report is looked up once
            self._report, self._together = report, report.with_supplements
            self._found = self.places(tuple(one.version_id for one in self._together))
        holder = self._together[self._found.get(code, 0)]
        return holder, self._versions[holder.version_id].covered.get(code)

    def own(self, report: ReportRecord, answers: Iterable[AnswerRecord]) -> dict[str, AnswerRecord]:
        """Of the answers of a report and its supplements those that count, by part.

        A report may hold an answer to a part that its version does not ask in the end.
        """
        if not report.supplements:
            asked = self._versions[report.version_id].covered
            own = (answer for answer in answers if answer.report_id == report.id)
            return {answer.part_code: answer for answer in own if answer.part_code in asked}
        found = {}
        for answer in answers:
            holder, part = self.of(report, answer.part_code)
            if part and holder.id == answer.report_id:
                found[answer.part_code] = answer
        return found


def progress(reports: Iterable[ReportRecord]) -> dict[str, int]:
    """How many reports are due, and how many of them stand where: these figures sum up to the first."""
    return progress_of(Counter(report.state for report in reports))


def progress_of(counts: Mapping[str, int]) -> dict[str, int]:
    """The same from how many reports are in which state."""
    states: Counter[str] = Counter()
    for state, number in counts.items():
        states["submitted" if state in RECEIVED else state] += number
    shown = ["not_started", "draft", "with_lead", "submitted"]
    if states[RETURNED]:
        shown.insert(3, RETURNED)
    return {"due": states.total()} | {state: states[state] for state in shown}
