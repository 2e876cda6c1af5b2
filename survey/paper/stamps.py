"""The mark in every form: which report it belongs to and which answers it was filled with, sealed by this installation.

It holds no secret. Whoever changes a letter of it breaks the seal; a form of another report, of another version of
the questionnaire or of another installation is known by it.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from survey.web.wording import BadInput, sentence

BEGINNING = "survey-form"
MARK = re.compile(BEGINNING + r"_[0-9A-Za-z_.-]+")
SEAL_LENGTH = 32
NOT_OURS = sentence(
    "This form was not made by this service, or its mark was changed. Download a new form and copy your answers "
    "into it."
)


@dataclass(frozen=True)
class Stamp:
    """A form's report, the questionnaire's version, its language, and the version of each answer inside it.

    `versions` are in the order of the questionnaire's parts; 0 stands for a part that had no answer yet.
    """

    report: str
    questionnaire: int
    language: str
    versions: tuple[int, ...]

    def seen(self, codes: list[str]) -> Mapping[str, int]:
        """The version of the answer that the form was filled with, by part code."""
        return dict(zip(codes, self.versions, strict=True))


def stamped(stamp: Stamp, secret: str) -> str:
    """The stamp as one word of letters, digits, points and hyphens."""
    versions = ".".join(str(version) for version in stamp.versions)
    body = f"{BEGINNING}_{stamp.report}_{stamp.questionnaire}_{stamp.language}_{versions}"
    return f"{body}_{_seal(body, secret)}"


def read_stamp(text: str, secret: str) -> Stamp:
    """The stamp behind the word. Raises BadInput unless this installation made it."""
    body, _line, seal = text.strip().rpartition("_")
    if not hmac.compare_digest(seal.encode(), _seal(body, secret).encode()):
        raise BadInput(NOT_OURS)
    _beginning, report, questionnaire, language, versions = body.split("_")
    return Stamp(report, int(questionnaire), language, tuple(int(version) for version in versions.split(".")))


def _seal(body: str, secret: str) -> str:
    # a key of its own, so that no other signature of the service can be passed off as a form's
    key = sha256(b"survey form\0" + secret.encode()).digest()
    return hmac.new(key, body.encode(), sha256).hexdigest()[:SEAL_LENGTH]
