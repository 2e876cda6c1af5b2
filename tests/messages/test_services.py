"""Messages of an installation: what is sent, and what is not tried any more."""

from survey.messages.failures import Failure
from survey.messages.message import Message
from survey.messages.services import deliver
from tests.support.post import HOST, free_port


def delivered(app, url, *, seconds=None):
    app.config.update({"SURVEY_SMTP_URL": url, "SURVEY_SMTP_FROM": "survey@example.org"})
    messages = [Message(f"{name}@example.org", "en", "Hello", "Hello\n", key=name) for name in "ab"]
    with app.app_context():
        return [failure for _message, failure in deliver(messages, seconds=seconds)]


def test_messages_are_delivered(sqlite_app, post_office):
    assert delivered(sqlite_app, post_office.url) == [None, None]
    assert post_office.to == ["a@example.org", "b@example.org"]


def test_after_so_many_seconds_nothing_more_is_tried(sqlite_app, post_office):
    assert delivered(sqlite_app, post_office.url, seconds=-1) == [Failure("untried")] * 2
    assert post_office.received == []


def test_fault_of_the_server_or_its_settings_ends_it(sqlite_app):
    assert delivered(sqlite_app, f"smtp://{HOST}:{free_port()}") == [Failure("unreachable")] * 2
    assert delivered(sqlite_app, "nonsense") == [Failure("settings")] * 2
