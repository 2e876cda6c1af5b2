"""One part over rounds: levels and changes, against figures counted by hand."""

from hypothesis import given
from hypothesis import strategies as st

from survey.comparison.against import Said, SaidTwice, Word, broken, change, levels
from survey.comparison.against_rows import change_rows, level_rows
from survey.comparison.meanings import Meanings
from survey.questionnaire.structure import questionnaire
from tests.support.factories import document, verdict

CODE = "X_TRIAL.first"
OUTCOMES = ("yes", "partly", "no", "no_answer", "declined", "not_shown", "not_reached")


def versions():
    """Version 1 asks the verdict, 3 gives it a new meaning, 4 has it no longer."""
    made = document(verdict(retired=4), verdict("second"), versions=(1, 2, 3, 4))
    made["versions"][2]["changes"] = [{"code": CODE, "declared": "new meaning"}]
    return {number: questionnaire(made, number) for number in (1, 2, 3, 4)}


VERSIONS = versions()
MEANINGS = Meanings(tuple(VERSIONS.values()))
PART = VERSIONS[1].part[CODE]


def word(outcome, version=1):
    answered = outcome in PART.option_labels
    return Word(version, "answered" if answered else outcome, outcome if answered else "")


def said(round_id, outcome, reports, version=1, fictitious=False):
    return Said(round_id, word(outcome, version), reports, fictitious)


def of(*found, rounds=(1, 2)):
    return levels(found, PART, VERSIONS, MEANINGS, rounds)


def both(before, after, projects, versions=(1, 1)):
    return SaidTwice(word(before, versions[0]), word(after, versions[1]), projects)


def changed(*found):
    return change(found, PART, VERSIONS, MEANINGS)


def test_level_has_the_denominators_of_its_round():
    [level] = of(said(1, "yes", 5), said(1, "no", 1), said(1, "declined", 2), said(1, "not_reached", 4, 2))
    base = level.base
    assert (base.due, base.received, base.asked, base.answered, base.valid, base.k("yes")) == (
        12,
        8,
        8,
        6,
        6,
        5,
    )
    assert (level.since, level.numbers, level.is_asked) == (0, (1, 2), True)
    assert level.shares == (5 / 6, 0, 1 / 6)


def test_levels_come_in_the_order_of_the_rounds():
    found = of(said(1, "yes", 1), said(2, "no", 1), rounds=(2, 1))
    assert [level.round_id for level in found] == [2, 1]


def test_line_is_broken_between_two_meanings_only():
    old, same, new = of(said(1, "yes", 1), said(2, "yes", 1, 2), said(3, "yes", 1, 3), rounds=(1, 2, 3))
    assert [broken(None, old), broken(old, same), broken(same, new)] == [False, False, True]


def test_round_whose_reports_answered_two_meanings_has_two_levels():
    first, second = of(said(1, "yes", 2), said(1, "no", 3, 3), said(1, "not_reached", 4, 3))
    assert (first.since, first.base.due, first.base.k("yes")) == (0, 2, 2)
    assert (second.since, second.base.due, second.base.k("no"), second.base.received) == (3, 7, 3, 3)


def test_round_whose_versions_do_not_have_the_part_did_not_ask_it():
    [level] = of(said(1, "not_asked", 3, 4), said(1, "not_reached", 1, 4))
    assert (level.is_asked, level.shares, level.base.due, level.base.not_asked) == (False, (), 4, 3)


def test_level_is_fictitious_as_soon_as_one_report_is():
    found = of(said(1, "yes", 5), said(1, "no", 1, fictitious=True), said(2, "yes", 1))
    assert [level.fictitious for level in found] == [True, False]


def test_no_reports_have_no_level():
    assert of() == []


def test_change_counts_the_projects_received_in_both_rounds():
    found = changed(
        both("yes", "yes", 3), both("no", "yes", 2), both("yes", "declined", 1), both("yes", "not_reached", 4)
    )
    assert (found.common, found.received, found.compared) == (10, 6, 6)
    assert (found.k("no", "yes"), found.from_("yes"), found.to("yes"), found.valid, found.same) == (
        2,
        4,
        5,
        5,
        3,
    )
    assert found.outcomes == ["yes", "partly", "no", "declined"]


def test_change_leaves_out_answers_to_another_meaning():
    found = changed(
        both("yes", "no", 3, (1, 3)), both("yes", "no", 2, (3, 3)), both("yes", "not_asked", 1, (1, 4))
    )
    assert (found.received, found.other_meaning, found.compared) == (6, 3, 3)
    assert found.cells == {("yes", "no"): 2, ("yes", "not_asked"): 1}


def test_no_common_project_is_no_change():
    found = changed()
    assert (found.common, found.received, found.compared, found.valid) == (0, 0, 0, 0)


@given(
    st.lists(
        st.builds(both, st.sampled_from(OUTCOMES), st.sampled_from(OUTCOMES), st.integers(1, 40),
                  st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 3])))
    )
)  # fmt: skip
def test_margins_and_file_of_any_change_sum_up_to_the_common_projects(pairs):
    found = changed(*pairs)
    assert sum(found.from_(code) for code in found.outcomes) == found.compared
    assert sum(found.to(code) for code in found.outcomes) == found.compared
    assert found.same <= found.valid <= found.compared <= found.received <= found.common
    rows = list(change_rows(found, "2001", "2002", False))
    assert sum(row[5] for row in rows) == found.common == sum(pair.projects for pair in pairs)


def test_file_of_levels_says_where_the_line_is_broken():
    found = of(said(1, "yes", 2), said(2, "no", 3, 3))
    rows = list(level_rows(found, {1: "2001", 2: "2002"}))
    assert [row[:9] for row in rows] == [
        ("2001", "1", None, False, "X_TRIAL", CODE, "yes", "yes", 2),
        ("2001", "1", None, False, "X_TRIAL", CODE, "partly", "partly", 0),
        ("2001", "1", None, False, "X_TRIAL", CODE, "no", "no", 0),
        ("2002", "3", 3, True, "X_TRIAL", CODE, "yes", "yes", 0),
        ("2002", "3", 3, True, "X_TRIAL", CODE, "partly", "partly", 0),
        ("2002", "3", 3, True, "X_TRIAL", CODE, "no", "no", 3),
    ]
