"""The wide file as statistical programs know it: variables with labels, coded answers as numbers with value labels."""

from collections.abc import Iterator, Mapping

from survey.answering.statuses import ANSWERED, STATUS_NAMES, STATUSES
from survey.comparison.combined import combined
from survey.comparison.records import AnswerRecord, ReportRecord
from survey.downloads.asked_parts import WAYS, AskedPart
from survey.downloads.content import Content
from survey.downloads.option_numbers import Numbers
from survey.downloads.report_files import part_cells, place_of
from survey.downloads.variable_names import STATUS_NUMBERS, STATUS_SUFFIX, Names
from survey.downloads.variable_shapes import CODE, COUNT, FLAG, MOMENT, WORD, Value, Variable
from survey.questionnaire.structure import SOURCE_LANGUAGE

PLACE = (
    Variable("round", "Round", WORD),
    Variable("project_code", "Code of the project in the round", WORD),
    Variable("project", "Title of the project", WORD),
    Variable("mission", "Mission", WORD),
    Variable("country", "Country of the mission, ISO 3166-1 alpha-3", WORD),
    Variable("region", "Region", WORD),
    Variable("service_areas", "Service areas of the project", WORD),
    Variable("funding_usd", "Funding in United States dollars", COUNT),
    Variable("report_kind", "Kind of report: final or progress", WORD),
    Variable("question_version", "Version of the questionnaire that the report answers", COUNT),
    Variable("submitted_at", "When the report was submitted, in UTC", MOMENT),
    Variable("fictitious", "Invented as an example", FLAG, {0: "No", 1: "Yes"}),
)
STATUS_LABELS = {STATUS_NUMBERS[status]: str(STATUS_NAMES[status]) for status in STATUSES}


class WideVariables:
    """The variables of a round, and their values report by report."""

    def __init__(self, content: Content):
        self.content = content
        whole = combined(list(content.versions.values()))
        titles = {part.code: question.title for question in whole.questions for part in question.parts}
        numbers = Numbers(content.answered.values())
        names = Names(numbers, [variable.name for variable in PLACE])
        self._parts: list[AskedPart] = []
        self.variables: list[Variable] = list(PLACE)
        for part in whole.parts:
            title = titles[part.code].to(SOURCE_LANGUAGE)
            asked = WAYS[part.kind](part, title, numbers.of(part.code), names)
            self._parts.append(asked)
            self.variables += asked.variables
            status = names.of(part.code, STATUS_SUFFIX)
            self.variables.append(Variable(status, asked.label("Status"), CODE, STATUS_LABELS))

    def rows(self) -> Iterator[list[Value]]:
        """One row for each due report, in the order of the variables; None is a missing value."""
        for report, answers in self.content.by_report():
            yield [*_place(report), *self._answered(report, answers)]

    def _answered(self, report: ReportRecord, answers: Mapping[str, AnswerRecord]) -> Iterator[Value]:
        for asked in self._parts:
            holder, cells = part_cells(self.content, report, asked.part.code, answers)
            if cells.status == ANSWERED:
                own = self.content.answered[holder.version_id].covered[asked.part.code]
                yield from asked.values(answers[asked.part.code].value, own, self.content.suppression)
            else:
                yield from asked.nothing
            yield STATUS_NUMBERS[cells.status]


def _place(report: ReportRecord) -> list[Value]:
    submitted_at = report.submitted_at if report.received else None
    return [*place_of(report), report.version_number, submitted_at, int(report.fictitious)]
