import pytest

from survey.comparison.paging import Paging, paging


@pytest.mark.parametrize(
    ("total", "asked", "number"),
    [
        (0, "", 1), (0, "7", 1), (51, "2", 2), (51, "3", 2), (51, "0", 1), (51, " 2 ", 2), (51, "-1", 1),
        (51, "two", 1), (51, "٢", 1), (51, "9" * 5_000, 2), (51, "\x00", 1),
    ],
)  # fmt: skip
def test_page_that_an_address_asks_for_is_the_nearest_there_is(total, asked, number):
    assert paging(total, asked).number == number


def test_lines_of_the_last_page():
    found = Paging(120, 3)
    assert (found.start, found.stop, found.last, found.before, found.after) == (100, 120, 3, 2, None)


def test_empty_list_has_one_page_without_lines():
    found = Paging(0)
    assert (found.start, found.stop, found.last, found.before, found.after) == (0, 0, 1, None, None)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, [1, 2, None, 9]),
        (5, [1, None, 4, 5, 6, None, 9]),
        (9, [1, None, 8, 9]),
        (3, [1, 2, 3, 4, None, 9]),
    ],
)
def test_pages_that_are_offered(number, shown):
    assert Paging(450, number).shown == shown
