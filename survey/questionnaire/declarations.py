"""What the author of a version says that each of its changes means, kept in the version's own entry of the document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey.questionnaire.differences import Difference
from survey.web.wording import Sentence, sentence

WORDING, CLARIFICATION, NEW_MEANING = "wording", "clarification", "new meaning"
#: each declaration with its name and what it says about answers before and after
DECLARATIONS: dict[str, tuple[Sentence, Sentence]] = {
    WORDING: (sentence("Wording"), sentence("it reads better, nobody would answer otherwise")),
    CLARIFICATION: (sentence("Clarification"), sentence("it is clearer, most would answer the same")),
    NEW_MEANING: (sentence("New meaning"), sentence("answers before and after cannot be compared")),
}


@dataclass(frozen=True)
class Declaration:
    """What a change of the question or part with this code means, with the author's note."""

    code: str
    declared: str
    note: str = ""


def declarations_of(document: Mapping, number: int) -> dict[str, Declaration]:
    """What the document declares of version `number`, by code; anything else that stands there is left aside."""
    found = {}
    for entry in _entry(document, number).get("changes", ()):
        if isinstance(entry, Mapping) and entry.get("declared") in DECLARATIONS:
            code = str(entry.get("code", ""))
            found[code] = Declaration(code, entry["declared"], str(entry.get("note", "")))
    return found


def with_declarations(document: Mapping, number: int, declared: Iterable[Declaration]) -> dict:
    """The document with these declarations of version `number` in place of those that it had."""
    changes = [vars(declaration).copy() for declaration in declared]
    versions = [
        {**entry, "changes": changes} if entry["number"] == number else entry
        for entry in document["versions"]
    ]
    return {**document, "versions": versions}


def undeclared(found: Iterable[Difference], declared: Mapping[str, Declaration]) -> list[Difference]:
    """The changes of which nobody has said yet what they mean."""
    return [
        difference for difference in found if difference.is_to_declare and difference.code not in declared
    ]


def _entry(document: Mapping, number: int) -> Mapping:
    entries = document.get("versions", ())
    return next((entry for entry in entries if entry.get("number") == number), {})
