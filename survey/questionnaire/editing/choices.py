"""Options, rows and columns in a form: each a code and its label in three languages."""

from collections.abc import Collection, Iterable, Mapping

from survey.questionnaire.editing import codes
from survey.questionnaire.editing.rows import columns_of, count
from survey.questionnaire.editing.typed import CODE, ENGLISH_NEEDED, LANGUAGES, TITLE, Typed, Words
from survey.web.wording import sentence

LABEL = TITLE
NOT_REMOVABLE = sentence(
    "“%(code)s” was published and may be among the answers, so it cannot be removed and keeps its code. Its label can "
    "be changed."
)
NOTHING_TO_CHOOSE = sentence("Write at least one option.")
NOTHING_IN_TABLE = sentence("A table needs at least one row and one column.")


def choice_fields(prefix: str, entries: Iterable[Mapping]) -> dict[str, list[str]]:
    entries = list(entries)
    fields = {f"{prefix}.code": [entry["code"] for entry in entries]}
    for language in LANGUAGES:
        fields[f"{prefix}.{language}"] = [entry["label"].get(language, "") for entry in entries]
    return fields


def read_choices(
    typed: Typed, prefix: str, *, kept: Collection[str] = (), taken: Collection[str] = ()
) -> list[dict]:
    """The rows that hold something, in their order. A row without a code gets one made of its English label.

    `kept` are codes that must stay, `taken` are codes that mean something else already. The fault of a row goes by
    the name of its first field or of its English label, with the number of the row.
    """
    rows = [_row(typed, prefix, place) for place in range(count(typed.fields, prefix))]
    given = [(place, code, label) for place, (code, label) in enumerate(rows) if code or label]
    known = {code for _place, code, _label in given} | set(taken) | set(kept)
    found: list[dict] = []
    for place, own, label in given:
        code = own or codes.choice_code(label.get("en", ""), known)
        known.add(code)
        earlier = [entry["code"] for entry in found] + [other for other in taken if other not in kept]
        if (
            objection := None
            if code in kept and code not in earlier
            else codes.choice_objection(code, earlier)
        ):
            typed.fault(f"{prefix}.code-{place}", objection)
        if "en" not in label:
            typed.fault(f"{prefix}.en-{place}", ENGLISH_NEEDED)
        found.append({"code": code, "label": label})
    for code in sorted(set(kept) - {entry["code"] for entry in found}):
        typed.fault(f"{prefix}.more", sentence(NOT_REMOVABLE.text, code=code))
    return found


def _row(typed: Typed, prefix: str, place: int) -> tuple[str, Words]:
    cells = []
    for name in columns_of(prefix):
        texts = typed.all(name)
        longest = CODE if name.endswith(".code") else LABEL
        raw = texts[place] if place < len(texts) else ""
        cells.append(typed.clean(raw, f"{name}-{place}", longest))
    label = {language: text for language, text in zip(LANGUAGES, cells[1:], strict=True) if text}
    return cells[0], label
