import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.answering.statuses import SAVED_STATUSES
from survey.comparison.reading import buckets, is_in, read_reports
from survey.comparison.summary import SummaryRow, summary_lines
from tests.comparison.counting import summaries
from tests.comparison.examples import (
    ACCESS,
    CONSTRAINTS,
    DATA,
    LESSONS,
    SUCCESS,
    VERSIONS,
    answer,
    report,
    tallies_of,
)

PARTS = [VERSIONS[2].part[code] for code in (SUCCESS, DATA, ACCESS, LESSONS)]


def example():
    """Eight due: five yes, one partly, one too early, one not received."""
    reports = [report(n) for n in range(1, 8)] + [report(8, "draft")]
    given = ["yes"] * 5 + ["partly", "too_early"]
    return reports, [answer(n, SUCCESS, value) for n, value in enumerate(given, 1)]


def test_missing_says_why_a_due_report_is_not_valid():
    reports, answers = example()
    found = summaries(tallies_of(answers, reports), reports, VERSIONS)[SUCCESS]
    assert found.base.k("yes") == 5
    assert {bucket: n for bucket, n in found.missing if n} == {"too_early": 1, "not_reached": 1}


def test_rows_hold_the_example_of_the_instrument():
    reports, answers = example()
    rows = summary_lines(summaries(tallies_of(answers, reports), reports, VERSIONS).values())
    own = {row.option: row for row in rows if row.part_code == SUCCESS}
    same = {"question_code": "Q7_SUCCESS", "part_code": SUCCESS, "n_valid": 6, "n_answered": 7, "n_asked": 7}
    same |= {"n_received": 7, "n_due": 8, "percent": None}
    assert own["yes"] == SummaryRow(
        option="yes", label="Yes", k=5, lower_bound=0.625, upper_bound=0.875, **same
    )
    early = {
        "option": "too_early",
        "label": "Too early to say",
        "k": 1,
        "lower_bound": None,
        "upper_bound": None,
    }
    assert own["too_early"] == SummaryRow(**early, **same)


def test_rows_come_in_the_order_of_the_questionnaire_with_words_of_the_language():
    rows = summary_lines(summaries([], [report()], VERSIONS).values(), "fr")
    options = [(part.code, option.code) for part in VERSIONS[2].parts for option in part.options]
    assert [(row.part_code, row.option) for row in rows] == options
    assert next(row.label for row in rows if row.part_code == SUCCESS) == "Oui"


def test_round_without_reports_counts_nothing():
    found = summaries([], [], VERSIONS)
    assert {(s.base.due, s.base.received, s.base.asked, s.base.valid) for s in found.values()} == {
        (0, 0, 0, 0)
    }


def test_report_on_an_older_version_is_not_asked():
    reports = [report(1, version=1), report(2)]
    answers = [answer(1, ACCESS, "yes"), answer(2, ACCESS, "no")]
    base = summaries(tallies_of(answers, reports), reports, VERSIONS)[ACCESS].base
    assert (base.received, base.not_asked, base.asked, base.k("yes"), base.k("no")) == (2, 1, 1, 0, 1)


def test_each_option_of_a_combination_counts():
    reports = [report(1), report(2)]
    kinds = [answer(1, CONSTRAINTS, "funding;data"), answer(2, CONSTRAINTS, "funding")]
    base = summaries(tallies_of(kinds, reports), reports, VERSIONS)[CONSTRAINTS].base
    assert dict(base.options) == {"funding": 2, "data": 1}
    assert base.answered == 2


def values_of(part):
    codes = [option.code for option in part.options]
    if part.kind == "many_choices":
        several = st.sets(st.sampled_from(codes), min_size=1)
        return several.map(lambda chosen: ";".join(code for code in codes if code in chosen))
    return st.sampled_from(codes) if codes else st.just("A text; with a semicolon")


@st.composite
def rounds(draw):
    """Reports in any state and version, each part answered, not, or without a row."""
    states = st.sampled_from(["not_started", "draft", "returned", "submitted", "resubmitted", "accepted"])
    reports = [
        report(n, draw(states), version=draw(st.sampled_from([1, 2])))
        for n in range(1, draw(st.integers(0, 12)) + 1)
    ]
    answers = []
    for one in reports:
        for part in PARTS:
            status = draw(st.sampled_from([*SAVED_STATUSES, None]))
            if status:
                value = draw(values_of(part)) if status == "answered" else ""
                answers.append(answer(one.id, part.code, value, status))
    return reports, answers


@given(rounds())
@settings(max_examples=60, deadline=None)
def test_every_number_is_the_length_of_its_list(drawn):
    reports, answers = drawn
    found = summaries(tallies_of(answers, reports), reports, VERSIONS)
    for part in PARTS:
        base = found[part.code].base
        rows = read_reports(reports, [part], answers, VERSIONS)
        lists = {name: sum(is_in(name, row.readings[0]) for row in rows) for name in buckets(part)}
        names = ("due", "received", "asked", "answered", "valid")
        assert {name: getattr(base, name) for name in names} == {name: lists[name] for name in names}
        assert {option.code: base.k(option.code) for option in part.options} == {
            option.code: lists[option.code] for option in part.options
        }
        assert dict(found[part.code].missing) == {name: lists[name] for name, _n in found[part.code].missing}


@given(rounds())
@settings(max_examples=60, deadline=None)
def test_what_is_missing_and_what_is_valid_sum_up_to_what_is_due(drawn):
    reports, answers = drawn
    for found in summaries(tallies_of(answers, reports), reports, VERSIONS).values():
        assert found.base.valid + sum(n for _bucket, n in found.missing) == found.base.due
        for option in found.valid_options:
            limits = found.bounds(option.code)
            assert limits is None or 0 <= limits.lower <= limits.upper <= 1


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.code)
def test_percent_and_bounds_of_twenty_valid_answers(part):
    if not part.options:
        return
    first = part.options[0].code
    reports = [report(n) for n in range(1, 21)]
    answers = [answer(n, part.code, first) for n in range(1, 21)]
    rows = summary_lines(summaries(tallies_of(answers, reports), reports, VERSIONS).values())
    own = next(row for row in rows if (row.part_code, row.option) == (part.code, first))
    assert (own.k, own.n_valid, own.percent, own.lower_bound, own.upper_bound) == (20, 20, 100.0, 1.0, 1.0)
