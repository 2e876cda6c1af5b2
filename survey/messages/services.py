"""Messages of this installation: through its mail server, in its name."""

import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import current_app

from survey.messages import servers
from survey.messages.failures import SETTINGS, UNTRIED, Failure
from survey.messages.message import Message
from survey.messages.sending import Mailer
from survey.messages.servers import BadServer


def may_send() -> bool:
    """Whether a mail server is configured. Without one nothing is sent, and pages show what there is to hand over."""
    return servers.is_configured(current_app.config)


def mailer() -> Mailer:
    """A connection to the configured server, for many messages. Raises BadServer where the settings are no good."""
    server = servers.mail_server(current_app.config["SURVEY_SMTP_URL"])
    sender = servers.sender_of(current_app.config["SURVEY_SMTP_FROM"])
    host = urlsplit(current_app.config["SURVEY_BASE_URL"]).hostname or sender.domain
    return Mailer(server, sender=sender, host=host)


def deliver(
    messages: Iterable[Message], *, seconds: float | None = None
) -> list[tuple[Message, Failure | None]]:
    """Sends the messages over one connection; each comes back with why it did not go out, or with None.

    Once the mail server itself is at fault, or after so many seconds, the rest is not tried any more. Hold no
    transaction while this runs: a mail server may take seconds.
    """
    started, stopped_by, found = time.monotonic(), None, []
    try:
        connection = mailer()
    except BadServer:
        return [(message, Failure(SETTINGS)) for message in messages]
    with connection:
        for message in messages:
            if stopped_by is None and seconds is not None and time.monotonic() - started > seconds:
                stopped_by = Failure(UNTRIED)
            failure = stopped_by or connection.send(message)
            if failure and failure.is_of_server:
                stopped_by = failure
            found.append((message, failure))
    return found


def link(endpoint: str, **values: str) -> str:
    """The address of a page for a message: it begins with SURVEY_BASE_URL, never with the host of a request."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return current_app.config["SURVEY_BASE_URL"].rstrip("/") + path
