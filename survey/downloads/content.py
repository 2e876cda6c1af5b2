"""What the files of one round are made from, as plain records; the slow parts are read when a file asks."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from survey.comparison.combined import combined
from survey.comparison.records import AnswerRecord, ReportRecord, Tally
from survey.comparison.states import Holders
from survey.downloads.origin import Origin
from survey.downloads.told import AS_REPORTED, Suppression
from survey.questionnaire.structure import Part, Questionnaire
from survey.rounds.projects_file import ListedProject


@dataclass(frozen=True)
class Content:
    """One round, cut down by filters, as it was at one moment.

    `versions` holds every published version by its id, the oldest first; `supplements` what these reports' supplements
    ask. `answers` streams the answers to the parts that it is given (None: to all) in the order of `reports`.
    """

    reports: Sequence[ReportRecord]
    versions: Mapping[int, Questionnaire]
    answers: Callable[[Collection[str] | None], Iterable[AnswerRecord]]
    projects: Callable[[], Sequence[ListedProject]]
    tallies: Callable[[], Sequence[Tally]]
    supplements: Mapping[int, Questionnaire] = field(default_factory=dict)
    suppression: Suppression = AS_REPORTED
    origin: Origin | None = None

    @cached_property
    def answered(self) -> Mapping[int, Questionnaire]:
        """All that reports and supplements answer, by id."""
        return {**self.versions, **self.supplements}

    @cached_property
    def holders(self) -> Holders:
        return Holders(self.answered)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of all versions, each as in its newest one, in the order of the current version."""
        return combined(list(self.versions.values())).parts

    def by_report(
        self, parts: Collection[str] | None = None
    ) -> Iterator[tuple[ReportRecord, Mapping[str, AnswerRecord]]]:
        """Every due report with its answers, and its supplements', by part; one report at a time is held in memory."""
        answers = iter(self.answers(parts))
        waiting = next(answers, None)
        for report in self.reports:
            own: list[AnswerRecord] = []
            ids = {one.id for one in report.with_supplements}
            while waiting is not None and waiting.report_id in ids:
                own.append(waiting)
                waiting = next(answers, None)
            yield report, self.holders.own(report, own)
        if waiting is not None:
            raise ValueError("the answers are not in the order of the reports")
