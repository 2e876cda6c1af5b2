"""The library: questions and parts of earlier versions and of the data file that ships, to copy into the draft."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from survey.questionnaire.editing.library import Copy, copy_part, copy_question, questions_of
from survey.questionnaire.editing.places import NotThere
from survey.questionnaire.instrument import read_file
from survey.questionnaire.queries import publications, questionnaires
from survey.questionnaire.routes.drafts import OpenDraft, gone_page, keep, open_draft
from survey.questionnaire.structure import Words
from survey.web.database import session
from survey.web.filters import say
from survey.web.roles import ADMINISTRATOR, allow

blueprint = Blueprint("library", __name__, url_prefix="/questionnaires/<questionnaire>/draft/library")

SHIPPED = "shipped"


@dataclass(frozen=True)
class Source:
    """A version to copy from; `key` names it in addresses."""

    key: str
    code: str
    number: int
    document: Mapping

    @property
    def is_shipped(self) -> bool:
        return self.key.startswith(SHIPPED)

    @property
    def title(self) -> Words:
        return Words(self.document["title"])


def _sources() -> list[Source]:
    """Every published version, the newest first, and the newest of the data file that ships."""
    found = []
    for code in questionnaires(session()):
        for publication in reversed(publications(session(), code)):
            key = f"{code}:{publication.number}"
            found.append(Source(key, code, publication.number, json.loads(publication.document)))
    shipped = read_file()
    newest = max(entry["number"] for entry in shipped["versions"])
    return [*found, Source(f"{SHIPPED}:{newest}", shipped["code"], newest, shipped)]


def _source(sources: list[Source], key: str) -> Source:
    return next((source for source in sources if source.key == key), None) or abort(404)


@blueprint.get("")
@allow(ADMINISTRATOR)
def shelves(questionnaire: str):
    """The questions of one source; `into` names a question of the draft that is to get a copy of a part."""
    opened, sources = open_draft(questionnaire), _sources()
    source = _source(sources, request.args.get("from", sources[0].key))
    return render_template(
        "questionnaire/library.html",
        opened=opened,
        sources=sources,
        source=source,
        shelves=questions_of(source.document, source.number),
        own_sections=opened.document["sections"],
        own_questions=[q for section in opened.document["sections"] for q in section["questions"]],
        words=Words,
    )


@blueprint.post("")
@allow(ADMINISTRATOR)
def copy(questionnaire: str):
    opened = open_draft(questionnaire)
    source = _source(_sources(), request.form.get("from", ""))
    try:
        made = _copied(opened, source, request.form.get("element", ""), request.form.get("into", ""))
    except NotThere:
        abort(gone_page(questionnaire))
    keep(opened, made.document, what="copy", element=made.code)
    flash(_("The copy is in the draft as %(code)s.", code=made.code))
    for note in made.notes:
        flash(say(note))
    return redirect(url_for("authoring.outline", questionnaire=questionnaire, _anchor=made.code))


def _copied(opened: OpenDraft, source: Source, code: str, into: str) -> Copy:
    """A part goes into a question of the draft, a question into a section."""
    taken = opened.taken()
    if "." in code:
        return copy_part(
            opened.document, opened.number, source=source.document, code=code, question_code=into, taken=taken
        )
    return copy_question(
        opened.document,
        opened.number,
        source=source.document,
        source_number=source.number,
        code=code,
        section=into,
        taken=taken,
    )
