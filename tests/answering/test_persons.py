import pytest

from survey.answering.persons import (
    OUTCOMES,
    REACH,
    TABLES,
    Persons,
    SignedCounts,
    persons_of,
    reading_of,
    signed_counts,
    verdict_disagrees,
)
from survey.questionnaire.kinds.tables import stored
from tests.answering.examples import NEWEST

EQUAL, DIFFERENT = TABLES[REACH].verdict, TABLES[OUTCOMES].verdict


def adults(women, women_all, men, men_all, **more):
    return Persons(women_all=women_all, women=women, men_all=men_all, men=men, **more)


def test_tables_are_those_of_the_questionnaire():
    for code, table in TABLES.items():
        part = NEWEST.part[code]
        assert [row.code for row in part.rows] == [table.whole, table.part]
        assert part.counts == "persons"
        assert NEWEST.part[table.verdict].kind == "verdict"


def test_persons_of_keeps_nobody_and_not_recorded_apart():
    cells = {("eligible", "women"): 0, ("reached", "boys"): 4, ("reached", "sex_not_recorded"): 7}
    assert persons_of(TABLES[REACH], cells) == Persons(women_all=0, boys=4, unrecorded=7)


@pytest.mark.parametrize(
    ("persons", "reading"),
    [
        (adults(84, 400, 156, 400), "under"),
        (adults(156, 400, 84, 400), "over"),
        (adults(12, 40, 14, 40), "no_clear"),
        (adults(3, 9, 3, 9), "no_clear"),
        (adults(0, 40, 20, 40), "under"),
        (adults(3, None, 9, 20), "no_whole"),
        (Persons(), "no_whole"),
        (adults(None, 10, 9, 20), "no_part"),
        (adults(0, 0, 9, 20), "single_sex"),
        (adults(9, 20, 0, 0, girls_all=3, boys_all=0), "single_sex"),
        (adults(9, 20, 0, 0, boys_all=3), "nobody"),
        (adults(0, 0, 0, 0), "nobody"),
        (adults(0, 10, 0, 20), "nobody_reached"),
        (adults(11, 10, 5, 20), "above"),
        (adults(5, 10, 21, 20), "above"),
    ],
)
def test_reading_of_access(persons, reading):
    assert reading_of(REACH, persons) == reading


@pytest.mark.parametrize(
    ("persons", "reading"),
    [
        (adults(48, 80, 56, 70), "under"),
        (adults(56, 70, 48, 80), "over"),
        (adults(0, 9, 3, 8), "no_clear"),
        (adults(0, 9, 0, 8), "no_clear"),
        (adults(0, 0, 71, 96), "single_sex"),
        (adults(9, 8, 3, 8), "above"),
        (adults(9, None, 3, None), "no_whole"),
    ],
)
def test_reading_of_outcomes(persons, reading):
    assert reading_of(OUTCOMES, persons) == reading


@pytest.mark.parametrize(
    ("code", "verdict", "counts", "disagrees"),
    [
        (REACH, "yes", (84, 400, 156, 400), True),
        (REACH, "yes", (12, 40, 14, 40), False),
        # no clear index, but a clear ratio of the rates: the mission was warned of it
        (REACH, "yes", (95, 100, 100, 100), True),
        (REACH, "no", (84, 400, 156, 400), False),
        (REACH, "no", (12, 40, 14, 40), True),
        (REACH, "partly", (84, 400, 156, 400), False),
        (REACH, "", (84, 400, 156, 400), False),
        (REACH, "yes", (84, None, 156, 400), False),
        (OUTCOMES, "no", (56, 70, 48, 80), True),
        (OUTCOMES, "yes", (56, 70, 48, 80), False),
        (OUTCOMES, "yes", (0, 9, 3, 8), True),
        (OUTCOMES, "no", (0, 9, 3, 8), False),
        (OUTCOMES, "not_measured", (56, 70, 48, 80), False),
    ],
)
def test_verdict_disagrees(code, verdict, counts, disagrees):
    persons = adults(*counts)
    assert verdict_disagrees(code, verdict, persons, reading_of(code, persons)) is disagrees


def test_signed_counts_of_a_report():
    cells = {(row, sex): n for row, sex, n in [("eligible", "women", 400), ("eligible", "men", 400)]}
    cells |= {("reached", "women"): 84, ("reached", "men"): 156}
    value = stored(NEWEST.part[REACH], cells)
    answers = {REACH: ("answered", value), EQUAL: ("answered", "yes"), OUTCOMES: ("not_shown", value)}
    assert signed_counts(answers) == [
        SignedCounts(REACH, adults(84, 400, 156, 400), "under", "yes", True),
        SignedCounts(OUTCOMES, Persons(), "no_answer", "", False),
    ]


def test_signed_counts_of_a_table_that_was_not_recorded():
    answers = {REACH: ("answered", "not_recorded"), EQUAL: ("declined", "yes")}
    assert signed_counts(answers) == [SignedCounts(REACH, Persons(), "no_whole", "", False)]


def test_signed_counts_of_a_version_without_these_tables():
    assert signed_counts({"Q4_LESSONS.lessons": ("answered", "x")}) == []
