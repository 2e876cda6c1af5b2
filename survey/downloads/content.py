"""What the files of one round are made from, as plain records; the slow parts are read when a file asks."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from survey.comparison.combined import combined
from survey.comparison.counted import Counted
from survey.comparison.records import AnswerRecord, Batch, ReportRecord
from survey.comparison.states import Holders
from survey.downloads.origin import Origin
from survey.downloads.told import AS_REPORTED, Suppression
from survey.questionnaire.structure import Part, Questionnaire
from survey.rounds.projects_file import ListedProject


@dataclass(frozen=True)
class Content:
    """One round, cut down by filters, as it was at one moment.

    `due` is how many reports that are; `holds_fictitious` says whether invented ones are among them. `batches` reads
    them, some at a time, with their answers to the parts that it is given (None: to all); `projects` theirs, in
    the same order. `versions` holds every published version by its id, the oldest first; `supplements` what these
    reports' supplements ask.
    """

    due: int
    holds_fictitious: bool
    versions: Mapping[int, Questionnaire]
    batches: Callable[[Collection[str] | None], Iterable[Batch]]
    projects: Callable[[], Iterable[ListedProject]]
    counted: Callable[[], Counted]
    supplements: Mapping[int, Questionnaire] = field(default_factory=dict)
    suppression: Suppression = AS_REPORTED
    origin: Origin | None = None

    @property
    def round_code(self) -> str:
        return self.origin.round_code if self.origin else ""

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
        """Every due report with its answers, and its supplements', by part; one batch at a time is held in memory."""
        for reports, answers in self.batches(parts):
            for report in reports:
                given = [answer for one in report.with_supplements for answer in answers.get(one.id, ())]
                yield report, self.holders.own(report, given)
