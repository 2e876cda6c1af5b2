"""The board of a round: how far every report is, for those who run it and for the working group. No answers."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request
from flask_babel import format_date, format_datetime
from flask_login import current_user

from survey.answering.queries.clarifications import returned_reports
from survey.answering.states import STATE_NAMES
from survey.audit.services import record
from survey.data import clock
from survey.fieldwork import board as boards
from survey.fieldwork.queries import board_lines, extensions
from survey.fieldwork.routes.rounds import opened
from survey.rounds.models import Round
from survey.web.csv_files import csv_pieces
from survey.web.database import session
from survey.web.filters import say
from survey.web.roles import ADMINISTRATOR, WORKING_GROUP, allow, writes

blueprint = Blueprint("board", __name__, url_prefix="/rounds/<code>")


class Days:
    """Days and minutes in words, each said once: a board names the same few hundreds of times."""

    def __init__(self, zone: str):
        self.zone = ZoneInfo(zone)
        self.known: dict[datetime | date, str] = {}

    def day(self, moment: datetime | None) -> str:
        if moment is None:
            return "–"
        local = moment.astimezone(self.zone).date()
        if local not in self.known:
            self.known[local] = format_date(local, "d MMM yyyy")
        return self.known[local]

    def until(self, value: datetime | date | None) -> str:
        if value is None:
            return "–"
        if value not in self.known:
            if isinstance(value, datetime):
                local = value.astimezone(self.zone)
                self.known[value] = format_datetime(local, "d MMM yyyy, HH:mm", rebase=False)
            else:
                self.known[value] = format_date(value, "d MMM yyyy")
        return self.known[value]


def shown(round: Round, now: datetime):
    """All lines of the round, what the address asks for, and the rows that this leaves."""
    lines = board_lines(session(), round.id)
    view = boards.view_of(request.args, lines)
    returned = {id: due_on for id, (_at, due_on) in returned_reports(session(), round.id).items()}
    rows = boards.rows_of(lines, returned, now, round.time_zone)
    return lines, view, boards.shown_rows(rows, view, now, round.opens_at)


@blueprint.get("/board")
@allow(WORKING_GROUP, ADMINISTRATOR)
def board(code: str) -> str:
    round, now = opened(code), clock.now()
    lines, view, rows = shown(round, now)
    return render_template(
        "fieldwork/board.html",
        round=round,
        now=now,
        chosen=view,
        lines=lines,
        rows=rows,
        days=Days(round.time_zone),
        states={state: say(words) for state, words in STATE_NAMES.items()},
        counts=boards.counts(lines, supplements=False),
        supplements=boards.counts(lines, supplements=True),
        extensions=extensions(session(), round.id),
        labels=boards.LABELS,
        sorts=boards.SORTS,
        state_names=STATE_NAMES,
    )


@blueprint.get("/board.csv")
@allow(WORKING_GROUP, ADMINISTRATOR)
@writes
def file(code: str) -> Response:
    """The board as a file, cut down and sorted as the page is. On record before it leaves."""
    round = opened(code)
    _lines, view, rows = shown(round, clock.now())
    person = current_user.public_id
    record(session(), person=person, action="download", subject=round.code, file="board", **view.chosen)
    session().commit()
    pieces = csv_pieces(boards.BOARD_COLUMNS, boards.file_rows(rows, round.code))
    response = Response(pieces, mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"{round.code}-board.csv")
    return response
