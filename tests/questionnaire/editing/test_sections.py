import pytest

from survey.questionnaire.editing.places import NotThere, question_in, section_in, section_of
from survey.questionnaire.editing.sections import (
    question_fields,
    read_question,
    read_section,
    read_version,
    section_fields,
    version_fields,
    with_question,
    with_section,
    with_version,
)
from survey.questionnaire.editing.typed import Typed
from tests.questionnaire.editing.drafts import NUMBER, draft, fields, three
from tests.support.factories import verdict, words


def read(reader, typed_fields, *args, **more):
    typed = Typed(typed_fields)
    found = reader(typed, *args, **more)
    return found, {name: str(fault) for name, fault in typed.faults.items()}


def test_section_is_added_at_the_end_and_changed():
    entry, faults = read(read_section, three("title", "New needs"), taken=())
    new = with_section(draft(), entry)
    assert (faults, new["sections"][-1]) == (
        {},
        {"code": "NEW_NEEDS", "title": words("New needs"), "questions": []},
    )
    changed = with_section(new, {"code": "NEEDS", "title": words("Needs")}, "NEW_NEEDS")
    assert section_in(changed, "NEEDS") == {"code": "NEEDS", "title": words("Needs"), "questions": []}


def test_question_is_added_without_parts():
    typed_fields = three("title", "Link noticed") | three("text", "Was it noticed?") | fields(section="TWO")
    entry, faults = read(read_question, typed_fields, draft(), taken={"X_LINK_NOTICED"})
    new = with_question(draft(), entry, NUMBER)
    assert (faults, section_of(new, "X_LINK_NOTICED_2")["code"]) == ({}, "TWO")
    assert question_in(new, "X_LINK_NOTICED_2") == {
        "code": "X_LINK_NOTICED_2",
        "title": words("Link noticed"),
        "text": words("Was it noticed?"),
        "origin": "added",
        "since": NUMBER,
        "parts": [],
    }


def test_question_moves_to_another_section_and_takes_its_new_code_along():
    document = draft(verdict(), {"code": "why", "when": [{"part": "X_TRIAL.first", "in": ["no"]}]})
    own = question_fields(document, question_in(document, "X_TRIAL")) | fields(code="X_NEW", section="TWO")
    entry, faults = read(read_question, own, document, taken=())
    new = with_question(document, entry, NUMBER, "X_TRIAL")
    assert (faults, [question["code"] for question in section_in(new, "TWO")["questions"]]) == (
        {},
        ["X_OTHER", "X_NEW"],
    )
    assert question_in(new, "X_NEW")["parts"][1]["when"] == [{"part": "X_NEW.first", "in": ["no"]}]
    assert section_in(new, "ONE")["questions"] == []


def test_question_that_is_sent_back_as_it_was_changes_nothing():
    document = draft()
    own = question_fields(document, question_in(document, "X_TRIAL"))
    entry, faults = read(read_question, own, document, taken=(), fixed="X_TRIAL")
    assert (faults, with_question(document, entry, NUMBER, "X_TRIAL")) == ({}, document)
    section, faults = read(read_section, section_fields(document["sections"][0]), taken=(), fixed="ONE")
    assert (faults, with_section(document, section, "ONE")) == ({}, document)


def test_faults_of_a_question():
    assert read(read_question, fields(code="Q", section="NOWHERE"), draft(), taken=())[1] == {
        "title.en": "Write the English text: it is shown wherever there is no translation.",
        "text.en": "Write the English text: it is shown wherever there is no translation.",
        "code": "The codes of added questions begin with X_, such as X_NOTICED.",
        "section": "Choose one of the sections.",
    }


def test_title_and_note_of_the_version():
    own = version_fields(draft(), NUMBER) | three("note", "One more")
    entry, faults = read(read_version, own)
    new = with_version(draft(), entry, NUMBER)
    assert (faults, new["versions"]) == ({}, [{"number": 1}, {"number": 2, "note": words("One more")}])
    with pytest.raises(NotThere):
        with_version(draft(), entry, 9)
