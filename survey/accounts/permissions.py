"""Who may do what: one record of the person who asks, and questions about it."""

from dataclasses import dataclass, field

from survey.web.roles import ADMINISTRATOR, MISSION_LEAD, MISSION_ROLES, WORKING_GROUP

HOME = {
    "mission_staff": "answering.home",
    "mission_lead": "answering.home",
    "working_group": "comparison.rounds",
    "administrator": "comparison.rounds",
}


@dataclass(frozen=True)
class SignedIn:
    """The person behind a request, as far as permissions and pages need to know. Flask-Login reads the properties.

    `confirmed`: this sign-in was confirmed by a second factor.
    """

    person_id: int
    public_id: str
    name: str
    email: str
    role: str
    language: str | None
    mission_ids: frozenset[int] = field(default_factory=frozenset)
    token: str = field(default="", repr=False)
    writing_aid: bool = True
    confirmed: bool = False

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token

    @property
    def home(self) -> str:
        return HOME[self.role]

    @property
    def is_mission(self) -> bool:
        return self.role in MISSION_ROLES

    @property
    def is_lead(self) -> bool:
        return self.role == MISSION_LEAD

    @property
    def is_working_group(self) -> bool:
        return self.role == WORKING_GROUP

    @property
    def is_administrator(self) -> bool:
        return self.role == ADMINISTRATOR
