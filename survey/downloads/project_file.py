"""The file of the projects that a round asks: Annex I's columns."""

from collections.abc import Iterator

from survey.downloads.content import Content
from survey.web.cells import Cell

COLUMNS = (
    "number",
    "title",
    "mission",
    "country",
    "region",
    "service_areas",
    "target_group",
    "status",
    "report_kind",
    "constraint_kinds",
    "reason_not_completed",
    "results",
    "funding_usd",
)
SEVERAL = ("service_areas", "constraint_kinds")


def project_header(content: Content) -> tuple[str, ...]:
    return COLUMNS


def project_rows(content: Content) -> Iterator[list[Cell]]:
    """One row for each project that is asked; funding in whole United States dollars."""
    for project in content.projects():
        yield [
            "; ".join(getattr(project, name)) if name in SEVERAL else getattr(project, name)
            for name in COLUMNS
        ]
