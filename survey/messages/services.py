"""Messages of this installation: through its mail server, in its name."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import current_app

from survey.messages import servers
from survey.messages.failures import Failure
from survey.messages.message import Message
from survey.messages.sending import Mailer


def may_send() -> bool:
    """Whether a mail server is configured. Without one nothing is sent, and pages show what there is to hand over."""
    return servers.is_configured(current_app.config)


def mailer() -> Mailer:
    """A connection to the configured server, for many messages. Raises BadServer where the settings are no good."""
    server = servers.mail_server(current_app.config["SURVEY_SMTP_URL"])
    sender = servers.sender_of(current_app.config["SURVEY_SMTP_FROM"])
    host = urlsplit(current_app.config["SURVEY_BASE_URL"]).hostname or sender.domain
    return Mailer(server, sender=sender, host=host)


def deliver(messages: Iterable[Message]) -> list[tuple[Message, Failure | None]]:
    """Sends the messages; each comes back with why it did not go out, or with None.

    Hold no transaction while this runs: a mail server may take seconds. Raises BadServer as `mailer` does.
    """
    with mailer() as connection:
        return [(message, connection.send(message)) for message in messages]


def link(endpoint: str, **values: str) -> str:
    """The address of a page for a message: it begins with SURVEY_BASE_URL, never with the host of a request."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return current_app.config["SURVEY_BASE_URL"].rstrip("/") + path
