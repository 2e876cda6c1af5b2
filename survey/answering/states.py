"""The states of a report, and which step leads from which to which, taken by whom."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Step:
    """A change of state: from one of `sources` to `target`, by somebody with one of `roles`."""

    sources: tuple[str, ...]
    target: str
    roles: frozenset[str]


STEPS = {
    "hand_over": Step((DRAFT, RETURNED), WITH_LEAD, frozenset({MISSION_STAFF, MISSION_LEAD})),
    "give_back": Step((WITH_LEAD,), DRAFT, frozenset({MISSION_LEAD})),
    "submit": Step((DRAFT, WITH_LEAD), SUBMITTED, frozenset({MISSION_LEAD})),
    "return": Step((SUBMITTED, RESUBMITTED), RETURNED, frozenset({WORKING_GROUP})),
    "resubmit": Step((RETURNED,), RESUBMITTED, frozenset({MISSION_LEAD})),
    "accept": Step((SUBMITTED, RESUBMITTED), ACCEPTED, frozenset({WORKING_GROUP})),
}


def may_write(state: str, role: str) -> bool:
    """Whether somebody with this role may change answers of an own report in this state."""
    return role in WRITERS.get(state, ())


def may_step(name: str, state: str, role: str) -> bool:
    step = STEPS[name]
    return state in step.sources and role in step.roles
