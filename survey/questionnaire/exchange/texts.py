"""Texts of other programs as plain text: bytes decoded, mark-up taken out."""

import html
import re

from survey.web.wording import BadInput, sentence

#: a text file; the shipped questionnaire has 50 kB
LARGEST_TEXT = 2 * 2**20
TOO_LARGE_TEXT = sentence("The file is larger than 2 MB, which is far more than a questionnaire needs.")
NO_TEXT = sentence("The file is not text in UTF-8. Open it in its program and save it again as UTF-8.")
BREAKS = re.compile(r"(?i)<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>")
TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
# what begins so is no text up to its end
UNSAID = re.compile(r"(?i)<(?:(?P<comment>!--)|(?P<code>script|style)\b)")
ENDS = {"comment": re.compile("-->"), "code": re.compile(r"(?i)</(?:script|style)\b[^<>]*>")}


def decoded(data: bytes) -> str:
    """The text with line feeds at the ends of lines. Raises BadInput where the bytes are no UTF-8 text."""
    if len(data) > LARGEST_TEXT:
        raise BadInput(TOO_LARGE_TEXT)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput(NO_TEXT) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_markup(text: str) -> str:
    """The words of a text that was written with HTML; paragraphs become lines."""
    plain = html.unescape(TAGS.sub("", BREAKS.sub("\n", _said(text))))
    lines = (" ".join(line.replace("\u00a0", " ").split()) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def _said(text: str) -> str:
    """The text without comments and programs; one that never ends is taken for text."""
    pieces, place = [], 0
    while (start := UNSAID.search(text, place)) and (
        end := ENDS[start.lastgroup or ""].search(text, start.end())
    ):
        pieces.append(text[place : start.start()])
        place = end.end()
    return "".join([*pieces, text[place:]])
