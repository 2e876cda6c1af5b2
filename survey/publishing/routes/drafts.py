"""The draft of a questionnaire as the pages about it need it, or the page that says that there is none."""

from dataclasses import dataclass
from functools import cached_property

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from survey.questionnaire.declarations import Declaration, declarations_of, undeclared
from survey.questionnaire.differences import Difference, differences
from survey.questionnaire.drafts import Draft
from survey.questionnaire.findings import Finding
from survey.questionnaire.queries import PublishedVersion, draft_of, findings_of, published_versions
from survey.questionnaire.structure import Questionnaire, questionnaire
from survey.web.database import session


@dataclass(frozen=True)
class OpenDraft:
    """A draft beside the published versions. `new` is None where it is too broken to be shown at all."""

    draft: Draft
    versions: list[PublishedVersion]
    new: Questionnaire | None

    @property
    def published(self) -> Questionnaire:
        return self.versions[-1].questionnaire

    @cached_property
    def findings(self) -> list[Finding]:
        return findings_of(session(), self.draft)

    @cached_property
    def declared(self) -> dict[str, Declaration]:
        return declarations_of(self.draft.document, self.draft.number)

    @cached_property
    def differences(self) -> list[Difference]:
        return differences(self.published, self.new) if self.new else []

    @property
    def undeclared(self) -> list[Difference]:
        return undeclared(self.differences, self.declared)


def versions_of(code: str) -> list[PublishedVersion]:
    """The published versions of a questionnaire, oldest first; 404 where there is none."""
    # PostgreSQL takes no NUL
    found = published_versions(session(), code) if code.isprintable() else []
    return found or abort(404)


def open_draft(code: str) -> OpenDraft:
    """The draft of this questionnaire; where there is none, the page that says so."""
    versions = versions_of(code)
    draft = draft_of(session(), code)
    if draft is None:
        abort(no_draft(code, versions))
    return OpenDraft(draft, versions, _readable(draft))


def _readable(draft: Draft) -> Questionnaire | None:
    try:
        return questionnaire(draft.document, draft.number)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def seen_revision() -> int:
    """The revision of the draft that the page showed; one that no draft has where it names none."""
    seen = request.form.get("revision", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1


def no_draft(code: str, versions: list[PublishedVersion]):
    """There is no draft, or there is none any more: what was sent had no effect."""
    if request.method == "GET":
        flash(_("There is no draft at the moment."))
        return redirect(url_for("versions.listing"))
    sent = request.form.get("number", "")
    published = next((version for version in versions if sent == str(version.number)), None)
    page = render_template("publishing/no_draft.html", code=code, published=published)
    return make_response(page, 409)
