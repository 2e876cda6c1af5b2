"""A text of the questionnaire without a translation is shown in English, is marked so, and the page says so once."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from survey.answering.services.answers import open_report
from survey.questionnaire.services import publish
from survey.rounds.projects_file import read_projects
from survey.rounds.services import ask_projects, ensure_round
from tests.support.app import writing
from tests.support.factories import document, verdict, words

ENGLISH = re.compile(r'<span lang="en" dir="ltr">([^<]*)</span>')


def english(text):
    return {"en": text}


PARTS = (
    verdict("first", label=english("Did it work?"), short=english("Working"), help=english("In short")),
    {
        "code": "why",
        "when": [{"part": "X_TRIAL.first", "in": ["yes"]}],
        "label": words("Reasons"),
        "short": words("Why"),
        "alternative": {
            "when": [{"part": "X_TRIAL.first", "in": ["yes"]}],
            "label": english("Why it worked"),
        },
    },
    {
        "code": "reach",
        "kind": "table",
        "label": words("Reach"),
        "rows": [{"code": "met", "label": english("Met")}],
        "columns": [{"code": "women", "label": words("Women")}],
    },
    {"code": "days", "kind": "number", "label": words("Days"), "unit": "d"},
)


def trial(app, asked):
    """The address of a report that answers this questionnaire, in a round of its own."""
    with writing(app) as session:
        [version] = publish(session, document=asked)
        made = ensure_round(
            session,
            code="2003",
            title="2003",
            version_id=version.id,
            opens_at=datetime(2003, 1, 1, tzinfo=UTC),
        )
        own = next(entry for entry in read_projects() if entry.mission == "San José")
        [project] = ask_projects(session, round=made, projects=[replace(own, number=1)])
        report = open_report(session, asked_project_id=project.id, version_id=version.id)
        session.commit()
        return f"/reports/{report.public_id}"


@pytest.fixture
def lead(client_for):
    client = client_for("mission_lead")
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    return client


@pytest.fixture
def report(sqlite_app):
    asked = document(*PARTS)
    asked["sections"][0]["title"] = english("Only section")
    asked["lists"][0]["options"][1]["label"] = english("In part")
    return trial(sqlite_app, asked)


def test_question_marks_what_is_in_english_and_says_so_once(lead, report):
    page = lead.get(f"{report}/questions/X_TRIAL").text
    assert set(ENGLISH.findall(page)) == {"Did it work?", "Working", "In short", "In part", "Met"}
    assert page.count('<p class="notice">') == 1
    assert "<h1>Title (fr)</h1>" in page
    assert re.search(r'<input [^>]*aria-label="Women \(fr\), Met"[^>]* lang="en"', page)


def test_alternative_label_and_chosen_answers_are_marked_when_they_are_read(lead, report):
    fields = {"seen:X_TRIAL.first": "0", "X_TRIAL.first": "yes", "then": "stay"}
    assert lead.send(f"{report}/questions/X_TRIAL", fields).status_code == 302
    assert "Why it worked" in ENGLISH.findall(lead.get(f"{report}/questions/X_TRIAL").text)
    fields = {"seen:X_TRIAL.first": "1", "X_TRIAL.first": "partly", "then": "stay"}
    assert lead.send(f"{report}/questions/X_TRIAL", fields).status_code == 302
    page = lead.get(f"{report}/answers").text
    assert {"Only section", "Did it work?", "In part"} <= set(ENGLISH.findall(page))
    assert page.count('<p class="notice">') == 1


def test_task_list_marks_the_title_of_a_section(lead, report):
    page = lead.get(report).text
    assert (ENGLISH.findall(page), page.count('<p class="notice">')) == (["Only section"], 1)


def test_comparison_marks_what_is_in_english(client_for, report):
    group = client_for("working_group")
    group.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    expected = {
        "questions": {"Only section"},
        "matrix": {"Working"},
        "questions/X_TRIAL": set(),
        "summary": {"Did it work?", "In part"},
        "summary/X_TRIAL.first/partly": {"Working", "In part", "Did it work?"},
    }
    pages = {path: group.get(f"/rounds/2003/{path}").text for path in expected}
    assert {path: set(ENGLISH.findall(page)) for path, page in pages.items()} == expected
    assert [page for page in pages.values() if "lang=&#34;" in page or "&lt;span" in page] == []


def test_page_whose_texts_are_all_translated_says_nothing(lead, sqlite_app):
    asked = document(verdict(label=words("Label")))
    for entry in asked["lists"]:
        for option in entry["options"]:
            option["label"] = words(option["code"])
    report = trial(sqlite_app, asked)
    for path in (report, f"{report}/questions/X_TRIAL", f"{report}/answers"):
        page = lead.get(path).text
        assert ENGLISH.findall(page) == []
        assert page.count('<p class="notice">') == 0


def test_page_in_english_says_nothing(client_for, report):
    page = client_for("mission_lead").get(f"{report}/questions/X_TRIAL").text
    assert (ENGLISH.findall(page), page.count('<p class="notice">')) == ([], 0)


@pytest.mark.parametrize(
    ("language", "typed", "read", "field"),
    [
        ("en", "1,200.25", "1,200.25", "1200.25"),
        ("fr", "1\u202f200,25", "1\u202f200,25", "1200,25"),
        ("es", "1.200,25", "1.200,25", "1200,25"),
        ("fr", "0,125", "0,125", "0,1250"),
        ("es", "12345,6789", "12.345,6789", "12345,6789"),
    ],
)
def test_number_is_taken_and_shown_as_the_person_writes_it(client_for, report, language, typed, read, field):
    client = client_for("mission_staff")
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    page, code = f"{report}/questions/X_TRIAL", "X_TRIAL.days"
    assert client.send(page, {f"seen:{code}": "0", code: typed, "then": "stay"}).status_code == 302
    assert f'name="{code}" value="{field}"' in client.get(page).text
    assert read in client.get(f"{report}/answers").text
    # what the field shows is the same answer when it is sent back
    assert client.send(page, {f"seen:{code}": "1", code: field, "then": "stay"}).status_code == 302
    assert f'name="seen:{code}" value="1"' in client.get(page).text
    assert f'name="{code}" value="{field}"' in client.get(page).text
