"""Brings what a file says of a question together with what is known of it already."""

from collections.abc import Mapping, Sequence

from survey.questionnaire.conditions import condition

Lists = Mapping[str, Sequence[Mapping]]


def words(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """The new text; in languages that the file does not give, the old one."""
    return {**old, **{language: text for language, text in new.items() if text}}


def question(old: Mapping, new: Mapping) -> dict:
    """A question as the file has it, without its parts; what the file does not say stays."""
    merged = {**old, **new}
    for name in ("title", "text"):
        merged[name] = words(old.get(name, {}), new.get(name, {}))
    merged.pop("retired", None)
    return merged


def part(old: Mapping, new: Mapping, old_lists: Lists, new_lists: Lists) -> dict:
    """A part of the same kind as the file has it; what the file does not say stays."""
    merged = {**old, **new}
    for name in ("label", "short", "help"):
        if name in old or name in new:
            merged[name] = words(old.get(name, {}), new.get(name, {}))
    for name in ("rows", "columns"):
        if name in new:
            merged[name] = choices(old.get(name, ()), new[name])
    kept = old if _same_options(old, new, old_lists, new_lists) else new
    for name in ("options", "relabel", "extra"):
        merged.pop(name, None)
        if name in kept:
            merged[name] = kept[name]
    if "when" not in new:
        merged.pop("when", None)
    elif condition(new["when"]) == condition(old.get("when", ())):
        merged["when"] = old["when"]
    merged.pop("retired", None)
    return merged


def choices(old: Sequence[Mapping], new: Sequence[Mapping]) -> list[dict]:
    """Options as the file has them, each with the texts of other languages that it had."""
    known = {entry["code"]: entry["label"] for entry in old}
    return [{**entry, "label": words(known.get(entry["code"], {}), entry["label"])} for entry in new]


def says_the_same(old: Sequence[Mapping], new: Sequence[Mapping]) -> bool:
    """Whether the same options stand in both, in the same order, and no text of the new ones is another one."""
    return [entry["code"] for entry in old] == [entry["code"] for entry in new] and choices(old, new) == [
        {**entry, "label": dict(entry["label"])} for entry in old
    ]


def options_of(part: Mapping, lists: Lists) -> list[dict]:
    """All options of a part with their texts."""
    code = part.get("options") or ("verdict" if part["kind"] == "verdict" else "")
    relabel = part.get("relabel", {})
    shared = [
        {"code": entry["code"], "label": relabel.get(entry["code"], entry["label"])}
        for entry in lists.get(code, ())
    ]
    return [*shared, *part.get("extra", ())]


def _same_options(old: Mapping, new: Mapping, old_lists: Lists, new_lists: Lists) -> bool:
    return says_the_same(options_of(old, old_lists), options_of(new, new_lists))
