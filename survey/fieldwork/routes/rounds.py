"""Rounds, for survey administrators: made, changed, closed, opened again, copied."""

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from survey.data import clock
from survey.fieldwork.queries.rounds import extensions
from survey.fieldwork.services import rounds as services
from survey.questionnaire.queries import PublishedVersion, all_published
from survey.rounds.models import Round
from survey.rounds.queries import asked_codes, held_round, round_by_code
from survey.rounds.round_form import SentRound, read_end, read_round
from survey.rounds.schedule import FIRST_ZONES, moment_fields, moved_on, next_code, zones
from survey.rounds.services import create_round, remove_round
from survey.web.database import session
from survey.web.roles import ADMINISTRATOR, allow
from survey.web.wording import BadInput, Sentence, sentence

blueprint = Blueprint("fieldwork", __name__, url_prefix="/rounds")
TAKEN = sentence("There is a round with this code already.")


def opened(code: str) -> Round:
    """The round with this code, or 404."""
    return round_by_code(session(), code) or abort(404)


def held(code: str) -> Round:
    """The same for a view that changes it."""
    return held_round(session(), code) or abort(404)


def sent_fields() -> dict[str, list[str]]:
    return request.form.to_dict(flat=False)


def version_key(version: PublishedVersion) -> str:
    return f"{version.questionnaire.code}:{version.number}"


def form_page(
    template: str,
    given: Mapping[str, str],
    faults: Mapping[str, Sentence] | None = None,
    status: int = 200,
    **more: object,
):
    """A page with fields for a round; `given` is what they show."""
    offered = (
        FIRST_ZONES
        if given.get("time_zone") in (*FIRST_ZONES, None, "")
        else (given["time_zone"], *FIRST_ZONES)
    )
    page = render_template(
        f"fieldwork/{template}.html",
        given=given,
        faults=faults or {},
        first_zones=offered,
        zones=zones(),
        **more,
    )
    return page, status


@blueprint.get("/new")
@allow(ADMINISTRATOR)
def new():
    return _new_page({"time_zone": "UTC"})


def _new_page(given: Mapping[str, str], sent: SentRound | None = None, source: Round | None = None):
    return form_page(
        "new_round",
        given,
        sent.faults if sent else {},
        422 if sent else 200,
        versions=all_published(session()),
        version_key=version_key,
        source=source,
        asked=len(asked_codes(session(), source.id)) if source else 0,
    )


def _read_new() -> SentRound:
    versions = {version_key(version): version.id for version in all_published(session())}
    sent = read_round(sent_fields(), versions=versions, is_new=True)
    if "code" in sent.values and round_by_code(session(), str(sent.values["code"])):
        sent.faults["code"] = TAKEN
    return sent


@blueprint.post("/new")
@allow(ADMINISTRATOR)
def create():
    sent = _read_new()
    if sent.faults:
        return _new_page(request.form, sent)
    try:
        made = create_round(session(), by=current_user.public_id, **sent.values)
        session().commit()
    except IntegrityError:
        session().rollback()
        sent.faults["code"] = TAKEN
        return _new_page(request.form, sent)
    flash(_("The round is there. Now choose whom it asks; until then nobody sees it."))
    return redirect(url_for("asking.choose", code=made.code))


@blueprint.get("/<code>/copy")
@allow(ADMINISTRATOR)
def copy(code: str):
    """The form for the next round: everything as in this one, a year on, with the newest version."""
    source = opened(code)
    years, opens_at, closes_at = moved_on(source.opens_at, source.closes_at, source.time_zone, clock.now())
    versions = all_published(session())
    newest = {version.questionnaire.code: version_key(version) for version in reversed(versions)}
    same = {version.id: version.questionnaire.code for version in versions}
    given = {
        "code": next_code(source.code, years),
        "title": next_code(source.title, years),
        "version": newest.get(same.get(source.version_id, ""), ""),
        "time_zone": source.time_zone,
        "same": "yes",
    }
    given |= moment_fields("opens", opens_at, source.time_zone)
    given |= moment_fields("closes", closes_at, source.time_zone)
    return _new_page(given, source=source)


@blueprint.post("/<code>/copy")
@allow(ADMINISTRATOR)
def make_copy(code: str):
    source, sent = opened(code), _read_new()
    if sent.faults:
        return _new_page(request.form, sent, source)
    ask_same = bool(request.form.get("same"))
    try:
        own = {"values": sent.values, "ask_same": ask_same, "person": current_user}
        made = services.copy_round(session(), source=source, **own)
        session().commit()
    except IntegrityError:
        session().rollback()
        sent.faults["code"] = TAKEN
        return _new_page(request.form, sent, opened(code))
    if not ask_same:
        flash(_("The round is there. Now choose whom it asks; until then nobody sees it."))
        return redirect(url_for("asking.choose", code=made.code))
    flash(_("The round is there, and its reports wait for their missions."))
    return redirect(url_for("board.board", code=made.code))


@blueprint.get("/<code>/edit")
@allow(ADMINISTRATOR)
def edit(code: str):
    round = opened(code)
    return edit_page(round, edit_fields(round))


def edit_fields(round: Round) -> dict[str, str]:
    """What the fields show of a round as it is."""
    given = {"title": round.title, "time_zone": round.time_zone}
    for name, moment in (("opens", round.opens_at), ("closes", round.closes_at)):
        given |= moment_fields(name, moment, round.time_zone)
    return given


def edit_page(
    round: Round, given: Mapping[str, str], faults: Mapping[str, Sentence] | None = None, status: int = 200
):
    """The page of all that can be done with a round. Reports keep their version, so it is chosen before them."""
    published = all_published(session())
    own = [version_key(version) for version in published if version.id == round.version_id]
    asked = len(asked_codes(session(), round.id))
    return form_page(
        "edit_round",
        {"version": own[0] if own else ""} | dict(given),
        faults,
        status,
        round=round,
        versions=published,
        version_key=version_key,
        asked=asked,
        extensions=extensions(session(), round.id),
        now=clock.now(),
    )


@blueprint.post("/<code>/edit")
@allow(ADMINISTRATOR)
def change(code: str):
    round = held(code)
    versions = None
    if not asked_codes(session(), round.id):
        versions = {version_key(version): version.id for version in all_published(session())}
    sent = read_round(sent_fields(), versions=versions, is_new=False)
    if sent.faults:
        return edit_page(round, request.form, sent.faults, 422)
    needless = services.move(session(), round=round, values=sent.values, person=current_user)
    session().commit()
    flash(_("Saved."))
    _say_needless(needless)
    return redirect(url_for("fieldwork.edit", code=code))


def _say_needless(missions: list[str]) -> None:
    if missions:
        flash(
            _(
                "The round itself gives these missions the time that they had more; their extension is over: %(names)s",
                names="; ".join(missions),
            )
        )


@blueprint.post("/<code>/close")
@allow(ADMINISTRATOR)
def close(code: str):
    round, now = held(code), clock.now()
    if now < round.opens_at or (round.closes_at and round.closes_at <= now):
        flash(_("The round is not open, so nothing was changed."))
    else:
        services.close_now(session(), round=round, person=current_user)
        session().commit()
        flash(
            _(
                "The round is closed. What was signed stays; everything else can be read, but no longer be changed."
            )
        )
    return redirect(url_for("fieldwork.edit", code=code))


@blueprint.post("/<code>/reopen")
@allow(ADMINISTRATOR)
def reopen(code: str):
    round = held(code)
    if round.closes_at is None or clock.now() < round.closes_at:
        flash(_("The round is not closed, so nothing was changed."))
        return redirect(url_for("fieldwork.edit", code=code))
    try:
        closes_at = read_end(sent_fields(), "again", round.time_zone, clock.now())
    except BadInput as refusal:
        given = edit_fields(round) | request.form.to_dict()
        return edit_page(round, given, {"again": refusal.sentence}, 422)
    needless = services.reopen(session(), round=round, closes_at=closes_at, person=current_user)
    session().commit()
    flash(_("The round is open again."))
    _say_needless(needless)
    return redirect(url_for("fieldwork.edit", code=code))


@blueprint.post("/<code>/remove")
@allow(ADMINISTRATOR)
def remove(code: str):
    round = held(code)
    if asked_codes(session(), round.id):
        flash(_("This round asks projects already, so it stays. It can be closed."))
        return redirect(url_for("fieldwork.edit", code=code))
    remove_round(session(), round=round, by=current_user.public_id)
    session().commit()
    flash(_("The round is removed."))
    return redirect(url_for("comparison.rounds"))
