"""Who may see which reports and answers: decided here, applied by every query of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from survey.accounts.permissions import SignedIn
from survey.answering.states import RECEIVED, STATES


@dataclass(frozen=True)
class Scope:
    """The reports within reach: of these missions (None: of all), in these states (None: in all).

    With `signed`, those that were signed at least once, in whatever state they are since then.
    """

    missions: frozenset[int] | None
    states: tuple[str, ...] | None
    signed: bool = False


#: what the working group compares, and what a file holds that is made on the command line
RECEIVED_REPORTS = Scope(missions=None, states=RECEIVED)
NOTHING = Scope(missions=frozenset(), states=())


def scope_of(person: SignedIn) -> Scope:
    """The reports whose answers, as they stand now, are within a person's reach.

    A mission sees its own reports in every state, the working group all received ones, an administrator none.
    """
    if person.is_mission:
        return Scope(missions=person.mission_ids, states=None)
    return RECEIVED_REPORTS if person.is_working_group else NOTHING


def signed_scope_of(person: SignedIn) -> Scope:
    """The reports of which a person may read what was last signed, and the threads.

    For the working group these are the returned ones too. What a mission has written into them since then is a
    draft: whoever is let in by this scope alone reads snapshots, never the answers as they stand.
    """
    own = scope_of(person)
    return replace(own, states=None, signed=True) if person.is_working_group else own


def unfinished_scope_of(missions: Iterable[int]) -> Scope:
    """The reports that these missions have not submitted, or have not submitted again: for lists, not for answers."""
    return Scope(frozenset(missions), tuple(state for state in STATES if state not in RECEIVED))
