"""Sections and questions: what their forms hold, and the draft after a change of them."""

from collections.abc import Container, Mapping
from copy import deepcopy

from survey.questionnaire.editing import codes
from survey.questionnaire.editing.places import NotThere, question_in, section_in, section_of
from survey.questionnaire.editing.recoding import recoded
from survey.questionnaire.editing.typed import CODE, TEXT, TITLE, Typed, words_fields
from survey.web.wording import sentence

NO_SUCH_SECTION = sentence("Choose one of the sections.")


def section_fields(section: Mapping) -> dict[str, list[str]]:
    return {"code": [section["code"]]} | words_fields("title", section["title"])


def read_section(typed: Typed, *, taken: Container[str], fixed: str = "") -> dict:
    """A section's code and title. `fixed` is the code of one that is published and keeps it."""
    title = typed.words("title", TITLE)
    code = fixed or typed.line("code", CODE) or codes.section_code(title.get("en", ""), taken)
    if not fixed and "code" not in typed.faults and (objection := codes.section_objection(code, taken)):
        typed.fault("code", objection)
    return {"code": code, "title": title}


def with_section(document: Mapping, entry: Mapping, old: str = "") -> dict:
    """The document with a new section at its end or, with `old`, with this one changed."""
    new = deepcopy(dict(document))
    if old:
        section_in(new, old).update(entry)
    else:
        new["sections"].append({**entry, "questions": []})
    return new


def question_fields(document: Mapping, question: Mapping) -> dict[str, list[str]]:
    own = {"code": [question["code"]], "section": [section_of(document, question["code"])["code"]]}
    return own | words_fields("title", question["title"]) | words_fields("text", question["text"])


def read_question(typed: Typed, document: Mapping, *, taken: Container[str], fixed: str = "") -> dict:
    """A question's code, title and text, and the `section` in which it is to stand."""
    title = typed.words("title", TITLE)
    text = typed.words("text", TEXT, lines=True)
    code = fixed or typed.line("code", CODE) or codes.question_code(title.get("en", ""), taken)
    if not fixed and "code" not in typed.faults and (objection := codes.question_objection(code, taken)):
        typed.fault("code", objection)
    section = typed.text("section")
    if section not in [entry["code"] for entry in document["sections"]]:
        typed.fault("section", NO_SUCH_SECTION)
    return {"code": code, "title": title, "text": text, "section": section}


def with_question(document: Mapping, entry: Mapping, number: int, old: str = "") -> dict:
    """The document of version `number` with a new question or, with `old`, with this one changed.

    A question that comes into another section stands at its end.
    """
    new = deepcopy(dict(document))
    own = {name: value for name, value in entry.items() if name != "section"}
    target = section_in(new, entry["section"])
    if not old:
        target["questions"].append(own | {"origin": "added", "since": number, "parts": []})
        return new
    question, present = question_in(new, old), section_of(new, old)
    question.update(own)
    if present is not target:
        present["questions"].remove(question)
        target["questions"].append(question)
    return recoded(new, old, own["code"])


def version_fields(document: Mapping, number: int) -> dict[str, list[str]]:
    return words_fields("title", document["title"]) | words_fields(
        "note", _entry(document, number).get("note", {})
    )


def read_version(typed: Typed) -> dict:
    """The title of the questionnaire, and what a reader should know about this version of it."""
    return {"title": typed.words("title", TITLE), "note": typed.words("note", TEXT, needed=False, lines=True)}


def with_version(document: Mapping, entry: Mapping, number: int) -> dict:
    new = deepcopy(dict(document))
    new["title"] = entry["title"]
    _entry(new, number)["note"] = entry["note"]
    return new


def _entry(document: Mapping, number: int) -> dict:
    for entry in document["versions"]:
        if entry["number"] == number:
            return entry
    raise NotThere(str(number))
