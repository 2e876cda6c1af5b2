"""Lists of options that parts share."""

from collections.abc import Collection, Mapping
from copy import deepcopy

from survey.questionnaire.editing import codes
from survey.questionnaire.editing.choices import NOTHING_TO_CHOOSE, choice_fields, read_choices
from survey.questionnaire.editing.places import list_in, part_in, users_of
from survey.questionnaire.editing.typed import CODE, Typed
from survey.web.wording import sentence

TAKEN = sentence("There is a list with the code %(code)s already. Choose another code.")
STILL_USED = sentence("This list is used by %(parts)s, so it cannot be removed.")
WAS_PUBLISHED = sentence("This list was published with an earlier version, so it cannot be removed.")


def list_fields(entry: Mapping) -> dict[str, list[str]]:
    return {"code": [entry["code"]]} | choice_fields("options", entry["options"])


def read_list(
    typed: Typed,
    document: Mapping,
    *,
    kept: Collection[str] = (),
    clashing: Collection[str] = (),
    fixed: str = "",
) -> dict:
    """A list's code and options. `kept` are its published options, `clashing` codes that users of it have added."""
    options = read_choices(typed, "options", kept=kept, taken=clashing)
    if not options:
        typed.fault("options.en-0", NOTHING_TO_CHOOSE)
    taken = {entry["code"] for entry in document["lists"]}
    label = options[0]["label"].get("en", "") if options else ""
    code = fixed or typed.line("code", CODE) or codes.part_code(label, taken)
    if not fixed and "code" not in typed.faults:
        if objection := codes.part_objection(code, ()):
            typed.fault("code", objection)
        elif code in taken:
            typed.fault("code", sentence(TAKEN.text, code=code))
    return {"code": code, "options": options}


def with_list(document: Mapping, entry: Mapping) -> dict:
    """The document with this list, new or in place of the one with its code."""
    new = deepcopy(dict(document))
    places = [place for place, known in enumerate(new["lists"]) if known["code"] == entry["code"]]
    if places:
        new["lists"][places[0]] = dict(entry)
    else:
        new["lists"].append(dict(entry))
    return new


def added_by_users(document: Mapping, list_code: str) -> set[str]:
    """The codes of options that parts add to this list for themselves: the list cannot have them too."""
    return {
        option["code"]
        for code in users_of(document, list_code)
        for option in part_in(document, code).get("extra", ())
    }


def without_list(document: Mapping, code: str) -> dict:
    """The document without this list. Raises NotThere."""
    new = deepcopy(dict(document))
    new["lists"].remove(list_in(new, code))
    return new
