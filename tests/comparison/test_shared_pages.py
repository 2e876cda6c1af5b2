"""What all pages of a round share: roles, filters, what is invented, empty rounds, few statements."""

import pytest
from sqlalchemy import update

from survey.answering.models.reports import Report
from survey.answering.services.tallies import rebuild
from tests.comparison.pages import add_round, links_of, main_of, rows_of, statements, text_of
from tests.support.app import writing

FOR_BOTH = ["", "/projects"]
FOR_THE_GROUP = [
    "/matrix", "/questions", "/questions/Q7_SUCCESS", "/summary", "/summary/Q7_SUCCESS.success/received",
]  # fmt: skip
PAGES = FOR_BOTH + FOR_THE_GROUP
FILTERED = ["", "/matrix", "/questions/Q7_SUCCESS", "/summary", "/projects"]
ROLES = ("mission_staff", "mission_lead", "working_group", "administrator")
INVENTED = "This page shows fictitious answers, invented as an example."


@pytest.mark.parametrize("page", FOR_BOTH)
def test_working_group_and_administrator_may_open(sqlite_app, client_for, page):
    statuses = {role: client_for(role).get(f"/rounds/2001{page}").status_code for role in ROLES}
    assert statuses == {"mission_staff": 403, "mission_lead": 403, "working_group": 200, "administrator": 200}


@pytest.mark.parametrize("page", FOR_THE_GROUP)
def test_only_the_working_group_may_open(sqlite_app, client_for, page):
    statuses = {role: client_for(role).get(f"/rounds/2001{page}").status_code for role in ROLES}
    assert statuses == {"mission_staff": 403, "mission_lead": 403, "working_group": 200, "administrator": 403}


@pytest.mark.parametrize(
    "page", [*(f"/rounds/1999{page}" for page in PAGES), "/rounds/%00", "/rounds/%00/matrix"]
)
def test_unknown_round_is_not_found(app, client_for, page):
    assert client_for("working_group").get(page).status_code == 404


@pytest.mark.parametrize(
    "page",
    ["questions/Q99", "questions/%00", "summary/Q99.success/yes", "summary/Q7_SUCCESS.success/maybe",
     "summary/Q4_LESSONS.lessons/yes", "summary/Q7_SUCCESS.success/%00"],
)  # fmt: skip
def test_unknown_question_part_or_group_is_not_found(app, client_for, page):
    assert client_for("working_group").get(f"/rounds/2001/{page}").status_code == 404


@pytest.mark.parametrize("page", FILTERED)
def test_filters_stay_in_every_address_and_are_said(sqlite_app, client_for, page):
    response = client_for("working_group").get(f"/rounds/2001{page}?region=Asia&report_kind=final")
    main = main_of(response)
    assert "Filtered: Region: Asia ; Kind of report: Final report ." in text_of(main)
    inside = [address for address, words in links_of(main) if address.startswith("/rounds/")]
    unfiltered = [address for address in inside if "region=Asia&report_kind=final" not in address]
    assert unfiltered == [f"/rounds/2001{page}"]
    assert '<option value="Asia" selected>Asia</option>' in main


@pytest.mark.parametrize("page", FILTERED)
@pytest.mark.parametrize("value", ["Atlantis", "%00", "<script>"])
def test_unknown_filter_shows_nothing_and_says_why(app, client_for, page, value):
    main = main_of(client_for("working_group").get(f"/rounds/2001{page}?mission={value}"))
    assert "This round has no mission of this name." in text_of(main)
    assert rows_of(main) == []
    assert "fits these filters." in text_of(main)
    assert "<script>" not in main


@pytest.mark.parametrize("page", ["", "/matrix", "/questions/Q7_SUCCESS", "/summary/Q7_SUCCESS.success/due"])
def test_every_fictitious_report_is_marked(sqlite_app, client_for, page):
    client = client_for("working_group")
    main = main_of(client.get(f"/rounds/2001{page}"))
    assert INVENTED in text_of(main)
    assert main.count('<span class="tag fictitious">Fictitious</span>') == 8
    with writing(sqlite_app) as session:
        session.execute(update(Report).values(fictitious=False))
        rebuild(session, 1)
        session.commit()
    assert "ictitious" not in main_of(client.get(f"/rounds/2001{page}"))


def test_summary_of_fictitious_reports_says_so(sqlite_app, client_for):
    assert INVENTED in text_of(main_of(client_for("working_group").get("/rounds/2001/summary")))


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("", "This round does not ask any project yet."),
        ("/matrix", "This round does not ask any project yet."),
        ("/questions/Q7_SUCCESS", "This round does not ask any project yet."),
        ("/summary", "This round does not ask any project yet."),
        ("/summary/Q7_SUCCESS.success/due", "No report is in this group."),
        ("/projects", "This round does not ask any project yet."),
    ],
)
def test_round_without_projects(app, client_for, page, sentence):
    add_round(app, "2002")
    response = client_for("working_group").get(f"/rounds/2002{page}")
    assert sentence in text_of(main_of(response))


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("/matrix", "No report has been submitted yet. Verdicts appear here with the first one."),
        (
            "/questions/Q7_SUCCESS",
            "No report has been submitted yet. Answers appear here with the first one.",
        ),
        ("/summary", "No report has been submitted yet. Until then every count is 0."),
        ("/summary/Q7_SUCCESS.success/not_reached", "Reports behind this number: 1"),
    ],
)
def test_round_of_one_report_that_is_not_submitted(app, client_for, page, sentence):
    add_round(app, "2002", projects=1)
    response = client_for("working_group").get(f"/rounds/2002{page}")
    assert sentence in text_of(main_of(response))


@pytest.mark.parametrize("page", PAGES)
def test_number_of_statements_does_not_grow_with_the_reports(app, client_for, page):
    add_round(app, "2002", projects=1, submitted=1)
    add_round(app, "2003", projects=9, submitted=8)
    client = client_for("working_group")
    counts = []
    for code in ("2002", "2003", "2002", "2003"):
        with statements(app) as sent:
            assert client.get(f"/rounds/{code}{page}").status_code == 200
        counts.append(len(sent))
    assert counts[2] == counts[3]
    assert counts[3] <= 20
