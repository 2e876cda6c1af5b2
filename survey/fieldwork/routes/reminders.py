"""Reminders of a round, for survey administrators: what is due, what went out, and what there is to print."""

import re
from collections import Counter
from collections.abc import Sequence

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from survey.answering.states import STATE_NAMES
from survey.data import clock
from survey.fieldwork import outbox
from survey.fieldwork.letters import Letter
from survey.fieldwork.queries import reminders as queries
from survey.fieldwork.reminders import REASON_NAMES, Outstanding, People, due, upcoming, without_people
from survey.fieldwork.routes.board import Days
from survey.fieldwork.routes.rounds import opened
from survey.fieldwork.services.reminders import hand_over, prepare
from survey.fieldwork.services.sending import send_waiting, written
from survey.messages.services import may_send
from survey.rounds.models import Round
from survey.web.database import session
from survey.web.filters import figure
from survey.web.roles import ADMINISTRATOR, allow
from survey.web.settings import reminder_days
from survey.web.wording import Sentence, sentence

blueprint = Blueprint("reminders", __name__, url_prefix="/rounds/<code>/reminders")
ON_A_PAGE, LAST_PAGE = 50, 100_000
#: how long a person waits for a page that sends; what is left then goes out with the next run
SECONDS = 20
KEY = re.compile(r"[0-9a-f]{16}\.\d{1,9}")
MOST_KEYS = 20_000
CHANGED = sentence("These messages have changed since the page was opened. Look at the list as it is now.")


def days() -> tuple[int, ...]:
    return reminder_days(current_app.config)


@blueprint.get("")
@allow(ADMINISTRATOR)
def of_round(code: str) -> str:
    """What is due now and next, and every message of the round, the newest first."""
    round, now = opened(code), clock.now()
    number = request.args.get("page", "")
    page = min(int(number), LAST_PAGE) if re.fullmatch(r"[1-9]\d{0,5}", number, re.ASCII) else 1
    found = queries.outstanding(session(), now)
    people = queries.recipients(session())
    reports = [report for report in found if report.round_id == round.id]
    ones = due(reports, people, now=now, days=days(), known=queries.known_keys(session()))
    # one more than is shown tells whether there is another page
    posted = queries.posted(session(), round.id, limit=ON_A_PAGE + 1, skip=ON_A_PAGE * (page - 1))
    return render_template(
        "fieldwork/reminders.html",
        round=round,
        now=now,
        may_send=may_send(),
        due_people=len({one.person.id for one in ones}),
        due_reports=len({one.report.id for one in ones}),
        due_reasons=Counter(one.reason for one in {(o.report.id, o.reason): o for o in ones}.values()),
        undelivered=len(_letters(round, found, people)),
        open_reports=sum(report.is_open(now) for report in reports),
        unreachable=sorted({report.mission for report in without_people(reports, people, now)}),
        upcoming=upcoming(reports, now=now, days=days())[:8],
        posted=posted[:ON_A_PAGE],
        failed=any(message.fault(now) for message in posted[:ON_A_PAGE]),
        page=page,
        more=len(posted) > ON_A_PAGE,
        reason_names=REASON_NAMES,
        posted_states=outbox.STATE_NAMES,
    )


@blueprint.post("")
@allow(ADMINISTRATOR)
def send(code: str) -> ResponseReturnValue:
    """Reminds of all that is due now: sends the messages or, without a mail server, prepares them."""
    round = opened(code)
    prepare(session(), days=days(), by=current_user.public_id, round=round)
    session().commit()
    return _sent(round)


def _sent(round: Round) -> ResponseReturnValue:
    """Sends what waits in this round and says what came of it; without a mail server, leads to the list."""
    if not may_send():
        flash(_("The messages are ready to be printed."))
        return redirect(url_for("reminders.printable", code=round.code))
    run = outbox.Run([])
    for _step in send_waiting(session(), run, by=current_user.public_id, round_id=round.id, seconds=SECONDS):
        session().commit()
    number = len(run.sent)
    if number:
        words = ngettext(
            "%(count)s message was sent.", "%(count)s messages were sent.", number, count=figure(number)
        )
        flash(words)
    elif not run.results and not run.stopped_by:
        flash(_("Nobody is due a reminder now."))
    return redirect(url_for("reminders.of_round", code=round.code))


@blueprint.get("/choose")
@allow(ADMINISTRATOR)
def choose(code: str) -> ResponseReturnValue:
    return _choosing(opened(code))


def _choosing(round: Round, fault: Sentence | None = None) -> ResponseReturnValue:
    """The open reports of the round, to tick those that somebody is reminded of by hand."""
    now, people = clock.now(), queries.recipients(session())
    own = [
        one for one in queries.outstanding(session(), now) if one.round_id == round.id and one.is_open(now)
    ]
    nobody = {report.id for report in without_people(own, people, now)}
    page = render_template(
        "fieldwork/choose_reminded.html",
        round=round,
        now=now,
        reports=own,
        nobody=nobody,
        last=queries.last_reminded(session(), round.id),
        days=Days(round.time_zone),
        ticked=set(request.form.getlist("report")),
        fault=fault,
        state_names=STATE_NAMES,
    )
    return page, 422 if fault else 200


@blueprint.post("/choose")
@allow(ADMINISTRATOR)
def by_hand(code: str) -> ResponseReturnValue:
    """Reminds of the ticked reports, whatever is due; of each once a day at most."""
    round = opened(code)
    chosen = set(request.form.getlist("report"))
    if not chosen:
        return _choosing(round, sentence("Tick at least one report."))
    prepared = prepare(session(), days=days(), by=current_user.public_id, round=round, chosen=chosen)
    if not prepared.people:
        session().rollback()
        return _choosing(
            round,
            sentence(
                "Nobody can be reminded of these reports today: they were reminded already, the reports are submitted, "
                "or their missions have nobody with an account."
            ),
        )
    session().commit()
    return _sent(round)


@blueprint.get("/print")
@allow(ADMINISTRATOR)
def printable(code: str) -> ResponseReturnValue:
    return _printable(opened(code))


def _letters(round: Round, reports: Sequence[Outstanding], people: People) -> list[Letter]:
    """What is to be handed over in this round, or sent, and still has something to say."""
    now = clock.now()
    messages = queries.undelivered(session(), round.id, now)
    return list(queries.letters(session(), messages, reports, people, now=now).values())


def _printable(round: Round, fault: Sentence | None = None, status: int = 200) -> ResponseReturnValue:
    """Every message that is in nobody's hands yet, in its person's language, one after the other."""
    found, people = queries.outstanding(session(), clock.now()), queries.recipients(session())
    page = render_template(
        "fieldwork/printable.html",
        round=round,
        letters=[(letter, written(letter)) for letter in _letters(round, found, people)],
        may_send=may_send(),
        fault=fault,
    )
    return page, status


@blueprint.post("/print")
@allow(ADMINISTRATOR)
def handed_over(code: str) -> ResponseReturnValue:
    """Marks the ticked messages as handed over."""
    round = opened(code)
    keys = {key for key in request.form.getlist("message")[:MOST_KEYS] if KEY.fullmatch(key)}
    if not keys:
        return _printable(round, sentence("Tick the messages that were handed over."), 422)
    number = hand_over(session(), keys=keys, round=round, by=current_user.public_id)
    if not number:
        session().rollback()
        return _printable(round, CHANGED, 409)
    session().commit()
    flash(
        ngettext(
            "%(count)s message is marked as handed over.",
            "%(count)s messages are marked as handed over.",
            number,
            count=figure(number),
        )
    )
    return redirect(url_for("reminders.of_round", code=code))
