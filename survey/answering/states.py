"""The states of a report, and which step leads from which to which, taken by whom."""

from dataclasses import dataclass
from datetime import datetime

from survey.web.roles import MISSION_LEAD, MISSION_STAFF, WORKING_GROUP
from survey.web.wording import Sentence, sentence

DRAFT, WITH_LEAD, SUBMITTED, RETURNED, RESUBMITTED, ACCEPTED = (
    "draft",
    "with_lead",
    "submitted",
    "returned",
    "resubmitted",
    "accepted",
)
STATES = (DRAFT, WITH_LEAD, SUBMITTED, RETURNED, RESUBMITTED, ACCEPTED)
#: answers of these reports count; all others are drafts and enter no summary
RECEIVED = (SUBMITTED, RESUBMITTED, ACCEPTED)
#: who may change answers in which state
WRITERS = {
    DRAFT: frozenset({MISSION_STAFF, MISSION_LEAD}),
    RETURNED: frozenset({MISSION_STAFF, MISSION_LEAD}),
    WITH_LEAD: frozenset({MISSION_LEAD}),
}
STATE_NAMES: dict[str, Sentence] = {
    "not_started": sentence("Not started"),
    DRAFT: sentence("In progress"),
    WITH_LEAD: sentence("With the mission lead"),
    SUBMITTED: sentence("Submitted"),
    RETURNED: sentence("Returned"),
    RESUBMITTED: sentence("Submitted again"),
    ACCEPTED: sentence("Accepted"),
}


def shown_state(state: str, saved_at: datetime | None) -> str:
    """The state in the words of the people: a draft that nobody has touched is not started."""
    return "not_started" if state == DRAFT and saved_at is None else state


@dataclass(frozen=True)
class Step:
    """A change of state: from one of `sources` to `target`, by somebody with one of `roles`.

    `signed` says whether it is for reports that were signed before (True) or never were (False); None: for both.
    A report that was signed once never becomes a first draft again.
    """

    sources: tuple[str, ...]
    target: str
    roles: frozenset[str]
    signed: bool | None = None


STEPS = {
    "hand_over": Step((DRAFT, RETURNED), WITH_LEAD, frozenset({MISSION_STAFF, MISSION_LEAD})),
    "give_back": Step((WITH_LEAD,), DRAFT, frozenset({MISSION_LEAD}), signed=False),
    "give_back_returned": Step((WITH_LEAD,), RETURNED, frozenset({MISSION_LEAD}), signed=True),
    "submit": Step((DRAFT, WITH_LEAD), SUBMITTED, frozenset({MISSION_LEAD}), signed=False),
    "resubmit": Step((RETURNED, WITH_LEAD), RESUBMITTED, frozenset({MISSION_LEAD}), signed=True),
    "return": Step((SUBMITTED, RESUBMITTED), RETURNED, frozenset({WORKING_GROUP})),
    "accept": Step((SUBMITTED, RESUBMITTED), ACCEPTED, frozenset({WORKING_GROUP})),
}
#: what a page offers under one button: which of the two it is, the report's past decides
SIGNING, GIVING_BACK = ("submit", "resubmit"), ("give_back", "give_back_returned")


def may_write(state: str, role: str) -> bool:
    """Whether somebody with this role may change answers of an own report in this state."""
    return role in WRITERS.get(state, ())


def may_step(name: str, state: str, role: str, *, signed: bool) -> bool:
    """Whether somebody with this role may take this step now; `signed`: whether the report ever was."""
    step = STEPS[name]
    return state in step.sources and role in step.roles and step.signed in (None, signed)


def step_of(names: tuple[str, str], *, signed: bool) -> str:
    """Which of the two steps behind one button it is for a report that was, or never was, signed."""
    return next(name for name in names if STEPS[name].signed == signed)


def thread_states(role: str) -> tuple[str, ...]:
    """In which states somebody with this role may write about what is to be clarified in a signed report."""
    if role == WORKING_GROUP:
        return (RETURNED, WITH_LEAD)
    return tuple(state for state in (RETURNED, WITH_LEAD) if may_write(state, role))
