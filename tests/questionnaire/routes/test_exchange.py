"""The questionnaire goes out as a file and comes in again: preview first, then all of it or nothing."""

import io
import json
import re

import openpyxl
import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from survey.audit.models import AuditEntry
from survey.questionnaire.exchange.data_file import to_json, to_toml
from survey.questionnaire.queries import draft_of, newest_document
from survey.questionnaire.services import change_draft, start_draft
from tests.paper.forms import send as send_form
from tests.questionnaire.exchange.examples import FORM, markdown, questions_of
from tests.support.app import writing
from tests.support.factories import words
from tests.support.files import words_in

CODE = "gender-mainstreaming"
BASE = f"/questionnaires/{CODE}/exchange"
HIDDEN = re.compile(r'name="(filled|filename|mode|revision)" value="([^"]*)"')


@pytest.fixture
def app(sqlite_app):
    return sqlite_app


@pytest.fixture
def client(client_for):
    return client_for("administrator")


def draft(app):
    with app.extensions["database"].reading() as session:
        return draft_of(session, CODE)


def begin(app):
    with writing(app) as session:
        found = start_draft(session, code=CODE, person_id=None)
        session.commit()
    return found


def send(client, data, name, mode="append"):
    data = data if isinstance(data, bytes) else data.encode()
    return send_form(client, f"{BASE}/import", {"file": FileStorage(io.BytesIO(data), name), "mode": mode})


def agree(client, page, **changed):
    fields = dict(HIDDEN.findall(page.get_data(as_text=True)))
    assert set(fields) == {"filled", "filename", "mode", "revision"}
    return client.send(f"{BASE}/take", fields | changed)


def entries(app, action):
    with app.extensions["database"].reading() as session:
        found = session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id))
        return [(entry.subject, json.loads(entry.details)) for entry in found]


@pytest.mark.parametrize(
    ("suffix", "media_type", "beginning"),
    [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("csv", "text/csv; charset=utf-8", b"survey\r\n,type,name,label::English (en)"),
        ("md", "text/markdown; charset=utf-8", b"| survey |\n|  | type | name | label::English (en)"),
        ("toml", "application/toml", b'format = 1\ncode = "gender-mainstreaming"\n'),
        ("json", "application/json", b'{\n  "format": 1,\n  "code": "gender-mainstreaming"'),
    ],
)
def test_version_is_downloaded_under_its_name_and_recorded(app, client, suffix, media_type, beginning):
    response = client.get(f"{BASE}/2.{suffix}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == media_type
    name = f"{CODE}-v2.{suffix}"
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert response.data.startswith(beginning)
    assert entries(app, "download") == [(CODE, {"file": name})]


def test_draft_is_downloaded_as_a_draft(app, client):
    assert client.get(f"{BASE}/draft.toml").status_code == 404
    begun = begin(app)
    response = client.get(f"{BASE}/draft.toml")
    assert response.headers["Content-Disposition"] == f"attachment; filename={CODE}-v3-draft.toml"
    assert response.data == to_toml(begun.document)


@pytest.mark.parametrize("path", ["9.xlsx", "2.pdf", "two.xlsx", "99999999999.xlsx", "²‎.xlsx"])
def test_other_files_are_not_there(client, path):
    assert client.get(f"{BASE}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "/import", "/2.xlsx"])
def test_other_questionnaires_are_not_there(client, path):
    assert client.get(f"/questionnaires/none/exchange{path}").status_code == 404
    assert client.get(f"/questionnaires/a%00b/exchange{path}").status_code == 404


def test_page_names_versions_formats_and_what_a_form_does_not_carry(app, client):
    begin(app)
    shown = words_in(client.get(BASE))
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", shown) == [
        "Draft of version 3",
        "Version 2",
        "Version 1",
    ]
    assert shown.count("XLSForm as an Excel workbook (.xlsx)") == 3
    assert shown.count("The other label, used after certain answers, is not carried.") == 3


def test_draft_without_shape_goes_out_as_data_file_only(app, client):
    begun = begin(app)
    broken = json.loads(json.dumps(begun.document))
    broken["lists"] = [entry for entry in broken["lists"] if entry["code"] != "phases"]
    with writing(app) as session:
        change_draft(session, code=CODE, document=broken, seen_revision=1, person_id=None)
        session.commit()
    assert "no form can be made of it yet" in words_in(client.get(BASE))
    refused = client.get(f"{BASE}/draft.xlsx")
    assert (refused.status_code, "no form can be made of it yet" in words_in(refused)) == (409, True)
    assert client.get(f"{BASE}/draft.json").data == to_json(broken)


def test_preview_shows_what_would_be_made_and_writes_nothing(app, client):
    page = send(client, FORM, "form.md")
    shown = words_in(page)
    assert page.status_code == 200
    for text in (
        "those of the file “form.md” would follow as new sections",
        "X_REACHED.which",
        "Many choices",
        "Asked after these answers only: Was anybody reached? – Yes",
        "not in Español",
        "“image” has no counterpart here. The row is left out.",
    ):
        assert text in re.sub("<[^>]*>", "", shown), text
    assert (draft(app), entries(app, "import")) == (None, [])


def test_agreed_file_is_the_content_of_the_draft_and_nothing_is_published(app, client):
    response = agree(client, send(client, FORM, "form.md"))
    assert (response.status_code, response.headers["Location"]) == (302, f"/questionnaires/{CODE}")
    made = draft(app)
    assert list(questions_of(made.document))[-2:] == ["X_REACHED", "X_WHEN"]
    assert (made.number, made.revision) == (3, 2)
    assert entries(app, "import") == [(CODE, {"number": 3, "revision": 2, "mode": "append"})]
    assert "The file was taken over into the draft of version 3." in words_in(
        client.get(f"/questionnaires/{CODE}")
    )
    with app.extensions["database"].reading() as session:
        assert newest_document(session, CODE)[0] == 2


def test_replaced_questions_are_retired(app, client):
    begin(app)
    page = send(client, FORM, "form.md", "replace")
    assert "No longer asked (13)" in words_in(page)
    assert agree(client, page).status_code == 302
    asked = {
        code for code, question in questions_of(draft(app).document).items() if "retired" not in question
    }
    assert asked == {"X_REACHED", "X_WHEN"}


@pytest.mark.parametrize("suffix", ["xlsx", "toml"])
def test_own_file_changes_nothing(app, client, suffix):
    begun = begin(app)
    page = send(client, client.get(f"{BASE}/draft.{suffix}").data, f"own.{suffix}", "replace")
    assert "The questions would stay as they are." in words_in(page)
    agree(client, page)
    assert draft(app).document == begun.document


@pytest.mark.parametrize(
    ("data", "name", "mode", "sentence"),
    [
        (b"", "", "append", "Choose a file on your computer first."),
        (b"", "form.md", "append", "The file is empty."),
        (b"x", "form.exe", "append", "Files of this type cannot be read."),
        (b"PK\x03\x04", "form.xlsx", "append", "The file is damaged and cannot be read."),
        (b"words", "form.md", "append", "The file has no sheet “survey”"),
        (FORM.encode(), "form.md", "", "Choose what should happen with the questions that are there."),
        (FORM.encode(), "form.md", "publish", "Choose what should happen with the questions that are there."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_and_nothing_is_changed(app, client, data, name, mode, sentence):
    page = send(client, data, name, mode)
    shown = words_in(page)
    assert (page.status_code, sentence in shown, "Nothing was changed." in shown) == (422, True, True)
    assert draft(app) is None


def test_file_that_is_too_large_is_refused_before_it_is_read(client):
    page = send(client, b"x" * (9 * 2**20), "form.csv")
    assert (page.status_code, "The file is larger than 5 MB" in words_in(page)) == (413, True)


@pytest.mark.parametrize(
    "changed",
    [
        {"filled": ""},
        {"filled": "é"},
        {"filled": "x"},
        {"filled": "eA=="},
        {"mode": "publish"},
        {"filename": "a.exe"},
    ],
)
def test_changed_preview_changes_nothing(app, client, changed):
    page = agree(client, send(client, FORM, "form.md"), **changed)
    assert (page.status_code, draft(app)) == (422, None)


@pytest.mark.parametrize("revision", ["1", "9" * 30])
def test_draft_that_was_changed_meanwhile_is_shown_again_and_not_changed(app, client, revision):
    begun = begin(app)
    page = send(client, FORM, "form.md")
    with writing(app) as session:
        change_draft(session, code=CODE, document=begun.document, seen_revision=1, person_id=None)
        session.commit()
    again = agree(client, page, revision=revision)
    assert (again.status_code, "Somebody else changed the draft" in words_in(again)) == (409, True)
    assert draft(app).document == begun.document
    assert agree(client, again).status_code == 302
    assert "X_WHEN" in questions_of(draft(app).document)


def test_no_text_of_a_file_runs_as_a_script(client):
    evil = "<script>alert(1)</script>"
    rows = [
        f"begin group | g | {evil}",
        f"note | n | {evil}",
        f"text | a{evil} | {evil}",
        f"{evil} | b | {evil}",
        "end group",
    ]
    shown = send(client, markdown(*rows), f"{evil}.md").get_data(as_text=True)
    assert evil not in shown
    assert shown.count("&lt;script&gt;") > 3


def test_file_may_be_a_workbook_with_formula_like_texts(app, client):
    begin(app)
    form = markdown("text | a | =1+1")
    agree(client, send(client, form, "form.md"))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{BASE}/draft.xlsx").data))
    cells = [cell for row in book["survey"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert {cell.data_type for cell in cells} == {"s"}


def test_preview_of_texts_without_english_is_shown_as_they_are(client):
    document = {
        "code": CODE, "title": {}, "versions": [], "aims": [], "lists": [],
        "sections": [{"code": "A", "title": {"fr": "Titre"}, "questions": [{
            "code": "X_A", "origin": "added", "since": 3, "title": {"fr": "Un"}, "text": words("Text"),
            "parts": [{"code": "a", "kind": "text", "label": {"fr": "Deux"}, "short": {}}],
        }]}],
    }  # fmt: skip
    page = send(client, json.dumps(document), "file.json", "replace")
    assert (page.status_code, "Deux" in words_in(page)) == (200, True)
