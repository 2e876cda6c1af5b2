"""Finds sections, questions, parts and lists in the document of a draft, by their codes."""

from collections.abc import Iterator, Mapping

from survey.questionnaire.structure import in_version

SECTION, QUESTION, PART, LIST = "section", "question", "part", "list"


class NotThere(LookupError):
    """The draft has nothing with this code, or has it no more."""


def section_in(document: Mapping, code: str) -> dict:
    return _with_code(document["sections"], code)


def question_in(document: Mapping, code: str) -> dict:
    return _with_code([question for _section, question in questions_in(document)], code)


def part_in(document: Mapping, code: str) -> dict:
    """A part by its full code, such as Q1_AWARENESS.partners."""
    question, _point, own = code.partition(".")
    return _with_code(question_in(document, question)["parts"], own)


def list_in(document: Mapping, code: str) -> dict:
    return _with_code(document["lists"], code)


def section_of(document: Mapping, question_code: str) -> dict:
    """The section in which a question stands."""
    for section, question in questions_in(document):
        if question["code"] == question_code:
            return section
    raise NotThere(question_code)


def questions_in(document: Mapping) -> Iterator[tuple[dict, dict]]:
    """Every question with its section, retired ones too."""
    for section in document["sections"]:
        for question in section["questions"]:
            yield section, question


def parts_in(document: Mapping) -> Iterator[tuple[str, dict, dict]]:
    """Every part with its full code and its question, retired ones too."""
    for _section, question in questions_in(document):
        for part in question["parts"]:
            yield f"{question['code']}.{part['code']}", question, part


def kind_of_element(document: Mapping, code: str) -> str:
    """Whether this is the code of a section, a question or a part. Raises NotThere."""
    if "." in code:
        part_in(document, code)
        return PART
    if any(question["code"] == code for _section, question in questions_in(document)):
        return QUESTION
    section_in(document, code)
    return SECTION


def element_in(document: Mapping, code: str) -> dict:
    """The section, question or part with this code."""
    finders = {SECTION: section_in, QUESTION: question_in, PART: part_in}
    return finders[kind_of_element(document, code)](document, code)


def siblings_of(document: Mapping, code: str) -> list[dict]:
    """The list in which a section, a question or a part stands, in its order."""
    kind = kind_of_element(document, code)
    if kind == SECTION:
        return document["sections"]
    if kind == QUESTION:
        return section_of(document, code)["questions"]
    return question_in(document, code.partition(".")[0])["parts"]


def is_asked(document: Mapping, part_code: str, number: int) -> bool:
    """Whether version `number` asks this part and its question."""
    question = question_in(document, part_code.partition(".")[0])
    return in_version(question, number) and in_version(part_in(document, part_code), number)


def list_code_of(part: Mapping) -> str:
    """The list from which a part takes its options; empty where it takes none."""
    return part.get("options") or ("verdict" if part.get("kind") == "verdict" else "")


def users_of(document: Mapping, list_code: str) -> list[str]:
    """The full codes of the parts that take their options from this list, retired ones too."""
    return [code for code, _question, part in parts_in(document) if list_code_of(part) == list_code]


def _with_code(entries, code: str) -> dict:
    for entry in entries:
        if entry["code"] == code:
            return entry
    raise NotThere(code)
