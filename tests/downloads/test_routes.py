import json
import re
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import select

from survey.audit.models import AuditEntry
from survey.downloads.files import FILES
from survey.downloads.products import PRODUCTS, in_groups
from survey.web.wording import sentence
from tests.downloads.test_queries import made
from tests.support.app import writing

PAGE = "/rounds/2001/downloads"


def recorded(app):
    """The downloads on record: who, of which round, with what."""
    with writing(app) as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "download").order_by(AuditEntry.id)
        )
        return [(entry.subject, json.loads(entry.details)) for entry in entries]


@pytest.mark.parametrize("name", list(FILES))
def test_a_file_is_sent_as_an_attachment(app, client_for, name):
    answer = client_for("working_group").get(f"{PAGE}/{name}.csv")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=2001-{name}.csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data == made(app, name)
    assert recorded(app) == [("2001", {"file": name})]


def test_filters_and_mark_are_taken_from_the_address(app, client_for):
    query = {"mission": "San José", "bom": "no"}
    answer = client_for("working_group").get(f"{PAGE}/answers_wide.csv", query_string=query)
    assert answer.data == made(app, "answers_wide", bom=False, mission="San José")
    assert answer.data.count(b"\r\n") == 3
    assert recorded(app) == [("2001", {"file": "answers_wide", "mission": "San José"})]


@pytest.mark.parametrize("value", ["Atlantis", "\0", "x" * 1000, "=1+1", "\ud800"])
def test_an_unknown_filter_value_gives_the_header_alone(app, client_for, value):
    from urllib.parse import quote

    address = f"{PAGE}/answers_long.csv?region={quote(value, errors='surrogatepass')}"
    answer = client_for("working_group").get(address)
    assert answer.status_code == 200
    assert answer.data.count(b"\r\n") == 1


@pytest.mark.parametrize(
    "path",
    [
        f"{PAGE}/nothing.csv",
        f"{PAGE}/archive.csv",
        f"{PAGE}/nothing/preview",
        f"{PAGE}/archive/preview",
        "/rounds/1999/downloads/matrix/preview",
        "/rounds/1999/downloads/matrix.csv",
        "/rounds/1999/downloads",
        "/rounds/%00/downloads",
    ],
)
def test_an_unknown_file_or_round_is_not_found(app, client_for, path):
    assert client_for("working_group").get(path).status_code == 404
    assert recorded(app) == []


@pytest.mark.parametrize("role", ["mission_staff", "mission_lead", "administrator"])
@pytest.mark.parametrize(
    "path", [PAGE, f"{PAGE}/matrix.csv", f"{PAGE}/archive.zip", f"{PAGE}/matrix/preview"]
)
def test_only_the_working_group_downloads(app, client_for, role, path):
    assert client_for(role).get(path).status_code == 403
    assert recorded(app) == []


def test_nothing_stays_open_when_the_reader_goes_away(app, client_for):
    client, pool = client_for("working_group"), app.extensions["database"].engine.pool
    client.get(f"{PAGE}/answers_long.csv", buffered=False).close()
    client.head(f"{PAGE}/answers_long.csv").close()
    assert pool.checkedout() == 0


def test_the_page_lists_every_file_in_its_group(sqlite_app, client_for):
    page = client_for("working_group").get(PAGE).text
    groups = {
        name: re.findall(rf'<h3><a href="{PAGE}/([^"]+)">\1</a></h3>', group)
        for name, group in re.findall(r'<h2 id="group-\d">(.*?)</h2>(.*?)</section>', page, re.S)
    }
    expected = {}
    for words, products in in_groups():
        expected[str(words)] = [product.file_name for product in products]
    assert groups == expected
    assert sorted(name for names in groups.values() for name in names) == sorted(PRODUCTS)
    assert groups["Everything at once"] == ["archive.zip"]
    assert "fictitious answers" in page


def test_the_page_says_how_many_rows_and_columns_a_file_has(sqlite_app, client_for):
    page = " ".join(client_for("working_group").get(PAGE).text.split())
    found = re.findall(r"Rows: ([\d,]+); columns: (\d+)\. <a href=\"[^\"]*/(\w+)/preview\">", page)
    assert {name: (rows, columns) for rows, columns, name in found} == {
        "answers_long": ("344", "19"),
        "answers_wide": ("8", "98"),
        "matrix": ("8", "17"),
        "summary": ("132", "14"),
        "counts": ("144", "8"),
        "equal_access": ("8", "30"),
        "projects": ("8", "13"),
        "questions": ("75", "15"),
    }


def test_a_file_that_cannot_be_made_here_is_said_to_lack_something(sqlite_app, client_for, monkeypatch):
    lacking = replace(PRODUCTS["codebook.xml"], lacks=lambda: sentence("A library is missing."))
    monkeypatch.setitem(PRODUCTS, "codebook.xml", lacking)
    page = " ".join(client_for("working_group").get(PAGE).text.split())
    assert "<h3>codebook.xml</h3>" in page
    assert "Not available here: A library is missing." in page
    assert f"{PAGE}/codebook.xml" not in page


def test_the_links_carry_the_filters_that_were_chosen(sqlite_app, client_for):
    page = (
        client_for("working_group")
        .get(PAGE, query_string={"mission": "San José", "bom": "no", "hxl": "yes"})
        .text
    )
    links = {unescape(link) for link in re.findall(rf'href="({PAGE}/[^"]*)"', page)}
    names = [*PRODUCTS, *(f"{name}/preview" for name in FILES)]
    assert links == {f"{PAGE}/{name}?mission=San+Jos%C3%A9&bom=no&hxl=yes" for name in names}
    assert '<option value="San José" selected>' in page
    assert '<option value="no" selected>' in page
    assert '<option value="yes" selected>' in page


def test_an_unknown_filter_value_is_said_on_the_page(sqlite_app, client_for):
    page = client_for("working_group").get(PAGE, query_string={"mission": "<b>Atlantis"}).text
    assert "This round has no mission of this name." in page
    assert "<b>Atlantis" not in page


def test_opening_the_page_is_no_download(app, client_for):
    client_for("working_group").get(PAGE)
    assert recorded(app) == []
