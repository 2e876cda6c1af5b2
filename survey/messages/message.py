"""A message to one person, and how it stands in an e-mail: plain text, and nothing foreign in a header."""

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

LONGEST_SUBJECT = 200


class BadAddress(ValueError):
    """Nothing can be sent to or from this address, because it is none."""


@dataclass(frozen=True)
class Message:
    """What is said to somebody: their address, the language of the words, and the words in plain text.

    `key` names the message: when the same one is sent again, because nobody knows whether it arrived, it goes out
    under the same Message-ID, and mail programs show it once.
    """

    to: str
    language: str
    subject: str
    body: str
    key: str


def address(text: str, name: str = "") -> Address:
    """An address such as name@example.org. Raises BadAddress."""
    try:
        found = Address(display_name=name, addr_spec=text)
    except (ValueError, IndexError, MessageError):
        raise BadAddress(text) from None
    if not (found.username and found.domain) or " " in text:
        raise BadAddress(text)
    return found


def email(message: Message, *, sender: Address, host: str, at: datetime) -> EmailMessage:
    """The message as it travels. `host` is the name in its Message-ID. Raises BadAddress.

    Line breaks in the subject become spaces; in an address they are refused.
    """
    made = EmailMessage(policy=policy.SMTP)
    made["From"] = sender
    made["To"] = address(message.to)
    made["Subject"] = " ".join(message.subject.split())[:LONGEST_SUBJECT]
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{message.key}@{host}>"
    # so that nobody's absence note answers it
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(message.body, charset="utf-8", cte="quoted-printable")
    made["Content-Language"] = message.language
    return made
