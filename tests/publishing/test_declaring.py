from survey.publishing.declaring import read_declarations
from survey.questionnaire.declarations import Declaration
from survey.questionnaire.differences import differences
from survey.questionnaire.structure import questionnaire
from tests.support.factories import document, words

OTHER = {"label": words("Other")}
FOUND = differences(
    questionnaire(document({"code": "first"}, {"code": "second"}), 1),
    questionnaire(document({"code": "first"} | OTHER, {"code": "second"} | OTHER, {"code": "new"}), 2),
)
FIRST, SECOND = "X_TRIAL.first", "X_TRIAL.second"


def test_each_change_is_declared_by_itself_and_the_rest_together():
    fields = {
        f"declared:{FIRST}": "clarification",
        f"note:{FIRST}": " Clearer ",
        "declared:X_TRIAL.new": "wording",
    }
    declaring = read_declarations(FOUND, fields)
    assert declaring.declared == {FIRST: Declaration(FIRST, "clarification", "Clearer")}
    assert (declaring.faults, declaring.meaning(SECOND), declaring.note(FIRST)) == ({}, "", "Clearer")
    together = read_declarations(FOUND, fields | {"rest": "wording"})
    assert together.declared == {
        FIRST: Declaration(FIRST, "clarification", "Clearer"),
        SECOND: Declaration(SECOND, "wording"),
    }


def test_what_is_no_declaration_is_none():
    assert read_declarations(FOUND, {f"declared:{FIRST}": "better", "rest": "worse"}).declared == {}


def test_note_that_cannot_be_kept_stays_visible_with_its_fault():
    fields = {f"declared:{FIRST}": "wording", f"note:{FIRST}": "a\0b", f"note:{SECOND}": "alone"}
    declaring = read_declarations(FOUND, fields)
    assert [declaring.note(code) for code in (FIRST, SECOND)] == ["a\0b", "alone"]
    assert list(declaring.faults) == [FIRST, SECOND]
    assert "did not say what the change means" in str(declaring.faults[SECOND])
