"""The file of the summary: every part and option with its counts and the bounds over all that are due."""

from collections.abc import Iterator
from dataclasses import astuple, fields

from survey.comparison.counted import summed
from survey.comparison.summary import SummaryRow, summary_lines
from survey.downloads.content import Content
from survey.web.cells import Cell

COLUMNS = (*(field.name for field in fields(SummaryRow)), "fictitious")


def summary_header(content: Content) -> tuple[str, ...]:
    return COLUMNS


def summary_rows(content: Content) -> Iterator[tuple[Cell, ...]]:
    """One row for each option of each part that is answered by choosing; nothing where no report is due.

    Bounds are shares of the reports due, `percent` is of the valid answers and empty below 20 of them. Labels
    are in English. `fictitious` says that invented reports are among those due. Nothing is counted anew: the figures
    are those of the page.
    """
    counted = content.counted()
    if content.due:
        for row in summary_lines(summed(counted, content.answered).values()):
            yield (*astuple(row), counted.fictitious)


def summary_count(content: Content) -> int:
    return sum(len(part.options) for part in content.parts) if content.due else 0
