"""What the pages of a round share: its filters, their frame, their entry in the trail."""

from flask import abort, render_template, request
from flask_login import current_user

from survey.answering.states import STATE_NAMES
from survey.answering.statuses import STATUS_NAMES
from survey.audit.services import record
from survey.comparison import names
from survey.comparison.filters import LABELS, Selection, selection
from survey.comparison.paging import Paging, paging
from survey.comparison.queries import records as queries
from survey.comparison.records import ReportRecord, any_fictitious
from survey.data import clock
from survey.rounds.models import Round
from survey.rounds.queries import round_by_code
from survey.web.database import session


def opened(code: str) -> Round:
    """The round with this code, or 404."""
    return round_by_code(session(), code) or abort(404)


def chosen(round: Round) -> Selection:
    choices = queries.filter_choices(session(), round.id)
    # what a report says of its project is an answer, and who reads none must not find it out by filtering
    own = choices if current_user.is_working_group else choices | {"completion": []}
    return selection(request.args, own)


def page(
    template: str,
    round: Round,
    chosen: Selection,
    reports: list[ReportRecord],
    *,
    fictitious: bool | None = None,
    **more: object,
) -> str:
    """A page of a round, with what all of them show.

    `fictitious` says whether anything invented is on it, None: if any of these reports is.
    """
    return render_template(
        f"comparison/{template}.html",
        round=round,
        chosen=chosen,
        reports=reports,
        fictitious=any_fictitious(reports) if fictitious is None else fictitious,
        state_names=STATE_NAMES,
        status_names=STATUS_NAMES,
        names=names,
        labels=LABELS,
        now=clock.now(),
        **more,
    )


def page_of(total: int) -> Paging:
    """The page of a list of so many lines that the address asks for."""
    return paging(total, request.args.get("page", ""))


def reports_on(round: Round, numbers: list[int]) -> list[ReportRecord]:
    """The reports at these numbers of the round's list."""
    return queries.due_reports(session(), round.id, numbers=numbers) if numbers else []


def record_reading(round: Round, chosen: Selection, **subject: str) -> None:
    """Puts on record that somebody reads others' answers."""
    person = current_user.public_id
    record(session(), person=person, action="read answers", subject=round.code, **subject, **chosen.chosen)
