"""The rows of an XLSForm's survey sheet as the tree that their groups make."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from survey.questionnaire.exchange.incoming import Incoming
from survey.questionnaire.exchange.xlsform_rows import Entry, shortened
from survey.web.wording import BadInput, sentence

DEEPEST = 30
GROUP = re.compile(r"(begin|end)[_ ]+(group|repeat|lgroup|looped group)")
SELECT = re.compile(
    r"(?P<how>select[_ ]one(?: from)?|select1|select[_ ]multiple(?: from)?|select all that apply(?: from)?"
    r"|add select (?:one|multiple) prompt using)\s+(?P<list>\S+)(?P<other>\s+or[_ ](?:specify[_ ])?other)?",
    re.IGNORECASE,
)
PLAIN = {
    "text": "text", "string": "text", "integer": "number", "int": "number", "decimal": "number", "date": "date",
}  # fmt: skip
FILLED_BY_PROGRAMS = {
    "start", "end", "today", "deviceid", "device id", "phonenumber", "phone number", "username", "email", "simserial",
    "subscriberid", "audit", "start-geopoint", "background-audio", "calculate", "hidden",
}  # fmt: skip
NEVER_CLOSED = sentence("%(place)s: this group is never closed. Nothing was taken from the file.")
NEVER_OPENED = sentence(
    "%(place)s: this closes a group that was never opened. Nothing was taken from the file."
)
TOO_DEEP = sentence("%(place)s: groups lie too deep inside each other. Nothing was taken from the file.")
REPEATED = sentence(
    "Repeated questions have no counterpart here: an answer box is answered once. This group is left out with all "
    "that it holds."
)
BY_PROGRAM = sentence(
    "“%(type)s” is filled in by a program, which has no counterpart here. The row is left out."
)
NO_COUNTERPART = sentence("“%(type)s” has no counterpart here. The row is left out.")
NO_TYPE = sentence("This row has no type. It is left out.")


@dataclass
class Leaf:
    """A row that asks something, or a note. `kind` is ours, choice for a list that is still to be looked at."""

    entry: Entry
    kind: str
    options: str = ""
    many: bool = False
    other: bool = False


@dataclass
class Group:
    entry: Entry
    children: list["Group | Leaf"] = field(default_factory=list)

    @property
    def groups(self) -> list["Group"]:
        return [child for child in self.children if isinstance(child, Group)]


def tree(rows: Sequence[Entry], form: Incoming) -> list[Group | Leaf]:
    """Groups and rows of the form. Raises BadInput where groups do not close; lists what has no counterpart."""
    top: list[Group | Leaf] = []
    open_groups: list[Group] = []
    repeats: list[str] = []
    for entry in rows:
        kind = " ".join(entry["type"].split())
        if found := GROUP.fullmatch(kind.casefold()):
            is_repeat = found[2] != "group"
            if found[1] == "end":
                _close(entry, is_repeat, open_groups, repeats)
                continue
            if is_repeat or repeats:
                if not repeats:
                    form.say(entry.place(), REPEATED)
                repeats.append("repeat" if is_repeat else "group")
                continue
            group = Group(entry)
            (open_groups[-1].children if open_groups else top).append(group)
            open_groups.append(group)
            if len(open_groups) > DEEPEST:
                raise BadInput(sentence(TOO_DEEP.text, place=entry.place()))
        elif not repeats and (leaf := _leaf(kind, entry, form)):
            (open_groups[-1].children if open_groups else top).append(leaf)
    if open_groups or repeats:
        last = open_groups[-1].entry if open_groups else rows[-1]
        raise BadInput(sentence(NEVER_CLOSED.text, place=last.place()))
    return top


def _close(entry: Entry, is_repeat: bool, open_groups: list[Group], repeats: list[str]) -> None:
    if repeats:
        if (repeats[-1] == "repeat") != is_repeat:
            raise BadInput(sentence(NEVER_OPENED.text, place=entry.place()))
        repeats.pop()
    elif is_repeat or not open_groups:
        raise BadInput(sentence(NEVER_OPENED.text, place=entry.place()))
    else:
        open_groups.pop()


def _leaf(kind: str, entry: Entry, form: Incoming) -> Leaf | None:
    plain = kind.casefold()
    if plain in PLAIN:
        return Leaf(entry, PLAIN[plain])
    if plain == "note":
        return Leaf(entry, "note")
    if found := SELECT.fullmatch(kind):
        many = "multiple" in found["how"].casefold() or "all" in found["how"].casefold()
        return Leaf(entry, "choice", found["list"], many, bool(found["other"]))
    if not plain:
        form.say(entry.place(), NO_TYPE)
    elif plain in FILLED_BY_PROGRAMS:
        form.say(entry.place(), sentence(BY_PROGRAM.text, type=shortened(kind)))
    else:
        form.say(entry.place("type"), sentence(NO_COUNTERPART.text, type=shortened(kind)))
    return None


def leaves(nodes: Sequence[Group | Leaf]) -> Iterator[Leaf]:
    """All rows below these, in order."""
    for node in nodes:
        if isinstance(node, Leaf):
            yield node
        else:
            yield from leaves(node.children)


def is_table(group: Group) -> bool:
    """Whether the group is a table of counts: groups of whole numbers with the same columns."""
    if not group.groups or len(group.groups) < len(group.children):
        return False
    columns = [tuple(column_names(row)) for row in group.groups]
    return bool(columns[0]) and len(set(columns)) == 1


def column_names(row: Group) -> list[str]:
    """The names of a row's cells without the row's own; none where the row holds anything but whole numbers."""
    names = []
    for child in row.children:
        if not isinstance(child, Leaf) or child.entry["type"].casefold() not in ("integer", "int"):
            return []
        names.append(own_name(child.entry, row.entry))
    return names


def own_name(entry: Entry, group: Entry) -> str:
    """The entry's name without that of its group before it."""
    prefix = f"{group['name']}_"
    return entry["name"].removeprefix(prefix) or entry["name"]
