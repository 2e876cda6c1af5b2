import json
import re
from html import unescape

import pytest
from sqlalchemy import select

from survey.audit.models import AuditEntry
from survey.downloads.files import FILES
from tests.answering.examples import save_one, sign
from tests.downloads.test_queries import rows
from tests.support.app import writing

PAGE = "/rounds/2001/downloads"


def table(page, caption):
    """The cells of the table with this caption, row by row."""
    found = re.search(rf"<caption>{caption}.*?</table>", page, re.S)[0]
    lines = re.findall(r"<tr>(.*?)</tr>", found, re.S)
    return [
        [unescape(cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.S)]
        for line in lines
    ]


@pytest.mark.parametrize("name", list(FILES))
def test_a_preview_shows_the_first_rows_of_the_file_and_every_column(sqlite_app, client_for, name):
    page = client_for("working_group").get(f"{PAGE}/{name}/preview").text
    header, *shown = table(page, "Rows 1 to 5 of")
    expected = rows(sqlite_app, name)[:5]
    assert header == list(expected[0])
    # long texts are cut
    assert [[cell.removesuffix("…")[:200].strip() for cell in line] for line in shown] == [
        [cell[:200].strip() for cell in line.values()] for line in expected
    ]
    columns = table(page, "What each column means")
    assert [line[0] for line in columns[1:]] == header
    assert all(type and meaning for _name, type, meaning in columns[1:])


def test_whoever_looks_at_answers_is_on_record_and_has_downloaded_nothing(app, client_for):
    query = {"mission": "San José"}
    client_for("working_group").get(f"{PAGE}/answers_long/preview", query_string=query)
    with writing(app) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        told = [(entry.action, json.loads(entry.details)) for entry in entries if entry.subject == "2001"]
    assert told[-1] == (
        "read answers",
        {"page": "preview of a file", "file": "answers_long", "mission": "San José"},
    )
    assert "download" not in [action for action, _ in told]


def test_a_preview_is_of_the_edition_that_was_chosen(sqlite_app, client_for):
    query = {"counts": "suppressed", "hxl": "yes", "bom": "no"}
    page = client_for("working_group").get(f"{PAGE}/counts/preview", query_string=query).text
    assert table(page, "Rows 1 to 5 of 144")[1][:3] == [
        "#meta+id",
        "#activity+project+code",
        "#indicator+part+code",
    ]
    assert "edition for others" in page
    assert f'href="{PAGE}/counts.csv?bom=no&amp;hxl=yes&amp;counts=suppressed"' in page


def test_where_no_report_fits_the_page_says_so(sqlite_app, client_for):
    query = {"mission": "Atlantis"}
    page = client_for("working_group").get(f"{PAGE}/matrix/preview", query_string=query).text
    assert "The file holds its header only" in page
    assert "This round has no mission of this name." in page


def test_texts_stand_without_their_guard_and_run_nothing(sqlite_app, client_for):
    with writing(sqlite_app) as session:
        save_one(session, 8, "Q4_LESSONS.lessons", "=1+1 <script>alert(1)</script>")
        sign(session, 8)
        session.commit()
    query = {"mission": "San José"}
    page = client_for("working_group").get(f"{PAGE}/answers_wide/preview", query_string=query).text
    assert "=1+1 &lt;script&gt;" in page
    assert "&#39;=1+1" not in page
    assert "<script>alert" not in page


def test_the_page_warns_of_what_is_invented(sqlite_app, client_for):
    client = client_for("working_group")
    warning = "This page shows fictitious answers"
    assert warning in client.get(f"{PAGE}/answers_wide/preview").text
    assert warning not in client.get(f"{PAGE}/questions/preview").text
