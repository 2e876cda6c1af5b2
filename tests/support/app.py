"""The application on a database of its own, with the sample in it, and clients that are signed in."""

from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from survey.accounts.models import Person
from survey.accounts.services import sign_in
from survey.app import create_app
from survey.data.engine import Database
from survey.data.migrations import upgrade
from survey.installation.services import SAMPLE_PEOPLE, set_up
from survey.web.settings import read_settings
from tests.support.compiled import TEMPLATES

EMAILS = {role: email for email, _name, role, _missions in SAMPLE_PEOPLE}
KEY = "a key for tests only, long enough for production"
CSRF = "token-of-the-tests"


def prepare_empty(url):
    """An installation with questionnaire and round 2001, but nobody and no answers."""
    _prepare(url, sample=False)


def prepare_sample(url):
    """The same with the invented answers and one person for each role."""
    _prepare(url, sample=True)


def _prepare(url, *, sample):
    database = Database(url, create=True)
    upgrade(database.engine)
    with database.writing() as session:
        set_up(session, sample=sample)
        session.commit()
    database.close()


def settings_for(url, folder, **changes):
    """The settings of an installation in `folder`."""
    own = {
        "SURVEY_INSTANCE": str(folder),
        "SURVEY_DATABASE_URL": url,
        "SURVEY_SECRET_KEY": KEY,
        "SURVEY_MODE": "development",
        "SURVEY_BASE_URL": "http://localhost",
    }
    return read_settings(folder) | own | changes


class Client(FlaskClient):
    """A browser without scripts that knows its own token."""

    token = None

    def send(self, path, fields=None, **options):
        """Sends a form with the page's token, by POST unless `method` says otherwise."""
        options = {"method": "POST", **options}
        return self.open(path, data={"csrf_token": self.token, **(fields or {})}, **options)

    def prepare_token(self):
        with self.session_transaction() as cookie:
            cookie["csrf_token"] = CSRF
        self.token = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(CSRF)
        return self

    @property
    def cookie_header(self):
        """The cookie as a browser sends it, for clients that are not this one."""
        name = self.application.config["SESSION_COOKIE_NAME"]
        return f"{name}={self.get_cookie(name).value}"

    def sign_in(self, email):
        """Signs this browser in without the sign-in page."""
        with writing(self.application) as session:
            person = session.scalar(select(Person).where(Person.email == email))
            token = sign_in(session, person=person, hours=24)
            session.commit()
        with self.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self.prepare_token()


@contextmanager
def writing(app):
    """A session that writes, outside any request."""
    with app.extensions["database"].writing() as session:
        yield session


def build_app(url, folder, **changes):
    app = create_app(settings_for(url, folder, **changes))
    app.jinja_env.bytecode_cache = TEMPLATES
    app.testing = True
    app.test_client_class = Client
    return app


@pytest.fixture
def app(database_kind, prepared_database, tmp_path):
    """The application with the sample, on SQLite and on PostgreSQL."""
    made = build_app(prepared_database(database_kind, prepare_sample), tmp_path)
    yield made
    made.extensions["database"].close()


@pytest.fixture
def sqlite_app(prepared_database, tmp_path):
    """The same on SQLite only, for what does not touch the database's own ways."""
    made = build_app(prepared_database("sqlite", prepare_sample), tmp_path)
    yield made
    made.extensions["database"].close()


@pytest.fixture
def client_for(request):
    """`client_for(role)` is a browser in which the sample's person with this role is signed in."""
    name = "app" if "app" in request.fixturenames else "sqlite_app"
    made = request.getfixturevalue(name)
    return lambda role: made.test_client().sign_in(EMAILS[role])


@pytest.fixture
def visitor(request):
    """A browser in which nobody is signed in."""
    name = "app" if "app" in request.fixturenames else "sqlite_app"
    return request.getfixturevalue(name).test_client().prepare_token()


@pytest.fixture
def session(app):
    """A writing session on the app's database; read with it too. Roll it back before a client writes."""
    with writing(app) as session:
        yield session
