"""The roles, and the mark that each view carries to say who may open it."""

MISSION_STAFF = "mission_staff"
MISSION_LEAD = "mission_lead"
WORKING_GROUP = "working_group"
ADMINISTRATOR = "administrator"
ROLES = (MISSION_STAFF, MISSION_LEAD, WORKING_GROUP, ADMINISTRATOR)
MISSION_ROLES = (MISSION_STAFF, MISSION_LEAD)
EVERYBODY = "everybody"


def allow(*roles: str):
    """Marks a view as open to these roles. A view without a mark is refused to everybody."""
    unknown = set(roles) - set(ROLES)
    if unknown or not roles:
        raise ValueError(f"Not roles: {sorted(unknown)}")

    def mark(view):
        view.allowed = frozenset(roles)
        return view

    return mark


def allow_signed_in(view):
    """Marks a view as open to every role."""
    view.allowed = frozenset(ROLES)
    return view


def allow_everybody(view):
    """Marks a view as open without signing in."""
    view.allowed = EVERYBODY
    return view


def allow_by_token(*roles: str):
    """Marks a view as open to programs that show an access token of somebody with one of these roles, and to nobody
    else: signing in opens no such view."""

    def mark(view):
        view.by_token = True
        return allow(*roles)(view)

    return mark


def without_second_factor(view):
    """Marks a view as open also before a second factor is set up that the person's role asks for."""
    view.without_second_factor = True
    return view


def writes(view):
    """Marks a view that writes although it is read with GET, such as one whose reading is recorded."""
    view.writes = True
    return view


def reads(view):
    """Marks a view that only reads although it is sent with POST, so that it holds up nobody who writes."""
    view.writes = False
    return view
