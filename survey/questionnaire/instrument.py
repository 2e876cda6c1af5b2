"""The data file that ships with the program, and its form in the database."""

import json
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from survey.questionnaire.structure import Questionnaire, questionnaire

FILE = Path(__file__).parent / "instrument.toml"


class BadInstrument(ValueError):
    """The data file cannot be loaded; `reasons` holds one sentence for each fault."""

    def __init__(self, reasons: list[str]):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def read_file(path: Path = FILE) -> dict:
    """The document in a data file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise BadInstrument(
            [f"The questionnaire's data file {path.name} cannot be opened: {fault.strerror}."]
        ) from None
    except ValueError as fault:
        raise BadInstrument([f"The questionnaire's data file {path.name} cannot be read: {fault}."]) from None


def canonical(document: Mapping) -> str:
    """The document as JSON that is the same for the same content."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def checksum(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(text.encode()).hexdigest()


@lru_cache(maxsize=64)
def parsed(text: str, number: int) -> Questionnaire:
    """A stored document as objects. Published versions never change, so each is parsed once."""
    return questionnaire(json.loads(text), number)
