from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from survey.downloads.form_file import form_pieces
from survey.downloads.order import Order
from survey.downloads.products import PRODUCTS
from survey.downloads.queries import file_pieces
from tests.downloads.records import content


def made(app, order=Order()):  # noqa: B008, an order never changes
    product = PRODUCTS["questionnaire.xlsx"]
    return b"".join(file_pieces(app.extensions["database"], product, round_code="2001", order=order))


def test_it_is_the_form_of_the_version_that_the_round_asks(app):
    book = load_workbook(BytesIO(made(app)))
    assert book.sheetnames == ["survey", "choices", "settings"]
    header, values = ([cell.value for cell in row] for row in book["settings"].rows)
    told = dict(zip(header, values, strict=True))
    assert (told["form_id"], told["version"]) == ("gender-mainstreaming", "2")


def test_the_same_version_gives_the_same_bytes(sqlite_app):
    assert made(sqlite_app) == made(sqlite_app, Order(bom=False, hxl=True, person="somebody"))


def test_content_without_a_version_is_a_fault():
    with pytest.raises(ValueError, match="without the version"):
        list(form_pieces(replace(content(), origin=None), Order()))
