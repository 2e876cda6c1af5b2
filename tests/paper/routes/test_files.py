import io

import pypdf
import pytest

from survey.audit.queries import entries
from survey.paper.filled import read_file
from survey.paper.routes.files import TYPES
from survey.paper.stamps import read_stamp
from tests.answering.examples import answer_of, report_id
from tests.paper.examples import BOXES
from tests.paper.forms import cells_of_workbook
from tests.support.app import KEY


def paper(app, number=8):
    return f"/reports/{report_id(app, number)}/paper"


def text_of(answer):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("blank.pdf", "2001-08-questionnaire.pdf"),
        ("report.pdf", "2001-08-report.pdf"),
        ("form.docx", "2001-08-form.docx"),
        ("form.xlsx", "2001-08-form.xlsx"),
    ],
)
def test_paper_is_a_download_with_a_name(sqlite_app, client_for, name, file):
    answer = client_for("mission_staff").get(f"{paper(sqlite_app)}/{name}")
    assert answer.status_code == 200
    assert answer.mimetype == TYPES[name.partition(".")[2]]
    assert answer.headers["Content-Disposition"] == f"attachment; filename={file}"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_form_bears_the_mark_of_its_report_and_its_answers(sqlite_app, client_for, format):
    client, lessons = client_for("mission_staff"), "Q4_LESSONS.lessons"
    path = f"/reports/{report_id(sqlite_app, 8)}/questions/Q4_LESSONS"
    client.send(path, {f"seen:{lessons}": "0", lessons: "one\ntwo"})
    found = read_file(client.get(f"{paper(sqlite_app)}/form.{format}").data, "", BOXES)
    stamp = read_stamp(found.mark, KEY)
    assert (stamp.report, stamp.questionnaire, stamp.language) == (report_id(sqlite_app, 8), 2, "en")
    assert sum(stamp.versions) == answer_of(sqlite_app, 8, lessons).version == 1
    assert found.texts[lessons] == "one\ntwo"


@pytest.mark.parametrize(
    ("language", "choice"), [("en", "Too early to say"), ("fr", "Trop tôt"), ("es", "Demasiado pronto")]
)
def test_form_speaks_the_persons_language(sqlite_app, client_for, language, choice):
    client, code = client_for("mission_staff"), "Q7_SUCCESS.success"
    client.send("/language", {"language": language})
    path = f"/reports/{report_id(sqlite_app, 8)}/questions/Q7_SUCCESS"
    client.send(path, {f"seen:{code}": "0", code: "too_early"})
    assert cells_of_workbook(client.get(f"{paper(sqlite_app)}/form.xlsx").data)[code].startswith(choice)
    root = pypdf.PdfReader(io.BytesIO(client.get(f"{paper(sqlite_app)}/blank.pdf").data)).trailer["/Root"]
    assert str(root["/Lang"]).startswith(language)


def test_downloads_of_answers_are_on_record_and_of_the_blank_questionnaire_are_not(app, client_for):
    client = client_for("mission_staff")
    for name in ("blank.pdf", "report.pdf", "form.docx", "form.xlsx"):
        client.get(f"{paper(app)}/{name}")
    client_for("working_group").get(f"{paper(app, 3)}/report.pdf")
    with app.extensions["database"].reading() as session:
        found = [(entry.subject, entry.details) for entry in entries(session) if entry.action == "download"]
    own = report_id(app, 8)
    assert found == [
        (own, '{"file": "report.pdf"}'),
        (own, '{"file": "form.docx"}'),
        (own, '{"file": "form.xlsx"}'),
        (report_id(app, 3), '{"file": "report.pdf"}'),
    ]


def test_submitted_report_is_printed_with_signature_and_checksum_and_has_no_form(sqlite_app, client_for):
    client = client_for("mission_lead")
    client.send(
        f"/reports/{report_id(sqlite_app, 8)}/sign", {"name": "Ana Ruiz", "function": "Chief", "sure": "y"}
    )
    text = text_of(client.get(f"{paper(sqlite_app)}/report.pdf"))
    assert "Signed by Ana Ruiz, Chief, on " in text
    assert "Checksum of what was signed (SHA-256):" in text
    assert "Fictitious" in text
    for name in ("form.docx", "form.xlsx", "upload"):
        answer = client.get(f"{paper(sqlite_app)}/{name}")
        assert (answer.status_code, answer.headers["Location"][-8:]) == (302, "/answers")
    page = client.get(f"/reports/{report_id(sqlite_app, 8)}/answers").text
    assert f'href="{paper(sqlite_app)}/report.pdf"' in page


def test_report_page_leads_to_all_its_papers(sqlite_app, client_for):
    page = client_for("mission_staff").get(f"/reports/{report_id(sqlite_app, 8)}").text
    for name in ("form.docx", "form.xlsx", "upload", "blank.pdf", "report.pdf"):
        assert f'href="{paper(sqlite_app)}/{name}"' in page
