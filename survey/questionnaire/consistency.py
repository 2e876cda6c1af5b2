"""What is wrong with a questionnaire's data file, in sentences with the place, before anything is loaded."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from survey.questionnaire.condition_checks import condition_faults
from survey.questionnaire.findings import Finding
from survey.questionnaire.kinds.registry import KINDS
from survey.questionnaire.missing_texts import without_english
from survey.questionnaire.structure import Choice, Part, Questionnaire, in_version, questionnaire
from survey.web.wording import sentence

POLARITIES = ("good", "adverse", "open")
QUESTION_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
CODE = re.compile(r"[a-z][a-z0-9_]*")
#: options, rows and columns; their codes stand in stored answers, between semicolons and colons
CHOICE_CODE = re.compile(r"[a-z0-9][a-z0-9_]*")


def faults(document: Mapping, numbers: Collection[int] | None = None) -> list[str]:
    """One sentence for each fault; empty when every version, or each of `numbers`, can be published."""
    try:
        asked_for = [entry["number"] for entry in document["versions"]]
    except KeyError as missing:
        return [str(_lacks(missing))]
    if not asked_for:
        return ["The data file names no version."]
    found = [
        str(finding)
        for number in asked_for
        if numbers is None or number in numbers
        for finding in findings(document, number)
    ]
    # what is wrong with the file as a whole is found once for each version
    return list(dict.fromkeys(found))


def findings(
    document: Mapping,
    number: int,
    *,
    registered: Mapping[str, str] | None = None,
    published: Collection[str] = (),
) -> list[Finding]:
    """Why version `number` cannot be published yet; empty when it can.

    `registered` holds the kind of every part code ever used, `published` those that this questionnaire used.
    """
    try:
        found = [*_shape_faults(document), *without_english(document, number)]
        version = questionnaire(document, number)
    except KeyError as missing:
        return [Finding("", _lacks(missing))]
    found += _version_faults(document, version)
    found += condition_faults(document, version)
    found += _register_faults(version, registered or {}, published)
    return found


def advice(document: Mapping, number: int) -> list[Finding]:
    """What would not stop version `number`, but is worth a look."""
    found = []
    for section in document["sections"]:
        if not any(in_version(question, number) for question in section["questions"]):
            words = sentence(
                "The section %(code)s has no questions, so no mission sees it.", code=section["code"]
            )
            found.append(Finding(section["code"], words))
    return found


def _lacks(missing: KeyError):
    return sentence("The data file has no %(entry)s, or refers to one that is not there.", entry=str(missing))


def _shape_faults(document: Mapping) -> Iterator[Finding]:
    """What concerns the whole document, retired questions too: codes are never used twice."""
    for entry in document["lists"]:
        if not entry["options"]:
            words = sentence("The list %(code)s has no options.", code=entry["code"])
            yield Finding(entry["code"], words)
        yield from _choice_faults(entry["code"], _choices(entry["options"]))
    for what, codes in (
        ("list", [entry["code"] for entry in document["lists"]]),
        ("section", [entry["code"] for entry in document["sections"]]),
    ):
        for code in _repeated(codes):
            words = (
                sentence("There are several lists with the code %(code)s.", code=code)
                if what == "list"
                else sentence("There are several sections with the code %(code)s.", code=code)
            )
            yield Finding(code, words)


def _version_faults(document: Mapping, version: Questionnaire) -> Iterator[Finding]:
    every_question = [q["code"] for section in document["sections"] for q in section["questions"]]
    every_part = [
        f"{q['code']}.{part['code']}"
        for section in document["sections"]
        for q in section["questions"]
        for part in q["parts"]
    ]
    same = {"number": str(version.number)}
    for code, times in _repeated(every_question).items():
        words = sentence("The question code %(code)s stands %(times)s times in version %(number)s.")
        yield Finding(code, sentence(words.text, code=code, times=times, **same))
    for code, times in _repeated(every_part).items():
        words = sentence("The part code %(code)s stands %(times)s times in version %(number)s.")
        yield Finding(code, sentence(words.text, code=code, times=times, **same))
    for question in version.questions:
        if not QUESTION_CODE.fullmatch(question.code):
            words = sentence(
                "The question code %(code)s may have only capital letters, digits and underscores."
            )
            yield Finding(question.code, sentence(words.text, code=question.code))
        if not question.parts:
            words = sentence("The question %(code)s has no part that can be answered.")
            yield Finding(question.code, sentence(words.text, code=question.code))
    aims = {aim.code for aim in version.aims}
    for part in version.parts:
        yield from _part_faults(part, aims)


def _part_faults(part: Part, aims: set[str]) -> Iterator[Finding]:
    code = part.code
    if not CODE.fullmatch(code.partition(".")[2]):
        words = sentence(
            "The part code %(code)s may have only small letters, digits and underscores after the point."
        )
        yield Finding(code, sentence(words.text, code=code))
    if part.kind not in KINDS:
        yield Finding(code, sentence("%(code)s has the unknown kind '%(kind)s'.", code=code, kind=part.kind))
    elif KINDS[part.kind].coded and not part.options:
        yield Finding(code, sentence("%(code)s has nothing to choose from.", code=code))
    elif part.kind == "table" and not (part.rows and part.columns):
        yield Finding(code, sentence("%(code)s is a table without rows or columns.", code=code))
    if part.kind == "verdict" and part.polarity not in POLARITIES:
        yield Finding(code, sentence("%(code)s needs a polarity: good, adverse or open.", code=code))
    for aim in sorted(set(part.aims) - aims):
        yield Finding(code, sentence("%(code)s names the unknown aim %(aim)s.", code=code, aim=aim))
    for choices in (part.options, part.rows, part.columns):
        yield from _choice_faults(code, choices)


def _choice_faults(place: str, choices: Iterable[Choice]) -> Iterator[Finding]:
    codes = [choice.code for choice in choices]
    for code in _repeated(codes):
        words = sentence("%(place)s has the code “%(code)s” more than once.")
        yield Finding(place, sentence(words.text, place=place, code=code))
    for code in codes:
        if not CHOICE_CODE.fullmatch(code):
            words = sentence(
                "%(place)s has the code “%(code)s”; it may have only small letters, digits and underscores."
            )
            yield Finding(place, sentence(words.text, place=place, code=code))


def _register_faults(
    version: Questionnaire, registered: Mapping[str, str], published: Collection[str]
) -> Iterator[Finding]:
    for part in version.parts:
        kind = registered.get(part.code)
        if kind and kind != part.kind:
            words = sentence("%(code)s was of the kind %(kind)s before; give the new part another code.")
            yield Finding(part.code, sentence(words.text, code=part.code, kind=kind))
        elif kind and part.code not in published:
            words = sentence(
                "The code %(code)s was used before for something else; give the new part another code."
            )
            yield Finding(part.code, sentence(words.text, code=part.code))


def _repeated(codes: Iterable[str]) -> dict[str, int]:
    return {code: times for code, times in Counter(codes).items() if times > 1}


def _choices(entries: Iterable[Mapping]) -> tuple[Choice, ...]:
    return tuple(Choice(entry["code"], entry["label"]) for entry in entries)
