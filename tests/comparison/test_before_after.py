import pytest

from survey.comparison.before_after import NEEDED, checked
from survey.statistics.before_after import other_persons
from survey.statistics.differences import difference


def cells(n1, k1, n2, k2):
    given = zip(NEEDED, (n1, k1, n2, k2), strict=True)
    return {place: count for place, count in given if count is not None}


def test_other_persons_are_tested():
    found, test = checked(cells(300, 132, 310, 150), "independent"), other_persons(132, 300, 150, 310)
    assert (found.difference, found.z, found.p) == (test.difference, test.statistic, test.p)
    assert str(found.counts) == (
        "Other persons were surveyed after than before: 132 of 300 were aware before and 150 of 310 after"
    )
    assert str(found.reading) == "no clear difference"
    assert found.untested is None


@pytest.mark.parametrize(
    ("after", "reading"),
    [(200, "clearly more were aware after than before"), (60, "clearly fewer were aware after than before")],
)
def test_clear_change_is_said_with_its_direction(after, reading):
    assert str(checked(cells(300, 132, 310, after), "independent").reading) == reading


@pytest.mark.parametrize(
    ("design", "words"), [("paired", "McNemar"), ("", "whether the same persons"), ("x", "same")]
)
def test_difference_is_told_but_not_tested_unless_other_persons_were_surveyed(design, words):
    found = checked(cells(300, 132, 300, 150), design)
    assert found.difference == difference(150, 300, 132, 300)
    assert (found.p, found.z, found.reading, found.has_interval) == (None, None, None, False)
    assert words in str(found.untested)


def test_nobody_aware_at_any_time_leaves_nothing_to_test():
    found = checked(cells(30, 0, 30, 0), "independent")
    assert (found.p, found.difference.value) == (None, 0)
    assert "nothing to test" in str(found.untested)


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((None, None, None, None), "gives no counts"),
        ((300, None, 310, 150), "some counts were not recorded"),
        ((0, 0, 310, 150), "nobody was surveyed"),
        ((300, 301, 310, 150), "more persons were aware"),
    ],
)
def test_cannot_be_checked(counts, reason):
    found = checked(cells(*counts), "independent")
    assert str(found.reason).startswith("Cannot be checked: ")
    assert reason in str(found.reason)
    assert found.difference is None
