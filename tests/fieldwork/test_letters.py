from datetime import date, timedelta

import pytest

from survey.fieldwork.letters import Letter, Tongue
from survey.messages.message import address, email
from tests.fieldwork.outstanding import NOW, STAFF, report

PLAIN = Tongue(str, date.isoformat, lambda moment, zone: f"{moment:%d.%m. %H:%M} {zone}")
RETURNED = {"state": "returned", "signed": True, "returned_at": NOW, "due_on": date(2001, 11, 12)}


def message(*reports, reasons=("opened",), now=NOW, person=STAFF):
    letter = Letter("key.1", person, reports, reasons)
    return letter.written(
        PLAIN, now=now, base="https://s.example", link=lambda report: f"https://s.example/{report.id}"
    )


def test_letter_names_its_report_what_is_wanted_until_when_and_where():
    made = message(report())
    assert (made.to, made.language, made.key) == ("staff@example.org", "en", "key.1")
    assert made.subject == "Gender Mainstreaming Survey: your mission is asked to answer"
    assert made.body == (
        "Dear Ana,\n"
        "\n"
        "A report of your mission waits for you:\n"
        "\n"
        "* Training (San José, round 2001)\n"
        "  It has been begun, but not submitted. Answers are taken until 30.11. 16:00 UTC. 25 days are left.\n"
        "  https://s.example/1\n"
        "\n"
        "What you have written so far is kept; you can go on at any time.\n"
        "\n"
        "You receive this message because you have an account at https://s.example. Nobody reads answers to it; for "
        "questions, write to your survey administrator.\n"
    )


def lines(made):
    return [line.strip() for line in made.body.splitlines() if line.startswith("  ") and "://" not in line]


@pytest.mark.parametrize(
    ("changes", "now", "line"),
    [
        ({"started": False, "closes_at": None}, NOW, "Nobody has begun it yet."),
        (
            {"state": "with_lead", "closes_at": NOW + timedelta(hours=5)},
            NOW,
            "It is with you as mission lead, to be read, signed and submitted. "
            "Answers are taken until 05.11. 17:00 UTC. Today is the last day.",
        ),
        (
            {"is_supplement": True, "closes_at": NOW + timedelta(hours=24)},
            NOW,
            "Questions were added after your report was submitted; only these are asked. "
            "Answers are taken until 06.11. 12:00 UTC. Tomorrow is the last day.",
        ),
        (
            RETURNED,
            NOW,
            "The working group returned it and asks for clarification. "
            "The answer is needed until 2001-11-12. 7 days are left.",
        ),
        (
            {**RETURNED, "state": "with_lead"},
            NOW.replace(day=13),
            "It was returned for clarification and is with you, to be read and signed again. "
            "The answer was needed until 2001-11-12.",
        ),
    ],
)
def test_letter_says_how_each_report_stands(changes, now, line):
    assert lines(message(report(**changes), now=now)) == [line]


@pytest.mark.parametrize(
    ("reasons", "subject"),
    [
        ({"opened", "closing"}, "please answer by 2001-11-12"),
        ({"not_started"}, "please answer by 2001-11-12"),
        ({"returned", "opened"}, "a report was returned for clarification"),
        ({"supplement"}, "new questions for your mission"),
        ({"by_hand"}, "a report waits for you"),
        ({"opened"}, "your mission is asked to answer"),
    ],
)
def test_subject_says_what_is_most_urgent(reasons, subject):
    made = message(report(), report(id=2, **RETURNED), reasons=reasons)
    assert made.subject == f"Gender Mainstreaming Survey: {subject}"
    assert "2 reports of your mission wait for you:" in made.body


def test_names_and_titles_stay_on_their_line():
    evil = "Ana\r\nBcc: eve@example.org\r\n\r\nSend your password to"
    person = type(STAFF)(1, "a" * 16, "staff@example.org", evil, "en", "mission_staff")
    made = message(report(title=evil, mission="A\nB", round_title="2\u20281"), person=person)
    assert made.body.startswith("Dear Ana Bcc: eve@example.org Send your password to,\n\n")
    assert "* Ana Bcc: eve@example.org Send your password to (A B, round 2 1)\n" in made.body
    sent = email(made, sender=address("s@example.org"), host="h", at=NOW)
    assert sent["Bcc"] is None
    assert sorted(sent.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "Content-Type",
         "Content-Transfer-Encoding", "MIME-Version"]
    )  # fmt: skip


def test_somebody_without_a_name_is_greeted_too():
    person = type(STAFF)(1, "a" * 16, "staff@example.org", " ", "en", "mission_staff")
    assert message(report(), person=person).body.startswith("Good day,\n\n")
