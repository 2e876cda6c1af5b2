"""Loading a round that was collected elsewhere, for survey administrators: looked at first, then done whole or not.

The looked-at file is not kept on the server. It is chosen once more to be loaded, and must be the same to the byte.
"""

from typing import BinaryIO, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user

from survey.answering.statuses import SAVED_STATUSES, STATUS_NAMES
from survey.downloads.report_files import LONG
from survey.fieldwork.routes.rounds import held, opened
from survey.intake.checking import NEW, OUTCOMES
from survey.intake.examining import Preview
from survey.intake.faults import quoted
from survey.intake.lines import checksum_of
from survey.intake.queries import preview_of
from survey.intake.services import Importer, Moved, load
from survey.rounds.models import Round
from survey.web.database import session
from survey.web.requests import takes_at_most
from survey.web.roles import ADMINISTRATOR, allow, reads
from survey.web.wording import Sentence, sentence

blueprint = Blueprint("intake", __name__, url_prefix="/rounds/<code>/answers")
# about 2,500 reports: loading them holds up whoever writes on SQLite for less than they are made to wait
LARGEST_FILE = 32 * 2**20
LARGEST_REQUEST, LARGEST_FIELDS = LARGEST_FILE + 2**16, 2**16
TOO_LARGE = sentence(
    "The file is larger than 32 MB. It was not read. Larger ones are loaded on the server with the command “survey "
    "import”; or check that it is the right file."
)
NO_FILE = sentence("Choose the file answers_long.csv on your computer first.")
ANOTHER = sentence("This is not the file that you looked at. Nothing was loaded; look at this one below.")
HAS_MOVED = sentence(
    "Somebody changed the round while you were reading. Nothing was loaded; look at it below."
)


def too_large(code: str):
    """The page for a file that is so large that it was not read at all."""
    return choose_page(opened(code), TOO_LARGE, 413)


@blueprint.get("/import")
@allow(ADMINISTRATOR)
def choose(code: str):
    return choose_page(opened(code))


def choose_page(round: Round, fault: Sentence | None = None, status: int = 200):
    return render_template("intake/choose.html", round=round, fault=fault, columns=LONG), status


def sent_file() -> tuple[BinaryIO, str] | None:
    """The file of the form, which lies on disk while it is read, and its name."""
    sent = request.files.get("file")
    if not sent or not sent.filename:
        return None
    return cast(BinaryIO, sent.stream), quoted(sent.filename.strip())


@blueprint.post("/import/preview")
@allow(ADMINISTRATOR)
@takes_at_most(LARGEST_REQUEST, too_large, fields=LARGEST_FIELDS)
@reads
def preview(code: str):
    """Shows what would be loaded and what is wrong; writes nothing."""
    round, sent = opened(code), sent_file()
    if sent is None:
        return choose_page(round, NO_FILE, 422)
    return preview_page(round, preview_of(session(), round, sent[0]), sent[1])


def preview_page(round: Round, found: Preview, name: str, moved: Sentence | None = None):
    page = render_template(
        "intake/preview.html",
        round=round,
        preview=found,
        name=name,
        outcomes=OUTCOMES,
        statuses=STATUS_NAMES,
        of_parts=SAVED_STATUSES,
        moved=moved,
    )
    return page, 422 if found.is_refused else 409 if moved else 200


@blueprint.post("/import")
@allow(ADMINISTRATOR)
@takes_at_most(LARGEST_REQUEST, too_large, fields=LARGEST_FIELDS)
def take_in(code: str):
    """Loads what the preview showed: all of it, or nothing and the preview as it would be now."""
    round, sent = held(code), sent_file()
    if sent is None:
        return choose_page(round, NO_FILE, 422)
    stream, name = sent
    done = Preview(checksum=checksum_of(stream))
    if done.checksum != request.form.get("seen"):
        return preview_page(round, preview_of(session(), round, stream), name, ANOTHER)
    importer = Importer(current_user.person_id, current_user.public_id, current_user.name, name)
    try:
        load(session(), round=round, stream=stream, importer=importer, preview=done)
        as_seen = str(done.changes) == request.form.get("reports")
    except Moved:
        as_seen = False
    if done.is_refused or not as_seen:
        session().rollback()
        round = opened(code)
        return preview_page(round, preview_of(session(), round, stream), name, HAS_MOVED)
    session().commit()
    flash(ngettext("%(num)s report was loaded.", "%(num)s reports were loaded.", done.outcomes[NEW]))
    return redirect(url_for("board.board", code=code))
