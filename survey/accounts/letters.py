"""The words of the message that brings somebody their one-time link."""

from collections.abc import Callable
from dataclasses import dataclass

from survey.messages.message import Message
from survey.web.wording import Sentence, sentence


@dataclass(frozen=True)
class LinkLetter:
    """A link for somebody who chooses a first password, or, with `instead`, another one than until now.

    `until` says in the person's language when the link ends; `base` is the address of the service.
    """

    email: str
    name: str
    language: str
    address: str
    until: str
    base: str
    instead: bool
    key: str

    def written(self, say: Callable[[Sentence], str]) -> Message:
        """The letter in words; `say` says a sentence in the person's language."""
        name = " ".join(self.name.split())
        blocks: list[Sentence | str] = [
            sentence("Dear %(name)s,", name=name) if name else sentence("Good day,"),
            self._occasion(),
            sentence("Open this link and choose a password; after that you are signed in:"),
            self.address,
            sentence("The link works once, until %(time)s.", time=self.until),
            sentence("Please pass it on to nobody: whoever opens it first gets into your account."),
            sentence("If you expected no such message, you need not do anything."),
        ]
        words = [block if isinstance(block, str) else say(block) for block in blocks]
        subject = f"{say(sentence('Gender Mainstreaming Survey'))}: {say(self._subject())}"
        return Message(self.email, self.language, subject, "\n\n".join(words) + "\n", key=self.key)

    def _occasion(self) -> Sentence:
        if self.instead:
            return sentence(
                "Your survey administrator made a link for a new password at %(address)s.", address=self.base
            )
        return sentence(
            "You are invited to the Gender Mainstreaming Survey at %(address)s.", address=self.base
        )

    def _subject(self) -> Sentence:
        return sentence("a new password") if self.instead else sentence("your invitation")
