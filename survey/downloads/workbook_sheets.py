"""What a workbook says beyond the files: what it is, the verdicts in words, and all codes with their words."""

from collections.abc import Iterator, Sequence

from survey.answering.statuses import ANSWERED, STATUS_NAMES, STATUSES
from survey.comparison.combined import combined
from survey.comparison.filters import Selection
from survey.downloads.content import Content
from survey.downloads.option_numbers import Numbers
from survey.downloads.order import Order
from survey.downloads.question_file import languages
from survey.downloads.report_files import part_cells
from survey.questionnaire.structure import SOURCE_LANGUAGE, Choice, Part
from survey.web.cells import Cell

NOTES = (
    ("Times", "In UTC. Dates and times are dates and times here, not texts."),
    (
        "Empty cells",
        "An empty value always has a status beside it; the sheet “codes” says what each status means.",
    ),
    (
        "Texts",
        "A text stays a text, whatever it begins with: nothing here is a formula or a link, and no apostrophe is added "
        "as in the CSV files.",
    ),
    (
        "Numbers",
        "A number with more digits than a spreadsheet can hold (about 15) stands as a text, with all of them.",
    ),
    (
        "Limits",
        "A cell holds 32,767 characters; a longer text is cut and ends with a note that says so. A sheet holds "
        "1,048,576 rows; what is more continues on a sheet with the same name and a number.",
    ),
)
TABLE_HEAD = ("Sheet", "What it holds", "A row is", "Rows")


def about_rows(
    content: Content, order: Order, sheets: Sequence[tuple[str, str, str, int]], *, fictitious: bool
) -> Iterator[Sequence[Cell]]:
    """The first sheet: the same for the same content, so it tells neither the time nor the person.

    `sheets` holds name, content, row and number of rows of the others.
    """
    whole = combined(list(content.versions.values()))
    filters = "; ".join(f"{label}: {value}" for label, value in Selection(order.filters, {}).in_words)
    edition = "For the working group: counts of persons as they were reported."
    if order.for_others:
        edition = (
            "For others: small counts of persons are suppressed, with what would give them away. "
            "Texts that missions wrote stay as they are."
        )
    yield "What this is", "All files of a round of the survey, each as a sheet with typed cells."
    yield "Round", content.round_code
    yield "Questionnaire", whole.title.to(SOURCE_LANGUAGE)
    yield "Versions", ", ".join(str(version.number) for version in content.versions.values())
    yield "Filters", filters or "None: every report that is due."
    yield "Edition", edition
    if fictitious:
        yield (
            "Fictitious",
            "Reports among these were invented as an example; the column “fictitious” says which.",
        )
    yield from NOTES
    yield ()
    yield TABLE_HEAD
    yield from sheets


def words_header(content: Content) -> list[str]:
    verdicts = [f"{part.code}: {part.short.to(SOURCE_LANGUAGE)}" for part in _verdicts(content)]
    return ["project_code", "mission", "project", *verdicts, "fictitious"]


def words_rows(content: Content) -> Iterator[list[Cell]]:
    """One row for each due report: each verdict in English words, or its status such as [No answer]."""
    codes = [part.code for part in _verdicts(content)]
    for report, answers in content.by_report(codes):
        row: list[Cell] = [report.project_code, report.mission, report.project]
        for code in codes:
            _holder, cells = part_cells(content, report, code, answers)
            row.append(cells.text if cells.status == ANSWERED else f"[{STATUS_NAMES[cells.status]}]")
        yield [*row, report.fictitious]


def code_header(content: Content) -> list[str]:
    labels = [f"label_{language}" for language in languages(content)]
    return ["what", "part_code", "part", "code", "number_in_sav_and_dta", *labels]


def code_rows(content: Content) -> Iterator[list[Cell]]:
    """One row for each status, and for each option, row and column of each part, with its words in every language."""
    spoken = languages(content)
    for number, status in enumerate(STATUSES, 1):
        yield ["status", "", "", status, number, str(STATUS_NAMES[status]), *[""] * (len(spoken) - 1)]
    numbers = Numbers(content.answered.values())
    for part in content.parts:
        numbered = numbers.of(part.code)
        for what, choices, own in (
            ("option", part.options, numbered.options),
            ("row", part.rows, numbered.rows),
            ("column", part.columns, numbered.columns),
        ):
            for choice in sorted(choices, key=lambda one: own[one.code]):
                yield [what, *_told(part, choice, own[choice.code], spoken)]


def _told(part: Part, choice: Choice, number: int, spoken: Sequence[str]) -> list[Cell]:
    words = [choice.label.get(language, "") for language in spoken]
    return [part.code, part.label.to(SOURCE_LANGUAGE), choice.code, number, *words]


def _verdicts(content: Content) -> list[Part]:
    return [part for part in content.parts if part.kind == "verdict"]
