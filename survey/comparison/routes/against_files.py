"""The tables of rounds against rounds as files; each download is on record before it leaves."""

from collections.abc import Iterable, Iterator, Sequence

from flask import Blueprint, Response, request
from flask_login import current_user

from survey.audit.services import record
from survey.comparison import against_rows as rows
from survey.comparison.queries import against as queries
from survey.comparison.routes.against import (
    Compared,
    all_verdicts,
    compared,
    meaning,
    standings,
    two,
    verdict,
)
from survey.comparison.routes.frame import opened
from survey.rounds.models import Round
from survey.web.cells import Cell
from survey.web.csv_files import csv_pieces
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow, writes

blueprint = Blueprint("against_files", __name__, url_prefix="/rounds/<code>")


@blueprint.get("/against/<other>/levels.csv")
@allow(WORKING_GROUP)
@writes
def levels(code: str, other: str) -> Response:
    """Every verdict of two rounds: a line for each round, verdict and option."""
    round, found = opened(code), two(code, other)
    made = list(_both(found))
    return _sent(round, found, "levels", other, rows.BOTH_COLUMNS, made)


def _both(found: Compared) -> Iterator[tuple[Cell, ...]]:
    standing = standings(found)
    for part in all_verdicts(standing):
        meanings = ";".join(map(str, meaning(found, standing, part)))
        for one in standing:
            if one.due and part.code in one.summaries:
                for row in rows.option_rows(one.summaries[part.code]):
                    yield (one.round.code, meanings, *row, one.fictitious)


@blueprint.get("/against/<other>/<part_code>/levels.csv")
@allow(WORKING_GROUP)
@writes
def part_levels(code: str, other: str, part_code: str) -> Response:
    """One verdict of two rounds: a line for each level and option."""
    round, found = opened(code), two(code, other)
    return _sent(round, found, f"levels-{part_code}", other, rows.LEVEL_COLUMNS, _levels(found, part_code))


@blueprint.get("/against/<other>/<part_code>/changes.csv")
@allow(WORKING_GROUP)
@writes
def changes(code: str, other: str, part_code: str) -> Response:
    """The change of one verdict: a line for each cell of the table."""
    round, found = opened(code), two(code, other)
    part = verdict(found, part_code)
    fictitious = any(level.fictitious for level in found.levels(part))
    first, last = found.rounds[0].code, found.rounds[-1].code
    made = list(rows.change_rows(found.change(part), first, last, fictitious))
    return _sent(round, found, f"changes-{part_code}", other, rows.CHANGE_COLUMNS, made)


@blueprint.get("/trend/<part_code>/trend.csv")
@allow(WORKING_GROUP)
@writes
def trend(code: str, part_code: str) -> Response:
    """One verdict over all rounds: a line for each level and option."""
    round = opened(code)
    found = compared(queries.rounds_of(session(), round.version.code))
    return _sent(round, found, f"trend-{part_code}", "", rows.LEVEL_COLUMNS, _levels(found, part_code))


def _levels(found: Compared, part_code: str) -> list[tuple[Cell, ...]]:
    codes = {round.id: round.code for round in found.rounds}
    return list(rows.level_rows(found.levels(verdict(found, part_code)), codes))


def _sent(
    round: Round,
    found: Compared,
    name: str,
    other: str,
    columns: Sequence[str],
    lines: Iterable[Sequence[Cell]],
) -> Response:
    chosen, against = found.chosen.chosen, {"against": other} if other else {}
    person = current_user.public_id
    record(session(), person=person, action="download", subject=round.code, file=name, **against, **chosen)
    session().commit()
    pieces = csv_pieces(columns, lines, bom=request.args.get("bom") != "no")
    response = Response(pieces, mimetype="text/csv")
    parts = [round.code, other, name] if other else [round.code, name]
    response.headers.set("Content-Disposition", "attachment", filename=f"{'-'.join(parts)}.csv")
    return response
