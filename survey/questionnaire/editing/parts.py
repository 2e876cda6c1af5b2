"""Parts: what their form holds, and the draft after a change of them."""

from collections.abc import Collection, Container, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from survey.questionnaire.consistency import POLARITIES
from survey.questionnaire.editing import codes
from survey.questionnaire.editing.choices import (
    NOTHING_IN_TABLE,
    NOTHING_TO_CHOOSE,
    choice_fields,
    read_choices,
)
from survey.questionnaire.editing.dependence import askable_before, read_tests, test_fields
from survey.questionnaire.editing.places import list_in, part_in, question_in, users_of
from survey.questionnaire.editing.recoding import recoded
from survey.questionnaire.editing.typed import CODE, SHORT, TEXT, TITLE, Typed, words_fields
from survey.questionnaire.kinds.registry import KINDS
from survey.web.wording import sentence

#: as the choice of a list: one that only this part uses, to be written in its form
OWN_LIST = "own list"
VERDICT_LIST, PERSONS = "verdict", "persons"
CHOOSE_KIND = sentence("Choose the kind of answer.")
CHOOSE_LIST = sentence("Choose a list of options, or a list of its own.")
CHOOSE_POLARITY = sentence("Choose what a yes means.")
NO_SUCH_AIM = sentence("One of these aims does not exist. Look at what is ticked.")
LABEL_WITHOUT_CONDITION = sentence("Say when the other label is used, or leave the label empty.")
OPTIONS_LOST = sentence(
    "The list that you chose lacks %(codes)s. These were published and may be among the answers: choose a list that "
    "has them, or add them as further options."
)
MANAGED = (
    "code", "kind", "label", "short", "help", "options", "relabel", "extra", "rows", "columns", "aims",
    "polarity", "unit", "counts", "optional", "when", "alternative",
)  # fmt: skip


@dataclass(frozen=True)
class PartPlace:
    """Where a part is edited: the draft, its question, and the part itself unless it is to be added.

    `taken` are codes that cannot be used, `options`, `rows` and `columns` those that were published with the part;
    `list_options` the published ones of the list that only this part uses. `kind` is empty where it may be chosen.
    """

    document: Mapping
    number: int
    question_code: str
    code: str = ""
    kind: str = ""
    taken: Container[str] = ()
    options: Collection[str] = ()
    rows: Collection[str] = ()
    columns: Collection[str] = ()
    list_options: Collection[str] = ()
    is_published: bool = False

    @property
    def full_code(self) -> str:
        return f"{self.question_code}.{self.code}"

    @property
    def part(self) -> Mapping:
        return part_in(self.document, self.full_code) if self.code else {}

    @property
    def own_list(self) -> str:
        """The list that only this part uses, so that its options are edited with the part; empty for none."""
        return own_list_of(self.document, self.full_code, self.part) if self.code else ""

    @property
    def askable(self):
        return askable_before(self.document, self.number, self.full_code)


def own_list_of(document: Mapping, full_code: str, part: Mapping) -> str:
    code = part.get("options", "")
    if not code or code == VERDICT_LIST or part.get("relabel") or part.get("extra"):
        return ""
    return code if users_of(document, code) == [full_code] else ""


def part_fields(place: PartPlace) -> dict[str, list[str]]:
    """The fields of a part as it stands in the draft."""
    part: Mapping[str, Any] = place.part
    alternative = part.get("alternative", {})
    fields = {
        "code": [part["code"]],
        "kind": [part["kind"]],
        "polarity": [part.get("polarity", "")],
        "unit": [part.get("unit", "")],
        "counts": [part["counts"]] if part.get("counts") else [],
        "optional": ["yes"] if part.get("optional") else [],
        "aims": list(part.get("aims", ())),
        "options": [OWN_LIST if place.own_list else part.get("options", "")],
    }
    for name in ("label", "short", "help"):
        fields |= words_fields(name, part.get(name, {}))
    fields |= words_fields("other", alternative.get("label", {}))
    own = list_in(place.document, place.own_list)["options"] if place.own_list else ()
    fields |= choice_fields("own", own)
    for name in ("extra", "rows", "columns"):
        fields |= choice_fields(name, part.get(name, ()))
    for option, words in part.get("relabel", {}).items():
        fields |= words_fields(f"relabel.{option}", words)
    return (
        fields
        | test_fields("when", part.get("when", ()))
        | test_fields("alternative", alternative.get("when", ()))
    )


@dataclass(frozen=True)
class ReadPart:
    """A part as a form describes it, and the options of the list that only it uses (None: it uses none)."""

    entry: dict
    own_options: list[dict] | None = None


def read_part(typed: Typed, place: PartPlace) -> ReadPart:
    """What the form holds; fields of other kinds are passed over. Where there are faults it cannot be taken."""
    entry: dict[str, Any] = {name: value for name, value in place.part.items() if name not in MANAGED}
    kind = place.kind or typed.text("kind")
    if kind not in KINDS:
        typed.fault("kind", CHOOSE_KIND)
    entry |= {"kind": kind, "label": typed.words("label", TEXT), "short": typed.words("short", SHORT)}
    _put(entry, "help", typed.words("help", TEXT, needed=False, lines=True))
    entry["code"] = _read_code(typed, place, entry["short"].get("en", ""))
    _put(entry, "aims", _read_aims(typed, place))
    _put(entry, "optional", typed.has("optional", "yes"))
    own_options = None
    if kind == "verdict":
        entry["polarity"] = typed.text("polarity")
        if entry["polarity"] not in POLARITIES:
            typed.fault("polarity", CHOOSE_POLARITY)
        entry |= _read_shared(typed, place, VERDICT_LIST)
    elif kind in KINDS and KINDS[kind].coded:
        own_options = _read_options(typed, place, entry)
    elif kind == "number":
        _put(entry, "unit", typed.line("unit", SHORT))
    elif kind == "table":
        entry["rows"] = read_choices(typed, "rows", kept=place.rows)
        entry["columns"] = read_choices(typed, "columns", kept=place.columns)
        _put(entry, "counts", PERSONS if typed.has("counts", PERSONS) else "")
        for name in ("rows", "columns"):
            if not entry[name]:
                typed.fault(f"{name}.en-0", NOTHING_IN_TABLE)
    _read_conditions(typed, place, entry)
    return ReadPart(entry, own_options)


def _read_code(typed: Typed, place: PartPlace, short: str) -> str:
    if place.is_published:
        return place.code
    before = f"{place.question_code}."
    code = typed.line("code", CODE) or codes.part_code(short, place.taken, before)
    if "code" not in typed.faults and (objection := codes.part_objection(code, place.taken, before)):
        typed.fault("code", objection)
    return code


def _read_aims(typed: Typed, place: PartPlace) -> list[str]:
    known, present = [aim["code"] for aim in place.document["aims"]], place.part.get("aims", [])
    if set(typed.all("aims")) - set(known):
        typed.fault("aims", NO_SUCH_AIM)
    found = [aim for aim in known if typed.has("aims", aim)]
    # the same aims in another order would be a change of the version
    return present if set(found) == set(present) else found


def _read_options(typed: Typed, place: PartPlace, entry: dict) -> list[dict] | None:
    chosen = typed.text("options")
    if chosen == OWN_LIST:
        options = read_choices(
            typed, "own", kept={*place.options, *(place.list_options if place.own_list else ())}
        )
        if not options:
            typed.fault("own.en-0", NOTHING_TO_CHOOSE)
        return options
    if chosen not in [known["code"] for known in place.document["lists"] if known["code"] != VERDICT_LIST]:
        typed.fault("options", CHOOSE_LIST)
        return None
    entry |= {"options": chosen} | _read_shared(typed, place, chosen)
    return None


def _read_shared(typed: Typed, place: PartPlace, list_code: str) -> dict:
    """Other words for options of a list, and options beside it."""
    shared = [option["code"] for option in list_in(place.document, list_code)["options"]]
    relabel = {
        code: words for code in shared if (words := typed.words(f"relabel.{code}", TITLE, needed=False))
    }
    extra = read_choices(typed, "extra", taken=shared)
    lost = sorted(set(place.options) - set(shared) - {option["code"] for option in extra})
    if lost:
        typed.fault("options", sentence(OPTIONS_LOST.text, codes=", ".join(lost)))
    found: dict[str, Any] = {}
    _put(found, "relabel", relabel)
    _put(found, "extra", extra)
    return found


def _read_conditions(typed: Typed, place: PartPlace, entry: dict) -> None:
    _put(entry, "when", read_tests(typed, "when", place.askable))
    label = typed.words("other", TEXT, needed=False)
    tests = read_tests(typed, "alternative", place.askable)
    if label and not tests and not any(name.startswith("alternative.") for name in typed.faults):
        typed.fault("alternative.more", LABEL_WITHOUT_CONDITION)
    elif tests and not label:
        typed.words("other", TEXT)
    if tests or label:
        entry["alternative"] = {"when": tests, "label": label}


def _put(entry: dict, name: str, value) -> None:
    """Leaves out what is empty, as the data file does."""
    if value:
        entry[name] = value


def with_part(document: Mapping, question_code: str, read: ReadPart, number: int, old: str = "") -> dict:
    """The document of version `number` with a new part at the end of its question or, with `old`, one changed.

    `old` is the part's own code, without that of its question.
    """
    new = deepcopy(dict(document))
    question, entry = question_in(new, question_code), dict(read.entry)
    full, own_list = f"{question_code}.{old}", ""
    if old:
        own_list = own_list_of(new, full, part_in(new, full))
    if read.own_options is not None:
        entry["options"] = own_list or _new_list_code(new, question_code, entry["code"])
    if own_list and entry.get("options") != own_list:
        own_list = ""
    _put_list(new, entry, read, own_list)
    if not old:
        question["parts"].append({"since": number} | entry)
        return new
    place = [part["code"] for part in question["parts"]].index(old)
    question["parts"][place] = entry
    return recoded(new, full, f"{question_code}.{entry['code']}")


def _put_list(document: dict, entry: Mapping, read: ReadPart, own_list: str) -> None:
    if read.own_options is None:
        return
    if own_list:
        list_in(document, own_list)["options"] = read.own_options
    else:
        document["lists"].append({"code": entry["options"], "options": read.own_options})


def _new_list_code(document: Mapping, question_code: str, code: str) -> str:
    return codes.free(f"{question_code}_{code}".lower(), {entry["code"] for entry in document["lists"]})
