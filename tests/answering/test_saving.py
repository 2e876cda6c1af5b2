from survey.answering.records import SavedAnswer
from survey.answering.saving import CLOSED, CONFLICT, SAVED, UNCHANGED, digest, outcome
from tests.answering.examples import change

CODE = "Q4_LESSONS.lessons"


def current(version, value):
    return SavedAnswer(CODE, version, "answered", value)


def test_outcome_of_a_first_answer_is_saved():
    assert outcome(change(CODE, "new", 0), SavedAnswer(CODE), None) == SAVED


def test_outcome_of_an_untouched_blank_is_unchanged():
    assert outcome(change(CODE, "", 0, "no_answer"), SavedAnswer(CODE), None) == UNCHANGED


def test_outcome_with_the_current_version_is_saved():
    assert outcome(change(CODE, "new", 3), current(3, "old"), None) == SAVED


def test_outcome_of_a_text_written_on_an_old_version_is_a_conflict():
    assert outcome(change(CODE, "mine", 1), current(2, "theirs"), current(1, "old")) == CONFLICT


def test_outcome_of_a_first_answer_after_a_colleagues_is_a_conflict():
    assert outcome(change(CODE, "mine", 0), current(1, "theirs"), SavedAnswer(CODE)) == CONFLICT


def test_outcome_of_a_part_that_was_sent_back_untouched_is_unchanged():
    assert outcome(change(CODE, "old", 1), current(2, "theirs"), current(1, "old")) == UNCHANGED


def test_outcome_of_the_same_text_as_the_colleagues_is_unchanged():
    assert outcome(change(CODE, "same", 1), current(2, "same"), current(1, "old")) == UNCHANGED


def test_outcome_of_declining_on_an_old_version_is_a_conflict():
    assert outcome(change(CODE, "", 1, "declined"), current(2, "theirs"), current(1, "old")) == CONFLICT


def test_outcome_with_a_version_that_nobody_was_given_is_a_conflict():
    assert outcome(change(CODE, "mine", -1), current(2, "theirs"), None) == CONFLICT


def test_digest_tells_texts_apart_and_repeats_itself():
    assert digest("r", [change(CODE, "a", 1)]) == digest("r", [change(CODE, "a", 1)])
    assert digest("r", [change(CODE, "a", 1)]) != digest("r", [change(CODE, "b", 1)])
    assert digest("r", [change(CODE, "a", 1)]) != digest("r", [change(CODE, "a", 2)])
    assert digest("r", [change(CODE, "a", 1)]) != digest("s", [change(CODE, "a", 1)])


def test_change_of_a_part_that_may_not_be_changed_is_closed_whatever_was_seen():
    for version in (1, 7):
        sent = change(CODE, "mine", version)
        assert outcome(sent, current(1, "old"), None, writable=False) == CLOSED


def test_part_that_may_not_be_changed_and_comes_back_as_it_is_shown_is_unchanged():
    assert outcome(change(CODE, "old", 1), current(1, "old"), None, writable=False) == UNCHANGED
