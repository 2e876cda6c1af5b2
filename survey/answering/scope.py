"""Who may see which reports and answers: decided here, applied by every query of them."""

from dataclasses import dataclass

from survey.accounts.permissions import SignedIn
from survey.answering.states import RECEIVED


@dataclass(frozen=True)
class Scope:
    """The reports within reach: of these missions (None: of all), in these states (None: in all)."""

    missions: frozenset[int] | None
    states: tuple[str, ...] | None


#: what the working group reads, and what a file holds that is made on the command line
RECEIVED_REPORTS = Scope(missions=None, states=RECEIVED)
NOTHING = Scope(missions=frozenset(), states=())


def scope_of(person: SignedIn) -> Scope:
    """A mission sees its own reports in every state, the working group all submitted ones, an administrator none."""
    if person.is_mission:
        return Scope(missions=person.mission_ids, states=None)
    return RECEIVED_REPORTS if person.is_working_group else NOTHING
