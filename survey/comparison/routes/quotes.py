"""The quotes that the working group collects from the answers of a round."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from survey.audit.services import record
from survey.comparison.combined import combined
from survey.comparison.filters import Selection
from survey.comparison.queries import quotes as queries
from survey.comparison.queries.records import round_versions
from survey.comparison.queries.texts import text_record
from survey.comparison.quotes import FATES, HEADER, QuoteRecord, note, passage, rows
from survey.comparison.routes.frame import chosen, opened, page_of, record_reading
from survey.comparison.routes.texts import texts_page
from survey.comparison.services import (
    AnswerChanged,
    NoteChanged,
    collect_quote,
    remove_quote,
    write_note,
)
from survey.comparison.texts import TextRecord
from survey.questionnaire.structure import Questionnaire
from survey.rounds.models import Round
from survey.web.csv_files import csv_pieces
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow, writes
from survey.web.wording import BadInput, Sentence, sentence

blueprint = Blueprint("quotes", __name__, url_prefix="/rounds/<code>")
NEW = "/quotes/new/<id:report_id>/<part_code>"
#: where somebody came from, so that they go on there
WAY_BACK = ("from", "q", "page")
PAGES = {"search": "texts.search", "question": "comparison.question"}
CHANGED = sentence(
    "The mission changed this answer after you had opened the page, so nothing was collected. The answer as it is now "
    "stands below; check your words against it."
)
NOTE_CHANGED = sentence(
    "A colleague changed this note after you had opened the page, so yours was not saved. Both stand below; save what "
    "should stand."
)


def _questionnaire(round: Round) -> Questionnaire:
    return combined(list(round_versions(session(), round).values()))


def _asked_for(round: Round) -> tuple[Selection, str, bool]:
    """Filters and question that the address names, and whether anything can fit them."""
    filters, question = chosen(round), request.args.get("question", "")
    return filters, question, not filters.unknown and question.isprintable()


@blueprint.get("/quotes")
@allow(WORKING_GROUP)
@writes
def listing(code: str) -> str:
    """All quotes of the round, by question."""
    round = opened(code)
    filters, question, known = _asked_for(round)
    on = page_of(queries.count_quotes(session(), round.id, filters.filters, question) if known else 0)
    here = (
        queries.quotes(session(), round.id, filters.filters, question, offset=on.start, limit=on.size)
        if on.total
        else []
    )
    if here:
        record_reading(round, filters, page="quotes")
    session().commit()
    own: dict[str, Any] = {"question": question} if question else {}
    return texts_page(
        "quotes",
        round,
        filters,
        here,
        groups=[(code, list(some)) for code, some in groupby(here, attrgetter("question_code"))],
        on=on,
        question=question,
        quoted=queries.quoted_questions(session(), round.id),
        questionnaire=_questionnaire(round),
        fates=FATES,
        own=own,
        unfiltered=url_for("quotes.listing", code=round.code, **own),
    )


@blueprint.get("/quotes.csv")
@allow(WORKING_GROUP)
@writes
def file(code: str) -> Response:
    """The same quotes as a file. The download is on record before its first byte leaves."""
    round = opened(code)
    filters, question, known = _asked_for(round)
    found = queries.quotes(session(), round.id, filters.filters, question) if known else []
    details = filters.chosen | ({"question": question} if question else {})
    record(
        session(),
        person=current_user.public_id,
        action="download",
        subject=round.code,
        file="quotes",
        **details,
    )
    session().commit()
    pieces = csv_pieces(HEADER, rows(found), bom=request.args.get("bom") != "no")
    response = Response(pieces, mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"{round.code}-quotes.csv")
    return response


@blueprint.get(NEW)
@allow(WORKING_GROUP)
@writes
def new(code: str, report_id: str, part_code: str) -> str:
    """An answer, to take the whole of it or a passage."""
    round = opened(code)
    answer = _answer(round, report_id, part_code)
    record_reading(round, chosen(round), page="quote", report=answer.public_id, part=answer.part_code)
    session().commit()
    return _form(round, answer, {"passage": answer.value, "note": ""})


@blueprint.post(NEW)
@allow(WORKING_GROUP)
def collect(code: str, report_id: str, part_code: str) -> ResponseReturnValue:
    round = opened(code)
    answer = _answer(round, report_id, part_code)
    given = {name: request.form.get(name, "") for name in ("passage", "note")}
    if request.args.get("version", 0, type=int) != answer.version:
        return _form(round, answer, given, {"passage": CHANGED}), 409
    faults: dict[str, Sentence] = {}
    for name, check in (("passage", lambda typed: passage(typed, answer.value)), ("note", note)):
        try:
            given[name] = check(given[name])
        except BadInput as refusal:
            faults[name] = refusal.sentence
    if faults:
        return _form(round, answer, given, faults), 422
    try:
        added = collect_quote(
            session(),
            round=round,
            answer=answer,
            text=given["passage"],
            note=given["note"],
            person=current_user,
        )
        session().commit()
    except AnswerChanged:
        session().rollback()
        return _form(round, _answer(round, report_id, part_code), given, {"passage": CHANGED}), 409
    flash(_("Collected.") if added else _("This was collected already; nothing was added."))
    return redirect(_back(round, answer))


def _answer(round: Round, report_id: str, part_code: str) -> TextRecord:
    """The answer that the address names, or 404: it must be of a received report of this round."""
    if not part_code.isprintable():
        abort(404)
    return text_record(session(), round.id, report_id, part_code) or abort(404)


def _form(
    round: Round, answer: TextRecord, given: dict[str, str], faults: dict[str, Sentence] | None = None
) -> str:
    asked = _questionnaire(round)
    return texts_page(
        "quote_new",
        round,
        chosen(round),
        [answer],
        answer=answer,
        part=asked.part[answer.part_code],
        question=asked.question[answer.question_code],
        given=given,
        faults=faults or {},
        back=_back(round, answer),
        way={name: request.args[name] for name in WAY_BACK if name in request.args},
    )


def _back(round: Round, answer: TextRecord) -> str:
    """Where somebody came from: the search, the question's page, or else its texts."""
    endpoint = PAGES.get(request.args.get("from", ""), "texts.reading")
    values: dict[str, Any] = dict(chosen(round).chosen)
    for name in ("q", "page"):
        if name in request.args:
            values[name] = request.args[name]
    if endpoint != "texts.search":
        values.pop("q", None)
        values["question_code"] = answer.question_code
    return url_for(endpoint, code=round.code, **values)


def _quote(round: Round, quote_id: str) -> QuoteRecord:
    return queries.quote_record(session(), round.id, quote_id) or abort(404)


@blueprint.get("/quotes/<id:quote_id>")
@allow(WORKING_GROUP)
@writes
def quote(code: str, quote_id: str) -> str:
    """One quote: the answer that it was taken from, what has become of it, and the note."""
    round = opened(code)
    found = _quote(round, quote_id)
    record_reading(round, chosen(round), page="quote", report=found.report_id, part=found.part_code)
    session().commit()
    return _one(round, found, found.note)


def _one(round: Round, found: QuoteRecord, typed: str, fault: Sentence | None = None) -> str:
    asked = _questionnaire(round)
    return texts_page(
        "quote",
        round,
        chosen(round),
        [found],
        quote=found,
        part=asked.part[found.part_code],
        question=asked.question[found.question_code],
        typed_note=typed,
        fault=fault,
        fates=FATES,
    )


@blueprint.post("/quotes/<id:quote_id>/note")
@allow(WORKING_GROUP)
def change_note(code: str, quote_id: str) -> ResponseReturnValue:
    round = opened(code)
    found = _quote(round, quote_id)
    typed = request.form.get("note", "")
    try:
        kept = note(typed)
    except BadInput as refusal:
        return _one(round, found, typed, refusal.sentence), 422
    if kept == found.note:
        return redirect(url_for("quotes.quote", code=round.code, quote_id=quote_id))
    # a number that no page ever showed meets a conflict, and none is too large for the database
    edition = found.edition if request.args.get("edition", 0, type=int) == found.edition else 0
    try:
        write_note(session(), round=round, quote=found, note=kept, edition=edition, person=current_user)
        session().commit()
    except NoteChanged:
        session().rollback()
        return _one(round, _quote(round, quote_id), typed, NOTE_CHANGED), 409
    flash(_("The note is saved."))
    return redirect(url_for("quotes.quote", code=round.code, quote_id=quote_id))


@blueprint.post("/quotes/<id:quote_id>/remove")
@allow(WORKING_GROUP)
def remove(code: str, quote_id: str) -> ResponseReturnValue:
    round = opened(code)
    remove_quote(session(), round=round, quote=_quote(round, quote_id), person=current_user)
    session().commit()
    flash(_("The quote is removed from the collection. The answer itself stays as it is."))
    return redirect(url_for("quotes.listing", code=round.code))
