"""Sends the messages that wait. The caller commits each time: what is taken is on record before it is sent."""

import time
from collections.abc import Iterator

from flask import current_app
from sqlalchemy.orm import Session

from survey.data import clock
from survey.fieldwork.letters import Letter, Tongue
from survey.fieldwork.outbox import Result, Run
from survey.fieldwork.services.reminders import mark, take
from survey.messages.message import Message
from survey.messages.services import link, mailer
from survey.web.filters import day, deadline, say
from survey.web.languages import LANGUAGES, speaking

AT_ONCE = 25


def written(letter: Letter) -> Message:
    """The letter in its person's language, with addresses that begin with the configured one."""
    own = letter.person.language
    with speaking(own if own in LANGUAGES else "en"):
        return letter.written(
            Tongue(say, day, deadline),
            now=clock.now(),
            base=current_app.config["SURVEY_BASE_URL"].rstrip("/"),
            link=lambda report: link("answering.report", public_id=report.public_id),
        )


def send_waiting(
    session: Session, run: Run, *, by: str, round_id: int | None = None, seconds: float | None = None
) -> Iterator[None]:
    """Sends what waits, some messages at a time over one connection, and notes in `run` what came of it.

    Yields where the caller must commit: after messages were taken, and after their results were kept. No transaction
    is open while the mail server is spoken to. Ends early when the mail server itself is at fault, or after so many
    seconds; what has not been sent then waits for the next run. Raises BadServer for settings that are no good.
    """
    started, clock_started = clock.now(), time.monotonic()
    with mailer() as connection:
        while run.stopped_by is None and (seconds is None or time.monotonic() - clock_started < seconds):
            taken = take(session, most=AT_ONCE, before=started, by=by, round_id=round_id)
            if taken is None:
                return
            outgoing = [(id, letter, written(letter)) for id, letter in taken]
            yield
            results = []
            for id, letter, message in outgoing:
                failure = run.stopped_by or connection.send(message)
                if failure and failure.is_of_server:
                    run.stopped_by = failure
                results.append(Result(id, letter.person.public_id, len(letter.reports), failure))
            mark(session, results, by=by)
            run.results += [
                result for result in results if not (result.failure and result.failure.is_of_server)
            ]
            yield
