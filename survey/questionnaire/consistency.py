"""What is wrong with a questionnaire's data file, in sentences with the place, before anything is loaded."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from survey.questionnaire.kinds.registry import KINDS
from survey.questionnaire.structure import Questionnaire, questionnaire

POLARITIES = ("good", "adverse", "open")
QUESTION_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
CODE = re.compile(r"[a-z][a-z0-9_]*")


def faults(document: Mapping) -> list[str]:
    """One sentence for each fault; empty when every version can be published."""
    try:
        versions = [questionnaire(document, entry["number"]) for entry in document["versions"]]
    except KeyError as missing:
        return [f"The data file has no {missing}, or refers to one that is not there."]
    if not versions:
        return ["The data file names no version."]
    return [fault for version in versions for fault in _faults(version)]


def _faults(version: Questionnaire) -> Iterator[str]:
    where = f"version {version.number}"
    for kind, codes in (
        ("question", [question.code for question in version.questions]),
        ("part", [part.code for part in version.parts]),
    ):
        for code, times in Counter(codes).items():
            if times > 1:
                yield f"The {kind} code {code} stands {times} times in {where}."
    for question in version.questions:
        if not QUESTION_CODE.fullmatch(question.code):
            yield f"The question code {question.code} may have only capital letters, digits and underscores."
    yield from _part_faults(version)
    yield from _condition_faults(version)


def _part_faults(version: Questionnaire) -> Iterator[str]:
    aims = {aim.code for aim in version.aims}
    for part in version.parts:
        if not CODE.fullmatch(part.code.partition(".")[2]):
            yield f"The part code {part.code} may have only small letters, digits and underscores after the point."
        if part.kind not in KINDS:
            yield f"{part.code} has the unknown kind '{part.kind}'."
        elif KINDS[part.kind].coded and not part.options:
            yield f"{part.code} has nothing to choose from."
        elif part.kind == "table" and not (part.rows and part.columns):
            yield f"{part.code} is a table without rows or columns."
        if part.kind == "verdict" and part.polarity not in POLARITIES:
            yield f"{part.code} needs a polarity: good, adverse or open."
        for aim in set(part.aims) - aims:
            yield f"{part.code} names the unknown aim {aim}."


def _condition_faults(version: Questionnaire) -> Iterator[str]:
    before: dict[str, set[str]] = {}
    for part in version.parts:
        for test in part.when + part.alternative_when:
            if test.part not in before:
                yield f"{part.code} depends on {test.part}, which does not stand before it."
            elif not test.codes:
                yield f"{part.code} depends on {test.part} without naming an answer."
            elif not test.codes <= before[test.part]:
                yield f"{part.code} depends on an answer that {test.part} does not have."
        before[part.code] = set(part.option_labels)
