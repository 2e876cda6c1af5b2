"""Who else is on a report at this moment, from the traces that people leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

#: how long somebody counts as here after a sign of life of their page
SEEN = timedelta(minutes=2)
#: and after a saving, by which people without scripts are noticed
SAVED = timedelta(minutes=5)
#: a sign of life is written down no more often than this
RENEWED = timedelta(minutes=1)


@dataclass(frozen=True)
class Trace:
    """Somebody was on a question, or on the list of questions where `question` is empty."""

    person_id: int
    name: str
    question: str
    at: datetime


@dataclass(frozen=True)
class Colleague:
    """Somebody else on the report; `here` says that it is the same question."""

    name: str
    question: str
    here: bool


def colleagues(traces: Iterable[Trace], *, person_id: int, question: str) -> list[Colleague]:
    """The others, each once where they were last, in the order of their names. Never the person who asks."""
    last = {trace.person_id: trace for trace in sorted(traces, key=lambda trace: trace.at)}
    last.pop(person_id, None)
    others = sorted(last.values(), key=lambda trace: (trace.name.casefold(), trace.person_id))
    return [Colleague(t.name, t.question, bool(question) and t.question == question) for t in others]


def is_noted(traces: Iterable[Trace], *, person_id: int, question: str, now: datetime) -> bool:
    """Whether the person's being here was written down so lately that it need not be written again."""
    own = max((trace for trace in traces if trace.person_id == person_id), key=lambda t: t.at, default=None)
    return own is not None and own.question == question and now - own.at < RENEWED
