"""Why a message did not go out, in sentences for administrators. What a mail server itself says is not kept.

It may name the address.
"""

from dataclasses import dataclass

from survey.web.wording import Sentence, sentence

ADDRESS, REFUSED, LATER, LOST, INTERRUPTED = "address", "refused", "later", "lost", "interrupted"
UNREACHABLE, UNTRUSTED, SIGN_IN, SENDER = "unreachable", "untrusted", "sign_in", "sender"
SETTINGS, UNTRIED = "settings", "untried"
#: faults of the server or of the settings: trying the next message is of no use
OF_SERVER = frozenset({UNREACHABLE, UNTRUSTED, SIGN_IN, SENDER})
SENTENCES: dict[str, Sentence] = {
    ADDRESS: sentence("The address is not one that messages can be sent to."),
    REFUSED: sentence("The mail server does not take messages for this address."),
    LATER: sentence("The mail server could not take the message for the time being."),
    LOST: sentence("The connection to the mail server broke before it had said that it has the message."),
    INTERRUPTED: sentence(
        "The program was stopped while it sent this message; nobody knows whether it went out."
    ),
    UNREACHABLE: sentence("The mail server does not answer."),
    UNTRUSTED: sentence(
        "The mail server could not prove that it is the one in the settings, so nothing was sent to it."
    ),
    SIGN_IN: sentence("The mail server does not accept the user or the password in the settings."),
    SENDER: sentence("The mail server does not accept the address that our messages come from."),
    SETTINGS: sentence("The settings for the mail server are not in order."),
    UNTRIED: sentence("Sending took too long, so this message was not tried."),
}


@dataclass(frozen=True)
class Failure:
    """Why a message did not go out; `reply` is the mail server's code, such as 550, or 0 where it gave none."""

    kind: str
    reply: int = 0

    @property
    def is_of_server(self) -> bool:
        return self.kind in OF_SERVER
