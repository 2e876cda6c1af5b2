"""Everything that can be downloaded of a round, by file name: for the page, the addresses and the command alike."""

from collections.abc import Callable
from dataclasses import dataclass

from survey.downloads import spss, stata, workbook
from survey.downloads.content import Content
from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.web.csv_files import Pieces
from survey.web.wording import Sentence


@dataclass(frozen=True)
class Product:
    """A file as it leaves the house: its name with its ending, its media type and its bytes, piece by piece.

    `lacks` says what has to be installed before this file can be made, None where nothing is missing.
    """

    name: str
    ending: str
    mimetype: str
    pieces: Callable[[Content, Order], Pieces]
    lacks: Callable[[], Sentence | None] = lambda: None

    @property
    def file_name(self) -> str:
        return f"{self.name}.{self.ending}"


PRODUCTS: dict[str, Product] = {
    product.file_name: product
    for product in (
        *(Product(file.name, "csv", "text/csv", file.pieces) for file in FILES.values()),
        Product("workbook", "xlsx", workbook.MIMETYPE, workbook.workbook_pieces),
        Product("answers", "sav", spss.MIMETYPE, spss.spss_pieces, spss.lacks),
        Product("answers", "dta", stata.MIMETYPE, stata.stata_pieces),
    )
}


def product_named(name: str) -> Product | None:
    """The file of this name; without an ending a CSV file is meant."""
    return PRODUCTS.get(name) or PRODUCTS.get(f"{name}.csv")


def names() -> list[str]:
    """All names, CSV files without their ending."""
    return [product.name if product.ending == "csv" else product.file_name for product in PRODUCTS.values()]
