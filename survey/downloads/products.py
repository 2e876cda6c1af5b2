"""Everything that can be downloaded of a round, by file name: for the page, the addresses and the command alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from survey.downloads import spss, stata, workbook
from survey.downloads.archive import archive_pieces
from survey.downloads.codebook import codebook_pieces
from survey.downloads.content import Content
from survey.downloads.files import FILES, File
from survey.downloads.form_file import form_pieces
from survey.downloads.order import Order
from survey.web.csv_files import Pieces
from survey.web.wording import Sentence, sentence

NO_WORDS = Sentence("")
EVERYTHING, SPREADSHEETS = "everything", "spreadsheets"
STATISTICS, QUESTIONNAIRE = "statistics", "questionnaire"
#: the groups of the page in their order
GROUPS: dict[str, Sentence] = {
    EVERYTHING: sentence("Everything at once"),
    SPREADSHEETS: sentence("For spreadsheets"),
    STATISTICS: sentence("For statistics programs"),
    QUESTIONNAIRE: sentence("The questionnaire"),
}


@dataclass(frozen=True)
class Product:
    """A file as it leaves the house: its name with its ending, its media type and its bytes, piece by piece.

    `lacks` says what has to be installed before this file can be made, None where nothing is missing. `about` says what
    is in it, and `group` where the page lists it.
    """

    name: str
    ending: str
    mimetype: str
    pieces: Callable[[Content, Order], Pieces]
    lacks: Callable[[], Sentence | None] = lambda: None
    about: Sentence = NO_WORDS
    group: str = STATISTICS

    @property
    def file_name(self) -> str:
        return f"{self.name}.{self.ending}"

    @property
    def file(self) -> File | None:
        """The table that it is; None for what is more or something else."""
        return FILES.get(self.name) if self.ending == "csv" else None


def _csv(file: File) -> Product:
    group = QUESTIONNAIRE if file.name == "questions" else SPREADSHEETS
    return Product(file.name, "csv", "text/csv", file.pieces, about=file.about, group=group)


PRODUCTS: dict[str, Product] = {
    product.file_name: product
    for product in (
        *map(_csv, FILES.values()),
        Product(
            "archive",
            "zip",
            "application/zip",
            archive_pieces,
            about=sentence(
                "All CSV files with README.txt, which says what they are, and datapackage.json, which describes every "
                "column for programs and holds the checksums."
            ),
            group=EVERYTHING,
        ),
        Product(
            "workbook",
            "xlsx",
            workbook.MIMETYPE,
            workbook.workbook_pieces,
            about=workbook.ABOUT,
            group=SPREADSHEETS,
        ),
        Product("answers", "sav", spss.MIMETYPE, spss.spss_pieces, spss.lacks, about=spss.ABOUT),
        Product("answers", "dta", stata.MIMETYPE, stata.stata_pieces, about=stata.ABOUT),
        Product(
            "codebook",
            "xml",
            "application/xml",
            codebook_pieces,
            about=sentence(
                "The variables of answers_wide with labels, question texts and conditions, for data archives (DDI "
                "Codebook 2.5)."
            ),
            group=STATISTICS,
        ),
        Product(
            "questionnaire",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            form_pieces,
            about=sentence(
                "The questionnaire that this round asks, as a form for programs such as ODK and Kobo (XLSForm)."
            ),
            group=QUESTIONNAIRE,
        ),
    )
}


def product_named(name: str) -> Product | None:
    """The file of this name; without an ending a CSV file is meant."""
    return PRODUCTS.get(name) or PRODUCTS.get(f"{name}.csv")


def names() -> list[str]:
    """All names, CSV files without their ending."""
    return [product.name if product.ending == "csv" else product.file_name for product in PRODUCTS.values()]


def in_groups() -> Iterator[tuple[Sentence, list[Product]]]:
    """The groups that hold anything, with what they hold."""
    for group, words in GROUPS.items():
        if own := [product for product in PRODUCTS.values() if product.group == group]:
            yield words, own
