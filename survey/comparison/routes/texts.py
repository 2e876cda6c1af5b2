"""The texts of a round: one question read across reports, and the search in all of them."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from survey.answering.asking import needed_codes
from survey.comparison.combined import combined
from survey.comparison.filters import Selection
from survey.comparison.queries import texts as queries
from survey.comparison.queries.records import round_versions
from survey.comparison.records import any_fictitious
from survey.comparison.routes.frame import chosen, opened, page, page_of, record_reading
from survey.comparison.searching import excerpt, search_for
from survey.comparison.texts import MOST_FOUND, articles, text_codes
from survey.data.direct import read
from survey.questionnaire.structure import Question
from survey.rounds.models import Round
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow, writes
from survey.web.wording import FORBIDDEN, UNREADABLE, BadInput

blueprint = Blueprint("texts", __name__, url_prefix="/rounds/<code>")


def texts_page(template: str, round: Round, chosen: Selection, rows: Any, **more: Any) -> str:
    """A page of the round that shows answers, not reports; the frame asks them only whether they are fictitious."""
    return page(template, round, chosen, rows, fictitious=any_fictitious(rows), **more)


@blueprint.get("/texts")
@allow(WORKING_GROUP)
def listing(code: str) -> str:
    """The questions that are answered in words, and the way to the search; no answers."""
    round = opened(code)
    asked = combined(list(round_versions(session(), round).values()))
    return page("texts", round, chosen(round), [], questionnaire=asked, text_codes=text_codes, typed="")


@blueprint.get("/texts/<question_code>")
@allow(WORKING_GROUP)
@writes
def reading(code: str, question_code: str) -> str:
    """What reports say to one question in their own words, one below the other, with their verdicts."""
    round = opened(code)
    filters = chosen(round)
    versions = round_versions(session(), round)
    asked = combined(list(versions.values()))
    shown = asked.question.get(question_code) or abort(404)
    on, ids = page_of(0), []
    codes = text_codes(shown.parts)
    if codes and not filters.unknown:
        number, found = queries.reports_with_texts(session(), round.id, filters.filters, codes)
        on = page_of(number)
        ids = list(read(session(), found.offset(on.start).limit(on.size)).scalars())
    answers = queries.answers_of_reports(session(), ids, needed_codes(asked, shown.parts)) if ids else []
    read_here = articles(ids, shown.parts, answers, versions)
    record_reading(round, filters, page="texts", question=shown.code)
    session().commit()
    before, after = _around(asked.questions, shown)
    return texts_page(
        "reading",
        round,
        filters,
        read_here,
        question=shown,
        on=on,
        codes=codes,
        before=before,
        after=after,
    )


def _around(questions: Sequence[Question], shown: Question) -> tuple[Question | None, Question | None]:
    """The questions before and after this one, of those that are answered in words."""
    listed = [question for question in questions if question is shown or text_codes(question.parts)]
    place = listed.index(shown)
    return (listed[place - 1] if place else None), (listed[place + 1] if place + 1 < len(listed) else None)


@blueprint.get("/search")
@allow(WORKING_GROUP)
@writes
def search(code: str) -> ResponseReturnValue:
    """Where words occur in the texts of received reports."""
    round = opened(code)
    filters = chosen(round)
    typed = request.args.get("q")
    shown = {
        "typed": FORBIDDEN.sub("", typed or "").replace(UNREADABLE, ""),
        "unfiltered": _without_filters(),
    }
    nothing: dict[str, Any] = {"found": [], "on": None, "more": False, "fault": None}
    if typed is None:
        return texts_page("search", round, filters, [], **shown, **nothing)
    try:
        wanted = search_for(typed)
    except BadInput as refusal:
        return texts_page("search", round, filters, [], **shown, **nothing | {"fault": refusal.sentence}), 422
    ids = (
        []
        if filters.unknown
        else queries.found_texts(session(), wanted, round_id=round.id, filters=filters.filters)
    )
    on = page_of(min(len(ids), MOST_FOUND))
    here = queries.texts_found(session(), ids[on.start : on.stop])
    record_reading(round, filters, page="search", hits=str(len(ids)))
    session().commit()
    asked = combined(list(round_versions(session(), round).values()))
    found = [(record, asked.part[record.part_code], excerpt(wanted, record.value)) for record in here]
    more = len(ids) > MOST_FOUND
    return texts_page(
        "search",
        round,
        filters,
        here,
        **shown,
        found=found,
        on=on,
        more=more,
        fault=None,
        questionnaire=asked,
    )


def _without_filters() -> str:
    """The address of the same search with no filter."""
    return url_for("texts.search", **(request.view_args or {}), q=request.args.get("q", ""))
