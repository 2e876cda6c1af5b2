"""What is in a file, before anybody downloads it: its first rows, and what each column means."""

from collections.abc import Sequence
from itertools import islice

from flask import Blueprint, abort, render_template
from flask_login import current_user

from survey.comparison.routes.frame import record_reading
from survey.downloads.column_words import STATUS_MEANINGS, TYPE_NAMES
from survey.downloads.files import FILES
from survey.downloads.queries import content_of
from survey.downloads.routes.listing import asked_for, opened, ordered
from survey.web.cells import Cell, written
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow, writes

blueprint = Blueprint("download_preview", __name__, url_prefix="/rounds/<code>/downloads")
FIRST, LONGEST = 5, 200


@blueprint.get("/<name>/preview")
@allow(WORKING_GROUP)
@writes
def preview(code: str, name: str) -> str:
    """The first rows of a file as this edition has them; who looked is on record."""
    file = FILES.get(name) or abort(404)
    round = opened(code)
    chosen = asked_for(round)
    order = ordered(round, current_user.public_id)
    content = content_of(session(), round, order)
    rows = list(islice(file.rows(content), FIRST))
    columns = file.columns(content)
    record_reading(round, chosen, page="preview of a file", file=name)
    session().commit()
    return render_template(
        "downloads/preview.html",
        round=round,
        chosen=chosen,
        file=file,
        fictitious=_any_fictitious(file.header(content), rows),
        rows=[[_shown(cell) for cell in row] for row in rows],
        total=file.count(content),
        columns=columns,
        types=TYPE_NAMES,
        meanings=STATUS_MEANINGS,
        holds_status=any(column.tag == "#meta+missing+code" for column in columns),
        shows_tags=order.hxl,
        for_others=order.for_others,
        query=chosen.chosen | order.edition,
    )


def _shown(cell: Cell) -> str:
    """A cell without the apostrophe that guards it in the file; the beginning of a long text."""
    text = cell if isinstance(cell, str) else written(cell)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _any_fictitious(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bool:
    return "fictitious" in header and any(row[header.index("fictitious")] for row in rows)
