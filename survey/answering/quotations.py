"""Finds what a text quotes, so that nobody is told to reword another's words."""

import re
from bisect import bisect_left

#: what opens a quotation, and what closes it; some marks do either, depending on the language
CLOSING = {
    "“": "”", "”": "”", "„": "“”", "‟": "”", "«": "»", "»": "«", "‹": "›", "›": "‹",
    "「": "」", "『": "』", "《": "》", "〈": "〉", "〝": "〞〟",
}  # fmt: skip
STRAIGHT = '"＂'
# a single mark opens where no letter stands before it, and closes where none follows; else it is an apostrophe
OPENING_SINGLE = re.compile(r"(?<!\w)['‘‚‛](?=\S)")
CLOSING_SINGLE = re.compile(r"(?<=\S)['’‘](?!\w)")
OPENING = re.compile(f"[{''.join(CLOSING)}]|(?<!\\w)[{STRAIGHT}]|{OPENING_SINGLE.pattern}")
PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
BLANK = "\0"


def without_quotations(text: str) -> str:
    """The text with everything inside quotation marks blanked out, of the same length.

    A quotation that is still open ends with its paragraph. Where a mark can be read in two ways, more is taken as
    quoted rather than less: a suggestion that is missing does no harm.
    """
    single = _SingleMarks(text)
    pieces, place = [], 0
    while opening := OPENING.search(text, place):
        start = opening.start()
        end = single.end(start) if OPENING_SINGLE.match(text, start) else _end(text, start)
        # a mark alone is an apostrophe
        pieces += [text[place:start], BLANK * (end - start) if end > start + 1 else text[start]]
        place = end
    return "".join(pieces) + text[place:]


def _end(text: str, start: int) -> int:
    """Where the quotation that begins at `start` is over."""
    paragraph = _paragraph_end(text, start)
    if text[start] in STRAIGHT:
        close = text.find(text[start], start + 1, paragraph)
        return close + 1 if close >= 0 else paragraph
    closes = [place for mark in CLOSING[text[start]] if (place := text.find(mark, start + 1)) >= 0]
    return min(closes) + 1 if closes else paragraph


def _paragraph_end(text: str, start: int) -> int:
    found = PARAGRAPH_END.search(text, start)
    return found.start() if found else len(text)


class _SingleMarks:
    """Quotations in single marks, which are apostrophes too."""

    def __init__(self, text: str):
        self.text = text
        self.closing = [found.start() for found in CLOSING_SINGLE.finditer(text)]
        # after an s it may be a possessive: the migrants’ rights
        self.sure = [place for place in self.closing if text[place - 1] not in "sSzZxX"]

    def end(self, start: int) -> int:
        """Where the quotation is over; right after the mark where none begins there."""
        paragraph = _paragraph_end(self.text, start)
        first = bisect_left(self.sure, start + 1)
        if first < len(self.sure) and self.sure[first] < paragraph:
            return self.sure[first] + 1
        last = bisect_left(self.closing, paragraph) - 1
        return self.closing[last] + 1 if last >= 0 and self.closing[last] > start else start + 1
