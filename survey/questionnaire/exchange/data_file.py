"""The questionnaire's own data file, as TOML or JSON: out and in without a loss.

The order of keys is that of the file that ships with the program, so the same content gives the same bytes.
"""

import json
import re
import tomllib
from collections.abc import Mapping

from survey.questionnaire.exchange.content import Content
from survey.questionnaire.exchange.data_shape import checked
from survey.questionnaire.exchange.texts import decoded
from survey.web.wording import BadInput, sentence

ORDER = (
    "format", "code", "number", "origin", "since", "retired", "kind", "title", "text", "note", "label", "short", "help",
    "options", "relabel", "extra", "aims", "polarity", "unit", "counts", "optional", "when", "alternative", "rows",
    "columns", "part", "in", "not_in", "en", "fr", "es", "versions", "lists", "sections", "questions", "parts",
)  # fmt: skip
PLACES = {name: place for place, name in enumerate(ORDER)}
# a key of so many words would take the reader of TOML minutes, and no file of ours has one
ENDLESS_KEY = re.compile(r"(?:\.\s*[\w\"'-]+\s*){40}")
NO_TOML = sentence("The file cannot be read as TOML: %(fault)s. Nothing was taken from it.")
NO_JSON = sentence("The file cannot be read as JSON, from line %(line)s on. Nothing was taken from it.")
TOO_DEEP = sentence("The file is nested too deep to be a questionnaire’s data file.")


def to_toml(document: Mapping) -> bytes:
    """The document as TOML."""
    import tomli_w

    return tomli_w.dumps(_ordered(document)).encode()


def to_json(document: Mapping) -> bytes:
    """The document as JSON, indented."""
    return (json.dumps(_ordered(document), ensure_ascii=False, indent=2) + "\n").encode()


def _ordered(value):
    """The same with its keys in the order of the shipped file; keys that it does not have stand last."""
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: (PLACES.get(name, len(ORDER)), name))
        return {name: _ordered(value[name]) for name in names}
    return [_ordered(entry) for entry in value] if isinstance(value, list | tuple) else value


def from_toml(data: bytes) -> Content:
    """The content of a data file in TOML. Raises BadInput with the place of what is wrong."""
    text = decoded(data)
    if ENDLESS_KEY.search(text):
        raise BadInput(TOO_DEEP)
    try:
        found = tomllib.loads(text)
    except RecursionError:
        raise BadInput(TOO_DEEP) from None
    except ValueError as fault:
        raise BadInput(sentence(NO_TOML.text, fault=str(fault)[:200])) from None
    return _content(found)


def from_json(data: bytes) -> Content:
    """The content of a data file in JSON. Raises BadInput with the place of what is wrong."""
    text = decoded(data)
    try:
        found = json.loads(text)
    except RecursionError:
        raise BadInput(TOO_DEEP) from None
    except ValueError as fault:
        line = getattr(fault, "lineno", 1)
        raise BadInput(sentence(NO_JSON.text, line=str(line))) from None
    return _content(found)


def _content(found: object) -> Content:
    document = checked(found)
    return Content(document["sections"], document["lists"], whole=document)
