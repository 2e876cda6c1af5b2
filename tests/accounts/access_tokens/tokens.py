"""People with access tokens."""

from sqlalchemy import select

from survey.accounts.access_tokens.services import make_access_token
from survey.accounts.models import Person
from tests.support.app import EMAILS, writing

GROUP = EMAILS["working_group"]


def access_token(app, email=GROUP, *, name="Excel", days=30):
    """A new token of somebody."""
    with writing(app) as session:
        person = session.scalar(select(Person).where(Person.email == email))
        _made, token = make_access_token(session, person=person, name=name, days=days)
        session.commit()
    return token
