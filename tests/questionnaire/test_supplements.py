import pytest

from survey.questionnaire.instrument import canonical
from survey.questionnaire.structure import questionnaire
from survey.questionnaire.supplements import after_name, new_parts, outcome, restricted, settled_tests
from tests.support.factories import document, verdict, words


def when(part, *codes, test="in"):
    return [{"part": f"X_TRIAL.{part}", test: list(codes)}]


def asked_after(trial, *, known=("X_TRIAL.first",), values=None, number=2, after=(1,)):
    """What a supplement asks of a report, as a questionnaire; None where that is nothing."""
    known = frozenset(known)
    made = restricted(trial, number, after=after, known=known, values=values or {})
    return made and questionnaire(made, number)


def trial(*parts, versions=(1, 2), **fields):
    """A data file whose first part, a verdict, was there from the start."""
    return document(verdict(), *parts, versions=versions, **fields)


def test_only_new_parts_are_asked_and_the_text_of_their_question_stays():
    text = trial({"code": "why", "since": 2}, {"code": "gone", "retired": 2}, {"code": "later", "since": 3})
    found = asked_after(text)
    assert [part.code for part in found.parts] == ["X_TRIAL.why"]
    assert found.question["X_TRIAL"].text == words("Text")
    assert (found.number, found.after, found.ruled_out) == (2, (1,), ())


def test_nothing_new_is_nothing_to_ask():
    assert asked_after(trial()) is None
    assert asked_after(trial({"code": "why", "since": 2}), known=["X_TRIAL.first", "X_TRIAL.why"]) is None


def test_question_and_section_without_new_parts_fall_away():
    text = trial({"code": "why", "since": 2})
    other = document({"code": "old"}, question="X_OTHER")["sections"][0] | {"code": "TWO"}
    text["sections"].append(other)
    found = asked_after(text, known=["X_TRIAL.first", "X_OTHER.old"])
    assert [section.code for section in found.sections] == ["ONE"]


def test_test_on_an_earlier_part_that_holds_falls_away():
    text = trial({"code": "why", "since": 2, "when": when("first", "yes")})
    found = asked_after(text, values={"X_TRIAL.first": "yes"})
    assert found.part["X_TRIAL.why"].when == ()


@pytest.mark.parametrize("values", [{"X_TRIAL.first": "no"}, {}])
def test_part_whose_test_on_an_earlier_part_fails_is_ruled_out(values):
    text = trial({"code": "why", "since": 2, "when": when("first", "yes")}, {"code": "more", "since": 2})
    found = asked_after(text, values=values)
    assert [part.code for part in found.parts] == ["X_TRIAL.more"]
    assert [part.code for part in found.ruled_out] == ["X_TRIAL.why"]
    assert list(found.covered) == ["X_TRIAL.more", "X_TRIAL.why"]


def test_what_hangs_on_a_part_that_is_ruled_out_counts_it_as_unanswered():
    text = trial(
        verdict("why", since=2, when=when("first", "yes")),
        {"code": "then", "since": 2, "when": when("why", "yes")},
        {"code": "else", "since": 2, "when": when("why", "yes", test="not_in")},
    )
    found = asked_after(text, values={"X_TRIAL.first": "no"})
    assert [part.code for part in found.ruled_out] == ["X_TRIAL.why", "X_TRIAL.then"]
    assert found.part["X_TRIAL.else"].when == ()


def test_nothing_is_asked_where_every_new_part_is_ruled_out():
    text = trial({"code": "why", "since": 2, "when": when("first", "yes")})
    assert asked_after(text, values={"X_TRIAL.first": "no"}) is None


def test_tests_on_new_parts_stay():
    conditions = when("first", "yes") + when("again", "no")
    text = trial(verdict("again", since=2), {"code": "why", "since": 2, "when": conditions})
    found = asked_after(text, values={"X_TRIAL.first": "yes"})
    assert [test.part for test in found.part["X_TRIAL.why"].when] == ["X_TRIAL.again"]


@pytest.mark.parametrize(("answer", "label"), [("no", words("Why not")), ("yes", words("Label"))])
def test_alternative_label_is_settled_by_the_earlier_answer(answer, label):
    alternative = {"when": when("first", "no"), "label": words("Why not")}
    text = trial({"code": "why", "since": 2, "alternative": alternative})
    part = asked_after(text, values={"X_TRIAL.first": answer}).part["X_TRIAL.why"]
    assert (part.label, part.alternative_when) == (label, ())


def test_alternative_label_that_hangs_on_a_new_part_too_stays_open():
    alternative = {"when": when("first", "no") + when("again", "no"), "label": words("Why not")}
    text = trial(verdict("again", since=2), {"code": "why", "since": 2, "alternative": alternative})
    part = asked_after(text, values={"X_TRIAL.first": "no"}).part["X_TRIAL.why"]
    assert [test.part for test in part.alternative_when] == ["X_TRIAL.again"]
    assert part.label == words("Label")


def test_reports_are_told_apart_by_the_tests_on_earlier_parts_only():
    conditions = when("first", "yes") + when("again", "no")
    version = questionnaire(
        trial(verdict("again", since=2), {"code": "why", "since": 2, "when": conditions}), 2
    )
    known = frozenset({"X_TRIAL.first"})
    tests = settled_tests(version, known)
    assert [test.part for test in tests] == ["X_TRIAL.first"]
    assert outcome(tests, {"X_TRIAL.first": "yes"}) == (True,)
    assert outcome(tests, {"X_TRIAL.first": "no"}) == outcome(tests, {}) == (False,)
    assert [part.code for part in new_parts(version, known)] == ["X_TRIAL.again", "X_TRIAL.why"]


def test_name_of_what_it_comes_after():
    assert after_name((1, 2), "text", settled=False) == "1;2"
    assert after_name((1,), canonical({}), settled=True) == "1/44136fa355b3"


def test_version_as_a_whole_covers_exactly_what_it_asks():
    whole = questionnaire(trial(), 1)
    assert (whole.after, whole.ruled_out, whole.covered) == ((), (), whole.part)
