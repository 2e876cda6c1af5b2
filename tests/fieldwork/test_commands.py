"""`survey remind`, as a scheduler runs it."""

from datetime import timedelta

import pytest

from survey.accounts.queries import person_by_email
from tests.fieldwork.outstanding import NOW, close_round, reminded, states
from tests.support.app import EMAILS, writing
from tests.support.factories import at
from tests.support.post import HOST, free_port

STAFF, LEAD = EMAILS["mission_staff"], EMAILS["mission_lead"]
NO_SERVER = (
    "No mail server is configured, so nothing was sent. {people} became due a reminder.\n"
    "Messages of round 2001 to print and hand over: http://localhost/rounds/2001/reminders/print\n"
)


@pytest.fixture
def app(sqlite_app, monkeypatch):
    at(monkeypatch, NOW)
    with writing(sqlite_app) as session:
        close_round(session)
        session.commit()
    return sqlite_app


@pytest.fixture
def run(app):
    """`run(*arguments)` is (exit status, output, complaint) of `survey remind …`."""

    def ran(*arguments):
        result = app.test_cli_runner().invoke(args=["remind", *arguments])
        return result.exit_code, result.stdout, result.stderr

    return ran


@pytest.fixture
def office(app, post_office):
    app.config["SURVEY_SMTP_URL"] = post_office.url
    app.config["SURVEY_SMTP_FROM"] = "survey@example.org"
    return post_office


def kept(app):
    with app.extensions["database"].reading() as session:
        return len(reminded(session)), states(session)


def test_remind_sends_and_says_how_much(run, office, app):
    assert run() == (0, "2 messages were sent, about 4 reports.\n", "")
    assert sorted(office.to) == sorted([STAFF, LEAD])
    assert run() == (0, "Nobody is due a reminder.\n", "")
    assert run("--round", "2001") == (0, "Nobody is due a reminder.\n", "")
    assert len(office.received) == 2


def test_remind_without_a_mail_server_prepares_messages_and_says_where_they_are(run, app):
    assert run() == (0, NO_SERVER.format(people="2 people"), "")
    assert kept(app) == (4, [("waiting", 0, "")] * 2)
    assert run("--round", "2001") == (0, NO_SERVER.format(people="0 people"), "")


def test_dry_run_says_what_there_is_and_keeps_nothing(run, app, office):
    assert run("--dry-run") == (0, "2 people would be reminded of 2 reports. Nothing was sent.\n", "")
    assert (kept(app), office.received) == ((0, []), [])


def test_failures_are_named_by_the_persons_id_and_end_with_status_1(run, office, app, monkeypatch):
    office.refused = {STAFF: 550}
    with app.extensions["database"].reading() as session:
        public_id = person_by_email(session, STAFF).public_id
    status, output, complaint = run()
    assert (status, output) == (1, "1 message was sent, about 2 reports.\n")
    assert complaint == (
        f"To the person {public_id}: The mail server does not take messages for this address. "
        "(It answered 550.)\n"
    )
    at(monkeypatch, NOW + timedelta(hours=1))
    office.refused = {}
    assert run() == (0, "1 message was sent, about 2 reports.\n", "")


def test_mail_server_that_is_away_is_named_once(run, app):
    app.config["SURVEY_SMTP_URL"] = f"smtp://{HOST}:{free_port()}"
    app.config["SURVEY_SMTP_FROM"] = "survey@example.org"
    complaint = "The mail server does not answer. What was not sent waits for the next run.\n"
    assert run() == (1, "", complaint)
    assert kept(app)[1] == [("waiting", 0, "unreachable")] * 2


@pytest.mark.parametrize(
    ("settings", "arguments", "sentence"),
    [
        ({}, ["--round", "1999"], "There is no round '1999'."),
        ({}, ["--round", "a\x00b"], "There is no round 'a\x00b'."),
        ({"BASE_URL": ""}, [], "SURVEY_BASE_URL is not set; links in messages would lead nowhere."),
        (
            {"SMTP_URL": "smtp://mail.example.org", "SMTP_FROM": "nobody"},
            [],
            "SURVEY_SMTP_FROM 'nobody' is not an address; write survey@example.org or Survey <survey@example.org>.",
        ),
    ],
)
def test_remind_refuses_in_one_sentence(run, app, settings, arguments, sentence):
    app.config.update({f"SURVEY_{name}": value for name, value in settings.items()})
    assert run(*arguments) == (2, "", f"{sentence}\n")
    assert kept(app) == (0, [])


def test_days_before_the_end_come_from_the_settings(run, app, office, monkeypatch):
    run()
    at(monkeypatch, NOW + timedelta(days=5))  # 20 days before the end
    assert run()[1] == "Nobody is due a reminder.\n"
    app.config["SURVEY_REMINDER_DAYS"] = "20"
    assert run()[1] == "2 messages were sent, about 4 reports.\n"
