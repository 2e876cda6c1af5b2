"""Somebody leaves: what they had open, and who takes their missions over. Survey administrators see no answers here."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from survey.accounts import services
from survey.accounts.models import Person
from survey.accounts.queries import person_by_email, person_by_public_id, successors
from survey.accounts.routes.links import link_for, show_links
from survey.answering.forms import LeavingForm
from survey.answering.queries.reports import report_heads
from survey.answering.scope import unfinished_scope_of
from survey.answering.states import STATE_NAMES
from survey.web.database import session
from survey.web.roles import ADMINISTRATOR, MISSION_LEAD, MISSION_ROLES, allow

blueprint = Blueprint("leaving", __name__, url_prefix="/people/<id:public_id>/leaving")


@blueprint.get("")
@allow(ADMINISTRATOR)
def form(public_id: str):
    leaver = leaver_with(public_id)
    return leaving_page(leaver, leaving_form(leaver))


@blueprint.post("")
@allow(ADMINISTRATOR)
def hand_over(public_id: str):
    """Gives the missions to the successor and closes the leaver's account, all in one."""
    leaver = leaver_with(public_id)
    form = leaving_form(leaver)
    if not form.validate_on_submit():
        return leaving_page(leaver, form, 422)
    invited = not form.successor.data
    if invited and person_by_email(session(), form.email.data):
        return taken_address(leaver, form, 422)
    try:
        successor = new_person(leaver, form) if invited else chosen_person(form)
        role = leaver.role if invited or form.becomes_lead else successor.role
        services.hand_over(
            session(), leaver=leaver, successor=successor, role=role, by=current_user.public_id
        )
        link = link_for(successor) if invited else None
        session().commit()
    except IntegrityError:
        # another administrator invited the same person in this very moment
        session().rollback()
        return taken_address(leaver_with(public_id), form, 409)
    flash(
        _(
            "%(leaver)s can no longer sign in; the missions are handed over to %(successor)s.",
            leaver=leaver.name or leaver.email,
            successor=successor.name or successor.email,
        )
    )
    return show_links([link]) if link else redirect(url_for("person.page", public_id=successor.public_id))


def new_person(leaver: Person, form: LeavingForm) -> Person:
    own = {"email": form.email.data, "name": form.name.data, "role": leaver.role}
    return services.invite(session(), missions=leaver.missions, by=current_user.public_id, **own)


def chosen_person(form: LeavingForm) -> Person:
    return person_by_public_id(session(), form.successor.data) or abort(404)


def taken_address(leaver: Person, form: LeavingForm, status: int):
    form.email.errors = [_("There is an account with this address already. Choose the person above.")]
    return leaving_page(leaver, form, status)


def leaver_with(public_id: str) -> Person:
    """Somebody with missions to hand over; for all others there is no such page."""
    person = person_by_public_id(session(), public_id)
    if person is None or not person.active or person.role not in MISSION_ROLES or not person.missions:
        abort(404)
    return person


def leaving_form(leaver: Person) -> LeavingForm:
    made = LeavingForm()
    made.offer(successors(session(), roles=MISSION_ROLES, but=leaver))
    if leaver.role != MISSION_LEAD:
        del made.lead
    return made


def leaving_page(leaver: Person, form: LeavingForm, status: int = 200):
    html = render_template(
        "answering/leaving.html",
        person=leaver,
        form=form,
        unfinished=report_heads(session(), unfinished_scope_of(mission.id for mission in leaver.missions)),
        state_names=STATE_NAMES,
    )
    return html, status
