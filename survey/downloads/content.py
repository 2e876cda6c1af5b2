"""What the files of one round are made from, as plain records; the slow parts are read when a file asks."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from survey.comparison.combined import combined
from survey.comparison.records import AnswerRecord, ReportRecord, Tally
from survey.questionnaire.structure import Part, Questionnaire
from survey.rounds.projects_file import ListedProject


@dataclass(frozen=True)
class Content:
    """One round, cut down by filters, as it was at one moment.

    `versions` holds every published version by its id, the oldest first. `answers` streams the answers to the
    parts that it is given (None: to all) in the order of `reports`.
    """

    reports: Sequence[ReportRecord]
    versions: Mapping[int, Questionnaire]
    answers: Callable[[Collection[str] | None], Iterable[AnswerRecord]]
    projects: Callable[[], Sequence[ListedProject]]
    tallies: Callable[[], Sequence[Tally]]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of all versions, each as in its newest one, in the order of the current version."""
        return combined(list(self.versions.values())).parts

    def by_report(
        self, parts: Collection[str] | None = None
    ) -> Iterator[tuple[ReportRecord, Mapping[str, AnswerRecord]]]:
        """Every due report with its answers by part code; one report at a time is held in memory."""
        answers = iter(self.answers(parts))
        waiting = next(answers, None)
        for report in self.reports:
            own: dict[str, AnswerRecord] = {}
            while waiting is not None and waiting.report_id == report.id:
                own[waiting.part_code] = waiting
                waiting = next(answers, None)
            yield report, own
        if waiting is not None:
            raise ValueError("the answers are not in the order of the reports")
