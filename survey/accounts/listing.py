"""The list of people: by what it can be cut down, and what a line of it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from survey.web.wording import BadInput, Sentence, clean_text, sentence

ACTIVE, INVITED, CLOSED = "active", "invited", "closed"
STATES: dict[str, Sentence] = {
    ACTIVE: sentence("Active"),
    INVITED: sentence("Invited, no password yet"),
    CLOSED: sentence("Closed"),
}
PAGE_SIZE = 100


@dataclass(frozen=True)
class Wanted:
    """Which people somebody looks for; what is empty does not matter. `mission` is a public id."""

    words: str = ""
    role: str = ""
    mission: str = ""
    state: str = ""
    page: int = 1

    @property
    def is_everybody(self) -> bool:
        return not (self.words or self.role or self.mission or self.state)


def wanted(arguments: Mapping[str, str], *, roles: Mapping, missions: Mapping) -> Wanted:
    """The same from an address. What no list offers does not matter, as if it were not there."""
    page = arguments.get("page", "")
    return Wanted(
        words=_words(arguments.get("words", "")),
        role=_offered(arguments.get("role", ""), roles),
        mission=_offered(arguments.get("mission", ""), missions),
        state=_offered(arguments.get("state", ""), STATES),
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def _offered(code: str, offered: Mapping) -> str:
    return code if code in offered else ""


def _words(raw: str) -> str:
    try:
        return clean_text(raw, 200)
    except BadInput:
        return ""


@dataclass(frozen=True)
class PersonLine:
    """Somebody in the list. `link_ends_at` is the end of a link that still waits to be used."""

    public_id: str
    name: str
    email: str
    role: str
    missions: tuple[str, ...]
    state: str
    last_sign_in: datetime | None
    link_ends_at: datetime | None


def state_of(*, active: bool, has_password: bool) -> str:
    """Whether an account is in use, waits for its first password, or is closed."""
    if not active:
        return CLOSED
    return ACTIVE if has_password else INVITED
