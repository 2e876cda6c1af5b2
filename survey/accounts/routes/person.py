"""One person, for survey administrators: role and missions, links, sign-ins, and closing the account."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.accounts import queries, services
from survey.accounts.access_tokens.queries import number_alive
from survey.accounts.access_tokens.services import end_all_access_tokens
from survey.accounts.forms import ROLE_NAMES, RoleForm
from survey.accounts.listing import STATES, state_of
from survey.accounts.models import Person
from survey.accounts.routes.links import link_for, show_links
from survey.accounts.routes.people import chosen_of, mission_choices
from survey.accounts.second_factor.queries import second_factor_of
from survey.accounts.second_factor.services import take_away
from survey.accounts.tokens import hashed
from survey.missions.queries import missions
from survey.web.database import session
from survey.web.filters import say
from survey.web.roles import ADMINISTRATOR, MISSION_ROLES, allow
from survey.web.wording import BadInput

blueprint = Blueprint("person", __name__, url_prefix="/people/<id:public_id>")


@blueprint.get("")
@allow(ADMINISTRATOR)
def page(public_id: str):
    person = person_with(public_id)
    form = RoleForm(formdata=None, role=person.role, missions=[own.public_id for own in person.missions])
    form.missions.choices = mission_choices(missions(session()))
    return person_page(person, form)


def person_page(person: Person, form: RoleForm, fault: str | None = None, status: int = 200):
    idle_hours = current_app.config["SURVEY_IDLE_HOURS"]
    html = render_template(
        "accounts/person.html",
        form=form,
        fault=fault,
        person=person,
        state=STATES[state_of(active=person.active, has_password=person.password_hash is not None)],
        seen=seen_of(person),
        sign_ins=queries.sign_ins(session(), person.id, idle_hours=idle_hours),
        last_sign_in=queries.last_sign_in(session(), person),
        link_ends_at=queries.link_ends_at(session(), person),
        second_factor=second_factor_of(session(), person.id),
        access_tokens=number_alive(session(), person.id),
        role_names=ROLE_NAMES,
        has_missions=person.role in MISSION_ROLES,
    )
    return html, status


def seen_of(person: Person) -> str:
    """A mark of the role and missions that a page shows, by which it is known whether they changed since."""
    ids = sorted(mission.public_id for mission in person.missions)
    return hashed(" ".join((person.role, *ids)))[:16]


@blueprint.post("")
@allow(ADMINISTRATOR)
def change(public_id: str):
    """Gives the person another role or other missions, at once."""
    person = person_with(public_id)
    form = RoleForm()
    known = missions(session())
    form.missions.choices = mission_choices(known)
    if not form.validate_on_submit():
        return person_page(person, form, status=422)
    if request.form.get("seen") != seen_of(person):
        fault = _(
            "Somebody changed the role or the missions meanwhile. They are now: %(now)s. Check your choice, then save "
            "again.",
            now=", ".join((str(ROLE_NAMES[person.role]), *(own.name for own in person.missions))),
        )
        return person_page(person, form, fault, 409)
    chosen = chosen_of(known, form.missions.data)
    try:
        services.change_role(
            session(), person=person, role=form.role.data, missions=chosen, by=current_user.public_id
        )
    except BadInput as refusal:
        return person_page(person, form, say(refusal.sentence), 422)
    session().commit()
    flash(_("Saved. It counts from now on, also where the person is signed in."))
    if person.public_id == current_user.public_id and person.role != ADMINISTRATOR:
        return redirect(url_for("accounts.start"))
    return back_to(person)


@blueprint.post("/link")
@allow(ADMINISTRATOR)
def new_link(public_id: str):
    person = person_with(public_id)
    if not person.active:
        flash(_("This account is closed. Open it again first, then make a link."))
        return back_to(person)
    link = link_for(person)
    session().commit()
    return show_links([link])


@blueprint.post("/deactivate")
@allow(ADMINISTRATOR)
def deactivate(public_id: str):
    person = person_with(public_id)
    if person.public_id == current_user.public_id:
        flash(_("You cannot close your own account; another administrator can."))
        return back_to(person)
    try:
        services.deactivate(session(), person=person, by=current_user.public_id)
    except BadInput as refusal:
        flash(say(refusal.sentence))
        return back_to(person)
    session().commit()
    flash(_("%(email)s can no longer sign in.", email=person.email))
    return back_to(person)


@blueprint.post("/reactivate")
@allow(ADMINISTRATOR)
def reactivate(public_id: str):
    person = person_with(public_id)
    services.reactivate(session(), person=person, by=current_user.public_id)
    session().commit()
    flash(
        _("%(email)s can sign in again.", email=person.email)
        if person.password_hash
        else _("The account of %(email)s is open again. Make a link and hand it over.", email=person.email)
    )
    return back_to(person)


@blueprint.post("/end-sign-ins")
@allow(ADMINISTRATOR)
def end_sign_ins(public_id: str):
    person = person_with(public_id)
    services.end_all_sign_ins(session(), person=person, by=current_user.public_id)
    session().commit()
    flash(_("%(email)s is signed out everywhere.", email=person.email))
    return back_to(person)


@blueprint.post("/end-access-tokens")
@allow(ADMINISTRATOR)
def end_access_tokens(public_id: str):
    person = person_with(public_id)
    end_all_access_tokens(session(), person=person, by=current_user.public_id)
    session().commit()
    flash(_("No program can download in the name of %(email)s any more.", email=person.email))
    return back_to(person)


@blueprint.post("/reset-second-factor")
@allow(ADMINISTRATOR)
def reset_second_factor(public_id: str):
    """Takes away the second factor of somebody whose phone is gone; their own they take away on their own page."""
    person = person_with(public_id)
    if person.public_id == current_user.public_id:
        return redirect(url_for("second_factor.form"))
    take_away(session(), person=person, by=current_user.public_id)
    session().commit()
    flash(_("The second factor of %(email)s is taken away, and all sign-ins have ended.", email=person.email))
    return back_to(person)


def person_with(public_id: str) -> Person:
    return queries.person_by_public_id(session(), public_id) or abort(404)


def back_to(person: Person):
    return redirect(url_for("person.page", public_id=person.public_id))
