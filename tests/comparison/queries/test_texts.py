"""The search and the reading of one question, on both databases: the same as whoever reads all texts finds."""

import random

import pytest
from sqlalchemy import func, select, update

from survey.answering.models.reports import Report
from survey.answering.models.texts import AnswerText
from survey.answering.services.texts import rebuild_texts
from survey.answering.words import folded_words
from survey.comparison.queries.texts import (
    answers_of_reports,
    found_texts,
    reports_with_texts,
    text_record,
    texts_found,
)
from survey.comparison.records import UNFILTERED, Filters
from survey.comparison.searching import holds, search_for
from survey.comparison.texts import MOST_FOUND
from survey.rounds.queries import round_by_code
from tests.answering.examples import report_number, returned, save_one, sign
from tests.answering.supplements import answer_and_sign, ask, supplement
from tests.comparison.found import found, scanned, texts
from tests.comparison.pages import add_round, statements
from tests.support.rounds import fill_round

LESSONS = "Q4_LESSONS.lessons"
FILTERS = [
    UNFILTERED,
    Filters(region="Asia"),
    Filters(mission="Manila"),
    Filters(report_kind="progress"),
    Filters(service_area="research", region="Global"),
    Filters(mission="Atlantis"),
]


@pytest.fixture
def round(session):
    return round_by_code(session, "2001")


def drawn(session, number):
    """Things to look for, drawn from the texts themselves: words, beginnings, phrases, and what is nowhere."""
    choice = random.Random(2001)
    words = [folded_words(answer.value) for _report, answer in texts(session)]
    for _ in range(number):
        one, other = choice.choice(words), choice.choice(words)
        place = choice.randrange(len(one))
        yield choice.choice(
            [
                choice.choice(one),
                choice.choice(one)[:3] + " " + choice.choice(other),
                f'"{" ".join(one[place : place + choice.randint(1, 4)])}"',
                f'"{choice.choice(one)} {choice.choice(other)}"',
                f"{choice.choice(one)}’{choice.choice(other)[:4]}",
            ]
        )


def test_search_finds_what_a_reading_of_all_texts_finds(session):
    asked = [typed for typed in drawn(session, 120) if max(map(len, folded_words(typed))) > 1]
    read = {filters: list(texts(session, filters)) for filters in FILTERS}
    different, hits = [], 0
    for place, typed in enumerate(asked):
        filters, search = FILTERS[place % len(FILTERS)] if place % 2 else UNFILTERED, search_for(typed)
        here = found(session, typed, filters)
        there = {(r.project_code, a.part_code) for r, a in read[filters] if holds(search, a.value)}
        hits += len(there)
        if len(here) != len(there) or set(here) != there:
            different.append((typed, filters))
    assert (different, len(asked) > 80, hits > 80) == ([], True, True)


def test_accents_and_case_make_no_difference_in_three_languages(session):
    save_one(
        session, 5, LESSONS, "L’ÉGALITÉ des chances, œuvre de longue haleine; la formación de las NIÑAS; Café"
    )
    sign(session, 5)
    own = [("2001-05", LESSONS)]
    for typed in ("égalité œuvre", "EGALITE OEUVRE", '"formacion de las ninas"', "niñas", "cafe\u0301"):
        assert found(session, typed) == own


def test_other_rounds_are_not_found(app, session, round):
    session.rollback()
    add_round(app, "2002", projects=2, submitted=2)
    both = found(session, "women"), found(session, "women", code="2002")
    assert {code[:4] for code, _part in both[0]} == {"2001"}
    assert sorted(both[1]) == sorted(scanned(session, "women", code="2002")) != []


def test_last_signed_stands_first_and_each_report_in_the_order_of_its_questions(session):
    for code in (LESSONS, "Q7_SUCCESS.why"):
        save_one(session, 5, code, "Women and zebras")
    sign(session, 5)
    listed = found(session, "women")
    assert listed[:2] == [("2001-05", LESSONS), ("2001-05", "Q7_SUCCESS.why")]
    assert len(dict.fromkeys(code for code, _part in listed)) == len(
        [n for n, (code, _part) in enumerate(listed) if n == 0 or listed[n - 1][0] != code]
    )


def test_no_more_are_found_than_are_listed_and_one(session):
    fill_round(session, 400)
    rebuild_texts(session)
    everywhere = found_texts(session, search_for("women"), round_id=round_by_code(session, "2002").id)
    assert len(everywhere) == MOST_FOUND + 1
    highest = select(func.max(AnswerText.id)).where(AnswerText.words.contains(" women "))
    assert (everywhere[0], everywhere) == (session.scalar(highest), sorted(everywhere, reverse=True))
    assert len(found(session, "000123", code="2002")) == 3


def test_statements_are_as_many_for_one_hit_as_for_many(app, session, round):
    def sent(typed, filters):
        with statements(app) as counted:
            ids = found_texts(session, search_for(typed), round_id=round.id, filters=filters)
            texts_found(session, ids[:50])
        return len(counted)

    assert sent("women", UNFILTERED) == sent('"no such words"', UNFILTERED) == 2
    assert sent("women", Filters(region="Asia")) == 3


def test_question_is_read_report_by_report_with_its_supplements(session, round):
    ask(session)
    own = supplement(session, 4)
    answer_and_sign(session, own, {"Q10_ACCESS.explanation": "They came", "Q10_ACCESS.equal": "no"})
    parts = ["Q10_ACCESS.equal", "Q10_ACCESS.explanation"]
    number, ids = reports_with_texts(session, round.id, UNFILTERED, parts[1:])
    listed = list(session.scalars(ids))
    main = report_number(session, 4)
    assert (number, main.id in listed, listed) == (len(listed), True, sorted(listed))
    answers = [a for a in answers_of_reports(session, listed, parts) if a.main_id == main.id]
    assert [(a.report_id, a.is_supplement, a.part_code, a.value) for a in answers] == [
        (own.id, True, parts[0], "no"),
        (own.id, True, parts[1], "They came"),
    ]


@pytest.mark.parametrize("filters", FILTERS)
def test_reports_with_texts_are_those_that_the_filters_leave(session, round, filters):
    number, ids = reports_with_texts(session, round.id, filters, [LESSONS])
    expected = {r.id for r, answer in texts(session, filters) if answer.part_code == LESSONS}
    assert (number, set(session.scalars(ids))) == (len(expected), expected)


def test_text_is_read_of_a_received_report_of_the_round_only(app, session, round):
    manila, draft = report_number(session, 3).public_id, report_number(session, 5).public_id
    session.rollback()
    found_here = text_record(session, round.id, manila, LESSONS)
    assert (found_here.mission, found_here.version, found_here.status) == ("Manila", 1, "answered")
    assert text_record(session, round.id, draft, LESSONS) is None
    assert text_record(session, round.id, manila, "Q7_SUCCESS.success") is None
    assert text_record(session, round.id + 1, manila, LESSONS) is None
    session.rollback()
    returned(app, 3, LESSONS)
    assert text_record(session, round.id, manila, LESSONS) is None


def test_texts_that_are_left_over_of_a_report_that_is_no_longer_received_are_not_read(session, round):
    """Whatever goes wrong with what is kept for searching: answers are read of received reports only."""
    moved = update(Report).where(Report.id == report_number(session, 3).id)
    session.execute(moved.values(state="returned"))
    ids = found_texts(session, search_for("women"), round_id=round.id)
    assert {record.mission for record in texts_found(session, ids)}.isdisjoint({"Manila"})
