"""How a file speaks to its reader: pure modules cannot translate, so they are handed a voice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from survey.web.wording import Sentence


@dataclass(frozen=True)
class Voice:
    """A language with the ways to say a sentence, a day, a moment and a figure in it."""

    language: str
    say: Callable[[Sentence], str]
    day: Callable[[date], str]
    moment: Callable[[datetime], str]
    figure: Callable[[int], str]
