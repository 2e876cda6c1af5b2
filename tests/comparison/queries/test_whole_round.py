"""What is kept of a whole round is never older than its last signature or return."""

from survey.answering.persons import REACH
from survey.comparison.queries.access import reading_counts, stratified_sums
from survey.comparison.queries.whole_round import added_up
from survey.comparison.records import Filters
from survey.rounds.queries import round_by_code
from tests.answering.examples import save_one, send_back, sign
from tests.comparison.pages import statements

TABLE = '{"eligible":{"women":400,"men":400},"reached":{"women":84,"men":156}}'


def test_signature_and_return_are_seen_at_once(session):
    own = round_by_code(session, "2001").id

    def is_current():
        found = added_up(session, own)
        return found.counts == reading_counts(session, own) and found.sums[REACH] == stratified_sums(
            session, own, REACH
        )

    assert is_current()
    before = added_up(session, own)
    save_one(session, 5, REACH, TABLE)
    sign(session, 5)
    assert is_current()
    assert added_up(session, own).sums[REACH].strata == before.sums[REACH].strata + 1
    send_back(session, 5, REACH)
    assert is_current()
    assert added_up(session, own) == before


def test_second_page_asks_only_whether_anything_happened(app, session):
    own = round_by_code(session, "2001").id
    added_up(session, own)
    with statements(app) as sent:
        added_up(session, own)
    assert len(sent) == 1


def test_filters_are_added_up_anew(session):
    own = round_by_code(session, "2001").id
    assert added_up(session, own, Filters(region="Atlantis")).counts == []
    assert added_up(session, own).counts
