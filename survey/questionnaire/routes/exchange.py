"""The questionnaire as a file: out in the formats of other programs and in our own, and in again with a preview.

Nothing is kept on the server between preview and consent. The page carries the file itself, which is read anew with
the same checks when the person agrees.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.audit.services import record
from survey.data import clock
from survey.questionnaire import structure
from survey.questionnaire.drafts import Draft, next_document
from survey.questionnaire.exchange import reading
from survey.questionnaire.exchange.findings import MOST_SHOWN
from survey.questionnaire.exchange.preview import OUTCOMES, Preview, preview
from survey.questionnaire.exchange.reading import SUFFIXES, read_upload
from survey.questionnaire.exchange.taking_over import APPEND, MODES, REPLACE, Taken, taken_over
from survey.questionnaire.exchange.writing import FORMATS, not_carried
from survey.questionnaire.queries import (
    draft_of,
    newest_document,
    published_document,
    published_versions,
    registered_kinds,
)
from survey.questionnaire.services import DraftChanged, begin_draft, change_draft
from survey.web.database import session
from survey.web.requests import takes_at_most
from survey.web.roles import ADMINISTRATOR, allow, reads, writes
from survey.web.uploads.packages import LARGEST_FILE
from survey.web.wording import BadInput, Sentence, sentence

blueprint = Blueprint("exchange", __name__, url_prefix="/questionnaires/<questionnaire>/exchange")
# the preview sends the file back as text, which takes a third more
LARGEST_UPLOAD = LARGEST_FILE * 4 // 3 + 2**20
DRAFT = "draft"
CHOOSE_MODE = sentence("Choose what should happen with the questions that are there.")
GARBLED = sentence("The page did not send the file back as it was. Upload it once more.")


@dataclass(frozen=True)
class Upload:
    """A file, what it is called, and whether its questions take the place of those that are there."""

    data: bytes
    filename: str
    mode: str

    @property
    def packed(self) -> str:
        return urlsafe_b64encode(self.data).decode()


@blueprint.get("")
@allow(ADMINISTRATOR)
def choices(questionnaire: str) -> str:
    """The files that there are of each version and of the draft."""
    versions = published_versions(session(), _known(questionnaire))
    draft = draft_of(session(), questionnaire)
    documents = {
        str(version.number): published_document(session(), questionnaire, version.number) or {}
        for version in reversed(versions)
    }
    found = {DRAFT: (draft.number, draft.document)} if draft else {}
    found |= {name: (int(name), document) for name, document in documents.items()}
    return render_template(
        "questionnaire/exchange.html",
        questionnaire=questionnaire,
        versions={
            name: (number, not_carried(document, number)) for name, (number, document) in found.items()
        },
        formats=FORMATS.values(),
    )


@blueprint.get("/<version>.<suffix>")
@allow(ADMINISTRATOR)
@writes
def file(questionnaire: str, version: str, suffix: str):
    """A version or the draft as a file."""
    format = FORMATS.get(suffix) or abort(404)
    number, document = _document(_known(questionnaire), version)
    try:
        data = format.make(document, number, clock.now())
    except BadInput as refusal:
        page = render_template(
            "questionnaire/exchange_refused.html", questionnaire=questionnaire, fault=refusal.sentence
        )
        return page, 409
    name = f"{questionnaire}-v{number}{'-draft' if version == DRAFT else ''}.{suffix}"
    person = current_user.public_id
    record(session(), person=person, action="download", subject=questionnaire, file=name)
    session().commit()
    response = Response(data, mimetype=format.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def too_large(questionnaire: str):
    """The page for a file that is so large that it was not read at all."""
    return form_page(_known(questionnaire), reading.TOO_LARGE, 413)


@blueprint.get("/import")
@allow(ADMINISTRATOR)
def form(questionnaire: str):
    return form_page(_known(questionnaire))


def form_page(questionnaire: str, fault: Sentence | None = None, status: int = 200, mode: str = ""):
    page = render_template(
        "questionnaire/exchange_import.html",
        questionnaire=questionnaire,
        fault=fault,
        at="mode-replace" if fault is CHOOSE_MODE else "file",
        mode=mode,
        suffixes=SUFFIXES,
        has_draft=draft_of(session(), questionnaire) is not None,
    )
    return page, status


@blueprint.post("/import")
@allow(ADMINISTRATOR)
@takes_at_most(LARGEST_UPLOAD, too_large)
@reads
def upload(questionnaire: str):
    """Shows what the file would make of the draft; writes nothing."""
    _known(questionnaire)
    sent, mode = request.files.get("file"), request.form.get("mode", "")
    try:
        if sent is None or not sent.filename:
            raise BadInput(reading.EMPTY)
        uploaded = Upload(sent.read(), sent.filename, mode)
        if mode not in MODES:
            raise BadInput(CHOOSE_MODE)
        return preview_page(questionnaire, uploaded)
    except BadInput as refusal:
        return form_page(questionnaire, refusal.sentence, 422, mode)


@blueprint.post("/take")
@allow(ADMINISTRATOR)
@takes_at_most(LARGEST_UPLOAD, too_large)
def take(questionnaire: str):
    """Makes the file the draft's content: all of it, or nothing and the page again."""
    _known(questionnaire)
    person = current_user
    try:
        uploaded = sent_back()
        draft = current(questionnaire)
        if draft.revision != seen_revision():
            raise DraftChanged
        taken = made(draft, uploaded)
        preview(draft.document, taken.document, draft.number)
        if draft.revision == 0:
            draft = begin_draft(session(), code=questionnaire, person=person)
        revision = change_draft(
            session(),
            code=questionnaire,
            document=taken.document,
            seen_revision=draft.revision,
            person_id=person.person_id,
        )
    except BadInput as refusal:
        session().rollback()
        return form_page(questionnaire, refusal.sentence, 422)
    except DraftChanged:
        session().rollback()
        return shown_again(questionnaire, uploaded)
    details = {"number": draft.number, "revision": revision, "mode": uploaded.mode}
    record(session(), person=person.public_id, action="import", subject=questionnaire, **details)
    session().commit()
    flash(_("The file was taken over into the draft of version %(number)s.", number=draft.number))
    return redirect(url_for("authoring.outline", questionnaire=questionnaire))


def shown_again(questionnaire: str, uploaded: Upload):
    """The preview as things stand now, after somebody else changed the draft."""
    try:
        return preview_page(questionnaire, uploaded, moved=True)
    except BadInput as refusal:
        return form_page(questionnaire, refusal.sentence, 422, uploaded.mode)


def preview_page(questionnaire: str, uploaded: Upload, moved: bool = False):
    """What would become of the draft as it is now. Raises BadInput where the file cannot be taken."""
    draft = current(questionnaire)
    taken = made(draft, uploaded)
    found: Preview = preview(draft.document, taken.document, draft.number)
    page = render_template(
        "questionnaire/exchange_preview.html",
        questionnaire=questionnaire,
        number=draft.number,
        revision=draft.revision,
        upload=uploaded,
        appends=uploaded.mode == APPEND,
        replaces=uploaded.mode == REPLACE,
        found=found,
        outcomes=OUTCOMES,
        findings=taken.findings[:MOST_SHOWN],
        more=len(taken.findings) - MOST_SHOWN,
        moved=moved,
    )
    return page, 409 if moved else 200


def made(draft: Draft, uploaded: Upload) -> Taken:
    """The draft with the file's content. Raises BadInput where the file cannot be taken."""
    verdict = structure.shared_lists(draft.document).get("verdict", ())
    content = read_upload(uploaded.data, uploaded.filename, verdict)
    return taken_over(draft.document, draft.number, content, uploaded.mode, registered_kinds(session()))


def current(questionnaire: str) -> Draft:
    """The draft; where there is none, the one that would be begun, as revision 0."""
    found = draft_of(session(), questionnaire)
    if found:
        return found
    number, document = newest_document(session(), questionnaire) or abort(404)
    return Draft(questionnaire, number + 1, next_document(document, number + 1), 0, clock.now())


def sent_back() -> Upload:
    """The file that the preview carried. Raises BadInput where it is not whole."""
    mode = request.form.get("mode", "")
    try:
        data = urlsafe_b64decode(request.form.get("filled", "").encode("ascii"))
    except ValueError:
        raise BadInput(GARBLED) from None
    if mode not in MODES or not data:
        raise BadInput(GARBLED)
    return Upload(data, request.form.get("filename", ""), mode)


def seen_revision() -> int:
    seen = request.form.get("revision", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1


def _known(questionnaire: str) -> str:
    """The code of a questionnaire that is there; 404 otherwise."""
    # PostgreSQL takes no NUL
    if not questionnaire.isprintable() or newest_document(session(), questionnaire) is None:
        abort(404)
    return questionnaire


def _document(questionnaire: str, version: str) -> tuple[int, dict]:
    if version == DRAFT:
        draft = draft_of(session(), questionnaire) or abort(404)
        return draft.number, dict(draft.document)
    if not (version.isascii() and version.isdigit() and len(version) < 9):
        abort(404)
    return int(version), published_document(session(), questionnaire, int(version)) or abort(404)
