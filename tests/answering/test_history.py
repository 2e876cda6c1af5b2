from datetime import timedelta

from survey.answering.history import PAGE, Saving, entries, pages, rows_of, sittings
from survey.web.word_differences import Stretch
from tests.support.factories import NOON


def saving(number, minutes, *, person=1, outcome="saved", status="answered"):
    """Saving `number` of a part, so many minutes after noon; its row is 100 + number."""
    at = NOON + timedelta(minutes=minutes)
    return Saving(number, 100 + number, outcome, number, status, "en", person, f"Person {person}", at)


def numbers(found):
    return [[edit.saving.number for edit in sitting] for sitting in found]


def test_sittings_fold_what_one_person_saves_within_ten_minutes():
    found = sittings([saving(1, 0), saving(2, 4), saving(3, 10), saving(4, 11), saving(5, 12)])
    assert numbers(found) == [[4, 5], [1, 2, 3]]


def test_sittings_never_fold_two_persons():
    found = sittings([saving(1, 0), saving(2, 1, person=2), saving(3, 2)])
    assert numbers(found) == [[3], [2], [1]]


def test_sittings_never_fold_what_was_kept_aside_with_what_was_saved():
    found = sittings([saving(1, 0), saving(2, 1, outcome="kept_aside"), saving(3, 2)])
    assert numbers(found) == [[3], [2], [1]]


def test_each_saving_stands_beside_the_answer_before_it():
    found = sittings([saving(1, 0), saving(2, 60, outcome="kept_aside", person=2), saving(3, 120)])
    before = [edit.before.number if edit.before else None for sitting in found for edit in sitting]
    assert before == [1, 1, None]


def test_sitting_ends_after_a_page():
    found = sittings([saving(number, 0) for number in range(1, 2 * PAGE + 2)])
    assert [len(sitting) for sitting in found] == [1, PAGE, PAGE]


def test_pages_hold_whole_sittings_of_as_many_savings_at_most():
    single = [[edit] for edit in range(PAGE + 1)]
    assert [len(page) for page in pages(single)] == [PAGE, 1]
    long = [["edit"] * (PAGE - 1), ["edit"] * 2, ["edit"]]
    assert [[len(sitting) for sitting in page] for page in pages(long)] == [[PAGE - 1], [2, 1]]
    assert pages([]) == [[]]


def test_rows_are_those_of_a_page_and_of_the_answer_before_it():
    newest, _oldest = sittings([saving(1, 0), saving(2, 60), saving(3, 61)])
    assert rows_of([newest]) == [101, 102, 103]


def test_entry_marks_the_difference_over_the_whole_sitting_and_of_each_saving():
    found = sittings([saving(1, 0), saving(2, 60), saving(3, 61)])
    entry, first = entries(found, {101: "One.", 102: "One, two.", 103: "One, two, three."}, is_text=True)
    assert entry.whole.changes == [
        Stretch("same", "One"),
        Stretch("added", ", two, three"),
        Stretch("same", "."),
    ]
    assert [edit.saving.number for edit in entry.edits] == [3, 2]
    assert entry.edits[0].changes[1] == Stretch("added", ", three")
    assert entry.first_version == 2
    assert (first.whole.before, first.whole.changes, first.whole.value) == (None, [], "One.")


def test_entry_of_what_is_no_text_has_no_marks():
    newest, _first = entries(sittings([saving(1, 0), saving(2, 60)]), {101: "yes", 102: "no"}, is_text=False)
    assert (newest.whole.value_before, newest.whole.value, newest.whole.changes) == ("yes", "no", [])
