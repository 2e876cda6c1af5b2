"""Sentences and texts: how pure modules say something to a person, and what may come in as text.

Pure modules cannot translate; they return a `Sentence`, and the page says it in the reader's language.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_TEXT = 20_000
# everything below U+0020 but tab and line feed, DEL and the C1 range, and lone surrogates
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
UNREADABLE = "\ufffd"


@dataclass(frozen=True)
class Sentence:
    """A sentence in English with named values (`%(name)s`), translated where it is shown."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


def sentence(text: str, **values: object) -> Sentence:
    """A `Sentence`; the catalogues are made from the calls of this function."""
    return Sentence(text, values)


class BadInput(ValueError):
    """What was typed cannot be taken as it is; `sentence` says why and what to do."""

    def __init__(self, reason: Sentence):
        super().__init__(str(reason))
        self.sentence = reason


def clean_text(raw: str, longest: int = LONGEST_TEXT) -> str:
    """The text as it is stored: Unicode NFC, line breaks as LF, no white space around it.

    Raises BadInput for control characters, for bytes that were no text, and beyond `longest` characters.
    """
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if FORBIDDEN.search(text) or UNREADABLE in text:
        raise BadInput(
            sentence(
                "The text contains a character that cannot be stored, often from copying out of another program. "
                "Paste it as plain text, or type that place again."
            )
        )
    if len(text) > longest:
        raise BadInput(
            sentence(
                "The text has %(length)s characters; at most %(longest)s fit. Shorten it by %(over)s.",
                length=len(text),
                longest=longest,
                over=len(text) - longest,
            )
        )
    return text
