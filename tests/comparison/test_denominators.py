import pytest

from survey.comparison.denominators import Bounds, bounds, denominators, percent, quantified, quantifier
from tests.comparison.examples import DATA, SUCCESS, VERSIONS

VERDICT, MANY = VERSIONS[2].part[SUCCESS], VERSIONS[2].part[DATA]


def counted(part=VERDICT, *, due, received, asking=None, statuses=None, **options):
    """Denominators; without `statuses` each answer is one report's, as with verdicts."""
    return denominators(
        part,
        due=due,
        received=received,
        asking=received if asking is None else asking,
        statuses=statuses or {"answered": sum(options.values())},
        options=options,
    )


EXAMPLE = counted(due=8, received=7, yes=5, partly=1, too_early=1)


def test_the_example_of_the_instrument():
    base = EXAMPLE
    assert (base.received, base.asked, base.answered, base.valid, base.not_received) == (7, 7, 7, 6, 1)
    assert bounds(VERDICT, "yes", base) == Bounds(0.625, 0.875)
    assert percent(VERDICT, "yes", base) is None


def test_every_reason_is_kept_apart():
    statuses = {"answered": 5, "declined": 2, "not_shown": 1}
    options = {"yes": 1, "no": 1, "too_early": 1, "not_applicable": 1, "dont_know": 1}
    base = counted(due=20, received=15, asking=12, statuses=statuses, **options)
    assert (base.not_received, base.not_asked, base.not_shown) == (5, 3, 1)
    assert (base.asked, base.no_answer, base.declined, base.answered, base.valid) == (11, 4, 2, 5, 2)
    # 1 yes; open: 1 too early, 1 do not know, 4 no answer, 2 declined, 5 not received
    assert bounds(VERDICT, "yes", base) == Bounds(1 / 20, 14 / 20)


def test_many_choices_count_reports_once_and_options_each():
    base = counted(MANY, due=4, received=3, statuses={"answered": 2, "declined": 1}, sex=2, age=1)
    assert (base.answered, base.valid, base.k("sex"), base.k("age"), base.k("other")) == (2, 2, 2, 1, 0)
    assert bounds(MANY, "sex", base) == Bounds(2 / 4, 4 / 4)


def test_nothing_due_has_no_bounds():
    base = counted(due=0, received=0)
    assert (base.asked, base.answered, base.valid) == (0, 0, 0)
    assert bounds(VERDICT, "yes", base) is None


@pytest.mark.parametrize("option", ["too_early", "not_applicable", "dont_know"])
def test_answer_that_is_not_valid_has_neither_bounds_nor_percent(option):
    base = counted(due=50, received=50, yes=40, **{option: 10})
    assert (bounds(VERDICT, option, base), percent(VERDICT, option, base)) == (None, None)


@pytest.mark.parametrize(("yes", "no", "expected"), [(10, 9, None), (10, 10, 50.0), (15, 5, 75.0)])
def test_percent_appears_from_twenty_valid_answers_on(yes, no, expected):
    base = counted(due=40, received=40, yes=yes, no=no, too_early=40 - yes - no)
    assert percent(VERDICT, "yes", base) == expected


@pytest.mark.parametrize(
    ("k", "n", "due", "word"),
    [
        (8, 8, 8, "all"),
        (6, 6, 8, "all_that_answered"),
        (1, 1, 8, "all_that_answered"),
        (5, 6, 8, "majority"),
        (4, 6, 8, "k_of_n"),
        (0, 0, 8, "k_of_n"),
        (0, 0, 0, "k_of_n"),
    ],
)
def test_quantifier(k, n, due, word):
    assert quantifier(k, n, due) == word


def test_a_verdict_is_not_unanimous_where_one_that_answered_says_too_early():
    base = counted(due=8, received=7, yes=6, too_early=1)
    assert base.k("yes") == base.valid
    assert str(quantified(base)) == "Majority"


def test_quantified_is_silent_where_the_figures_are_the_word():
    assert quantified(counted(due=8, received=2, yes=1, no=1)) is None
