"""People, for survey administrators: who has an account, and links to hand over."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.accounts import queries, services
from survey.accounts.forms import ROLE_NAMES, InviteForm, choices
from survey.accounts.models import Person
from survey.missions.queries import missions
from survey.web.database import session
from survey.web.forms import EmptyForm
from survey.web.roles import ADMINISTRATOR, allow

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.get("")
@allow(ADMINISTRATOR)
def listing():
    found = queries.people(session())
    return render_template("accounts/people.html", people=found, role_names=ROLE_NAMES, form=EmptyForm())


@blueprint.route("/invite", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def invite():
    known = missions(session())
    form = InviteForm()
    form.missions.choices = choices({mission.public_id: mission.name for mission in known})
    if not form.validate_on_submit():
        return render_template("accounts/invite.html", form=form), 422 if form.errors else 200
    chosen = [mission for mission in known if mission.public_id in form.missions.data]
    person = services.invite(
        session(),
        email=form.email.data,
        name=form.name.data,
        role=form.role.data,
        missions=chosen,
        by=current_user.public_id,
    )
    address = link_address(person)
    session().commit()
    return render_template("accounts/link.html", person=person, address=address)


@blueprint.post("/<id:public_id>/link")
@allow(ADMINISTRATOR)
def new_link(public_id: str):
    person = _person(public_id)
    if not person.active:
        flash(_("This account is closed. Invite the person again to open it."))
        return redirect(url_for("people.listing"))
    address = link_address(person)
    session().commit()
    return render_template("accounts/link.html", person=person, address=address)


@blueprint.post("/<id:public_id>/deactivate")
@allow(ADMINISTRATOR)
def deactivate(public_id: str):
    person = _person(public_id)
    if person.public_id == current_user.public_id:
        flash(_("You cannot close your own account; another administrator can."))
        return redirect(url_for("people.listing"))
    services.deactivate(session(), person=person, by=current_user.public_id)
    session().commit()
    flash(_("%(email)s can no longer sign in.", email=person.email))
    return redirect(url_for("people.listing"))


def _person(public_id: str) -> Person:
    return queries.person_by_public_id(session(), public_id) or abort(404)


def link_address(person: Person) -> str:
    """The address of a new invitation, beginning with the configured address and never with the request's host."""
    hours = current_app.config["SURVEY_LINK_HOURS"]
    own = {"purpose": "invitation", "hours": hours, "by": current_user.public_id}
    token = services.make_link(session(), person=person, **own)
    return current_app.config["SURVEY_BASE_URL"].rstrip("/") + url_for("accounts.one_time_link", token=token)
