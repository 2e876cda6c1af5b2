import pytest

from survey.messages.servers import BadServer, MailServer, faults, is_configured, mail_server, sender_of

UNREADABLE = (
    "SURVEY_SMTP_URL cannot be read; write smtp://user:password@mail.example.org:587 or "
    "smtps://user:password@mail.example.org."
)
QUERY = "SURVEY_SMTP_URL takes nothing behind the question mark but starttls=yes or starttls=no."


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 25, False, True)),
        ("smtp://mail.example.org:587?starttls=yes", MailServer("mail.example.org", 587, False, True)),
        ("smtp://mail.example.org/?starttls=no", MailServer("mail.example.org", 25, False, False)),
        ("smtp://localhost:2525", MailServer("localhost", 2525, False, False)),
        ("smtp://u:p@127.0.0.1", MailServer("127.0.0.1", 25, False, False, "u", "p")),
        (
            "smtps://me%40example.org:p%2Fq%3A@[::2]",
            MailServer("::2", 465, True, False, "me@example.org", "p/q:"),
        ),
    ],
)
def test_address_of_a_server_is_read(url, server):
    assert mail_server(url) == server


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mail.example.org", UNREADABLE),
        ("http://mail.example.org", UNREADABLE),
        ("smtp://", UNREADABLE),
        ("smtp://mail.example.org:port", UNREADABLE),
        ("smtp://mail.example.org:99999", UNREADABLE),
        ("smtp://[mail", UNREADABLE),
        ("smtp://mail.example.org/inbox", UNREADABLE),
        ("smtp://mail.\x00example.org", UNREADABLE),
        ("smtp://user@mail.example.org", "SURVEY_SMTP_URL needs a user and a password, or neither."),
        ("smtp://:word@mail.example.org", "SURVEY_SMTP_URL needs a user and a password, or neither."),
        ("smtp://mail.example.org?starttls=maybe", QUERY),
        ("smtp://mail.example.org?starttls=yes&starttls=no", QUERY),
        ("smtp://mail.example.org?timeout=5", QUERY),
        (
            "smtp://u:word@mail.example.org?starttls=no",
            "SURVEY_SMTP_URL would send its password unencrypted; leave out starttls=no, or use smtps://.",
        ),
    ],
)
def test_address_that_is_no_server_is_refused_without_its_password(url, reason):
    with pytest.raises(BadServer) as refusal:
        mail_server(url)
    assert str(refusal.value) == reason


def test_password_is_not_in_the_representation():
    assert "word" not in repr(mail_server("smtps://u:word@mail.example.org"))


def test_sender_has_a_name_or_none():
    assert str(sender_of("survey@example.org")) == "survey@example.org"
    assert str(sender_of("Enquête <survey@example.org>")) == "Enquête <survey@example.org>"


def test_nothing_is_wrong_where_no_server_is_set():
    settings = {"SURVEY_SMTP_URL": "", "SURVEY_SMTP_FROM": ""}
    assert (is_configured(settings), faults(settings)) == (False, [])


def test_everything_wrong_is_said_at_once():
    assert faults({"SURVEY_SMTP_URL": "mail", "SURVEY_SMTP_FROM": ""}) == [
        UNREADABLE,
        "SURVEY_SMTP_FROM '' is not an address; write survey@example.org or Survey <survey@example.org>.",
    ]
    good = {"SURVEY_SMTP_URL": "smtp://mail.example.org", "SURVEY_SMTP_FROM": "survey@example.org"}
    assert faults(good) == []
