"""Messages through a real mail server on this machine."""

import socket

from survey.messages.failures import Failure
from survey.messages.message import Message, address
from survey.messages.sending import Mailer
from survey.messages.servers import mail_server
from tests.support.post import (
    HOST,
    PASSWORD,
    USER,
    close_office,
    encrypted_by,
    free_port,
    knows,
    open_office,
)

SENDER = address("survey@example.org")


def message(to, number=1):
    return Message(to, "en", f"Reminder {number}", f"Hello {number}\n", key=f"key{number}")


def sent(url, *addresses, seconds=5):
    """What became of a message to each of these addresses, sent one after the other."""
    with Mailer(mail_server(url), sender=SENDER, host="survey.example.org", seconds=seconds) as mailer:
        return [mailer.send(message(to, number)) for number, to in enumerate(addresses, 1)]


def test_many_messages_go_over_one_connection(post_office):
    addresses = [f"person{number}@example.org" for number in range(30)]
    assert sent(post_office.url, *addresses) == [None] * 30
    assert (post_office.to, post_office.connections) == (addresses, 1)
    envelope, first = post_office.received[0]
    assert envelope.mail_from == "survey@example.org"
    assert (first["Subject"], first["Message-ID"]) == ("Reminder 1", "<key1@survey.example.org>")


def test_refused_recipients_do_not_keep_the_others_from_their_messages(post_office):
    post_office.refused = {"gone@example.org": 550, "full@example.org": 452}
    found = sent(
        post_office.url,
        "a@example.org",
        "gone@example.org",
        "full@example.org",
        "no address",
        "b@example.org",
    )
    assert found == [None, Failure("refused", 550), Failure("later", 452), Failure("address"), None]
    assert post_office.to == ["a@example.org", "b@example.org"]


def test_message_whose_connection_breaks_fails_and_the_next_takes_a_new_one(post_office):
    post_office.lost = {"lost@example.org"}
    assert sent(post_office.url, "a@example.org", "lost@example.org", "b@example.org") == [
        None,
        Failure("lost"),
        None,
    ]
    assert (post_office.to, post_office.connections) == (["a@example.org", "b@example.org"], 2)


def test_server_that_ends_connections_after_some_messages_gets_all(post_office):
    post_office.closes_after = 1
    with Mailer(mail_server(post_office.url), sender=SENDER, host="survey.example.org") as mailer:
        assert mailer.send(message("a@example.org")) is None
        mailer._connection.sock.recv(1)  # the server has hung up when this returns
        assert mailer.send(message("b@example.org", 2)) is None
    assert (post_office.to, post_office.connections) == (["a@example.org", "b@example.org"], 2)


def test_server_that_is_not_there_is_unreachable():
    assert sent(f"smtp://{HOST}:{free_port()}", "a@example.org") == [Failure("unreachable")]


def test_server_that_says_nothing_is_not_waited_for():
    with socket.socket() as silent:
        silent.bind((HOST, 0))
        silent.listen()
        url = f"smtp://{HOST}:{silent.getsockname()[1]}"
        assert sent(url, "a@example.org", seconds=0.2) == [Failure("unreachable")]


def test_starttls_and_a_password_are_used(authority):
    options = {"tls_context": encrypted_by(authority), "authenticator": knows, "auth_required": True}
    office = open_office(**options, require_starttls=True)
    right = f"smtp://{USER}:p%40ss%3Aword%2F1@{HOST}:{office.controller.port}?starttls=yes"
    wrong = f"smtp://{USER}:wrong@{HOST}:{office.controller.port}?starttls=yes"
    try:
        assert PASSWORD == "p@ss:word/1"
        assert sent(right, "a@example.org") == [None]
        assert sent(wrong, "b@example.org") == [Failure("sign_in", 535)]
    finally:
        close_office(office)
    assert office.to == ["a@example.org"]
    assert office.received[0][0].mail_from == "survey@example.org"


def test_server_whose_certificate_is_for_another_host_gets_nothing(authority):
    office = open_office(tls_context=encrypted_by(authority, "other.example.org"), require_starttls=True)
    try:
        assert sent(f"{office.url}?starttls=yes", "a@example.org") == [Failure("untrusted")]
    finally:
        close_office(office)
    assert office.received == []


def test_server_without_starttls_gets_nothing_where_it_is_wanted(post_office):
    assert sent(f"{post_office.url}?starttls=yes", "a@example.org") == [Failure("untrusted")]
    assert post_office.received == []


def test_server_that_is_encrypted_from_the_beginning(authority):
    office = open_office(ssl_context=encrypted_by(authority))
    try:
        assert sent(f"smtps://{HOST}:{office.controller.port}", "a@example.org") == [None]
    finally:
        close_office(office)
    assert office.to == ["a@example.org"]
