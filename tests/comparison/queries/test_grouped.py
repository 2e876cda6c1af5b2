"""Groups say what the filters say, and leave no report out."""

from dataclasses import replace

import pytest

from survey.comparison.filters import LABELS, Selection
from survey.comparison.queries.grouped import count_groups, groups_of
from survey.comparison.queries.records import filter_choices
from survey.comparison.queries.selected import counted, selected
from survey.comparison.records import UNFILTERED, Filters
from survey.rounds.queries import round_by_code
from tests.support.rounds import fill_round

CODES = ("Q7_SUCCESS.success", "Q3_ENCOURAGE.constraint_kinds", "S_STATUS.state")


@pytest.fixture
def round(session):
    fill_round(session, 30, code="2002")
    return round_by_code(session, "2002")


@pytest.mark.parametrize(
    "filters", [UNFILTERED, Filters(region="Europe"), Filters(report_kind="final", completion="completed")]
)
def test_each_group_is_what_its_filter_leaves(session, round, filters):
    choices = filter_choices(session, round.id)
    chosen = Selection(filters, choices)
    left, _ = selected(session, round.id, chosen)
    for by in LABELS:
        groups = groups_of(session, round.id, chosen, by)
        assert groups
        assert {number for group in groups for number in group.reports} == set(left)
        for group, found in zip(groups, count_groups(session, round.id, groups, CODES), strict=True):
            if not group.value:
                continue
            own = counted(session, round.id, Selection(replace(filters, **{by: group.value}), choices))
            assert (found.due, found.received, found.fictitious) == (own.due, own.received, own.fictitious)
            for code in CODES:
                kept = {value: number for value, number in found.parts[code].items() if number}
                assert kept == {value: number for value, number in own.parts.get(code, {}).items() if number}


def test_reports_without_a_value_stand_last(session):
    round = round_by_code(session, "2001")
    chosen = Selection(UNFILTERED, filter_choices(session, round.id))
    *said, rest = groups_of(session, round.id, chosen, "completion")
    left, _ = selected(session, round.id, chosen)
    assert rest.value == ""
    assert len(rest.reports) == len(left) - sum(len(group.reports) for group in said) > 0


def test_a_value_that_does_not_occur_leaves_no_group(session, round):
    chosen = Selection(Filters(region="Atlantis"), filter_choices(session, round.id))
    assert groups_of(session, round.id, chosen, "mission") == []
    assert count_groups(session, round.id, [], CODES) == []
