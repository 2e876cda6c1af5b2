"""Inviting many people at once: a list is uploaded, shown line by line, and taken as a whole or not at all.

Nothing is kept on the server in between: the preview's page carries the list's text, which is read and checked anew
when the administrator agrees.
"""

from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, render_template, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from survey.accounts import queries, services
from survey.accounts.forms import ROLE_NAMES
from survey.accounts.invitation_list import COLUMNS, KNOWN, MOST, NEW, REFUSED, Preview, previewed, read_list
from survey.accounts.listing import STATES, state_of
from survey.accounts.routes.links import link_for, show_links
from survey.audit.services import record
from survey.missions.models import Mission
from survey.missions.queries import missions
from survey.web.csv_files import csv_pieces
from survey.web.database import session
from survey.web.languages import LANGUAGES
from survey.web.requests import takes_at_most
from survey.web.roles import ADMINISTRATOR, allow, reads
from survey.web.uploads.csv_text import decoded
from survey.web.wording import BadInput, Sentence, sentence

blueprint = Blueprint("invitations", __name__, url_prefix="/people/invite-list")
LARGEST_FILE = 2**20
# a form says each letter of another script in up to nine characters
LARGEST_FORM = 10 * LARGEST_FILE
TOO_LARGE = sentence("The file is larger than 1 MB. Upload the list alone, without anything else.")
EXAMPLES = (
    ("anna@example.org", "Anna Example", "mission_lead", "San José; Manila", "es"),
    ("bruno@example.org", "", "working_group", "", "fr"),
)


def too_large():
    return upload_page(TOO_LARGE, 413)


@blueprint.get("")
@allow(ADMINISTRATOR)
def form():
    return upload_page()


def upload_page(fault: Sentence | None = None, status: int = 200):
    names = [mission.name for mission in missions(session())]
    own = {"missions": names, "role_names": ROLE_NAMES, "most": MOST}
    return render_template("accounts/invite_list.html", fault=fault, **own), status


@blueprint.get("/template.csv")
@allow(ADMINISTRATOR)
def template():
    return csv_response("invitations.csv", COLUMNS, EXAMPLES)


@blueprint.post("")
@allow(ADMINISTRATOR)
@takes_at_most(LARGEST_FILE + 2**16, too_large)
@reads
def upload():
    """Shows what the list would do; writes nothing."""
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    try:
        if len(content) > LARGEST_FILE:
            raise BadInput(TOO_LARGE)
        text = decoded(content)
        preview = preview_of(text, missions(session()))
    except BadInput as refusal:
        return upload_page(refusal.sentence, 422)
    return preview_page(preview, text, 422 if preview.lines[REFUSED] else 200)


def preview_of(text: str, known: list[Mission]) -> Preview:
    listed = read_list(text, missions=[mission.name for mission in known], languages=LANGUAGES)
    emails = {person.email for person in listed if not person.faults}
    return previewed(listed, queries.people_by_email(session(), emails).keys())


def preview_page(preview: Preview, text: str, status: int = 200, *, moved: bool = False):
    known = queries.people_by_email(session(), {person.email for person in preview.lines[KNOWN]})
    html = render_template(
        "accounts/invite_list_preview.html",
        preview=preview,
        text=text,
        moved=moved,
        known=known,
        role_names=ROLE_NAMES,
        state_names=STATES,
        state_of=state_of,
    )
    return html, status


@blueprint.post("/confirm")
@allow(ADMINISTRATOR)
@takes_at_most(LARGEST_FORM, too_large)
def confirm():
    """Invites everybody whom the preview said would be invited, and shows their links, this once."""
    text, known = request.form.get("listed", ""), missions(session())
    try:
        preview = preview_of(text, known)
    except BadInput as refusal:
        return upload_page(refusal.sentence, 422)
    if not preview.may_invite or request.form.get("seen") != preview.mark:
        return preview_page(preview, text, 409, moved=True)
    by_name = {mission.name: mission for mission in known}
    try:
        links = []
        for listed in preview.lines[NEW]:
            person = services.invite(
                session(),
                email=listed.email,
                name=listed.name,
                role=listed.role,
                missions=[by_name[name] for name in listed.missions],
                language=listed.language or None,
                by=current_user.public_id,
            )
            links.append(link_for(person))
        session().commit()
    except IntegrityError:
        # another administrator invited one of them in this very moment
        session().rollback()
        return preview_page(preview_of(text, missions(session())), text, 409, moved=True)
    return show_links(links)


@blueprint.post("/links.csv")
@allow(ADMINISTRATOR)
@takes_at_most(LARGEST_FORM, too_large)
def links_file():
    """The links of the page that shows them, as a file. The page sends them, since nothing else has them any more."""
    fields = (request.form.getlist(name) for name in ("email", "name", "address"))
    lines = [tuple(line) for line in zip(*fields, strict=False)]
    own = current_user.public_id
    record(session(), person=own, action="download links", subject=own, number=len(lines))
    session().commit()
    return csv_response("links.csv", ("email", "name", "link"), lines)


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A small file that spreadsheets open rightly and run nothing of."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(csv_pieces(header, rows), headers=headers, mimetype="text/csv")
