"""Order, retiring and removing, on whole documents."""

import pytest

from survey.questionnaire.editing.order import moved, order_of
from survey.questionnaire.editing.places import NotThere, part_in, question_in, section_in
from survey.questionnaire.editing.published import gathered
from survey.questionnaire.editing.retiring import removed, restored, retired
from survey.questionnaire.structure import questionnaire
from survey.web.wording import BadInput
from tests.questionnaire.editing.drafts import NUMBER, draft
from tests.support.factories import verdict, words

PUBLISHED = gathered([draft()])


@pytest.mark.parametrize(
    ("to", "order"),
    [("up", "bac"), ("down", "acb"), ("1", "bac"), ("2", "abc"), ("3", "acb"), ("99", "acb"), ("0", "bac")],
)
def test_part_moves_among_those_of_its_question(to, order):
    document = draft({"code": "a"}, {"code": "b"}, {"code": "c"})
    assert order_of(moved(document, "X_TRIAL.b", to), "X_TRIAL.b") == list(order)
    assert order_of(document, "X_TRIAL.b") == ["a", "b", "c"]


def test_sections_and_questions_move_too():
    assert order_of(moved(draft(), "TWO", "up"), "TWO") == ["TWO", "ONE"]
    assert order_of(moved(draft(), "X_OTHER", "1", "ONE"), "X_OTHER") == ["X_OTHER", "X_TRIAL"]


@pytest.mark.parametrize("to", ["", "x", "-1", "1.5", "²", "9" * 400])
def test_what_is_no_place_is_refused(to):
    with pytest.raises(ValueError, match="^" if not to else None):
        moved(draft(), "TWO", to)


@pytest.mark.parametrize("code", ["NOWHERE", "X_TRIAL.no", "X_NO.first", "", "."])
def test_what_is_not_there_is_not_moved_or_retired(code):
    for change in (lambda: moved(draft(), code, "up"), lambda: retired(draft(), code, NUMBER, PUBLISHED)):
        with pytest.raises(NotThere):
            change()
    with pytest.raises(NotThere):
        moved(draft(), "X_OTHER", "1", "NOWHERE")


def test_published_part_and_question_are_retired_and_restored():
    new = retired(retired(draft(), "X_TRIAL.why", NUMBER, PUBLISHED), "X_OTHER", NUMBER, PUBLISHED)
    assert [part.code for part in questionnaire(new, NUMBER).parts] == ["X_TRIAL.first"]
    assert (part_in(new, "X_TRIAL.why")["retired"], question_in(new, "X_OTHER")["retired"]) == (
        NUMBER,
        NUMBER,
    )
    assert restored(restored(new, "X_TRIAL.why"), "X_OTHER") == draft()


def test_what_was_retired_before_keeps_its_version():
    earlier = draft({"code": "a", "retired": 1})
    assert part_in(retired(earlier, "X_TRIAL.a", NUMBER, gathered([earlier])), "X_TRIAL.a")["retired"] == 1


def test_published_is_never_removed_and_new_is_never_retired():
    for code in ("X_TRIAL", "X_TRIAL.first", "ONE"):
        with pytest.raises(BadInput):
            removed(draft(), code, PUBLISHED)
    new = draft(verdict(), {"code": "new"})
    with pytest.raises(BadInput):
        retired(new, "X_TRIAL.new", NUMBER, PUBLISHED)
    with pytest.raises(BadInput):
        retired(new, "ONE", NUMBER, PUBLISHED)


def test_new_part_is_removed_with_the_list_that_only_it_used():
    document = draft(verdict(), {"code": "why"}, {"code": "new", "kind": "one_choice", "options": "sizes"})
    document["lists"].append({"code": "sizes", "options": [{"code": "s", "label": words("S")}]})
    assert removed(document, "X_TRIAL.new", PUBLISHED) == draft()


def test_list_that_was_published_or_is_used_elsewhere_stays():
    choice = {"kind": "one_choice", "options": "colours"}
    document = draft(verdict(), {"code": "why"}, {"code": "new", **choice})
    assert removed(document, "X_TRIAL.new", PUBLISHED)["lists"] == draft()["lists"]


def test_section_is_removed_when_it_is_empty():
    document = draft()
    document["sections"].append({"code": "NEW", "title": words("New"), "questions": []})
    assert removed(document, "NEW", PUBLISHED) == draft()
    section_in(document, "NEW")["questions"].append(section_in(document, "ONE")["questions"].pop())
    with pytest.raises(BadInput) as refusal:
        removed(document, "NEW", PUBLISHED)
    assert str(refusal.value) == "The section NEW still has questions. Move or remove them first."
