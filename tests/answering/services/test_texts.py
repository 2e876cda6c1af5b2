"""The texts that are searched are those of received reports, whatever becomes of them, on both databases."""

import pytest
from sqlalchemy import delete, select, update

from survey.answering.models.reports import Answer
from survey.answering.models.texts import AnswerText
from survey.answering.services.texts import forget_texts, rebuild_texts, take_in_missing_texts
from survey.comparison.searching import Phrase
from survey.data.word_index import rebuild, rows_with
from survey.questionnaire.queries import part_ids
from tests.answering.examples import report_number, save_one, send_back, sign
from tests.answering.supplements import answer_and_sign, ask, supplement
from tests.comparison.found import found, kept, wanted
from tests.comparison.pages import add_round

LESSONS, WHY = "Q4_LESSONS.lessons", "Q7_SUCCESS.why"


def test_texts_of_the_sample_are_those_of_its_received_reports(session):
    assert kept(session) == wanted(session, "2001") != set()


def test_drafts_come_in_with_their_signature_and_go_with_a_return(session):
    before = kept(session)
    save_one(session, 5, LESSONS, "Zebras were counted")
    assert (kept(session), found(session, "zebra")) == (before, [])
    sign(session, 5)
    assert found(session, "zebra") == [("2001-05", LESSONS)]
    send_back(session, 5, LESSONS)
    assert (kept(session), found(session, "zebra")) == (before, [])


def test_texts_that_were_signed_again_replace_the_earlier_ones(session):
    save_one(session, 5, LESSONS, "Zebras were counted")
    sign(session, 5)
    send_back(session, 5, LESSONS)
    save_one(session, 5, LESSONS, "Okapis were counted")
    sign(session, 5)
    assert (found(session, "zebra"), found(session, "okapi")) == ([], [("2001-05", LESSONS)])
    send_back(session, 5, LESSONS)
    save_one(session, 5, LESSONS, "Zebras were counted")
    sign(session, 5)
    assert (found(session, "zebra"), found(session, "okapi")) == ([("2001-05", LESSONS)], [])
    send_back(session, 5, LESSONS)
    save_one(session, 5, LESSONS, "")
    sign(session, 5)
    assert (found(session, "zebra"), kept(session)) == ([], wanted(session, "2001"))


def test_texts_of_a_supplement_stand_beside_those_of_its_report(session):
    ask(session)
    answer_and_sign(session, supplement(session, 4), {"Q10_ACCESS.explanation": "Zebras came along"})
    assert found(session, "zebra") == [("2001-04", "Q10_ACCESS.explanation")]
    main = report_number(session, 4).id
    rows = select(AnswerText.main_id).where(AnswerText.words.contains("zebra"))
    assert list(session.scalars(rows)) == [main]
    assert kept(session) == wanted(session, "2001")


def test_index_follows_every_change_of_its_table(session):
    row = session.scalar(select(AnswerText.id).order_by(AnswerText.id).limit(1))

    def ids(word):
        return list(session.scalars(rows_with(session, [Phrase((word,))])))

    session.execute(update(AnswerText).where(AnswerText.id == row).values(words=" zebra okapi "))
    assert (ids("zebra"), ids("okapi"), ids("zeb")) == ([row], [row], [])
    session.execute(update(AnswerText).where(AnswerText.id == row).values(words=" okapi "))
    assert (ids("zebra"), ids("okapi")) == ([], [row])
    session.execute(delete(AnswerText).where(AnswerText.id == row))
    assert ids("okapi") == []


def test_what_is_rolled_back_is_not_found(session):
    save_one(session, 5, LESSONS, "Zebras were counted")
    sign(session, 5)
    assert found(session, "zebra")
    session.rollback()
    assert found(session, "zebra") == []


def test_rebuilding_gives_the_same_texts_and_hits(app, session):
    session.rollback()
    add_round(app, "2002", projects=3, submitted=2)
    before, hits = kept(session), found(session, "women")
    assert before == wanted(session, "2001", "2002")
    session.execute(update(AnswerText).values(words=" spoilt "))
    assert rebuild_texts(session) == len(before)
    assert (kept(session), sorted(found(session, "women"))) == (before, sorted(hits))
    rebuild(session)
    assert found(session, "spoilt") == []


def test_report_that_is_forgotten_or_was_never_taken_in_comes_in_again(session):
    before = kept(session)
    report = report_number(session, 3)
    forget_texts(session, report.id)
    assert {row[0] for row in before} - {row[0] for row in kept(session)} == {report.id}
    taken_in = take_in_missing_texts(session)
    assert (kept(session), taken_in) == (before, len([row for row in before if row[0] == report.id]))
    assert take_in_missing_texts(session) == 0


def test_text_of_a_part_that_was_never_asked_is_not_kept(session):
    key = part_ids(session)["Q10_ACCESS.explanation"]
    # project 1 answered the first version, which has no such question
    row = select(Answer).where(Answer.report_id == report_number(session, 1).id)
    one = session.scalar(row.where(Answer.status == "answered").limit(1))
    fields = {c.name: getattr(one, c.name) for c in Answer.__table__.columns if c.name != "id"}
    session.add(Answer(**fields | {"part_id": key, "value": "Zebras"}))
    session.flush()
    rebuild_texts(session)
    assert (found(session, "zebras"), kept(session)) == ([], wanted(session, "2001"))


@pytest.mark.parametrize(
    "text", ['“\'%_\\ "zebra" & | ! :* (§r1)', "zebra\n\n\tNEAR AND OR NOT", "ZÈBRA" * 400, "–"]
)
def test_strange_texts_are_kept(session, text):
    save_one(session, 5, WHY, text)
    sign(session, 5)
    assert kept(session) == wanted(session, "2001")
    assert bool(found(session, "zebra")) == ("z" in text.lower())
