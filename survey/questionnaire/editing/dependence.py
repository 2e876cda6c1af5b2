"""The tests of a condition in a form: another part before this one, is or is not, and some of its options."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey.questionnaire.editing.places import list_code_of, parts_in
from survey.questionnaire.editing.rows import count
from survey.questionnaire.editing.typed import Typed
from survey.questionnaire.structure import Choice, Words, in_version
from survey.web.wording import sentence

IN, NOT_IN = "in", "not_in"
HOWS = {IN: sentence("is one of"), NOT_IN: sentence("is none of")}
NO_SUCH_PART = sentence("Choose a part of the list: one that stands before this one and has options.")
NO_ANSWER = sentence("Tick at least one answer.")
NO_SUCH_ANSWER = sentence("One of these answers does not exist any more. Look at what is ticked.")


@dataclass(frozen=True)
class Askable:
    """A part on whose answer another one can depend."""

    code: str
    short: Words
    options: tuple[Choice, ...]

    @property
    def codes(self) -> set[str]:
        return {option.code for option in self.options}


@dataclass(frozen=True)
class ShownTest:
    """One row of a condition as the form shows it."""

    part: str
    how: str
    ticked: frozenset[str]


def askable_before(document: Mapping, number: int, code: str) -> list[Askable]:
    """The parts with options that version `number` asks before this part; `code` may be one that is to be added."""
    question_code = code.partition(".")[0]
    lists = {entry["code"]: entry["options"] for entry in document["lists"]}
    found: list[Askable] = []
    inside = False
    for full, question, part in parts_in(document):
        if full == code or (inside and question["code"] != question_code):
            break
        inside = question["code"] == question_code
        if in_version(question, number) and in_version(part, number):
            options = _options(part, lists)
            if options:
                found.append(Askable(full, Words(part.get("short", {})), options))
    return found


def _options(part: Mapping, lists: Mapping[str, Sequence[Mapping]]) -> tuple[Choice, ...]:
    relabel = part.get("relabel", {})
    entries = [*lists.get(list_code_of(part), ()), *part.get("extra", ())]
    return tuple(
        Choice(entry["code"], Words(relabel.get(entry["code"], entry["label"]))) for entry in entries
    )


def test_fields(prefix: str, tests: Iterable[Mapping]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {f"{prefix}.part": [], f"{prefix}.how": [], f"{prefix}.codes": []}
    for place, test in enumerate(tests):
        how = NOT_IN if NOT_IN in test else IN
        fields[f"{prefix}.part"].append(test["part"])
        fields[f"{prefix}.how"].append(how)
        fields[f"{prefix}.codes"] += [f"{place}:{code}" for code in test.get(how, ())]
    return fields


def shown_tests(typed: Typed, prefix: str) -> list[ShownTest]:
    """The rows as they were typed."""
    ticked = [tick.partition(":") for tick in typed.all(f"{prefix}.codes")]
    parts, hows = typed.all(f"{prefix}.part"), typed.all(f"{prefix}.how")
    return [
        ShownTest(
            parts[place] if place < len(parts) else "",
            hows[place] if place < len(hows) and hows[place] in HOWS else IN,
            frozenset(code for row, _colon, code in ticked if row == str(place)),
        )
        for place in range(count(typed.fields, prefix))
    ]


def read_tests(typed: Typed, prefix: str, askable: Iterable[Askable]) -> list[dict[str, Any]]:
    """The tests whose part is chosen; the answers in the order of the other part's options."""
    known = {part.code: part for part in askable}
    found = []
    for place, shown in enumerate(shown_tests(typed, prefix)):
        if not shown.part:
            continue
        other = known.get(shown.part)
        if other is None:
            typed.fault(f"{prefix}.part-{place}", NO_SUCH_PART)
            continue
        if not shown.ticked:
            typed.fault(f"{prefix}.part-{place}", NO_ANSWER)
        elif not shown.ticked <= other.codes:
            typed.fault(f"{prefix}.part-{place}", NO_SUCH_ANSWER)
        codes = [option.code for option in other.options if option.code in shown.ticked]
        found.append({"part": shown.part, shown.how: codes})
    return found
