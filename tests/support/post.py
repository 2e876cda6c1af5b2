"""A mail server on this machine that keeps what it is sent, refuses whom it is told to, and hangs up on request."""

import socket
import ssl
from dataclasses import dataclass, field
from email import message_from_bytes, policy

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

HOST = "127.0.0.1"
USER, PASSWORD = "survey", "p@ss:word/1"


@dataclass
class PostOffice:
    """What arrived, and how it behaves. `refused` are addresses; it hangs up on `lost` ones, each time, once it has
    the words; `closes_after` so many messages it ends a connection.
    """

    received: list = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    closes_after: int = 0
    connections: int = 0
    url: str = ""
    controller: Controller | None = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return f"{self.refused[address]} 5.1.1 <{address}> is nobody of ours"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.lost & set(envelope.rcpt_tos):
            server.transport.abort()
            return "250 OK"
        self.received.append((envelope, message_from_bytes(envelope.content, policy=policy.default)))
        if self.closes_after and len(self.received) % self.closes_after == 0:
            session.loop.call_later(0.05, server.transport.close)
        return "250 OK"

    @property
    def to(self):
        """The addresses in the envelopes, in the order of arrival."""
        return [address for envelope, _message in self.received for address in envelope.rcpt_tos]

    @property
    def messages(self):
        return [message for _envelope, message in self.received]


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def open_office(**options):
    """A mail server that runs in a thread of its own; `close_office` ends it."""
    office = PostOffice()
    office.controller = Controller(office, hostname=HOST, port=free_port(), **options)
    office.controller.start()
    office.url = f"smtp://{HOST}:{office.controller.port}"
    return office


def close_office(office):
    office.controller.stop()


@pytest.fixture
def post_office():
    """A mail server without encryption."""
    office = open_office()
    yield office
    close_office(office)


@pytest.fixture
def authority(tmp_path, monkeypatch):
    """Whoever signs certificates is trusted by this program, for the test."""
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return made


def encrypted_by(authority, name=HOST):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def knows(_server, _session, _envelope, _mechanism, data):
    fits = data.login == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=fits, handled=fits)
