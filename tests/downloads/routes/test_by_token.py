"""Files for programs, by an access token."""

import json

import pytest
from sqlalchemy import select, update

from survey.accounts import services
from survey.accounts.models import AccessToken, FailedAttempt, Person
from survey.audit.models import AuditEntry
from survey.downloads.products import PRODUCTS
from survey.web import errors
from tests.accounts.access_tokens.tokens import GROUP, access_token
from tests.accounts.second_factor.people import give_second_factor
from tests.downloads.archives import common
from tests.support.app import EMAILS, build_app, prepare_sample, writing
from tests.support.factories import NOON, at, later

PAGE = "/rounds/2001/downloads"
WRONG = "gms_" + "0" * 48


@pytest.fixture
def program(request):
    """A program of somebody: no cookie, no token of a form."""
    name = "app" if "app" in request.fixturenames else "sqlite_app"
    return request.getfixturevalue(name).test_client(use_cookies=False)


def by_path(token, file="matrix.csv", round="2001"):
    return f"/files/{token}/{round}/{file}"


def last_download(app):
    with writing(app) as session:
        own = select(AuditEntry).where(AuditEntry.action == "download").order_by(AuditEntry.id.desc())
        entry = session.scalars(own).first()
        return entry.person, entry.subject, json.loads(entry.details)


def failures(app):
    with writing(app) as session:
        return len(session.scalars(select(FailedAttempt)).all())


@pytest.mark.parametrize("file", list(PRODUCTS))
def test_page_address_header_and_command_give_the_same_bytes(sqlite_app, client_for, program, file):
    app = sqlite_app
    token, query = access_token(app), {"region": "Africa", "counts": "suppressed"}
    page = client_for("working_group").get(f"{PAGE}/{file}", query_string=query)
    path = program.get(by_path(token, file), query_string=query)
    header = program.get(
        f"/files/2001/{file}", query_string=query, headers={"Authorization": f"Bearer {token}"}
    )
    command = app.test_cli_runner().invoke(
        args=["export", file, "--round", "2001", "--filter", "region=Africa", "--for-others"]
    )
    same = common(page.data)
    assert same == common(path.data) == common(header.data) == common(command.stdout_bytes)
    assert len(page.data) > 100
    for name in ("Content-Type", "Content-Disposition"):
        assert page.headers[name] == path.headers[name] == header.headers[name]


def test_any_name_with_the_token_as_password_opens_it(sqlite_app, program):
    token = access_token(sqlite_app)
    answer = program.get("/files/2001/matrix.csv", auth=("anybody", token))
    assert (answer.status_code, answer.data) == (200, program.get(by_path(token)).data)


def test_the_download_is_on_record_with_token_and_way(app, program):
    token = access_token(app)
    with writing(app) as session:
        made = session.scalars(select(AccessToken)).one().public_id
        person = session.scalar(select(Person.public_id).where(Person.email == GROUP))
    expected = {"file": "matrix", "mission": "Manila", "token": made}
    program.get(by_path(token) + "?mission=Manila&bom=no")
    assert last_download(app) == (person, "2001", expected | {"shown": "path"})
    program.get("/files/2001/matrix.csv?mission=Manila", auth=("x", token))
    assert last_download(app) == (person, "2001", expected | {"shown": "basic"})
    with writing(app) as session:
        assert session.scalars(select(AccessToken)).one().used_at is not None
        entries = session.scalars(select(AuditEntry.details)).all()
        assert [details for details in entries if token in details] == []


def test_nothing_of_a_sign_in_comes_back_and_nothing_may_keep_it(sqlite_app, program):
    answer = program.get(by_path(access_token(sqlite_app)))
    assert "Set-Cookie" not in answer.headers
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert answer.headers["Content-Length"] == str(len(answer.data))


def ended(app):
    token = access_token(app)
    with writing(app) as session:
        session.execute(update(AccessToken).values(ended_at=AccessToken.made_at))
        session.commit()
    return token


def closed(app):
    token = access_token(app)
    with writing(app) as session:
        services.deactivate(
            session, person=session.scalar(select(Person).where(Person.email == GROUP)), by="x"
        )
        session.commit()
    return token


def of_another_role(app):
    """Also where something changed the role past the services, which end tokens."""
    return access_token(app, EMAILS["administrator"])


def unknown(_app):
    return WRONG


@pytest.mark.parametrize("void", [ended, closed, of_another_role, unknown])
def test_what_opens_nothing_is_answered_alike(sqlite_app, program, void):
    token = void(sqlite_app)
    path = program.get(by_path(token))
    assert (path.status_code, path.mimetype) == (404, "text/plain")
    assert path.text == "There is no such file, or the access token in the address was ended or is over.\n"
    for given in ({"auth": ("x", token)}, {"headers": {"Authorization": f"Bearer {token}"}}):
        header = program.get("/files/2001/matrix.csv", **given)
        assert (header.status_code, header.mimetype) == (401, "text/plain")
        assert header.headers["WWW-Authenticate"].startswith('Basic realm="Gender Mainstreaming Survey"')
        assert header.text == program.get("/files/2001/matrix.csv").text
    assert failures(sqlite_app) == 3


def test_an_expired_one_opens_nothing(sqlite_app, program, monkeypatch):
    token = access_token(sqlite_app, days=30)
    assert program.get(by_path(token)).status_code == 200
    later(monkeypatch, days=30, minutes=1)
    assert program.get(by_path(token)).status_code == 404


@pytest.mark.parametrize(
    "header",
    [None, "Bearer", "Bearer ", "Basic", "Basic !!!", "Basic eDo=", "Digest a=b", "\x00", "é" * 5000],
)
def test_without_a_readable_token_it_is_asked_for_and_nothing_counted(sqlite_app, program, header):
    answer = program.get("/files/2001/matrix.csv", headers={"Authorization": header} if header else {})
    assert (answer.status_code, "WWW-Authenticate" in answer.headers) == (401, True)
    assert failures(sqlite_app) == 0


def test_a_sign_in_opens_no_address_for_programs(sqlite_app, client_for):
    client = client_for("working_group")
    assert client.get("/files/2001/matrix.csv").status_code == 401
    assert client.get(by_path(WRONG)).status_code == 404


def test_a_token_opens_nothing_but_files(sqlite_app, program):
    token = access_token(sqlite_app)
    for path in ("/rounds/2001/matrix", f"{PAGE}/matrix.csv", "/account"):
        assert program.get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 302
    assert program.post(by_path(token)).status_code == 405
    assert program.post("/account", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_cookie_beside_the_token_changes_nothing(sqlite_app, client_for):
    client, token = client_for("administrator"), access_token(sqlite_app)
    answer = client.get(by_path(token))
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    with writing(sqlite_app) as session:
        person = session.scalar(select(Person.public_id).where(Person.email == GROUP))
    assert last_download(sqlite_app)[0] == person


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("mission=Atlantis", "This round has no mission of this name."),
        ("mission=%00", "This round has no mission of this name."),
        ("regoin=Africa", "The address has an argument that files do not know; they know region, "),
        ("counts=supressed", "For counts the address can say suppressed, or leave it out."),
        ("bom=perhaps", "For bom the address can say yes, no, or leave it out."),
        ("region=Africa&region=Asia", "The address says region twice."),
    ],
)
def test_what_is_asked_for_wrongly_is_refused_in_a_sentence(app, program, query, sentence):
    answer = program.get(f"{by_path(access_token(app))}?{query}")
    assert (answer.status_code, answer.mimetype) == (422, "text/plain")
    assert answer.text.startswith(sentence)


def test_sentences_are_in_the_language_of_the_person(sqlite_app, program):
    token = access_token(sqlite_app)
    with writing(sqlite_app) as session:
        session.execute(update(Person).where(Person.email == GROUP).values(language="fr"))
        session.commit()
    answer = program.get(f"{by_path(token)}?mission=Atlantis")
    assert answer.text == "Ce cycle ne comporte aucune mission de ce nom.\n"


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("1999/matrix.csv", "There is no round of this name."),
        ("%00/matrix.csv", "There is no round of this name."),
        ("2001/matrix.exe", "There is no file of this name; there are answers_long.csv, "),
    ],
)
def test_unknown_round_or_file_is_said(app, program, path, sentence):
    answer = program.get(f"/files/{access_token(app)}/{path}")
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert answer.text.startswith(sentence)


@pytest.mark.parametrize(
    "path", ["/files//{}/2001/matrix.csv", "/files/{}//2001/matrix.csv", "/files/{}/2001/matrix.csv/"]
)
def test_an_address_that_is_nearly_right_leads_nowhere(sqlite_app, program, path):
    token = access_token(sqlite_app)
    answer = program.get(path.format(token))
    assert (answer.status_code, answer.mimetype, "Location" in answer.headers) == (404, "text/plain", False)
    assert token not in answer.text


def test_asking_for_the_headers_is_no_download(app, program):
    token = access_token(app)
    answer = program.head(by_path(token))
    assert (answer.status_code, answer.data, answer.headers.get("Content-Length")) == (200, b"", None)
    assert answer.headers["Content-Disposition"] == "attachment; filename=2001-matrix.csv"
    with writing(app) as session:
        assert session.scalars(select(AuditEntry).where(AuditEntry.action == "download")).all() == []


def test_after_many_wrong_tokens_the_address_has_to_wait(sqlite_app, program, monkeypatch):
    at(monkeypatch, NOON)
    token = access_token(sqlite_app)
    assert {program.get(by_path(WRONG)).status_code for _ in range(50)} == {404}
    for path in (by_path(WRONG), by_path(token)):
        answer = program.get(path)
        assert (answer.status_code, answer.mimetype) == (429, "text/plain")
        assert (answer.headers["Retry-After"], "Wait 1 seconds" in answer.text) == ("1", True)
    assert failures(sqlite_app) == 50


def test_where_a_second_factor_is_asked_for_a_token_needs_its_owner_to_have_one(prepared_database, tmp_path):
    app = build_app(prepared_database("sqlite", prepare_sample), tmp_path, SURVEY_SECOND_FACTOR="required")
    token, program = access_token(app), app.test_client(use_cookies=False)
    assert program.get(by_path(token)).status_code == 404
    give_second_factor(app, GROUP)
    assert program.get(by_path(token)).status_code == 200
    app.extensions["database"].close()


def test_a_fault_that_has_a_page_of_its_own_is_said_in_the_words_of_that_page(sqlite_app):
    with sqlite_app.test_request_context("/files/2001/answers.sav"):
        answer, status = errors.page(501, "This file cannot be made here", "Something is missing.")
    assert (status, answer.mimetype) == (501, "text/plain")
    assert answer.get_data() == b"This file cannot be made here. Something is missing.\n"
