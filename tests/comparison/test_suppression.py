"""Small counts stay hidden, also from somebody who knows the rule and all that is published."""

from collections import defaultdict
from itertools import product

import pytest

from survey.answering.persons import Persons
from survey.comparison.suppression import Hidden, published, published_persons

GROUPS = ("women", "girls", "men", "boys")
SMALL, COVER = Hidden(5), Hidden()


def row(*counts):
    return dict(zip(GROUPS, counts, strict=False))


def test_example_of_the_methods():
    found = published(row(12, 3, 20, 9))
    assert found.cells == {"women": 12, "girls": SMALL, "men": 20, "boys": COVER}
    assert found.total == 44
    assert str(found.cells["girls"]) == "<5"


def test_nothing_is_hidden_without_a_small_count():
    found = published(row(12, 0, 20, None))
    assert found.cells == {"women": 12, "girls": 0, "men": 20, "boys": None}
    assert (found.total, found.hides) == (32, False)


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        # two small ones cover each other, unless their sum tells both
        ((12, 3, 20, 2), (12, SMALL, 20, SMALL), 37),
        ((12, 1, 20, 1), (12, SMALL, 20, SMALL), COVER),
        ((12, 4, 20, 4), (12, SMALL, 20, SMALL), COVER),
        # nobody is no cover: that a cell is 0 can be seen
        ((12, 3, 0, 9), (12, SMALL, 0, COVER), 24),
        # no other cell could be hidden without being worked out
        ((0, 3, 20, 0), (0, SMALL, 20, 0), COVER),
        ((0, 3, 0, 0), (0, SMALL, 0, 0), COVER),
        # the sum of 6 could only be 1 and 5
        ((12, 1, 20, 5), (12, SMALL, 20, COVER), COVER),
        ((None, 3, None, None), (None, SMALL, None, None), COVER),
    ],
)
def test_what_is_hidden_with_a_small_count(counts, cells, total):
    found = published(row(*counts))
    assert (found.cells, found.total) == (row(*cells), total)


def test_row_without_any_count():
    found = published(row(None, None, None, None))
    assert (found.cells, found.total) == (row(None, None, None, None), None)


def test_sensitive_topic_hides_up_to_9():
    assert published(row(12, 9, 20, 30), sensitive=True).cells["girls"] == Hidden(10)
    assert published(row(12, 10, 20, 30), sensitive=True).hides is False
    assert published(row(12, 9, 20, 30)).hides is False


def values_left(tables, sensitive):
    """For each thing that can be published: every value that each hidden cell has among all tables that lead to it."""
    left = defaultdict(lambda: defaultdict(set))
    for counts in tables:
        found = published(row(*counts), sensitive=sensitive)
        key = (tuple(found.cells.items()), found.total)
        for name, cell in found.cells.items():
            if isinstance(cell, Hidden):
                left[key][name].add(row(*counts)[name])
    return left


@pytest.mark.parametrize(
    ("tables", "sensitive"),
    [
        (product((None, *range(14)), repeat=3), False),
        (product(range(9), repeat=4), False),
        pytest.param(product(range(15), repeat=4), False, marks=pytest.mark.long),
        (product(range(24), repeat=3), True),
    ],
)
def test_no_small_count_is_worked_out_from_what_is_published(tables, sensitive):
    """The tables of which every value up to the largest is tried; at the edge the search itself knows too much."""
    limit = 10 if sensitive else 5
    tables = list(tables)
    largest = max(count for counts in tables for count in counts if count is not None)
    checked = 0
    for (cells, _total), names in values_left(tables, sensitive).items():
        shown = [cell for _name, cell in cells if isinstance(cell, int)]
        if COVER in dict(cells).values() and max(shown, default=0) >= largest - limit:
            continue
        for name, values in names.items():
            if dict(cells)[name] == Hidden(limit):
                checked += 1
                assert len(values) > 1, (cells, name, values)
    assert checked > 100


def test_ratios_are_left_with_published_counts_only():
    persons = Persons(women_all=12, women=3, men_all=20, men=9, girls_all=30, girls=6, boys_all=40, boys=30)
    found = published_persons(persons)
    assert found.hides("women", "men")
    assert not published_persons(Persons(women_all=12, girls_all=0)).hides("women", "girls")
    assert found.part.cells["women"] == SMALL
    assert found.persons == Persons(women_all=12, men_all=20, men=9, girls_all=30, boys_all=40, boys=30)
