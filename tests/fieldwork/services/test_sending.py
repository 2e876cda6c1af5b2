"""Reminders through a real mail server on this machine."""

import logging
from datetime import timedelta

import pytest

from survey.accounts.queries import person_by_email
from survey.fieldwork.outbox import Run
from survey.fieldwork.services.reminders import prepare
from survey.fieldwork.services.sending import AT_ONCE, send_waiting
from survey.messages.failures import Failure
from survey.missions.queries import missions_named
from tests.benchmarks.statements import counted_statements
from tests.fieldwork.outstanding import DAYS, NOW, close_round, states
from tests.support.app import EMAILS, writing
from tests.support.factories import at, person
from tests.support.post import HOST, free_port

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
STAFF, LEAD = EMAILS["mission_staff"], EMAILS["mission_lead"]


@pytest.fixture
def sending(app, post_office, monkeypatch):
    """The sample with an end of its round, an address of its own and a mail server."""
    at(monkeypatch, NOW)
    settings = {"SMTP_URL": post_office.url, "SMTP_FROM": "The Survey <survey@example.org>"}
    app.config.update({f"SURVEY_{name}": value for name, value in settings.items()})
    app.config["SURVEY_BASE_URL"] = "https://survey.example.org/"
    with writing(app) as session:
        close_round(session)
        session.commit()
    return app


def remind(app, **options):
    """Prepares what is due and sends what waits, as the command does."""
    run = Run([])
    with app.app_context(), writing(app) as session:
        prepare(session, days=DAYS, by="command")
        session.commit()
        for _ in send_waiting(session, run, by="command", **options):
            session.commit()
    return run


def states_of(app):
    with app.extensions["database"].reading() as session:
        return states(session)


def set_person(app, email, **values):
    with writing(app) as session:
        for name, value in values.items():
            setattr(person_by_email(session, email), name, value)
        session.commit()


def words(message):
    return message.get_content().replace("\r\n", "\n")


def test_reminders_arrive_with_addresses_that_begin_with_the_configured_one(sending, post_office):
    run = remind(sending)
    assert (len(run.sent), run.failed, run.stopped_by) == (2, [], None)
    assert (sorted(post_office.to), post_office.connections) == (sorted([STAFF, LEAD]), 1)
    first = post_office.messages[0]
    assert first["From"] == "The Survey <survey@example.org>"
    assert first["Message-ID"].endswith(".1@survey.example.org>")
    links = [line.strip() for line in words(first).splitlines() if "/reports/" in line]
    assert [link[:35] for link in links] == ["https://survey.example.org/reports/"] * 2
    assert states_of(sending) == [("sent", 1, "")] * 2


def test_nobody_is_written_to_twice_for_the_same_reason(sending, post_office):
    remind(sending)
    assert remind(sending).results == []
    assert len(post_office.received) == 2


@pytest.mark.parametrize(
    ("language", "greeting", "day"),
    [
        ("en", "Dear Ana,", "30 November 2001, 16:00 (UTC)"),
        ("fr", None, "30 novembre 2001, 16:00 (UTC)"),
        ("es", None, "30 de noviembre de 2001, 16:00 (UTC)"),
        (None, "Dear Ana,", "30 November 2001, 16:00 (UTC)"),
        ("xx", "Dear Ana,", "30 November 2001, 16:00 (UTC)"),
    ],
)
def test_reminder_speaks_the_language_of_its_person(sending, post_office, language, greeting, day):
    set_person(sending, STAFF, language=language, name="Ana")
    set_person(sending, LEAD, active=False)
    remind(sending)
    [message] = post_office.messages
    assert (words(message).startswith(greeting or ""), day in words(message)) == (True, True)
    assert message["Content-Language"] == (language or "en")


def test_name_with_line_breaks_makes_no_header_and_no_recipient(sending, post_office):
    set_person(sending, STAFF, name="Ana\r\nBcc: eve@example.org\r\n\r\n.\r\nMAIL FROM:<eve@example.org>")
    remind(sending)
    assert sorted(post_office.to) == sorted([STAFF, LEAD])
    assert [message["Bcc"] for message in post_office.messages] == [None, None]


def test_refused_recipient_is_tried_again_by_the_next_run_under_the_same_name(
    sending, post_office, monkeypatch
):
    post_office.refused = {STAFF: 550}
    run = remind(sending)
    assert [result.failure for result in run.failed] == [Failure("refused", 550)]
    assert (len(run.sent), post_office.to) == (1, [LEAD])
    assert states_of(sending) == [("failed", 1, "refused"), ("sent", 1, "")]
    at(monkeypatch, NOW + timedelta(hours=1))
    post_office.refused = {}
    assert len(remind(sending).sent) == 1
    assert post_office.to == [LEAD, STAFF]


def test_message_whose_connection_broke_is_sent_again_under_the_same_name(sending, post_office, monkeypatch):
    post_office.lost = {STAFF}
    assert [result.failure for result in remind(sending).failed] == [Failure("lost")]
    at(monkeypatch, NOW + timedelta(hours=1))
    post_office.lost = set()
    assert len(remind(sending).sent) == 1
    assert post_office.connections == 3
    assert len({message["Message-ID"] for message in post_office.messages}) == 2


def test_without_the_mail_server_everything_waits_for_the_next_run(sending, post_office):
    url = sending.config["SURVEY_SMTP_URL"]
    sending.config["SURVEY_SMTP_URL"] = f"smtp://{HOST}:{free_port()}"
    run = remind(sending)
    assert (run.results, run.stopped_by) == ([], Failure("unreachable"))
    assert states_of(sending) == [("waiting", 0, "unreachable")] * 2
    sending.config["SURVEY_SMTP_URL"] = url
    assert len(remind(sending).sent) == 2


def test_run_that_has_no_time_left_leaves_the_rest_waiting(sending, post_office):
    assert remind(sending, seconds=0).results == []
    assert states_of(sending) == [("waiting", 0, "")] * 2


def test_what_is_taken_is_on_record_before_it_is_sent(sending, post_office):
    with sending.app_context(), writing(sending) as session:
        prepare(session, days=DAYS, by="command")
        session.commit()
        steps = send_waiting(session, Run([]), by="command")
        next(steps)
        session.commit()
        assert (post_office.received, states_of(sending)) == ([], [("sending", 1, "")] * 2)
        next(steps)
        session.commit()
        assert (len(post_office.received), states_of(sending)) == (2, [("sent", 1, "")] * 2)


def test_log_holds_no_words_and_no_addresses(sending, post_office, caplog):
    post_office.refused = {STAFF: 550}
    caplog.set_level(logging.DEBUG, logger="survey")
    logging.getLogger("survey").propagate = True
    remind(sending)
    logging.getLogger("survey").propagate = False
    assert "example.org" not in caplog.text
    assert "waits for you" not in caplog.text


def give_people(app, number):
    """So many people, and nobody else, who each wait for two reports."""
    with writing(app) as session:
        for email in (STAFF, LEAD):
            person_by_email(session, email).active = False
        missions = missions_named(session, ["San José"])
        for place in range(number):
            person(session, f"p{place}@example.org", missions=missions)
        session.commit()


@pytest.mark.parametrize("number", [1, 1_000])
def test_preparing_for_a_thousand_people_takes_as_many_statements_as_for_one(sending, number):
    give_people(sending, number)
    with writing(sending) as session, counted_statements(sending) as seen:
        assert prepare(session, days=DAYS, by="command").people == number
    assert len(seen) == 10


@pytest.mark.parametrize("number", [AT_ONCE, 3 * AT_ONCE, pytest.param(1_000, marks=pytest.mark.long)])
def test_sending_takes_the_same_few_statements_for_each_portion(sending, post_office, number):
    give_people(sending, number)
    run = Run([])
    with sending.app_context(), writing(sending) as session:
        prepare(session, days=DAYS, by="command")
        session.commit()
        with counted_statements(sending) as seen:
            for _ in send_waiting(session, run, by="command"):
                session.commit()
    assert (len(run.sent), len(set(post_office.to)), post_office.connections) == (number, number, 1)
    # the last one finds nothing left to take
    assert len(seen) == 11 * number // AT_ONCE + 1
