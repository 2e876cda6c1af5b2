"""A list of people to invite, as an uploaded CSV file: what it may hold, and what would become of each line."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import sha256

from survey.accounts.addresses import ADDRESS
from survey.web.roles import MISSION_ROLES, ROLES
from survey.web.uploads.csv_text import Row, rows
from survey.web.wording import BadInput, Sentence, clean_text, sentence

COLUMNS = ("email", "name", "role", "missions", "language")
NEEDED = ("email", "role")
MOST = 500
LONGEST_CELL = 200
LONGEST_MISSIONS = 2_000
NEW, KNOWN, REFUSED = "new", "known", "refused"
HEADINGS: dict[str, Sentence] = {
    REFUSED: sentence("Cannot be invited as it stands"),
    NEW: sentence("Will be invited"),
    KNOWN: sentence("Already there: nothing changes"),
}


@dataclass(frozen=True)
class ListedPerson:
    """A line of the list, cleaned. `missions` are names as the program writes them; `faults` say what to mend."""

    line: int
    email: str
    name: str = ""
    role: str = ""
    missions: tuple[str, ...] = ()
    language: str = ""
    faults: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What a list would do: its lines by outcome."""

    lines: dict[str, list[ListedPerson]] = field(default_factory=dict)

    @property
    def groups(self) -> list[tuple[str, Sentence, list[ListedPerson]]]:
        """The lines by outcome with its heading, what needs attention first; outcomes without lines are left out."""
        return [(code, words, self.lines[code]) for code, words in HEADINGS.items() if self.lines[code]]

    @property
    def may_invite(self) -> bool:
        """All or nothing: one line that cannot be taken holds up the list."""
        return bool(self.lines[NEW]) and not self.lines[REFUSED]

    @property
    def mark(self) -> str:
        """Changes when the same list would do something else, since somebody else has changed something."""
        outcomes = [(code, person.line) for code in HEADINGS for person in self.lines[code]]
        return sha256(repr(outcomes).encode()).hexdigest()[:16]


def previewed(listed: Collection[ListedPerson], known: Collection[str]) -> Preview:
    """The preview; `known` are the addresses of everybody who has an account."""
    lines: dict[str, list[ListedPerson]] = {code: [] for code in HEADINGS}
    for person in listed:
        outcome = REFUSED if person.faults else KNOWN if person.email in known else NEW
        lines[outcome].append(person)
    return Preview(lines)


def read_list(text: str, *, missions: Collection[str], languages: Collection[str]) -> list[ListedPerson]:
    """The lines of the list, each with its faults. Raises BadInput for a file that is none of ours."""
    found = rows(text)
    columns = _columns(found[0])
    if len(found) == 1:
        raise BadInput(sentence("The list names its columns, but nobody to invite."))
    if len(found) - 1 > MOST:
        raise BadInput(
            sentence(
                "The list has %(number)s people; at most %(most)s can be invited at once. Divide it.",
                number=len(found) - 1,
                most=MOST,
            )
        )
    names = {name.casefold(): name for name in missions}
    first_lines: dict[str, int] = {}
    return [_person(row, columns, names, languages, first_lines) for row in found[1:]]


def _columns(head: Row) -> list[str]:
    names = [clean_text(cell).casefold() for cell in head.cells]
    while names and not names[-1]:
        names.pop()
    own = {"columns": ", ".join(COLUMNS), "line": head.line}
    for name in names:
        if name not in COLUMNS:
            raise BadInput(
                sentence(
                    "Line %(line)s: there is no column “%(name)s”. The first line names the columns: %(columns)s.",
                    name=name[:LONGEST_CELL],
                    **own,
                )
            )
        if names.count(name) > 1:
            raise BadInput(
                sentence("Line %(line)s: the column “%(name)s” stands there twice.", name=name, **own)
            )
    for name in NEEDED:
        if name not in names:
            raise BadInput(
                sentence(
                    "Line %(line)s: the column “%(name)s” is missing. The first line names the columns: %(columns)s.",
                    name=name,
                    **own,
                )
            )
    return names


def _person(
    row: Row,
    columns: list[str],
    missions: Mapping[str, str],
    languages: Collection[str],
    first_lines: dict[str, int],
) -> ListedPerson:
    faults: list[Sentence] = []
    cells = dict.fromkeys(COLUMNS, "")
    for name, cell in zip(columns, row.cells, strict=False):
        try:
            longest = LONGEST_MISSIONS if name == "missions" else LONGEST_CELL
            cells[name] = clean_text(cell, longest).replace("\n", " ")
        except BadInput as refusal:
            faults.append(refusal.sentence)
    if any(cell.strip() for cell in row.cells[len(columns) :]):
        faults.append(
            sentence(
                "There are more cells than columns; missions that are separated by ; need quotation marks."
            )
        )
    if not faults:
        faults += _email_faults(cells["email"], row.line, first_lines)
    role = "_".join(cells["role"].casefold().replace("_", " ").split())
    own, mission_faults = _missions(cells["missions"], role, missions)
    faults += [*_role_faults(role, cells["role"]), *mission_faults]
    language = cells["language"].casefold()
    if language and language not in languages:
        own_languages = ", ".join(languages)
        faults.append(
            sentence(
                "There is no language “%(name)s”; write one of %(languages)s, or nothing.",
                name=cells["language"],
                languages=own_languages,
            )
        )
    email = cells["email"].casefold()
    return ListedPerson(row.line, email, cells["name"], role, tuple(own), language, tuple(faults))


def _email_faults(email: str, line: int, first_lines: dict[str, int]) -> list[Sentence]:
    if not email:
        return [sentence("The e-mail address is missing.")]
    if not ADDRESS.fullmatch(email):
        return [sentence("“%(email)s” is no whole e-mail address, such as name@example.org.", email=email)]
    first = first_lines.setdefault(email.casefold(), line)
    if first != line:
        return [sentence("This address stands in line %(first)s already.", first=first)]
    return []


def _role_faults(role: str, typed: str) -> list[Sentence]:
    if role in ROLES:
        return []
    if not typed:
        return [sentence("The role is missing; write one of %(roles)s.", roles=", ".join(ROLES))]
    return [
        sentence("There is no role “%(name)s”; write one of %(roles)s.", name=typed, roles=", ".join(ROLES))
    ]


def _missions(cell: str, role: str, known: Mapping[str, str]) -> tuple[list[str], list[Sentence]]:
    typed = [name for name in (part.strip() for part in cell.split(";")) if name]
    faults = [_no_mission(name, known) for name in typed if name.casefold() not in known]
    if role in MISSION_ROLES and not typed:
        faults.append(sentence("This role needs at least one mission."))
    if role in ROLES and role not in MISSION_ROLES and typed:
        faults.append(sentence("This role belongs to no mission; leave the missions empty."))
    own = dict.fromkeys(known[name.casefold()] for name in typed if name.casefold() in known)
    return list(own), faults


def _no_mission(name: str, known: Mapping[str, str]) -> Sentence:
    close = get_close_matches(name.casefold(), known, n=1, cutoff=0.7) if len(name) <= LONGEST_CELL else []
    if close:
        return sentence(
            "There is no mission “%(name)s”. Do you mean “%(close)s”?", name=name, close=known[close[0]]
        )
    return sentence("There is no mission “%(name)s”.", name=name)
