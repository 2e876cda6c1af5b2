"""One save over HTTP, in each way that a browser may send it, and what came of it."""

import json
import re
from dataclasses import dataclass
from html import unescape

import pytest

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
    """A text for a part, written on the version that its author had seen; `key` names the request.

    `asked` is the questionnaire's version that the page showed, where a test minds.
    """

    report: str
    part: str
    text: str
    seen: int
    key: str
    asked: int | None = None


class FormWay:
    """The question's form, as a browser without scripts posts it."""

    name = "form"

    def request(self, browser: Browser, save: Save) -> bytes:
        path = f"/reports/{save.report}/questions/{save.part.partition('.')[0]}"
        return post(path, browser.cookie, {"csrf_token": browser.token, "then": "list"} | fields_of(save))

    def outcome(self, answer: Answer) -> str:
        """What the reply says to the person; any other reply is a fault of ours."""
        if answer.status == 409:
            return CONFLICT if b'class="pair"' in answer.body else NOT_OPEN
        return {302: DONE, 401: SIGNED_OUT, 503: UNAVAILABLE}[answer.status]

    def texts(self, answer: Answer) -> str:
        """The page on which the person finds what was refused."""
        return unescape(answer.body.decode())

    def newest(self, answer: Answer, save: Save) -> int:
        """The version on which the person goes on after a conflict, from the page's own field."""
        return int(re.search(rf'name="seen:{re.escape(save.part)}" value="(\d+)"', self.texts(answer))[1])


class ScriptWay:
    """One part alone, as the script sends it while somebody writes."""

    name = "script"

    def request(self, browser: Browser, save: Save) -> bytes:
        path = f"/reports/{save.report}/answers/{save.part}"
        headers = f"X-CSRFToken: {browser.token}\r\nAccept: application/json\r\n"
        return post(path, browser.cookie, fields_of(save), method="PUT", more=headers)

    def outcome(self, answer: Answer) -> str:
        said = json.loads(answer.body)["outcome"]
        known = {"saved": DONE, "unchanged": DONE, "conflict": CONFLICT, "closed": NOT_OPEN}
        return (known | {"signed_out": SIGNED_OUT, "refused": {503: UNAVAILABLE}.get(answer.status)})[said]

    def texts(self, answer: Answer) -> str:
        said = json.loads(answer.body)
        return unescape(said["mine"] + said["theirs"])

    def newest(self, answer: Answer, save: Save) -> int:
        return json.loads(answer.body)["version"]


def fields_of(save: Save) -> dict:
    asked = {"questionnaire_version": save.asked} if save.asked else {}
    return {f"seen:{save.part}": save.seen, save.part: save.text, "key": save.key} | asked


FORM, SCRIPT = WAYS = FormWay(), ScriptWay()
#: for tests that hold in either way
both_ways = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
