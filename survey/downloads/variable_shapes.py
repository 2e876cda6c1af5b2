"""What a variable of a statistical program is: its name, its label, its type and the labels of its values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

#: a short text, a text of any length, an option by its number, 0 or 1, a count, any number, a day, a time in UTC
WORD, TEXT, CODE, FLAG, COUNT, NUMBER, DAY, MOMENT = (
    "word",
    "text",
    "code",
    "flag",
    "count",
    "number",
    "day",
    "moment",
)
#: what both programs take of a value's label; of a long list less, as Stata holds 32,000 characters of a whole list
LONGEST_LABEL, LONGEST_OF_MANY, MANY = 120, 56, 240

Value = str | int | float | date | datetime | None


@dataclass(frozen=True)
class Variable:
    name: str
    label: str
    shape: str
    labels: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_text(self) -> bool:
        return self.shape in (WORD, TEXT)


def distinct(labels: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Labels of values by number. One that comes twice gets its number behind it: pandas takes no such list."""
    rows = sorted(labels)
    longest = LONGEST_LABEL if len(rows) <= MANY else LONGEST_OF_MANY
    found: dict[int, str] = {}
    for number, words in rows:
        label = cut(words, longest)
        if label in found.values():
            mark = f" ({number})"
            label = cut(words, longest - len(mark)) + mark
        found[number] = label
    return found


def cut(text: str, longest: int) -> str:
    """A label of at most `longest` bytes in UTF-8; what is cut ends in "…"."""
    text = " ".join(text.split())
    if len(text.encode()) <= longest:
        return text
    return text.encode()[: longest - 3].decode(errors="ignore").rstrip() + "…"
