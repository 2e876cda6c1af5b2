"""The draft behind a page of the authors, and what becomes of a form that was sent for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.questionnaire.drafts import Draft
from survey.questionnaire.editing.elements import differing, fingerprint
from survey.questionnaire.editing.places import NotThere
from survey.questionnaire.editing.published import Published, published
from survey.questionnaire.editing.rows import rearranged
from survey.questionnaire.editing.typed import LANGUAGES, Typed
from survey.questionnaire.queries import Publication, draft_of, publications, used_codes
from survey.questionnaire.services import edit_draft
from survey.web.database import session
from survey.web.languages import LANGUAGES as NAMES_OF_LANGUAGES

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class OpenDraft:
    """A draft beside what was published of its questionnaire."""

    draft: Draft
    publications: list[Publication]

    @property
    def code(self) -> str:
        return self.draft.code

    @property
    def number(self) -> int:
        return self.draft.number

    @property
    def document(self) -> Mapping:
        return self.draft.document

    @cached_property
    def published(self) -> Published:
        return published(tuple(publication.document for publication in self.publications))

    def taken(self, own: str = "") -> frozenset[str]:
        """The codes that nothing new can have, but for that of what is edited."""
        sections = {section["code"] for section in self.document["sections"]}
        return (used_codes(session()) | sections | self.published.sections) - {own}


def publications_of(code: str) -> list[Publication]:
    """The published versions of a questionnaire; 404 where there is none."""
    # PostgreSQL takes no NUL
    return (publications(session(), code) if code.isprintable() else []) or abort(404)


def open_draft(code: str) -> OpenDraft:
    """The draft of this questionnaire, kept from others until the end of a request that changes it.

    Where there is none, the questionnaire's page; for a form that was sent, the page that gives back what it held.
    """
    found = publications_of(code)
    draft = draft_of(session(), code, locked=request.method == "POST")
    if draft is None:
        if request.method == "POST":
            abort(gone_page(code))
        flash(_("There is no draft at the moment."))
        abort(redirect(url_for("authoring.outline", questionnaire=code)))
    return OpenDraft(draft, found)


def found_in(code: str, finder: Callable, document: Mapping, *codes: str):
    """What the finder finds; a page that was opened for something else is not found, a form gives back its texts."""
    try:
        return finder(document, *codes)
    except NotThere:
        abort(gone_page(code) if request.method == "POST" else 404)


def gone_page(code: str) -> Response:
    """What a form was sent for is not in the draft any more, or there is no draft: nothing typed is lost."""
    kept = differing({}, _own_fields())
    page = render_template("questionnaire/gone.html", code=code, kept=kept, LANGUAGE_NAMES=NAMES_OF_LANGUAGES)
    return make_response(page, 409)


def _own_fields() -> dict[str, list[str]]:
    return request.form.to_dict(flat=False)


@dataclass(frozen=True)
class Form:
    """A form of one element. `now` are the fields of the element as it stands, None for one that is to be added."""

    opened: OpenDraft
    template: str
    now: Fields | None
    #: fields of something new
    blank: Fields
    context: Callable[[Typed], dict]

    def page(self, typed: Typed, *, seen: str = "", conflict: bool = False, status: int = 200):
        """The page with what stands in its fields. `seen` tells which state of the element its author knows."""
        both = differing(self.now or {}, typed.fields) if conflict else []
        page = render_template(
            self.template,
            opened=self.opened,
            typed=typed,
            seen=seen or (fingerprint(self.now) if self.now is not None else ""),
            conflict=both,
            languages=LANGUAGES,
            LANGUAGE_NAMES=NAMES_OF_LANGUAGES,
            **self.context(typed),
        )
        return page, status

    def shown(self):
        return self.page(Typed(self.blank if self.now is None else self.now))

    def sent(self, read: Callable, write: Callable, done: Callable, what: str):
        """Carries out what was sent: `read` takes it from the fields, `write` makes the new document.

        `done` says where to go on, from what was read; what was sent for another state of the element is shown
        beside the present one.
        """
        typed = Typed(_own_fields())
        seen = typed.text("seen")
        if wanted := typed.text("do"):
            return self.page(Typed(rearranged(typed.fields, wanted)), seen=seen)
        entry = read(typed)
        if typed.faults:
            return self.page(typed, seen=seen, status=422)
        if self.now is not None and seen != fingerprint(self.now):
            return self.page(typed, conflict=True, status=409)
        element = done_code(entry)
        keep(self.opened, write(entry), what=what, element=element)
        return done(entry)


def done_code(entry) -> str:
    return getattr(entry, "entry", entry).get("code", "")


def keep(opened: OpenDraft, document: Mapping, *, what: str, element: str = "") -> None:
    """Saves the draft and commits; a document like the one before is not saved again."""
    if document == opened.document:
        return
    edit_draft(
        session(), draft=opened.draft, document=document, person=current_user, what=what, element=element
    )
    session().commit()


def say_saved() -> None:
    flash(_("Saved in the draft."))
