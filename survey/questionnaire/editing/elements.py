"""An element of a draft as somebody saw it: whether it changed since, and what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.questionnaire.editing.rows import CHOICES, TESTS, columns_of, count
from survey.questionnaire.editing.typed import LANGUAGES, Typed
from survey.questionnaire.instrument import canonical, checksum
from survey.web.wording import Sentence, sentence

NAMES = {
    "code": sentence("Code"),
    "title": sentence("Title"),
    "text": sentence("Question in full"),
    "note": sentence("What is new in this version"),
    "section": sentence("Section"),
    "kind": sentence("Kind of answer"),
    "label": sentence("Label"),
    "short": sentence("Short label"),
    "help": sentence("Help text"),
    "other": sentence("Other label, used on a condition"),
    "polarity": sentence("What a yes means"),
    "unit": sentence("Unit"),
    "counts": sentence("The table counts persons"),
    "optional": sentence("Optional"),
    "aims": sentence("Aims"),
    "options": sentence("List of options"),
    "own": sentence("Options"),
    "extra": sentence("Further options, for this part only"),
    "relabel": sentence("Other words for options, for this part only"),
    "rows": sentence("Rows"),
    "columns": sentence("Columns"),
    "when": sentence("Condition"),
    "alternative": sentence("Condition of the other label"),
}
#: forms do not send them once they were published
FIXED = ("code", "kind")


@dataclass(frozen=True)
class Differing:
    """A field that two people filled in differently; `language` is empty where it is not a text in one language."""

    name: Sentence
    language: str
    now: str
    typed: str


def fingerprint(fields: Mapping[str, Sequence[str]]) -> str:
    """What a form carries to say what its author saw: the same for the same content of the element."""
    filled = {name: list(texts) for name, texts in fields.items() if any(texts)}
    return checksum(canonical(filled))[:16]


def differing(now: Mapping[str, Sequence[str]], typed: Mapping[str, Sequence[str]]) -> list[Differing]:
    """The fields that hold something else now than what was typed, rows of a kind together."""
    found = []
    for name, language in _fields(now, typed):
        texts = _said(now, name, language), _said(typed, name, language)
        if texts[0] != texts[1]:
            found.append(Differing(NAMES[name.partition(".")[0]], language, *texts))
    return found


def _fields(now: Mapping, typed: Mapping) -> list[tuple[str, str]]:
    """Name and language of each field, in the order of the names."""
    found: list[tuple[str, str]] = []
    for name in NAMES:
        if name in FIXED and name not in typed:
            continue
        if name in (*CHOICES, *TESTS) and any(
            column in now or column in typed for column in columns_of(name)
        ):
            found.append((name, ""))
        if name == "relabel":
            options = dict.fromkeys(key.split(".")[1] for key in [*now, *typed] if key.startswith("relabel."))
            found += [(f"relabel.{option}", language) for option in options for language in LANGUAGES]
        elif any(f"{name}.en" in fields for fields in (now, typed)) and name not in CHOICES:
            found += [(name, language) for language in LANGUAGES]
        elif name in now or name in typed:
            found.append((name, ""))
    return found


def _said(fields: Mapping[str, Sequence[str]], name: str, language: str) -> str:
    if language:
        return Typed(fields).text(f"{name}.{language}").replace("\r\n", "\n").strip()
    if name in TESTS or (name in CHOICES and name not in fields):
        return "\n".join(filter(None, (_row(fields, name, n) for n in range(count(fields, name)))))
    return ", ".join(fields.get(name, ()))


def _row(fields: Mapping[str, Sequence[str]], prefix: str, place: int) -> str:
    cells = [fields.get(name, ())[place : place + 1] for name in columns_of(prefix)]
    texts = [cell[0] for cell in cells if cell and cell[0]]
    if prefix not in TESTS:
        return " / ".join(texts)
    if not (cells[0] and cells[0][0]):
        return ""
    ticked = (tick.partition(":") for tick in fields.get(f"{prefix}.codes", ()))
    return f"{' '.join(texts)}: {', '.join(code for row, _colon, code in ticked if row == str(place))}"
