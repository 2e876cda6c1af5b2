import re
from io import BytesIO

import pytest

from survey.answering.evidence import LARGEST_FILE
from survey.answering.file_types import MEDIA_TYPES
from survey.answering.queries.evidence import evidence_of
from survey.audit.queries import entries
from tests.answering.examples import (
    answer_of,
    history_of,
    person_of,
    question_path,
    report_id,
    report_number,
)
from tests.answering.files import GOOD, office
from tests.support.app import writing
from tests.support.factories import add_evidence

WHY = "Q7_SUCCESS.why"
SIGNATURE = {"name": "María Example", "function": "Chief of Mission", "sure": "y"}


def path_of(app, number=8, code=WHY):
    return f"/reports/{report_id(app, number)}/parts/{code}/evidence"


def send_file(client, path, name="list.pdf", content=GOOD["pdf"], description=""):
    """Posts the form as a browser does; put together here, since the test client leaves large files open."""
    fields = {"csrf_token": client.token, "description": description}
    parts = [f'name="{field}"\r\n\r\n{text}'.encode() for field, text in fields.items()]
    parts.append(f'name="file"; filename="{name}"\r\nContent-Type: text/html\r\n\r\n'.encode() + content)
    start = b"--limit\r\nContent-Disposition: form-data; "
    body = b"".join(start + part + b"\r\n" for part in parts) + b"--limit--\r\n"
    return client.post(path, data=body, content_type="multipart/form-data; boundary=limit")


def evidence(app, number=8):
    with app.extensions["database"].reading() as session:
        return evidence_of(session, report_number(session, number).id)


def file_path(app, number=8, place=0):
    return f"/reports/{report_id(app, number)}/evidence/{evidence(app, number)[place].public_id}"


@pytest.mark.parametrize("extension", MEDIA_TYPES)
def test_file_of_each_type_is_added_and_comes_back_as_a_download(sqlite_app, client_for, extension):
    client, name = client_for("mission_staff"), f"Liste été.{extension}"
    answer = send_file(client, path_of(sqlite_app), name, GOOD[extension], description="Who <b>came</b>")
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"]).text
    assert name in page
    assert "Who &lt;b&gt;came&lt;/b&gt;" in page
    with client.get(file_path(sqlite_app)) as download:
        assert download.data == GOOD[extension]
        assert download.mimetype == MEDIA_TYPES[extension]
        assert download.headers["Content-Disposition"] == (
            f"attachment; filename=\"Liste ete.{extension}\"; filename*=UTF-8''Liste%20%C3%A9t%C3%A9.{extension}"
        )
        assert download.headers["Content-Security-Policy"].endswith("; sandbox")
        assert download.headers["X-Content-Type-Options"] == "nosniff"
        assert download.headers["Cache-Control"] == "no-store"


def test_file_comes_back_whole_from_both_databases(app, client_for):
    client, content = client_for("mission_staff"), b"%PDF-" + bytes(range(256)) * 4_000
    send_file(client, path_of(app), content=content)
    with client.get(file_path(app)) as download:
        assert download.data == content


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.html", b"<p>", "Files of this type are not taken."),
        ("drawing.svg", b"<svg>", "Files of this type are not taken."),
        ("macro.docm", office("docx"), "Files of this type are not taken."),
        ("list.pdf", b"MZ", "The content of this file is not what its name says."),
        ("text.txt", b"<script>", "The content of this file is not what its name says."),
        ("macro.docx", office("docx", "word/vbaProject.bin"), "This file contains macros."),
        ("empty.pdf", b"", "This file is empty. Choose another."),
        ("large.pdf", b"%PDF-" + b"x" * LARGEST_FILE, "This file is larger than 5 MB."),
    ],
)
def test_file_that_is_not_taken_is_named_with_the_reason_and_the_description_stays(
    sqlite_app, client_for, name, content, sentence
):
    client = client_for("mission_staff")
    answer = send_file(client, path_of(sqlite_app), name, content, description="Kept as typed")
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 3 - (sentence != "This file is larger than 5 MB.")
    assert 'value="Kept as typed"' in answer.text
    assert evidence(sqlite_app) == []


def test_file_far_too_large_is_not_even_read_and_still_gets_the_page(sqlite_app, client_for):
    client = client_for("mission_staff")
    answer = send_file(client, path_of(sqlite_app), content=b"%PDF-" + b"x" * 2 * LARGEST_FILE)
    assert answer.status_code == 413
    assert "This file is larger than 5 MB." in answer.text
    assert "<h1>Evidence: " in answer.text
    assert evidence(sqlite_app) == []


def test_file_far_too_large_for_another_missions_report_is_not_found(sqlite_app, client_for):
    client = client_for("mission_staff")
    answer = send_file(client, path_of(sqlite_app, 3), content=b"x" * 2 * LARGEST_FILE)
    assert answer.status_code == 404


def test_file_may_be_larger_than_any_other_request(sqlite_app, client_for):
    client, largest = client_for("mission_staff"), b"%PDF-" + b"x" * (LARGEST_FILE - 5)
    assert send_file(client, path_of(sqlite_app), content=largest).status_code == 302
    assert client.send("/account", {"name": "x" * LARGEST_FILE}).status_code == 413


@pytest.mark.parametrize("fields", [{}, {"file": "text instead of a file"}, {"file": (BytesIO(), "")}])
def test_no_file_at_all_is_asked_for(sqlite_app, client_for, fields):
    answer = client_for("mission_staff").send(path_of(sqlite_app), fields)
    assert answer.status_code == 422
    assert "Choose a file." in answer.text


def test_name_is_made_safe_and_shown_escaped(sqlite_app, client_for):
    client = client_for("mission_staff")
    send_file(client, path_of(sqlite_app), "../../a\u202e&'b;é.pdf")
    page = client.get(path_of(sqlite_app)).text
    assert evidence(sqlite_app)[0].name == "a&'b;é.pdf"
    assert "a&amp;&#39;b;é.pdf" in page
    with client.get(file_path(sqlite_app)) as download:
        assert "\n" not in download.headers["Content-Disposition"]
        assert download.headers["Content-Disposition"].endswith("filename*=UTF-8''a&%27b%3B%C3%A9.pdf")


def test_link_is_added_and_shown_as_a_link_to_elsewhere(sqlite_app, client_for):
    client = client_for("mission_staff")
    fields = {"address": " https://example.org/a?b=1&c=2 ", "about": "The report"}
    client.send(path_of(sqlite_app), fields)
    page = client.get(path_of(sqlite_app)).text
    assert (
        '<a href="https://example.org/a?b=1&amp;c=2" rel="external noopener noreferrer">'
        "https://example.org/a?b=1&amp;c=2</a> – " in page
    )
    assert client.get(file_path(sqlite_app)).status_code == 404


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Write the address of the page."),
        ("javascript:alert(1)", "Write the whole address of a web page"),
        ("example.org", "Write the whole address of a web page"),
        ("https://example.org/" + "x" * 2_000, "This address is longer than 2,000 characters."),
    ],
)
def test_link_that_is_not_taken_keeps_what_was_typed(sqlite_app, client_for, address, sentence):
    answer = client_for("mission_staff").send(path_of(sqlite_app), {"address": address, "about": "Kept"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{address}"' in answer.text
    assert 'value="Kept"' in answer.text
    assert evidence(sqlite_app) == []


def test_eleventh_link_is_refused_with_a_sentence(sqlite_app, client_for):
    client = client_for("mission_staff")
    answers = [client.send(path_of(sqlite_app), {"address": f"https://example.org/{n}"}) for n in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [422]
    assert answers[-1].text.count("There are 10 files and links here already.") == 2


def test_form_sent_twice_adds_once_and_says_so(sqlite_app, client_for):
    client = client_for("mission_staff")
    send_file(client, path_of(sqlite_app))
    send_file(client, path_of(sqlite_app))
    assert "nothing was added a second time" in client.get(path_of(sqlite_app)).text
    assert len(evidence(sqlite_app)) == 1


def test_remove_takes_it_off_the_list_and_the_file_is_not_found_any_more(app, client_for):
    client = client_for("mission_staff")
    send_file(client, path_of(app))
    path = file_path(app)
    page = client.send(f"{path}/remove", follow_redirects=True).text
    assert "Removed: list.pdf" in page
    assert "Nothing has been added here yet." in page
    assert client.get(path).status_code == 404
    assert client.send(f"{path}/remove").status_code == 404


def test_evidence_stays_readable_but_fixed_once_the_report_is_submitted(app, client_for):
    lead, path = client_for("mission_lead"), path_of(app)
    send_file(lead, path)
    lead.send(f"/reports/{report_id(app, 8)}/sign", SIGNATURE)
    page = lead.get(path).text
    assert "list.pdf" in page
    assert "Add the file" not in page
    assert "/remove" not in page
    assert lead.get(file_path(app)).status_code == 200
    late = send_file(lead, path, "late.pdf", description="What I wanted to say")
    assert late.status_code == 409
    assert "What I wanted to say" in late.text
    assert lead.send(f"{file_path(app)}/remove").status_code == 409
    assert [found.name for found in evidence(app)] == ["list.pdf"]


def test_working_group_downloads_after_submission_only_and_is_recorded(app, client_for):
    lead, group = client_for("mission_lead"), client_for("working_group")
    send_file(lead, path_of(app))
    path, review = file_path(app), f"/reports/{report_id(app, 8)}/answers"
    assert group.get(path).status_code == 404
    lead.send(f"/reports/{report_id(app, 8)}/sign", SIGNATURE)
    assert f'href="{path}"' in group.get(review).text
    with group.get(path) as download:
        assert download.data == GOOD["pdf"]
    assert group.get(path_of(app)).status_code == 403
    lead.get(path)
    with app.extensions["database"].reading() as session:
        read = [(e.person, e.subject) for e in entries(session) if e.action == "download evidence"]
        assert read == [(person_of(session, "working_group").public_id, report_id(app, 8))]


def test_file_is_found_under_its_own_report_only(sqlite_app, client_for):
    client = client_for("mission_staff")
    with writing(sqlite_app) as session:
        add_evidence(session, report_id(sqlite_app, 3), "a" * 16, "of another mission")
        add_evidence(session, report_id(sqlite_app, 5), "b" * 16, "of another report")
        session.commit()
    own = f"/reports/{report_id(sqlite_app, 8)}/evidence"
    assert [client.get(f"{own}/{key * 16}").status_code for key in "ab"] == [404, 404]
    assert [client.send(f"{own}/{key * 16}/remove").status_code for key in "ab"] == [404, 404]
    assert client.get(f"/reports/{report_id(sqlite_app, 5)}/evidence/{'b' * 16}").status_code == 200


def test_part_that_is_not_in_the_questionnaire_is_not_found(sqlite_app, client_for):
    client = client_for("mission_staff")
    assert client.get(path_of(sqlite_app, code="Q7_SUCCESS.more")).status_code == 404
    assert send_file(client, path_of(sqlite_app, code="Q7_SUCCESS.more")).status_code == 404


def test_question_page_saves_first_and_then_goes_to_the_evidence(sqlite_app, client_for):
    client, question = (
        client_for("mission_staff"),
        f"/reports/{report_id(sqlite_app, 8)}/questions/Q7_SUCCESS",
    )
    button = f'name="then" value="evidence:{WHY}" data-to="{path_of(sqlite_app)}">Add evidence<'
    assert button in client.get(question).text
    answer = client.send(question, {f"seen:{WHY}": "0", WHY: "Not lost", "then": f"evidence:{WHY}"})
    assert answer.headers["Location"] == path_of(sqlite_app)
    assert answer_of(sqlite_app, 8, WHY).value == "Not lost"
    send_file(client, path_of(sqlite_app))
    assert button.replace("Add evidence", "Evidence: 1 – add or remove") in client.get(question).text
    assert history_of(sqlite_app, 8, WHY) == [("saved", "Not lost")]


def test_question_page_goes_to_the_evidence_of_its_own_parts_only(sqlite_app, client_for):
    client, question = (
        client_for("mission_staff"),
        f"/reports/{report_id(sqlite_app, 8)}/questions/Q7_SUCCESS",
    )
    for other in ("Q4_LESSONS.lessons", "//evil.example", ""):
        answer = client.send(question, {"then": f"evidence:{other}"})
        assert answer.headers["Location"] == f"/reports/{report_id(sqlite_app, 8)}"


def test_enter_key_still_saves_and_goes_on(sqlite_app, client_for):
    """The first button of a form is the one that the Enter key presses."""
    page = client_for("mission_staff").get(f"/reports/{report_id(sqlite_app, 8)}/questions/Q10_ACCESS").text
    form = page.split("data-question")[1]
    onward = question_path(sqlite_app, 8, "Q11_NEEDS")
    assert re.search("<button[^>]*>", form)[0] == (
        f'<button class="unseen" name="then" value="next" data-to="{onward}" tabindex="-1" aria-hidden="true">'
    )
