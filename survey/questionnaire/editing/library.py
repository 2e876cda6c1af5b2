"""Copies of questions and parts, from any version or data file, into a draft under codes of their own."""

from collections.abc import Container, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from survey.questionnaire.editing import codes
from survey.questionnaire.editing.dependence import askable_before
from survey.questionnaire.editing.places import list_code_of, part_in, question_in, section_in
from survey.questionnaire.editing.recoding import tests_of
from survey.questionnaire.structure import in_version
from survey.web.wording import Sentence, sentence

CONDITION_LEFT = sentence(
    "The condition of %(code)s was left out: it depends on something that does not stand before it here."
)
AIMS_LEFT = sentence("Aims of %(code)s that this questionnaire does not have were left out.")


@dataclass
class Copy:
    """The document with the copy in it, the code of the copy, and what could not come along."""

    document: dict
    code: str
    notes: list[Sentence] = field(default_factory=list)


def questions_of(document: Mapping, number: int) -> list[tuple[Mapping, list[Mapping]]]:
    """The sections of a version with the questions that it asks, each with only those parts."""
    found: list[tuple[Mapping, list[Mapping]]] = []
    for section in document["sections"]:
        asked: list[Mapping] = [
            {**question, "parts": [part for part in question["parts"] if in_version(part, number)]}
            for question in section["questions"]
            if in_version(question, number)
        ]
        if asked:
            found.append((section, asked))
    return found


def copy_question(
    document: Mapping,
    number: int,
    *,
    source: Mapping,
    source_number: int,
    code: str,
    section: str,
    taken: Container[str],
) -> Copy:
    """Copies a question, as version `source_number` of `source` asks it, to the end of a section of the draft.

    Raises NotThere for a question or section that is not there.
    """
    original = question_in(source, code)
    new = deepcopy(dict(document))
    own_code = codes.question_code(original["title"].get("en", ""), taken)
    question = {
        "code": own_code,
        "origin": "added",
        "since": number,
        "title": dict(original["title"]),
        "text": dict(original["text"]),
        "parts": [],
    }
    section_in(new, section)["questions"].append(question)
    copy = Copy(new, own_code)
    for part in original["parts"]:
        if in_version(part, source_number):
            _add_part(copy, question, part, source, number, renamed={code: own_code})
    return copy


def copy_part(
    document: Mapping, number: int, *, source: Mapping, code: str, question_code: str, taken: Container[str]
) -> Copy:
    """Copies a part to the end of a question of the draft. Raises NotThere."""
    original = deepcopy(part_in(source, code))
    new = deepcopy(dict(document))
    question = question_in(new, question_code)
    before = f"{question_code}."
    wanted = code.partition(".")[2]
    original["code"] = codes.free(before + wanted, taken).removeprefix(before)
    copy = Copy(new, before + original["code"])
    _add_part(copy, question, original, source, number, renamed={})
    return copy


def _add_part(
    copy: Copy, question: dict, original: Mapping, source: Mapping, number: int, renamed: Mapping[str, str]
) -> None:
    part = deepcopy(dict(original))
    part.pop("retired", None)
    part["since"] = number
    full = f"{question['code']}.{part['code']}"
    question["parts"].append(part)
    for test in tests_of(part):
        other, point, own = test["part"].partition(".")
        test["part"] = f"{renamed.get(other, other)}{point}{own}"
    _bring_list(copy, part, source)
    _leave_out_conditions(copy, part, full, number)
    known = [aim["code"] for aim in copy.document["aims"]]
    if set(part.get("aims", ())) - set(known):
        part["aims"] = [aim for aim in part["aims"] if aim in known]
        copy.notes.append(sentence(AIMS_LEFT.text, code=full))


def _leave_out_conditions(copy: Copy, part: dict, full: str, number: int) -> None:
    answers = {other.code: other.codes for other in askable_before(copy.document, number, full)}
    for name, entry in (("when", part), ("alternative", part.get("alternative", {}))):
        if all(_is_known(test, answers) for test in entry.get("when", ())):
            continue
        part.pop(name)
        copy.notes.append(sentence(CONDITION_LEFT.text, code=full))


def _is_known(test: Mapping, answers: Mapping[str, set[str]]) -> bool:
    return (
        set(test.get("in", test.get("not_in", ()))) <= answers.get(test["part"], set())
        and test["part"] in answers
    )


def _bring_list(copy: Copy, part: dict, source: Mapping) -> None:
    """Takes the part's list along, unless the draft has the same one."""
    code = list_code_of(part)
    original = next((entry for entry in source["lists"] if entry["code"] == code), None)
    if original is None:
        return
    lists = copy.document["lists"]
    same = [known for known in lists if known["options"] == original["options"]]
    if any(known["code"] == code for known in same) or (part["kind"] == "verdict" and _codes(lists, code)):
        return
    if same:
        part["options"] = same[0]["code"]
        return
    part["options"] = codes.free(code, {known["code"] for known in lists})
    lists.append({"code": part["options"], "options": deepcopy(original["options"])})


def _codes(lists, code: str) -> bool:
    return any(known["code"] == code for known in lists)
