import json
from datetime import timedelta

from sqlalchemy import select, update

from survey.answering.models.reports import Answer, Report, Snapshot
from survey.answering.queries.answers import saved_answers
from survey.answering.queries.reports import report_head
from survey.answering.queries.supplements import askings
from survey.answering.services.answers import open_report, save_answers
from survey.answering.services.sample import EVERY_REPORT
from survey.audit.queries import entries
from survey.questionnaire.models import QuestionnaireVersion
from survey.questionnaire.queries import questionnaire_version
from tests.answering.examples import change, person_of, report_number, send_back
from tests.answering.supplements import (
    UNTIL,
    added_question,
    answer_and_sign,
    ask,
    asked_of,
    publish_next,
    supplement,
    supplement_ids,
    whole,
)
from tests.support.factories import verdict, words

ADDED = ["Q9_IMPACTDIFF", "Q10_ACCESS", "Q11_NEEDS"]
EQUAL, SUCCESS = "Q10_ACCESS.equal", "Q7_SUCCESS.success"
NOTICED, PROUD = "X_NOTICED.who", "X_NOTICED.proud"
# of the sample, these are signed; the first and the fourth answered version 1, the others version 2
SIGNED, OLD = (1, 2, 3, 4, 6), {1, 4}


def answer_to(session, number, code):
    return saved_answers(session, report_number(session, number).id, [code])[code].value


def asked_projects_of(session):
    return {n for n in range(1, 9) if supplement_ids(session, n)}


def frozen(session):
    """Everything that belongs to the reports of 2001 themselves."""
    mains = select(Report.id).where(Report.supplements_id.is_(None))
    tables = Report.__table__, Answer.__table__, Snapshot.__table__
    keys = tables[0].c.id, tables[1].c.report_id, tables[2].c.report_id
    return [
        session.execute(table.select().where(key.in_(mains)).order_by(table.c.id)).all()
        for table, key in zip(tables, keys, strict=True)
    ]


def test_signed_reports_on_an_older_version_are_asked_what_it_lacked(session):
    before = frozen(session)
    assert ask(session) == 2
    assert asked_projects_of(session) == OLD
    head = supplement(session, 1)
    assert asked_of(session, head) == ADDED
    assert (head.version_number, head.state, head.closes_at, head.fictitious) == (2, "draft", UNTIL, True)
    assert questionnaire_version(session, head.version_id).after == (1,)
    assert frozen(session) == before


def test_asking_again_asks_nothing(session):
    ask(session)
    assert ask(session) == 0
    assert [len(supplement_ids(session, n)) for n in sorted(OLD)] == [1, 1]


def test_returned_report_is_asked_too_and_stays_on_its_version(session):
    send_back(session, 1, "Q4_LESSONS.lessons")
    assert ask(session) == 2
    assert (report_number(session, 1).state, report_number(session, 1).version_number) == ("returned", 1)


def test_asking_is_on_record(session):
    ask(session)
    entry = entries(session)[-1]
    assert (entry.action, entry.subject) == ("ask supplements", "gender-mainstreaming")
    assert '"reports": 2, "rounds": ["2001"], "version": 2' in entry.details


def test_report_itself_is_opened_only_once_beside_its_supplement(session):
    ask(session)
    asked = session.scalar(select(Report.asked_project_id).where(Report.supplements_id.is_not(None)))
    again = open_report(session, asked_project_id=asked, version_id=1)
    assert again.supplements_id is None


def test_unsigned_supplement_goes_on_with_the_next_version_and_keeps_its_answers(session):
    ask(session)
    head, staff = supplement(session, 4), person_of(session, "mission_staff")
    save_answers(session, report=head, changes=[change(EQUAL, "no", 0)], person=staff, language="en")
    publish_next(session, added_question(), retired=["Q11_NEEDS"])
    # five reports are signed; the supplements of two of them move
    assert ask(session, 3, until=UNTIL - timedelta(days=9)) == 5
    moved = supplement(session, 4)
    assert (moved.id, moved.version_number, moved.closes_at) == (head.id, 3, UNTIL)
    assert asked_of(session, moved) == ["Q9_IMPACTDIFF", "Q10_ACCESS", "X_NOTICED"]
    assert saved_answers(session, moved.id, [EQUAL])[EQUAL].value == "no"


def test_signed_supplement_is_followed_by_another_one(session):
    ask(session)
    first = supplement(session, 4)
    answer_and_sign(session, first, {EQUAL: "yes"})
    publish_next(session, added_question())
    ask(session, 3)
    assert len(supplement_ids(session, 4)) == 2
    second = supplement(session, 4)
    assert asked_of(session, second) == ["X_NOTICED"]
    assert questionnaire_version(session, second.version_id).after == (1, 2)
    assert report_head(session, first.public_id, EVERY_REPORT).state == "submitted"


def test_supplement_of_which_nothing_is_left_is_closed_with_its_answers(session):
    ask(session)
    head = supplement(session, 4)
    publish_next(session, retired=ADDED)
    assert ask(session, 3) == 0
    left = supplement(session, 4)
    assert (left.id, left.version_number, asked_of(session, left)) == (head.id, 2, ADDED)
    assert left.closes_at < UNTIL


def conditional_question():
    """Two parts that hang on the answer to question 7, which every report was asked; a text for all."""
    test = [{"part": "Q7_SUCCESS.success", "in": ["yes"]}]
    label = {"label": words("Proud of?"), "short": words("Proud")}
    return added_question(
        verdict("proud", when=test) | label,
        {"code": "of_what", "when": [{"part": "X_NOTICED.proud", "in": ["yes"]}]},
        {"code": "who"},
    )


def test_what_hangs_on_a_signed_answer_is_settled_report_by_report(session):
    publish_next(session, conditional_question())
    assert ask(session, 3) == 5
    signed = {n: answer_to(session, n, SUCCESS) for n in SIGNED}
    proud = {n for n, value in signed.items() if value == "yes"}
    assert 0 < len(proud) < 5
    asked = {n: questionnaire_version(session, supplement(session, n).version_id) for n in signed}
    assert {n for n in asked if PROUD in asked[n].part} == proud
    assert {n for n in asked if [part.code for part in asked[n].ruled_out]} == set(signed) - proud
    rows = session.scalars(select(QuestionnaireVersion.after).where(QuestionnaireVersion.after != "")).all()
    # two groups each of those that come after version 1 and those after version 2
    assert len(rows) == len(set(rows)) <= 4


def test_part_that_was_ruled_out_is_signed_as_not_shown(session):
    publish_next(session, conditional_question())
    ask(session, 3)
    head = next(
        head
        for head in (supplement(session, n) for n in SIGNED)
        if questionnaire_version(session, head.version_id).ruled_out
    )
    answer_and_sign(session, head, {NOTICED: "The partners."})
    codes = [PROUD, "X_NOTICED.of_what", NOTICED]
    found = saved_answers(session, head.id, codes)
    assert [found[code].status for code in codes] == ["not_shown", "not_shown", "answered"]


def test_answers_to_conditions_of_a_returned_report_are_those_that_were_signed(session):
    value = answer_to(session, 1, SUCCESS)
    send_back(session, 1, SUCCESS)
    drafted = update(Answer).where(Answer.report_id == report_number(session, 1).id)
    session.execute(drafted.values(value="no" if value == "yes" else "yes"))
    publish_next(session, conditional_question())
    ask(session, 3)
    asked = questionnaire_version(session, supplement(session, 1).version_id)
    assert (PROUD in asked.part) == (value == "yes")


def test_rounds_that_are_not_named_are_left_alone(session):
    document = json.loads(whole(session, 2).document)
    assert askings(session, document=document, number=2, round_ids=[]) == []
