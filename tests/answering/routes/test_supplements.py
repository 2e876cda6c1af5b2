"""What missions and the working group see of questions that were added after a report was signed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Report, Snapshot
from survey.answering.returning import field_of
from survey.audit.queries import entries
from tests.answering.examples import hidden_fields
from tests.answering.supplements import added_question, ask, asked_further, publish_next, supplement_ids
from tests.comparison.pages import main_of, said
from tests.support.app import writing
from tests.support.factories import at

SIGNATURE = {"name": "María Example", "function": "Chief of Mission", "sure": "y"}
EQUAL, EXPLANATION = "Q10_ACCESS.equal", "Q10_ACCESS.explanation"
CLOSES = datetime(2026, 12, 24, 12, tzinfo=UTC)
XSS = "<script>alert(1)</script>"


def answered(client, further, **values):
    """Answers parts of question 10 on its page."""
    path = f"/reports/{further}/questions/Q10_ACCESS"
    fields = hidden_fields(client.get(path).text.split("data-question")[1])
    fields |= {code.replace("__", "."): value for code, value in values.items()}
    return client.send(path, fields | {"then": "list"})


def signed(client, further):
    return client.send(f"/reports/{further}/sign", SIGNATURE)


def test_home_shows_further_questions_beside_their_report(sqlite_app, client_for):
    _report, further = asked_further(sqlite_app)
    page = client_for("mission_staff").get("/projects").text
    assert page.count("<li>\n    <h2>") == 2
    card = said(page.split('<div class="more">')[1].split("</div>")[0])
    assert card == (
        "Further questions – Pre-production of a film on migrant children Not started "
        "3 questions were added after the report was signed. 0 of up to 11 answers given. "
        "Answers are taken until 1 January 2100, 12:00 (UTC)."
    )
    assert f'href="/reports/{further}"' in page


def test_pages_of_report_and_supplement_lead_to_each_other(sqlite_app, client_for):
    report, further = asked_further(sqlite_app)
    staff = client_for("mission_staff")
    of_report = staff.get(f"/reports/{report}/answers").text
    assert "Further questions were added after this report was signed." in of_report
    assert f'href="/reports/{further}"' in of_report
    assert "Words that were signed first." in of_report
    of_supplement = staff.get(f"/reports/{further}").text
    assert f'href="/reports/{report}/answers"' in of_supplement
    assert [code for code in ("Q4_LESSONS", "Q9_IMPACTDIFF", "Q10_ACCESS", "Q11_NEEDS") if code in of_supplement] == [
        "Q9_IMPACTDIFF", "Q10_ACCESS", "Q11_NEEDS",
    ]  # fmt: skip
    assert "Answers are taken until 1 January 2100, 12:00 (UTC)." in of_supplement


def test_supplement_is_answered_signed_and_read_by_itself(app, client_for):
    report, further = asked_further(app)
    with writing(app) as session:
        before = session.execute(select(Snapshot.content, Snapshot.checksum)).all()
    staff, lead, group = (client_for(role) for role in ("mission_staff", "mission_lead", "working_group"))
    assert group.get(f"/reports/{further}/answers").status_code == 404
    assert answered(staff, further, Q10_ACCESS__equal="no", Q10_ACCESS__explanation=XSS).status_code == 302
    assert XSS not in group.get(f"/reports/{report}/answers").text
    assert "Further questions" not in group.get(f"/reports/{report}/answers").text
    assert signed(lead, further).status_code == 302
    page = group.get(f"/reports/{report}/answers").text
    block = said(page.split('<section class="more"')[1])
    assert "signed on their own by María Example, Chief of Mission, on" in block
    assert XSS in block
    assert XSS not in page
    assert f'href="/reports/{further}/answers"' in page
    by_itself = group.get(f"/reports/{further}/answers").text
    assert f'href="/reports/{report}/answers"' in by_itself
    assert "Accept the report" in by_itself
    with writing(app) as session:
        rows = session.execute(select(Snapshot.content, Snapshot.checksum).order_by(Snapshot.id)).all()
    assert sorted(rows[:-1]) == sorted(before)
    assert f'"supplements":"{report}"' in rows[-1].content


def test_reading_a_report_with_its_supplement_is_on_record_for_both(sqlite_app, client_for):
    report, further = asked_further(sqlite_app)
    signed(client_for("mission_lead"), further)
    client_for("working_group").get(f"/reports/{report}/answers")
    with writing(sqlite_app) as session:
        read = [entry.subject for entry in entries(session) if entry.action == "read report"]
    assert read == [report, further]


def test_supplement_is_returned_and_accepted_without_its_report(sqlite_app, client_for):
    report, further = asked_further(sqlite_app)
    lead, group = client_for("mission_lead"), client_for("working_group")
    signed(lead, further)

    def decide(step, **fields):
        seen = hidden_fields(group.get(f"/reports/{further}/answers").text)["signature"]
        return group.send(f"/reports/{further}/{step}", {"signature": seen, **fields})

    due = {"due:day": "1", "due:month": "2", "due:year": "2100"}
    assert decide("return", **{field_of(None): "Which sex?", **due}).status_code == 302
    assert states(sqlite_app) == {report: "submitted", further: "returned"}
    assert "Which sex?" in lead.get("/projects").text
    assert (
        said(main_of(group.get(f"/reports/{report}/answers"))).count("Returned for clarification since then.")
        == 1
    )
    signed(lead, further)
    assert decide("accept").status_code == 302
    assert states(sqlite_app) == {report: "submitted", further: "accepted"}


def states(app):
    """The state of the report of project 8 and of its supplements."""
    with writing(app) as session:
        further = supplement_ids(session, 8)
        own = Report.public_id.in_(further)
        main = select(Report.supplements_id).where(own)
        found = select(Report.public_id, Report.state).where(own | Report.id.in_(main))
        return dict(session.execute(found).all())


def test_supplement_closes_by_itself(sqlite_app, client_for, monkeypatch):
    _report, further = asked_further(sqlite_app, until=CLOSES)
    at(monkeypatch, CLOSES - timedelta(seconds=1))
    staff, lead = client_for("mission_staff"), client_for("mission_lead")
    assert "Answers are taken until 24 December 2026, 12:00 (UTC)." in staff.get(f"/reports/{further}").text
    at(monkeypatch, CLOSES)
    page = staff.get(f"/reports/{further}").text
    assert "The time for these questions is over." in page
    assert "Answers were taken until 24 December 2026, 12:00 (UTC)." in page
    assert "Answers were taken until 24 December 2026, 12:00 (UTC)." in staff.get("/projects").text
    assert signed(lead, further).status_code == 409


def test_further_question_of_another_mission_is_not_there(sqlite_app, client_for):
    asked_further(sqlite_app)
    with writing(sqlite_app) as session:
        [foreign] = supplement_ids(session, 4)
    staff = client_for("mission_staff")
    for path in ("", "/answers", "/questions/Q10_ACCESS", "/paper/report.pdf"):
        assert staff.get(f"/reports/{foreign}{path}").status_code == 404


@pytest.mark.parametrize("code", ["X_NOTICED.proud", "Q4_LESSONS.lessons", EQUAL])
def test_what_a_supplement_does_not_ask_cannot_be_answered_in_it(sqlite_app, client_for, code):
    """Neither what was ruled out by what was signed, nor what the report or another supplement asks."""
    with writing(sqlite_app) as session:
        if_successful = [{"part": "Q7_SUCCESS.success", "in": ["yes"]}]
        publish_next(session, added_question({"code": "proud", "when": if_successful}, {"code": "who"}))
        session.commit()
    asked_further(sqlite_app)
    staff, lead = client_for("mission_staff"), client_for("mission_lead")
    with writing(sqlite_app) as session:
        [first] = supplement_ids(session, 8)
    signed(lead, first)
    with writing(sqlite_app) as session:
        ask(session, 3)
        session.commit()
        further = supplement_ids(session, 8)[-1]
    fields = {code: "yes", f"seen:{code}": "0"}
    assert staff.send(f"/reports/{further}/answers/{code}", fields, method="PUT").status_code == 404
    assert staff.get(f"/reports/{further}/questions/X_NOTICED").status_code == 200
    assert "X_NOTICED.proud" not in staff.get(f"/reports/{further}/questions/X_NOTICED").text


def test_papers_of_a_supplement_say_what_they_are(sqlite_app, client_for):
    report, further = asked_further(sqlite_app)
    staff = client_for("mission_staff")
    form = staff.get(f"/reports/{further}/paper/form.xlsx")
    assert "-supplement-2-form.xlsx" in form.headers["Content-Disposition"]
    assert "supplement" not in staff.get(f"/reports/{report}/paper/report.pdf").headers["Content-Disposition"]
    assert staff.get(f"/reports/{further}/paper/blank.pdf").status_code == 200
    assert staff.get(f"/reports/{further}/paper/report.pdf").status_code == 200
