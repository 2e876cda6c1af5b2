"""Sends messages through a mail server: one connection for many, each failure kept to its own message."""

import smtplib
import ssl
from contextlib import suppress
from email.headerregistry import Address
from types import TracebackType

from survey.data import clock
from survey.messages.failures import (
    ADDRESS,
    LATER,
    LOST,
    REFUSED,
    SENDER,
    SIGN_IN,
    UNREACHABLE,
    UNTRUSTED,
    Failure,
)
from survey.messages.message import BadAddress, Message, email
from survey.messages.servers import MailServer

SECONDS_TO_ANSWER = 20


class Mailer:
    """A connection to a mail server, opened with the first message and again where it was lost; a context manager.

    `host` is our own name, in Message-IDs and in the greeting.
    """

    def __init__(self, server: MailServer, *, sender: Address, host: str, seconds: float = SECONDS_TO_ANSWER):
        self.server, self.sender, self.host, self.seconds = server, sender, host, seconds
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> "Mailer":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._drop()

    def send(self, message: Message) -> Failure | None:
        """Sends one message; returns why it did not go out, or None when the server has it."""
        try:
            made = email(message, sender=self.sender, host=self.host, at=clock.now())
        except BadAddress:
            return Failure(ADDRESS)
        try:
            connection = self._connected()
        except (smtplib.SMTPException, OSError) as fault:
            self._drop()
            return _failure_to_connect(fault)
        try:
            connection.send_message(made)
        except smtplib.SMTPServerDisconnected:
            self._drop()
            return Failure(LOST)
        except smtplib.SMTPException as fault:
            return _failure_of(fault)
        except OSError:
            self._drop()
            return Failure(LOST)
        except ValueError:
            return Failure(ADDRESS)
        return None

    def _connected(self) -> smtplib.SMTP:
        """The connection, looked after first: a server may close one that has carried enough messages."""
        if self._connection is not None:
            try:
                if self._connection.noop()[0] == 250:
                    return self._connection
            except (smtplib.SMTPException, OSError):
                pass
            self._drop()
        self._connection = self._opened()
        return self._connection

    def _opened(self) -> smtplib.SMTP:
        where, trusted = (self.server.host, self.server.port), ssl.create_default_context()
        # our own name is given: smtplib would ask the network for it
        if self.server.encrypted:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                *where, self.host, timeout=self.seconds, context=trusted
            )
        else:
            connection = smtplib.SMTP(*where, self.host, timeout=self.seconds)
        try:
            if self.server.starttls:
                connection.starttls(context=trusted)
            if self.server.user:
                connection.login(self.server.user, self.server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(OSError):
                self._connection.close()
        self._connection = None


def _failure_to_connect(fault: Exception) -> Failure:
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return Failure(SIGN_IN, fault.smtp_code)
    if isinstance(fault, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return Failure(UNTRUSTED)
    return Failure(UNREACHABLE, getattr(fault, "smtp_code", 0))


def _failure_of(fault: smtplib.SMTPException) -> Failure:
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return Failure(REFUSED)
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code = next(iter(fault.recipients.values()))[0]
    else:
        code = getattr(fault, "smtp_code", 0)
    if isinstance(fault, smtplib.SMTPSenderRefused) and code >= 500:
        return Failure(SENDER, code)
    return Failure(REFUSED if code >= 500 else LATER, code)
