"""All files that can be downloaded, by name: for the page, the addresses and the command alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from survey.downloads import lines, person_files, project_file, question_file, report_files, summary_file
from survey.downloads.column_words import Column
from survey.downloads.columns import columns_of
from survey.downloads.content import Content
from survey.downloads.order import AS_USUAL, Order
from survey.web.cells import Cell
from survey.web.csv_files import Pieces, line, line_pieces
from survey.web.wording import Sentence, sentence


@dataclass(frozen=True)
class File:
    """A file that can be downloaded: what it is, what one of its rows is, and how many rows there are.

    `lines` are the lines of the rows, for a file that is made faster that way.
    """

    name: str
    about: Sentence
    row: Sentence
    header: Callable[[Content], Sequence[str]]
    rows: Callable[[Content], Iterable[Sequence[Cell]]]
    count: Callable[[Content], int]
    lines: Callable[[Content], Iterable[str]] | None = None

    def pieces(self, content: Content, order: Order = AS_USUAL) -> Pieces:
        """The file as bytes: the same for the same content."""
        header, tags = self.header(content), [line(self.tags(content))] if order.hxl else []
        lines = self.lines(content) if self.lines else map(line, self.rows(content))
        return line_pieces(header, chain(tags, lines), bom=order.bom)

    def columns(self, content: Content) -> Sequence[Column]:
        return columns_of(self.name, content)

    def tags(self, content: Content) -> list[str]:
        """The row of HXL tags; a column without one has an empty cell."""
        return [column.tag for column in self.columns(content)]


def _reports(content: Content) -> int:
    return content.due


def _reports_by_parts(content: Content) -> int:
    return content.due * len(content.parts)


def _parts_by_versions(content: Content) -> int:
    return sum(len(version.parts) for version in content.versions.values())


FILES: dict[str, File] = {
    file.name: file
    for file in (
        File(
            "answers_long",
            sentence("All answers one below the other, each with its status, language and time."),
            sentence("a report and a part"),
            report_files.long_header,
            report_files.long_rows,
            _reports_by_parts,
            lines.long_lines,
        ),
        File(
            "answers_wide",
            sentence("All answers, one report a line: for each part its value and its status."),
            sentence("a report"),
            report_files.wide_header,
            report_files.wide_rows,
            _reports,
            lines.wide_lines,
        ),
        File(
            "matrix",
            sentence("The verdicts alone: for each report the code, or the status in brackets."),
            sentence("a report"),
            report_files.matrix_header,
            report_files.matrix_rows,
            _reports,
        ),
        File(
            "summary",
            sentence(
                "How many reports gave which answer, with all bases and the bounds over all that are due."
            ),
            sentence("a part and an option"),
            summary_file.summary_header,
            summary_file.summary_rows,
            summary_file.summary_count,
        ),
        File(
            "counts",
            sentence("All counts of persons, each cell of each table by itself."),
            sentence("a report and a cell of a table"),
            person_files.count_header,
            person_files.count_rows,
            person_files.count_count,
            person_files.count_lines,
        ),
        File(
            "equal_access",
            sentence(
                "Women and men among those eligible and reached: rates, index, ratio and difference with intervals."
            ),
            sentence("a report"),
            person_files.access_header,
            person_files.access_rows,
            _reports,
        ),
        File(
            "projects",
            sentence("The projects that the round asks, as Annex I lists them, with their funding."),
            sentence("a project"),
            project_file.project_header,
            project_file.project_rows,
            _reports,
        ),
        File(
            "questions",
            sentence("The questions of every version to the letter, with options, conditions and aims."),
            sentence("a part and a version"),
            question_file.question_header,
            question_file.question_rows,
            _parts_by_versions,
        ),
    )
}
