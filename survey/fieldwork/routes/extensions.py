"""More time for single missions, for survey administrators."""

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.data import clock
from survey.fieldwork import services
from survey.fieldwork.queries import extensions
from survey.fieldwork.routes.rounds import held, opened, sent_fields
from survey.rounds.models import Round
from survey.rounds.queries import asked_missions
from survey.rounds.round_form import read_extension
from survey.rounds.schedule import moment_fields
from survey.web.database import session
from survey.web.roles import ADMINISTRATOR, allow
from survey.web.wording import Sentence, sentence

blueprint = Blueprint("extensions", __name__, url_prefix="/rounds/<code>/extensions")


@blueprint.get("")
@allow(ADMINISTRATOR)
def listing(code: str):
    """All extensions of a round, and the form for one: empty, or with what a mission has until now."""
    round = opened(code)
    given = {"until:time": "17:00"}
    for extension in extensions(session(), round.id):
        if extension.mission.public_id == request.args.get("mission"):
            given = {"mission": extension.mission.public_id, "reason": extension.reason}
            given |= moment_fields("until", extension.closes_at, round.time_zone)
    return extensions_page(round, given)


def extensions_page(round: Round, given: Mapping[str, str], faults: Mapping[str, Sentence] | None = None):
    page = render_template(
        "fieldwork/extensions.html",
        round=round,
        extensions=extensions(session(), round.id),
        missions=asked_missions(session(), round.id),
        given=given,
        faults=faults or {},
    )
    return page, 422 if faults else 200


@blueprint.post("")
@allow(ADMINISTRATOR)
def extend(code: str):
    round = held(code)
    sent = read_extension(sent_fields(), closes_at=round.closes_at, zone=round.time_zone, now=clock.now())
    chosen = [m for m in asked_missions(session(), round.id) if m.public_id == request.form.get("mission")]
    faults = {} if chosen else {"mission": sentence("Choose a mission that the round asks.")}
    faults |= sent.faults
    if faults or sent.closes_at is None:
        return extensions_page(round, request.form, faults)
    services.extend(
        session(),
        round=round,
        mission=chosen[0],
        closes_at=sent.closes_at,
        reason=sent.reason,
        person=current_user,
    )
    session().commit()
    flash(_("%(mission)s has more time now, and reads why.", mission=chosen[0].name))
    return redirect(url_for("extensions.listing", code=code))


@blueprint.post("/<id:mission_id>/take-back")
@allow(ADMINISTRATOR)
def take_back(code: str, mission_id: str):
    round = held(code)
    found = [e for e in extensions(session(), round.id) if e.mission.public_id == mission_id]
    if not found:
        abort(404)
    name = found[0].mission.name
    services.take_back(session(), round=round, extensions=found, person=current_user)
    session().commit()
    flash(_("The round's own end holds again for %(mission)s.", mission=name))
    return redirect(url_for("extensions.listing", code=code))
