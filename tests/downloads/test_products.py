import sys

import pytest

from survey.downloads.products import GROUPS, PRODUCTS, in_groups, names, product_named
from tests.downloads.test_commands import run
from tests.downloads.test_routes import PAGE, recorded


@pytest.mark.parametrize("name", ["workbook.xlsx", "answers.sav", "answers.dta"])
def test_page_and_command_give_the_same_bytes(app, client_for, name):
    answer = client_for("working_group").get(f"{PAGE}/{name}?mission=Manila")
    assert (answer.status_code, answer.content_type) == (200, PRODUCTS[name].mimetype)
    assert answer.headers["Content-Disposition"] == f"attachment; filename=2001-{name}"
    assert (
        run(app, "export", name, "--round", "2001", "--filter", "mission=Manila").stdout_bytes == answer.data
    )
    assert recorded(app) == [("2001", {"file": name, "mission": "Manila"})] * 2


def test_a_file_whose_library_is_missing_says_so(sqlite_app, client_for, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    answer = client_for("working_group").get(f"{PAGE}/answers.sav")
    assert answer.status_code == 501
    assert "pyreadstat is not installed" in answer.text
    result = run(sqlite_app, "export", "answers.sav", "--round", "2001")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "pyreadstat is not installed" in result.stderr
    assert recorded(sqlite_app) == []


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=list(PRODUCTS))
def test_every_product_says_what_is_in_it_and_stands_in_a_group(product):
    assert str(product.about).endswith(".")
    assert product.group in GROUPS


def test_the_groups_hold_every_product_once():
    listed = [product.file_name for _words, products in in_groups() for product in products]
    assert sorted(listed) == sorted(PRODUCTS)


def test_a_csv_file_is_found_with_and_without_its_ending():
    assert [product_named(name) for name in names()] == list(PRODUCTS.values())
    assert product_named("matrix.csv") is product_named("matrix")
    assert product_named("archive") is None
