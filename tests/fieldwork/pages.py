"""What the tests of the pages of a round share."""

import json
import re

from sqlalchemy import func, select

from survey.audit.queries import entries
from survey.rounds.queries import round_by_code
from tests.support.app import writing

NEW = {
    "title": "2026",
    "code": "2026",
    "version": "gender-mainstreaming:2",
    "time_zone": "Europe/Zurich",
    **{"opens:day": "1", "opens:month": "10", "opens:year": "2026", "opens:time": "09:00"},
    **{"closes:day": "30", "closes:month": "11", "closes:year": "2026", "closes:time": "17:00"},
}


def round_of(app, code="2001"):
    with app.extensions["database"].reading() as session:
        return round_by_code(session, code)


def set_round(app, code="2001", **values):
    with writing(app) as session:
        for name, value in values.items():
            setattr(round_by_code(session, code), name, value)
        session.commit()


def number_of(app, model):
    with app.extensions["database"].reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def last_actions(app, number=1):
    """The last entries of the audit trail, as pairs of action and details."""
    with app.extensions["database"].reading() as session:
        return [(entry.action, json.loads(entry.details or "{}")) for entry in entries(session)[-number:]]


def hidden(page, name):
    """The value of a hidden field."""
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def faults(page):
    """The sentences of the summary above a form."""
    return re.findall(
        r'<li><a href="#[^"]+">([^<]+)</a>', page.split("</ul>")[1] if "fault-summary" in page else ""
    )
