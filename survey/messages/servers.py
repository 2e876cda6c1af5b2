"""Which mail server messages go through: read from the settings, and refused in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from survey.messages.message import BadAddress, address

PORTS = {"smtp": 25, "smtps": 465}
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
EXAMPLE = "smtp://user:password@mail.example.org:587 or smtps://user:password@mail.example.org"


class BadServer(ValueError):
    """The settings for messages cannot be used; the text is a sentence that says what to mend."""


@dataclass(frozen=True)
class MailServer:
    """A mail server. `encrypted` from the first byte (smtps), or from STARTTLS on where `starttls` is set."""

    host: str
    port: int
    encrypted: bool
    starttls: bool
    user: str = ""
    password: str = field(default="", repr=False)


def mail_server(url: str) -> MailServer:
    """The server behind SURVEY_SMTP_URL. Raises BadServer, with a sentence that does not repeat the password.

    Without `?starttls=no` the connection is encrypted, but for a server on this machine.
    """
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise BadServer(f"SURVEY_SMTP_URL cannot be read; write {EXAMPLE}.") from None
    if parts.scheme not in PORTS or not host or parts.path not in ("", "/") or not url.isprintable():
        raise BadServer(f"SURVEY_SMTP_URL cannot be read; write {EXAMPLE}.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise BadServer("SURVEY_SMTP_URL needs a user and a password, or neither.")
    encrypted, local = parts.scheme == "smtps", host in THIS_MACHINE
    starttls = not encrypted and _starttls(parts, default=not local)
    if user and not (encrypted or starttls or local):
        raise BadServer(
            "SURVEY_SMTP_URL would send its password unencrypted; leave out starttls=no, or use smtps://."
        )
    return MailServer(host, port or PORTS[parts.scheme], encrypted, starttls, user, password)


def _starttls(parts: SplitResult, *, default: bool) -> bool:
    given = parse_qs(parts.query, keep_blank_values=True)
    said = given.pop("starttls", ["yes" if default else "no"])
    if given or said not in (["yes"], ["no"]):
        raise BadServer(
            "SURVEY_SMTP_URL takes nothing behind the question mark but starttls=yes or starttls=no."
        )
    return said == ["yes"]


def sender_of(text: str) -> Address:
    """The address behind SURVEY_SMTP_FROM, such as `Survey <survey@example.org>`. Raises BadServer."""
    name, spec = parseaddr(text)
    try:
        return address(spec, name)
    except BadAddress:
        raise BadServer(
            f"SURVEY_SMTP_FROM '{text}' is not an address; write survey@example.org or Survey <survey@example.org>."
        ) from None


def is_configured(settings: Mapping) -> bool:
    """Whether messages can be sent; where they cannot, pages offer them for printing."""
    return bool(settings["SURVEY_SMTP_URL"])


def faults(settings: Mapping) -> list[str]:
    """What is wrong with the settings for messages: one sentence each, empty when nothing is, or nothing is set."""
    if not is_configured(settings):
        return []
    found = []
    for name, read in (("SURVEY_SMTP_URL", mail_server), ("SURVEY_SMTP_FROM", sender_of)):
        try:
            read(settings[name])
        except BadServer as refusal:
            found.append(str(refusal))
    return found
