"""What is wrong with a file, line by line: the first hundred faults in words, the others counted."""

from dataclasses import dataclass, field

from survey.web.wording import Sentence

MOST_SHOWN = 100
LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Fault:
    """Something wrong with a file; `line` is None where it concerns the whole file."""

    line: int | None
    reason: Sentence


@dataclass
class Faults:
    shown: list[Fault] = field(default_factory=list)
    number: int = 0

    def add(self, line: int | None, reason: Sentence) -> None:
        self.number += 1
        if len(self.shown) < MOST_SHOWN:
            self.shown.append(Fault(line, reason))

    def refused(self, line: int | None, reason: Sentence) -> "Refused":
        """The end of reading, for this reason. It is always among those shown: nothing behind it was looked at."""
        self.number += 1
        self.shown = [*self.shown[: MOST_SHOWN - 1], Fault(line, reason)]
        return Refused(self)

    def sort(self) -> None:
        """Brings those shown into the order of their lines; a batch is read before it is checked."""
        self.shown.sort(key=lambda fault: fault.line or 0)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.shown)


class Refused(Exception):
    """A file that is not taken; nothing was changed."""

    def __init__(self, faults: Faults):
        super().__init__(faults.number)
        self.faults = faults


def quoted(text: str) -> str:
    """A cell as a fault quotes it: one line, not too long."""
    text = "".join(sign if sign.isprintable() else " " for sign in text[: LONGEST_QUOTE + 1])
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
