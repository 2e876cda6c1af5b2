"""What was published of a questionnaire: codes that stay for ever, and options that may be among the answers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from survey.questionnaire.editing.places import list_code_of, parts_in, questions_in

Codes = frozenset[str]


@dataclass(frozen=True)
class Published:
    """The codes in all published versions of a questionnaire, whatever a version asks of them.

    `parts` holds the kind of each part; the codes of options, rows and columns go by the full code of their part,
    those of the lists by the code of the list.
    """

    sections: Codes = frozenset()
    questions: Codes = frozenset()
    parts: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Codes] = field(default_factory=dict)
    rows: Mapping[str, Codes] = field(default_factory=dict)
    columns: Mapping[str, Codes] = field(default_factory=dict)
    lists: Mapping[str, Codes] = field(default_factory=dict)

    def has(self, code: str) -> bool:
        """Whether this is the code of a published section, question or part."""
        return code in self.parts or code in self.questions or code in self.sections


@lru_cache(maxsize=8)
def published(texts: tuple[str, ...]) -> Published:
    """What was published, from the documents of all versions as JSON; gathered once a process."""
    return gathered(json.loads(text) for text in texts)


def gathered(documents: Iterable[Mapping]) -> Published:
    sections: set[str] = set()
    questions: set[str] = set()
    parts: dict[str, str] = {}
    choices: dict[str, dict[str, Codes]] = {"options": {}, "rows": {}, "columns": {}, "lists": {}}
    for document in documents:
        sections |= {section["code"] for section in document["sections"]}
        questions |= {question["code"] for _section, question in questions_in(document)}
        lists = {entry["code"]: _codes(entry["options"]) for entry in document["lists"]}
        _add(choices["lists"], lists)
        for code, _question, part in parts_in(document):
            parts[code] = part["kind"]
            options = lists.get(list_code_of(part), frozenset()) | _codes(part.get("extra", ()))
            _add(choices["options"], {code: options})
            _add(choices["rows"], {code: _codes(part.get("rows", ()))})
            _add(choices["columns"], {code: _codes(part.get("columns", ()))})
    return Published(frozenset(sections), frozenset(questions), parts, **choices)


def codes_in(document: Mapping) -> Codes:
    """The codes of all questions and parts of a document, retired ones too."""
    questions = {question["code"] for _section, question in questions_in(document)}
    return frozenset(questions | {code for code, _question, _part in parts_in(document)})


def _codes(entries: Iterable[Mapping]) -> Codes:
    return frozenset(entry["code"] for entry in entries)


def _add(found: dict[str, Codes], more: Mapping[str, Codes]) -> None:
    for code, codes in more.items():
        found[code] = found.get(code, frozenset()) | codes
