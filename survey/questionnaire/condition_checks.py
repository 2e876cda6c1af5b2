"""Conditions that cannot hold as they stand: on nothing, on what comes later, in a circle, on other answers."""

from collections.abc import Iterator, Mapping

from survey.questionnaire.conditions import Test
from survey.questionnaire.findings import Finding
from survey.questionnaire.structure import Part, Questionnaire
from survey.web.wording import sentence


def condition_faults(document: Mapping, version: Questionnaire) -> Iterator[Finding]:
    """What is wrong with the conditions of a version's parts; `document` has its retired parts too."""
    every_part = {
        f"{question['code']}.{part['code']}"
        for section in document["sections"]
        for question in section["questions"]
        for part in question["parts"]
    }
    before: dict[str, set[str]] = {}
    for part in version.parts:
        for test in part.when + part.alternative_when:
            if test.part in before:
                yield from _answer_faults(part, test, before[test.part])
            else:
                yield _order_fault(part, test.part, version, every_part)
        before[part.code] = set(part.option_labels)


def _answer_faults(part: Part, test: Test, answers: set[str]) -> Iterator[Finding]:
    named = {"code": part.code, "other": test.part}
    if not test.codes:
        yield Finding(part.code, sentence("%(code)s depends on %(other)s without naming an answer.", **named))
    elif not test.codes <= answers:
        words = sentence("%(code)s depends on an answer that %(other)s does not have.")
        yield Finding(part.code, sentence(words.text, **named))


def _order_fault(part: Part, other: str, version: Questionnaire, every_part: set[str]) -> Finding:
    named = {"code": part.code, "other": other}
    if other == part.code:
        return Finding(part.code, sentence("%(code)s depends on itself.", code=part.code))
    if other in version.part and depends_on(version, other, part.code):
        return Finding(
            part.code, sentence("%(code)s and %(other)s depend on each other in a circle.", **named)
        )
    if other not in every_part:
        return Finding(part.code, sentence("%(code)s depends on %(other)s, which is not there.", **named))
    if other not in version.part:
        words = sentence("%(code)s depends on %(other)s, which is not asked any more.")
        return Finding(part.code, sentence(words.text, **named))
    words = sentence("%(code)s depends on %(other)s, which does not stand before it.")
    return Finding(part.code, sentence(words.text, **named))


def depends_on(version: Questionnaire, code: str, other: str) -> bool:
    """Whether a part depends on the other one, directly or through parts in between."""
    seen: set[str] = set()
    waiting = [code]
    while waiting:
        part = version.part.get(waiting.pop())
        for test in part.when + part.alternative_when if part else ():
            if test.part == other:
                return True
            if test.part not in seen:
                seen.add(test.part)
                waiting.append(test.part)
    return False
