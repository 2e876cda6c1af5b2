"""One save over HTTP, in each way that a browser may send it, and what came of it."""

from dataclasses import dataclass

from tests.holds.house import Browser
from tests.support.load import Answer, post

DONE, CONFLICT, NOT_OPEN, SIGNED_OUT, UNAVAILABLE = (
    "done",
    "conflict",
    "not open",
    "signed out",
    "unavailable",
)


@dataclass(frozen=True)
class Save:
    """A text for a part, written on the version that its author had seen; `key` names the request."""

    report: str
    part: str
    text: str
    seen: int
    key: str


class FormWay:
    """The question's form, as a browser without scripts posts it."""

    def request(self, browser: Browser, save: Save) -> bytes:
        path = f"/reports/{save.report}/questions/{save.part.partition('.')[0]}"
        own = {f"seen:{save.part}": save.seen, save.part: save.text, "key": save.key, "then": "list"}
        return post(path, browser.cookie, {"csrf_token": browser.token} | own)

    def outcome(self, answer: Answer) -> str:
        """What the reply says to the person; anything else than these replies is a fault of ours."""
        if answer.status == 409:
            return CONFLICT if b'class="pair"' in answer.body else NOT_OPEN
        return {302: DONE, 401: SIGNED_OUT, 503: UNAVAILABLE}[answer.status]


FORM = FormWay()
WAYS = [FORM]
NAMES = ["form"]
