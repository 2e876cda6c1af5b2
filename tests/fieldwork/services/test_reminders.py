"""Reminders are claimed before they are sent, each reason once; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from survey.accounts.services import deactivate, invite
from survey.answering.models.reports import Report
from survey.audit.queries import entries
from survey.fieldwork.models.reminders import Reminder, ReminderMessage
from survey.fieldwork.outbox import LONGEST_SENDING, MOST_TRIES, Result
from survey.fieldwork.queries.reminders import letters, outstanding, recipients, undelivered
from survey.fieldwork.services.reminders import hand_over, mark, prepare, take
from survey.messages.failures import Failure
from survey.missions.queries import missions_named
from survey.rounds.queries import round_by_code
from tests.answering.examples import send_back, sign
from tests.fieldwork.outstanding import DAYS, NOW, change_report, close_round, reminded, states
from tests.support.app import EMAILS, writing
from tests.support.factories import at, mission, person
from tests.support.rounds import open_drafts

LATER = timedelta(hours=2)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    at(monkeypatch, NOW)


@pytest.fixture
def round(session):
    return close_round(session)


def prepared(session, **options):
    found = prepare(session, days=DAYS, by="command", **options)
    return found.people, found.reports


def taken(session, *, most=50, before=NOW, **options):
    return take(session, most=most, before=before, by="command", **options)


def results(letters, failure=None):
    return [Result(id, letter.person.public_id, len(letter.reports), failure) for id, letter in letters]


def printed(session, round, now=NOW):
    """The keys of the letters on the page to print."""
    found, people = outstanding(session, now), recipients(session)
    return {
        one.key
        for one in letters(session, undelivered(session, round.id, now), found, people, now=now).values()
    }


def keys(session):
    return sorted({(number, key) for number, _reason, key, _person in reminded(session)})


def test_everybody_gets_one_message_about_all_their_reports(session, round):
    assert prepared(session) == (2, 2)
    assert keys(session) == [(5, "opened"), (8, "opened")]
    assert states(session) == [("waiting", 0, "")] * 2
    own = taken(session)
    assert [(letter.person.email, len(letter.reports)) for _id, letter in own] == [
        (EMAILS["mission_staff"], 2),
        (EMAILS["mission_lead"], 2),
    ]


def test_the_same_reason_is_not_prepared_again(session, round):
    prepared(session)
    assert prepared(session) == (0, 0)
    assert prepared(session, round=round) == (0, 0)
    assert len(reminded(session)) == 4


def test_database_refuses_the_same_reason_twice(session, round):
    prepared(session)
    first = session.scalar(select(Reminder).limit(1))
    same = {name: getattr(first, name) for name in ("report_id", "person_id", "reason", "key", "message_id")}
    session.add(Reminder(**same))
    with pytest.raises(IntegrityError):
        session.flush()


def test_only_the_round_that_is_asked_for_is_reminded_of(session, round):
    open_drafts(session, 3, code="2002", mission="San José")
    assert prepared(session, round=round_by_code(session, "2002")) == (0, 0)  # opens in 2002
    round_by_code(session, "2002").opens_at = NOW
    assert prepared(session, round=round_by_code(session, "2002")) == (2, 3)
    assert taken(session, round_id=round.id) is None
    assert prepared(session) == (2, 2)
    assert sorted(len(letter.reports) for _id, letter in taken(session)) == [5, 5]


def test_who_has_answered_and_who_is_gone_gets_nothing(session, round):
    sign(session, 5)
    change_report(session, 8, state="with_lead")
    assert prepared(session) == (1, 1)
    [(_id, letter)] = taken(session)
    assert (letter.person.role, letter.reports[0].state) == ("mission_lead", "with_lead")


def test_closed_accounts_and_other_missions_get_nothing(session, round):
    for email, own in (("gone@example.org", "San José"), ("bern@example.org", "Bern")):
        made = person(session, email, missions=[mission(session, own)])
        if email.startswith("gone"):
            deactivate(session, person=made, by="test")
    assert prepared(session) == (2, 2)


def test_returned_report_is_spoken_of_also_after_the_end(session, round):
    sign(session, 8)
    send_back(session, 8, "Q4_LESSONS.lessons")
    close_round(session, NOW - timedelta(days=1))
    assert prepared(session) == (2, 1)
    assert {reason for _number, reason, _key, _person in reminded(session)} == {"returned"}


def test_supplement_is_spoken_of_with_its_own_deadline(session, round):
    sign(session, 8)
    main = session.scalar(
        select(Report).where(Report.state == "submitted").order_by(Report.id.desc()).limit(1)
    )
    own = {"asked_project_id": main.asked_project_id, "version_id": main.version_id, "state": "draft"}
    session.add(Report(**own, supplements_id=main.id, closes_at=NOW + timedelta(days=3)))
    session.flush()
    prepared(session)
    assert [key for number, key in keys(session) if number == 8] == [
        "closing 2001-11-08 14",
        "closing 2001-11-08 3",
        "closing 2001-11-08 7",
        "not_started 2001-11-08",
        "supplement",
    ]


def test_what_became_needless_before_it_was_sent_is_forgotten(session, round):
    prepared(session)
    sign(session, 5)
    change_report(session, 8, state="with_lead")
    [(_id, letter)] = taken(session)
    assert letter.person.role == "mission_lead"
    assert [report.state for report in letter.reports] == ["with_lead"]
    assert [number for number, *_rest in reminded(session)] == [8]
    assert states(session) == [("sending", 1, "")]


def test_messages_with_nothing_left_to_say_are_no_messages(session, round):
    prepared(session)
    sign(session, 5)
    sign(session, 8)
    assert taken(session) == []
    assert (taken(session), states(session), reminded(session)) == (None, [], [])


def test_new_reasons_join_the_message_that_waits(session, round):
    prepared(session)
    close_round(session, NOW + timedelta(days=2))
    assert prepared(session) == (2, 2)
    own = taken(session)
    assert len(own) == 2
    assert own[0][1].key.endswith(".2")
    assert own[0][1].reasons == {"opened", "closing", "not_started"}


def test_refused_message_is_tried_again_by_later_runs_but_not_for_ever(session, round, monkeypatch):
    prepared(session)
    seen = set()
    for turn in range(MOST_TRIES):
        at(monkeypatch, NOW + turn * LATER)
        started = NOW + turn * LATER
        own = taken(session, before=started)
        seen |= {letter.key for _id, letter in own}
        mark(session, results(own, Failure("refused", 550)), by="command")
        assert states(session) == [("failed", turn + 1, "refused")] * 2
        assert taken(session, before=started) is None
    at(monkeypatch, NOW + 9 * LATER)
    assert taken(session, before=NOW + 9 * LATER) is None
    assert len(seen) == 2  # each time the same message, under the same name
    close_round(session, NOW + timedelta(days=3))
    prepared(session)
    assert states(session) == [("waiting", 0, "")] * 2


def test_fault_of_the_mail_server_costs_no_try(session, round):
    prepared(session)
    mark(session, results(taken(session), Failure("unreachable")), by="command")
    assert states(session) == [("waiting", 0, "unreachable")] * 2


def test_what_is_being_sent_is_not_taken_and_not_handed_over(session, round, monkeypatch):
    prepared(session)
    assert len(taken(session)) == 2
    assert taken(session) is None
    assert list(undelivered(session, round.id, NOW)) == []
    # a run that was killed leaves messages of which nobody knows whether they went out: a person decides
    at(monkeypatch, NOW + LONGEST_SENDING + timedelta(seconds=1))
    now = NOW + LONGEST_SENDING + timedelta(seconds=1)
    assert taken(session, before=now) is None
    assert hand_over(session, keys=printed(session, round, now), round=round, by="test") == 2
    assert states(session) == [("handed_over", 1, "")] * 2


def test_handing_over_counts_for_the_edition_that_was_printed(session, round):
    prepared(session)
    before = printed(session, round)
    close_round(session, NOW + timedelta(days=2))
    prepared(session)
    assert hand_over(session, keys=before | {"0" * 16 + ".1", "x"}, round=round, by="test") == 0
    now_printed = printed(session, round)
    assert hand_over(session, keys=now_printed, round=round, by="test") == 2
    assert taken(session) is None
    assert hand_over(session, keys=now_printed, round=round, by="test") == 0


def test_by_hand_speaks_of_chosen_reports_once_a_day(session, round, monkeypatch):
    prepared(session)
    mark(session, results(taken(session)), by="command")
    ids = {
        session.scalar(select(Report.public_id).where(Report.state == "draft").order_by(Report.id).limit(1))
    }
    assert prepared(session, round=round, chosen=ids) == (2, 1)
    assert prepared(session, round=round, chosen=ids) == (0, 0)
    at(monkeypatch, NOW + timedelta(days=1))
    assert prepared(session, round=round, chosen=ids) == (2, 1)


def test_audit_trail_knows_numbers_and_nobodys_address_or_words(session, round):
    before = len(entries(session))
    prepared(session)
    mark(session, results(taken(session)), by="command")
    found = [
        (entry.person, entry.action, entry.subject, entry.details) for entry in entries(session)[before:]
    ]
    assert found == [
        ("command", "remind", "2001", '{"people": 2, "reasons": ["opened"], "reports": 2}'),
        ("command", "send reminders", "reminders", '{"failed": 0, "sent": 2}'),
    ]


def test_two_runs_at_once_prepare_and_take_each_message_once(app):
    with writing(app) as session:
        for number in range(40):
            missions = missions_named(session, ["San José"])
            role = "mission_staff"
            invite(session, email=f"p{number}@example.org", role=role, missions=missions, by="test")
        session.commit()

    def run(_turn):
        found = []
        with writing(app) as session:
            prepare(session, days=DAYS, by="command")
            session.commit()
            while (own := take(session, most=5, before=NOW, by="command")) is not None:
                session.commit()
                found += [letter.person.email for _id, letter in own]
                mark(session, results(own), by="command")
                session.commit()
        return found

    with ThreadPoolExecutor(3) as pool:
        sent = [email for found in pool.map(run, range(3)) for email in found]
    assert (len(sent), len(set(sent))) == (42, 42)
    with app.extensions["database"].reading() as session:
        assert set(states(session)) == {("sent", 1, "")}
        assert session.scalar(select(func.count(ReminderMessage.id))) == 42
