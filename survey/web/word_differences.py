"""What changed between two texts, word by word, for reading."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED, LEFT_OUT = "same", "added", "removed", "left_out"
WORD = re.compile(r"\s+|\S+")
SENTENCE = re.compile(r"(?<=[.!?…؟]\s)(?=\S)|(?<=\n)(?=\S)")
MARKS = ".,;:!?…()[]«»“”\"'؟،؛"
#: how many steps the matcher may take on a stretch, at most about 0.2 s; beyond it words that occur often are left out
MOST_WORK = 2_000_000
OFTEN = (20_000, 64, 16, 4, 1)
#: an unchanged stretch as short as this between two changes, such as an article, is marked with them
SHORT = 3
#: how much of an unchanged stretch is shown beside a change, in characters
AROUND = 160


@dataclass(frozen=True)
class Stretch:
    """A piece of text: both have it (`same`), it came in (`added`), it went out (`removed`).

    `left_out` stands, without text, for a long unchanged piece.
    """

    mark: str
    text: str


def differences(old: str, new: str) -> list[Stretch]:
    """The way from `old` to `new`: `same` and `removed` together are the old text, `same` and `added` the new one.

    Sentences are compared first, then the words within those that changed, so that no scraps of one sentence are
    found in another.
    """
    found: list[Stretch] = []
    for before, after in _compared(SENTENCE.split(old), SENTENCE.split(new)):
        if before == after:
            found.append(Stretch(SAME, before))
        else:
            found += _marked(_compared(list(_words(before)), list(_words(after))))
    return _joined(_smoothed(_joined(found)))


def _words(text: str) -> Iterator[str]:
    """Words, the marks around them, and white space, which together are the text."""
    for piece in WORD.findall(text):
        core = piece.strip(MARKS)
        head, _core, tail = piece.partition(core) if core else (piece, "", "")
        yield from (token for token in (head, core, tail) if token)


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of texts that stand in each other's place, the same where nothing changed."""
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
    yield "".join(old[:start]), "".join(old[:start])
    frequent = _too_frequent(old_middle, new_middle)
    # white space and frequent words match only beside a word that does
    matcher = SequenceMatcher(lambda t: t.isspace() or t in frequent, old_middle, new_middle, autojunk=False)
    for _tag, a, b, c, d in matcher.get_opcodes():
        yield "".join(old_middle[a:b]), "".join(new_middle[c:d])
    yield "".join(old[len(old) - end :]), "".join(old[len(old) - end :])


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many of the first tokens are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))


def _too_frequent(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The words that cannot be compared wherever they stand, or two long texts would take minutes.

    What the matcher does at most: look at each pair of equal words once for each stretch that it may find.
    """
    in_old, in_new = Counter(old), Counter(new)
    shared = {word for word in in_old.keys() & in_new.keys() if not word.isspace()}
    for most in OFTEN:
        rare = {word for word in shared if max(in_old[word], in_new[word]) <= most}
        pairs = sum(in_old[word] * in_new[word] for word in rare)
        if pairs * sum(min(in_old[word], in_new[word]) for word in rare) <= MOST_WORK:
            break
    return shared - rare


def _marked(pairs: Iterable[tuple[str, str]]) -> Iterator[Stretch]:
    for before, after in pairs:
        if before == after:
            yield Stretch(SAME, before)
        else:
            yield Stretch(REMOVED, before)
            yield Stretch(ADDED, after)


def _smoothed(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """The stretches, with changes that only a short word keeps apart made one: scraps are hard to read."""
    last = len(stretches) - 1
    for place, stretch in enumerate(stretches):
        short = stretch.mark == SAME and len(stretch.text.strip()) <= SHORT and "\n" not in stretch.text
        if short and 0 < place < last:
            yield Stretch(REMOVED, stretch.text)
            yield Stretch(ADDED, stretch.text)
        else:
            yield stretch


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Without empty stretches; between two unchanged ones all that went out, then all that came in."""
    joined: list[Stretch] = []
    out = into = ""
    for stretch in stretches:
        if stretch.mark == REMOVED:
            out += stretch.text
        elif stretch.mark == ADDED:
            into += stretch.text
        elif stretch.text:
            joined += _changes(out, into)
            out = into = ""
            if joined and joined[-1].mark == SAME:
                joined[-1] = Stretch(SAME, joined[-1].text + stretch.text)
            else:
                joined.append(stretch)
    return joined + _changes(out, into)


def _changes(out: str, into: str) -> list[Stretch]:
    return [Stretch(mark, text) for mark, text in ((REMOVED, out), (ADDED, into)) if text]


def excerpt(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The changes with some of what stands around them; where more is the same it is left out."""
    return [piece for place in range(len(stretches)) for piece in _shortened(stretches, place)]


def _shortened(stretches: Sequence[Stretch], place: int) -> list[Stretch]:
    stretch = stretches[place]
    if stretch.mark != SAME or len(stretch.text) <= 3 * AROUND or len(stretches) == 1:
        return [stretch]
    head, tail = stretch.text[:AROUND].rpartition(" ")[0], stretch.text[-AROUND:].partition(" ")[2]
    pieces = [Stretch(LEFT_OUT, "")]
    if place > 0:
        pieces.insert(0, Stretch(SAME, head))
    if place < len(stretches) - 1:
        pieces.append(Stretch(SAME, tail))
    return pieces
