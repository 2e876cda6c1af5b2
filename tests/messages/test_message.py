from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from survey.messages.message import BadAddress, Message, address, email

AT = datetime(2001, 11, 5, 12, 0, tzinfo=UTC)
SENDER = address("survey@example.org", "The Survey")


def made(**changes):
    fields = {
        "to": "ana@example.org",
        "language": "fr",
        "subject": "Rappel",
        "body": "Bonjour\n",
        "key": "k.1",
    }
    return email(Message(**fields | changes), sender=SENDER, host="survey.example.org", at=AT)


def travelled(**changes):
    return message_from_bytes(made(**changes).as_bytes(), policy=policy.default)


def words(message):
    return message.get_content().replace("\r\n", "\n")


def test_headers_say_from_whom_to_whom_when_and_in_which_language():
    assert dict(travelled().items()) == {
        "From": "The Survey <survey@example.org>",
        "To": "ana@example.org",
        "Subject": "Rappel",
        "Date": "Mon, 05 Nov 2001 12:00:00 +0000",
        "Message-ID": "<k.1@survey.example.org>",
        "Content-Language": "fr",
        "Auto-Submitted": "auto-generated",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        "MIME-Version": "1.0",
    }


def test_words_arrive_as_they_were_in_every_script():
    body = "Chère Élodie,\n\n«أهلا» — 問卷 ☃ 𝔘\n.\nFrom here\n" + "long " * 500 + "\n"
    assert words(travelled(body=body)) == body
    assert travelled(subject="Заявка ☃ é").get("Subject") == "Заявка ☃ é"
    assert made(body=body).as_bytes().isascii()


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\u2028", "\x0b"])
def test_subject_cannot_make_a_header(ending):
    message = travelled(subject=f"Hello{ending}Bcc: eve@example.org{ending}{ending}Body")
    assert message["Bcc"] is None
    assert message["Subject"] == "Hello Bcc: eve@example.org Body"
    assert words(message) == "Bonjour\n"


@pytest.mark.parametrize(
    "to",
    [
        "",
        "ana",
        "@example.org",
        "ana@",
        "a b@example.org",
        "ana@example.org\r\nBcc: eve@example.org",
        "ana@example.org\nBcc: eve@example.org",
        "ana@example.org, eve@example.org",
        "Ana <ana@example.org>",
        "ana@example.org\x00",
        "ana@example.org>",
    ],
)
def test_what_is_no_single_address_is_refused(to):
    with pytest.raises(BadAddress):
        made(to=to)
