import pytest
from sqlalchemy import func, select

from survey.audit.models import AuditEntry
from survey.questionnaire.models import QuestionnaireVersion
from survey.rounds.models import Round
from tests.answering.examples import hidden_fields, report_number
from tests.benchmarks.statements import counted_statements
from tests.support.app import writing
from tests.support.drafts import (
    INSTRUMENT,
    RELABELLED,
    add_question,
    declare,
    make_draft,
    part_in,
    relabel,
    retire,
)
from tests.support.factories import OPENED
from tests.support.rounds import fill_round

DRAFT = f"/versions/{INSTRUMENT}/draft"
IMPACT, PUBLISH = f"{DRAFT}/impact", f"{DRAFT}/publish"


@pytest.fixture
def administrator(client_for):
    return client_for("administrator")


def draft(app, *changes):
    with writing(app) as session:
        make_draft(session, *changes)
        session.commit()


def closed_round(app, code="2000"):
    """A round with two drafts that has closed."""
    with writing(app) as session:
        fill_round(session, 2, code=code, state="draft").closes_at = OPENED
        session.commit()


def form_of(client, query=""):
    page = client.get(IMPACT + query).text
    return hidden_fields(page[page.index('id="publishing"') :])


def versions(app):
    with app.extensions["database"].reading() as session:
        whole = select(func.count()).where(QuestionnaireVersion.after == "")
        rounds = select(Round.code, QuestionnaireVersion.number).join(QuestionnaireVersion)
        return session.scalar(whole), dict(session.execute(rounds).all())


def untranslated(document):
    part_in(document, "Q7_SUCCESS.success")["help"] = {"en": "Think of the whole project."}


def test_sheet_counts_the_reports_of_the_open_round_and_names_new_columns(sqlite_app, administrator):
    draft(sqlite_app, add_question)
    page = administrator.get(IMPACT).text
    assert "Round 2001" in page
    assert "<code>X_NOTICED.noticed_status</code>" in page
    assert "matrix.csv" in page
    assert "None: every part that is asked on keeps its meaning and its choices." in page
    assert "None: every text is there in all languages." in page


def test_sheet_names_what_breaks_and_which_rounds_hold_answers(sqlite_app, administrator):
    draft(sqlite_app, retire("Q4_LESSONS.lessons"), relabel, declare(RELABELLED, declared="new meaning"))
    page = administrator.get(IMPACT).text
    assert "No longer asked: its trend ends." in page
    assert "Declared as a new meaning: answers before and after cannot be compared." in page
    assert "Answers that are affected:" in page


def test_closed_round_is_touched_only_if_it_is_ticked(app, administrator):
    closed_round(app)
    draft(app, add_question)
    administrator.send(PUBLISH, form_of(administrator))
    assert versions(app) == (3, {"2001": 3, "2000": 2})


def test_ticked_rounds_are_those_that_move(app, administrator):
    closed_round(app)
    draft(app, add_question)
    query = "?chosen=1&round=2000&round=nowhere"
    answer = administrator.send(PUBLISH, form_of(administrator, query))
    assert answer.headers["Location"] == f"/versions/{INSTRUMENT}/3"
    assert versions(app) == (3, {"2001": 2, "2000": 3})
    page = administrator.get(answer.headers["Location"]).text
    assert "Version 3 is published." in page
    assert "2 drafts moved over to it." in page


def test_version_for_no_round_touches_no_report(sqlite_app, administrator):
    draft(sqlite_app, add_question)
    page = administrator.get(f"{IMPACT}?chosen=1").text
    assert "No round is chosen" in page
    administrator.send(PUBLISH, form_of(administrator, "?chosen=1"))
    assert versions(sqlite_app) == (3, {"2001": 2})


def test_second_send_of_the_same_publication_has_no_effect_and_says_so(app, administrator):
    draft(app, add_question)
    form = form_of(administrator)
    assert administrator.send(PUBLISH, form).status_code == 302
    again = administrator.send(PUBLISH, form)
    assert again.status_code == 409
    assert "Version 3 is published already" in again.text
    assert versions(app)[0] == 3
    with app.extensions["database"].reading() as session:
        entries = select(func.count()).where(AuditEntry.action == "publish version")
        assert session.scalar(entries) == 1


def test_draft_that_somebody_changed_is_not_published(app, administrator):
    draft(app, add_question)
    form = form_of(administrator)
    answer = administrator.send(PUBLISH, form | {"revision": 1})
    assert answer.status_code == 409
    assert "Somebody changed the draft" in answer.text
    assert versions(app)[0] == 2
    assert administrator.send(PUBLISH, hidden_fields(answer.text)).status_code == 302


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ((), "Nothing was changed yet"),
        ((relabel,), "It is not said yet what these changes mean."),
        ((lambda document: part_in(document, RELABELLED).update(kind="odd"),), "has the unknown kind"),
    ],
    ids=["nothing changed", "not declared", "faults"],
)
def test_draft_that_is_not_ready_offers_no_publication_and_refuses_one(
    sqlite_app, administrator, changes, reason
):
    draft(sqlite_app, *changes)
    page = administrator.get(IMPACT).text
    assert ('id="publishing"' in page, reason in page) == (False, True)
    answer = administrator.send(PUBLISH, {"revision": 2, "number": 3, "round": "2001"})
    assert answer.status_code == 422
    assert "Nothing was published." in answer.text
    assert reason in answer.text
    assert versions(sqlite_app)[0] == 2


def test_missing_translations_are_confirmed(sqlite_app, administrator):
    draft(sqlite_app, add_question, untranslated, declare("Q7_SUCCESS.success"))
    page = administrator.get(IMPACT).text
    assert '<code lang="zxx">Q7_SUCCESS.success</code> Help text: <span lang="fr">Français</span>, ' in page
    form = form_of(administrator)
    answer = administrator.send(PUBLISH, form)
    assert (answer.status_code, versions(sqlite_app)[0]) == (422, 2)
    assert "Confirm that these texts may be shown in English for now." in answer.text
    assert administrator.send(PUBLISH, form | {"untranslated": "y"}).status_code == 302


def test_signed_reports_are_asked_with_a_deadline_that_is_to_come(sqlite_app, administrator):
    draft(sqlite_app, add_question)
    form = form_of(administrator) | {"ask": "y"}
    for fields, reason in (
        ({}, "Write until when the signed reports can answer"),
        ({"day": "soon", "time": "10:00"}, "Write until when the signed reports can answer"),
        ({"day": "9999-12-31", "time": "23:59"}, "Write until when the signed reports can answer"),
        ({"day": "2001-01-01", "time": "10:00"}, "This day and time are over."),
    ):
        answer = administrator.send(PUBLISH, form | fields)
        assert (answer.status_code, versions(sqlite_app)[0]) == (422, 2)
        assert reason in answer.text
        assert f'value="{fields.get("day", "")}"' in answer.text
    answer = administrator.send(PUBLISH, form | {"day": "2100-01-31", "time": "12:30"})
    assert "signed reports are asked what is new." in administrator.get(answer.headers["Location"]).text


def test_reports_by_mission(sqlite_app, administrator):
    draft(sqlite_app, add_question)
    page = administrator.get(f"{IMPACT}/missions?chosen=1&round=2001").text
    with sqlite_app.extensions["database"].reading() as session:
        assert report_number(session, 8).mission in page
    assert "Manila" in page
    assert "No round is chosen" in administrator.get(f"{IMPACT}/missions?chosen=1").text


def test_sheet_takes_as_many_statements_for_thirty_reports_as_for_three(sqlite_app, administrator):
    draft(sqlite_app, retire("Q4_LESSONS.lessons"), add_question)
    counted = []
    for code, reports in (("2002", 3), ("2003", 30)):
        with writing(sqlite_app) as session:
            fill_round(session, reports, code=code)
            session.commit()
        query = f"?chosen=1&round={code}"
        administrator.get(IMPACT + query)
        for path in (IMPACT, f"{IMPACT}/missions"):
            with counted_statements(sqlite_app) as statements:
                assert administrator.get(path + query).status_code == 200
            counted.append(len(statements))
    assert counted[:2] == counted[2:]
