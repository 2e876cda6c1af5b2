"""Another code for a question or part that was never published, everywhere in the draft."""

from collections.abc import Iterator, Mapping

from survey.questionnaire.editing.places import parts_in


def recoded(document: dict, old: str, new: str) -> dict:
    """The same document, in which all conditions on `old`, or on its parts, name `new` instead."""
    if old != new:
        for test in _tests(document):
            if test["part"] == old:
                test["part"] = new
            elif test["part"].startswith(f"{old}."):
                test["part"] = f"{new}.{test['part'].partition('.')[2]}"
    return document


def tests_of(part: Mapping) -> Iterator[dict]:
    """All tests of a part: those of its condition and those of its other label."""
    yield from part.get("when", ())
    yield from part.get("alternative", {}).get("when", ())


def _tests(document: Mapping) -> Iterator[dict]:
    for _code, _question, part in parts_in(document):
        yield from tests_of(part)
