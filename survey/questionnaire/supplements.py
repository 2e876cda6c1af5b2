"""What a supplement asks: the parts of a version that a report was never asked, and nothing else.

Its data file is the version's, cut down. What hangs on an answer that was signed already is settled here once and for
all: a test that holds falls away, and a part whose test fails is ruled out.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from survey.questionnaire.conditions import Test, condition, holds
from survey.questionnaire.instrument import checksum
from survey.questionnaire.structure import Part, Questionnaire, in_version

LENGTH_OF_GROUP = 12


def new_parts(version: Questionnaire, known: Collection[str]) -> list[Part]:
    """The parts of a version that are not among those with these codes."""
    return [part for part in version.parts if part.code not in known]


def settled_tests(version: Questionnaire, known: Collection[str]) -> tuple[Test, ...]:
    """The tests of new parts on parts that were asked before, each once."""
    tests = (test for part in new_parts(version, known) for test in part.when + part.alternative_when)
    return tuple(dict.fromkeys(test for test in tests if test.part in known))


def outcome(tests: Iterable[Test], values: Mapping[str, str]) -> tuple[bool, ...]:
    """How each of these tests comes out. Reports for which all come out alike are asked the same."""
    return tuple(holds((test,), values) for test in tests)


def restricted(
    document: Mapping,
    number: int,
    *,
    after: Sequence[int],
    known: Collection[str],
    values: Mapping[str, str],
) -> dict | None:
    """The data file of what version `number` asks after these versions; None where that is nothing.

    `known` are the codes of all parts that were asked before, `values` the answers to them that were signed.
    """
    before = {code: values.get(code, "") for code in known}
    sections, ruled_out = [], []
    for section in document["sections"]:
        questions = []
        for question in section["questions"]:
            if in_version(question, number):
                asked, never = _sorted_out(question, number, before)
                questions += [question | {"parts": asked}] if asked else []
                ruled_out += [question | {"parts": never}] if never else []
        if questions:
            sections.append(section | {"questions": questions})
    if not sections:
        return None
    versions = [entry for entry in document["versions"] if entry["number"] == number]
    own = {"versions": versions, "sections": sections, "after": list(after), "ruled_out": ruled_out}
    return {**document, **own}


def _sorted_out(question: Mapping, number: int, before: dict[str, str]) -> tuple[list[dict], list[dict]]:
    """The new parts of a question that can be shown, and those that cannot; the latter join those `before`."""
    asked, never = [], []
    for part in question["parts"]:
        code = f"{question['code']}.{part['code']}"
        if in_version(part, number) and code not in before:
            settled = _settled(part, before)
            if settled is None:
                never.append({**part})
                # whatever hangs on it finds it unanswered
                before[code] = ""
            else:
                asked.append(settled)
    return asked, never


def _settled(part: Mapping, before: Mapping[str, str]) -> dict | None:
    """The part without what earlier answers have settled; None where they hide it."""
    left = _left(part.get("when", ()), before)
    if left is None:
        return None
    made = {name: value for name, value in part.items() if name not in ("when", "alternative")}
    if left:
        made["when"] = left
    alternative = part.get("alternative", {})
    if alternative.get("when"):
        unsettled = _left(alternative["when"], before)
        if unsettled:
            made["alternative"] = {**alternative, "when": unsettled}
        elif unsettled is not None:
            made["label"] = alternative["label"]
    return made


def _left(tests: Iterable[Mapping], before: Mapping[str, str]) -> list[Mapping] | None:
    """The tests on new parts; None where one on an earlier part fails."""
    tests = list(tests)
    if not holds(condition(test for test in tests if test["part"] in before), before):
        return None
    return [test for test in tests if test["part"] not in before]


def after_name(after: Sequence[int], text: str, *, settled: bool) -> str:
    """What a supplement's version stands after, such as 1;2, as the database keeps it.

    Where earlier answers have settled something, the group of reports with these answers is told apart by the
    beginning of the checksum of its data file `text`.
    """
    numbers = ";".join(str(number) for number in after)
    return f"{numbers}/{checksum(text)[:LENGTH_OF_GROUP]}" if settled else numbers
