"""Rounds at their edges: empty, of one report, without a valid answer, invented or not, in a script from right to left.

Every page of a round says something sensible about them, in whole sentences.
"""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from survey.answering.models.reports import Answer, Report
from survey.answering.services.derived import rebuild
from survey.missions.models import Mission
from survey.questionnaire.models import RegisteredPart
from tests.comparison.pages import add_round, links_of, main_of, rows_of, said, text_of
from tests.support.app import writing

PARTS = ("/summary/Q1_AWARENESS.partners/due", "/summary/Q7_SUCCESS.success/not_applicable")
LISTS = (
    "/patterns/awareness/any/any", "/patterns/indicators/basic/none", "/patterns/constraints/on-record/none",
)  # fmt: skip
PAGES = (
    "", "/matrix", "/questions", "/questions/Q1_AWARENESS", "/questions/Q4_LESSONS", "/summary", "/projects",
    "/patterns", "/patterns/indicators", "/patterns/indicators?lines=projects", "/patterns/constraints",
    *PARTS, *LISTS,
)  # fmt: skip
INVENTED = "This page shows fictitious answers, invented as an example. They say nothing about real projects."
NOBODY = "This round does not ask any project yet."
# pages that say nothing of reports
OF_QUESTIONS, OF_PROJECTS = "/questions", ("/projects", "/patterns/constraints/on-record/none")
ARABIC, HEBREW = "لم تُشارك النساء إلا قليلاً (12 من 40).", "נייקובי"


@pytest.fixture
def group(sqlite_app, client_for):
    return client_for("working_group")


def read(group, code="2002") -> Iterator[tuple[str, str]]:
    """Each page of the round, as its path and its main part."""
    for page in PAGES:
        response = group.get(f"/rounds/{code}{page}")
        assert response.status_code == 200, page
        yield page, main_of(response)


def change(app, statement):
    with writing(app) as session:
        session.execute(statement.execution_options(synchronize_session=False))
        rebuild(session)
        session.commit()


def answers_to(kind):
    return Answer.part_id.in_(select(RegisteredPart.id).where(RegisteredPart.kind == kind))


def test_empty_round(sqlite_app, group):
    add_round(sqlite_app)
    sentences = dict.fromkeys(PAGES, NOBODY)
    sentences |= dict.fromkeys(PARTS + LISTS[:2], "No report is in this group.")
    sentences |= {LISTS[2]: "No project is in this group."}
    sentences |= {OF_QUESTIONS: "Each question leads to the answers of all reports to it."}
    for page, main in read(group):
        assert sentences[page] in text_of(main), page
        assert rows_of(main) == [] or page == "/patterns/constraints", page
        assert INVENTED not in text_of(main), page


def test_one_report_that_nobody_has_begun(sqlite_app, group):
    add_round(sqlite_app, projects=1)
    sentences = {
        "": "Reports due 1 Not started 1 In progress 0 With the mission lead 0 Submitted 0",
        "/matrix": "No report has been submitted yet. Verdicts appear here with the first one.",
        "/questions": "Each question leads to the answers of all reports to it.",
        "/questions/Q1_AWARENESS": "No report has been submitted yet. Answers appear here with the first one.",
        "/questions/Q4_LESSONS": "No report has been submitted yet. Answers appear here with the first one.",
        "/summary": "No report has been submitted yet. Until then every count is 0.",
        "/projects": "Projects of the round: 1 shown",
        "/patterns": "No report has been submitted yet. Until then every count is 0.",
        "/patterns/indicators": "Headquarters 0 of 1 due answered (no report answered)",
        "/patterns/indicators?lines=projects": "Headquarters Project 1 (not received)",
        "/patterns/constraints": "No report has been submitted yet. Until then every count is 0.",
        "/summary/Q1_AWARENESS.partners/due": "Reports behind this number: 1",
        "/summary/Q7_SUCCESS.success/not_applicable": "No report is in this group.",
        "/patterns/awareness/any/any": "Reports behind this number: 1",
        "/patterns/indicators/basic/none": "No report is in this group.",
        "/patterns/constraints/on-record/none": "Projects behind this number: 1",
    }
    found = {page: text_of(main) for page, main in read(group)}
    assert [page for page in PAGES if sentences[page] not in found[page]] == []


def test_one_mission_with_one_report(sqlite_app, group):
    add_round(sqlite_app, projects=1, submitted=1)
    found = dict(read(group))
    assert "yes 1 of 1 valid (1 due)" in said(found["/summary"])
    assert "All: yes 1 of 1 valid (1 due)" in said(found["/summary"])
    assert "0 of 1 reports due are valid on both: " in said(found["/patterns"])
    assert rows_of(found["/patterns"])[-1] == ["Too early to say", "Yes", "1"]
    # one region needs no column beside the total
    heads = re.findall(r'<th scope="col" class="number">(.*?)</th>', found["/patterns/constraints"])
    assert heads[:2] == ["Global", "Worst-case bounds"]
    assert len(rows_of(found["/matrix"])) == len(rows_of(found["/projects"])) == 1
    assert "Per cent" not in "".join(found.values())


def test_all_not_applicable(sqlite_app, group):
    add_round(sqlite_app, projects=3, submitted=3)
    change(
        sqlite_app,
        update(Answer).where(answers_to("verdict")).values(value="not_applicable", status="answered"),
    )
    found = dict(read(group))
    assert "yes 0 of 0 valid (3 due: 3 not applicable)" in said(found["/summary"])
    assert "All" not in re.findall(r"<strong>(.*?):</strong>", found["/summary"])
    assert "0 of 3 reports due are valid on both: " in said(found["/patterns"])
    assert rows_of(found["/patterns"])[-1] == ["Not applicable", "Not applicable", "3"]
    assert rows_of(found["/patterns"])[0][1] == "0 of 0 0 to 0"
    assert {cell for row in rows_of(found["/matrix"]) for cell in row[1:]} == {
        "– Not applicable", "(not asked)",
    }  # fmt: skip
    assert len(rows_of(found["/summary/Q7_SUCCESS.success/not_applicable"])) == 3


def test_what_is_invented_is_said_on_every_page_that_shows_it_and_on_no_other(sqlite_app, group):
    add_round(sqlite_app, projects=2, submitted=2)
    # an empty list and facts on record show nothing invented
    silent = {*OF_PROJECTS, "/patterns/indicators/basic/none"}
    for fictitious, expected in ((True, set(PAGES) - silent), (False, set())):
        change(sqlite_app, update(Report).values(fictitious=fictitious))
        assert {page for page, main in read(group) if INVENTED in text_of(main)} == expected


def test_texts_from_right_to_left(sqlite_app, group):
    add_round(sqlite_app, projects=1, submitted=1)
    change(
        sqlite_app,
        update(Answer).where(answers_to("text")).values(value=ARABIC, language="ar", status="answered"),
    )
    change(sqlite_app, update(Mission).where(Mission.name == "Headquarters").values(name=HEBREW))
    found = dict(read(group))
    named = (
        "",
        "/matrix",
        "/questions/Q4_LESSONS",
        "/projects",
        "/patterns/indicators",
        *PARTS[:1],
        *LISTS[::2],
    )
    assert [page for page in named if HEBREW not in text_of(found[page])] == []
    assert f'<dd class="answer" lang="ar" dir="auto">{ARABIC}' in found["/questions/Q4_LESSONS"]
    filtered = main_of(group.get(f"/rounds/2002/matrix?mission={HEBREW}"))
    assert f"Filtered: Mission: {HEBREW} ." in text_of(filtered)
    assert len(rows_of(filtered)) == 1
    assert any(
        f"mission={HEBREW}" in address or "mission=%D7" in address for address, _ in links_of(filtered)
    )
