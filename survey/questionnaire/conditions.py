"""When a part is shown: data, not code, and computed anew each time, never stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Test:
    """One test on another part: its answer is among `codes` (or, negated, is not)."""

    part: str
    codes: frozenset[str]
    negated: bool = False

    # not a test class of pytest's
    __test__ = False


Condition = tuple[Test, ...]


def condition(entries: Iterable[Mapping]) -> Condition:
    """A condition from the data file; all its tests must hold."""
    return tuple(
        Test(entry["part"], frozenset(entry.get("in", entry.get("not_in", ()))), negated="not_in" in entry)
        for entry in entries
    )


def holds(tests: Condition, values: Mapping[str, str]) -> bool:
    """Whether all tests hold for these values by part code.

    An unanswered part has none of the codes, so "in" fails and "not_in" holds.
    """
    return all(
        (not chosen(values.get(test.part, "")).isdisjoint(test.codes)) != test.negated for test in tests
    )


def chosen(value: str) -> frozenset[str]:
    """The codes in a stored value: one for a verdict or a choice, several for many choices."""
    return frozenset(value.split(";")) if value else frozenset()


def visible(parts: Iterable, values: Mapping[str, str]) -> frozenset[str]:
    """The codes of the parts that are shown. A part that hangs on a hidden part counts that one as unanswered."""
    shown: set[str] = set()
    seen: dict[str, str] = {}
    for part in parts:
        if holds(part.when, seen):
            shown.add(part.code)
            seen[part.code] = values.get(part.code, "")
    return frozenset(shown)
