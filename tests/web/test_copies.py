"""Which pages are read from a copy of the database, and what of them still goes to the database itself."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from survey.app import READ_FROM_COPY
from survey.audit.models import AuditEntry
from survey.web.database import NEWEST_SECONDS, WROTE
from tests.benchmarks.pages import Page, add_reports, pages, roles_of, rules
from tests.support.app import EMAILS, build_app, prepare_sample, writing
from tests.support.rounds import CODE

pytestmark = pytest.mark.postgres
# who is signed in, and who read what
KEPT_WHERE_IT_IS_WRITTEN = ("sign_in", "audit_head", "audit_entry", "access_token")

VALUES = {"code": "2001", "other": CODE, "part_code": "Q10_ACCESS.equal", "question_code": "Q10_ACCESS"}


@pytest.fixture
def app(prepared_database, tmp_path):
    """Its copy is the same database, by an address of its own: what is asked of which engine is what counts here."""
    url = prepared_database("postgres", prepare_sample)
    made = build_app(url, tmp_path, SURVEY_READING_URL=url)
    add_reports(made, 1)
    yield made
    made.extensions["database"].close()


@contextmanager
def asked(engine):
    """Yields the list of statements that this engine gets to run."""
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def all_pages(app):
    """Those that the benchmark opens, and those of the copied packages that it has no values for but we have."""
    found = pages(app)
    adapter, names = app.url_map.bind("localhost"), {page.name for page in found}
    for rule in rules(app):
        if is_of_copied(app, rule.endpoint) and rule.rule not in names and rule.arguments <= VALUES.keys():
            path = adapter.build(rule.endpoint, {name: VALUES[name] for name in rule.arguments})
            found += [Page(rule.rule, role, path) for role in roles_of(app.view_functions[rule.endpoint])]
    return found


def is_of_copied(app, endpoint):
    return endpoint.rpartition(".")[0] in app.extensions["read_from_copy"]


def is_copied(app, path):
    endpoint, _values = app.url_map.bind("").match(path.partition("?")[0])
    return is_of_copied(app, endpoint)


def test_pages_that_compare_and_downloads_come_from_the_copy_and_all_else_does_not(app):
    database = app.extensions["database"]
    clients = {role: app.test_client().sign_in(email) for role, email in EMAILS.items()}
    clients["visitor"] = app.test_client()
    opened = {True: set(), False: set()}
    for place, page in enumerate(all_pages(app)):
        copied = is_copied(app, page.path)
        if not copied and place % 4:
            continue  # others never ask for the copy's session; a quarter of them is enough of a proof
        with asked(database.engine) as here, asked(database.copy.engine) as there:
            response = clients[page.role].get(page.path)
            response.get_data()
        assert response.status_code in (200, 302, 404), page.path
        opened[copied].add(page.path)
        if copied:
            foreign = [one for one in here if not any(name in one for name in KEPT_WHERE_IT_IS_WRITTEN)]
            assert (page.path, foreign) == (page.path, [])
            assert there, page.path
        else:
            assert (page.path, there) == (page.path, [])
    assert len(opened[True]) > 20
    assert len(opened[False]) > 10


def test_every_blueprint_of_the_copied_packages_is_read_from_the_copy(app):
    own = {one.name for one in app.blueprints.values() if one.import_name.startswith(READ_FROM_COPY)}
    assert app.extensions["read_from_copy"] == own >= {"comparison", "downloads", "texts", "access"}


@pytest.mark.parametrize("path", ["/rounds/2001/matrix", "/rounds/2001/downloads/answers_long.csv"])
def test_reading_and_download_are_on_record_in_the_database_itself(app, path):
    client = app.test_client().sign_in(EMAILS["working_group"])
    with asked(app.extensions["database"].engine) as here:
        assert client.get(path).status_code == 200
    assert any(one.startswith("INSERT INTO audit_entry") for one in here)
    with writing(app) as session:
        newest = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert newest.action == ("download" if path.endswith(".csv") else "read answers")


def test_answers_that_cannot_be_put_on_record_are_not_shown(app):
    client = app.test_client().sign_in(EMAILS["working_group"])
    engine = app.extensions["database"].engine

    @event.listens_for(engine, "before_cursor_execute")
    def fail(_connection, cursor, statement, *_):
        if statement.startswith("INSERT INTO audit_entry"):
            cursor.execute("SELECT 1 / 0")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert client.get("/rounds/2001/matrix").status_code == 500
    event.remove(engine, "before_cursor_execute", fail)


def test_whoever_has_just_written_reads_the_database_itself(app):
    client = app.test_client().sign_in(EMAILS["administrator"])
    copy = app.extensions["database"].copy.engine
    sent = client.send("/rounds/2001/sensitive", {"sensitive": "yes"})
    cookie = client.get_cookie(WROTE)
    assert (sent.status_code, cookie.value, cookie.max_age) == (302, "1", NEWEST_SECONDS)
    with asked(copy) as there:
        assert client.get("/rounds/2001").status_code == 200
    assert there == []
    client.delete_cookie(WROTE)
    with asked(copy) as there:
        client.get("/rounds/2001")
    assert there != []


def test_without_a_copy_nobody_gets_that_cookie(sqlite_app):
    client = sqlite_app.test_client().sign_in(EMAILS["administrator"])
    assert client.send("/rounds/2001/sensitive", {"sensitive": "yes"}).status_code == 302
    assert client.get_cookie(WROTE) is None
