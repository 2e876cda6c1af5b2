"""People, for survey administrators: who has an account, and inviting one more."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from survey.accounts import queries, services
from survey.accounts.forms import ROLE_NAMES, InviteForm, choices
from survey.accounts.listing import PAGE_SIZE, STATES, wanted
from survey.accounts.routes.links import link_for, show_links
from survey.missions.models import Mission
from survey.missions.queries import missions
from survey.web.database import session
from survey.web.roles import ADMINISTRATOR, allow

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.get("")
@allow(ADMINISTRATOR)
def listing():
    known = missions(session())
    names = {mission.public_id: mission.name for mission in known}
    chosen = wanted(request.args, roles=ROLE_NAMES, missions=names)
    lines, number = queries.people_lines(session(), chosen)
    return render_template(
        "accounts/people.html",
        lines=lines,
        number=number,
        chosen=chosen,
        pages=max(1, -(-number // PAGE_SIZE)),
        choices={"role": ROLE_NAMES, "mission": names, "state": STATES},
        role_names=ROLE_NAMES,
        state_names=STATES,
    )


@blueprint.route("/invite", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def invite():
    known = missions(session())
    form = InviteForm()
    form.missions.choices = mission_choices(known)
    if not form.validate_on_submit():
        return invite_page(form, 422 if form.errors else 200)
    person = queries.person_by_email(session(), form.email.data)
    if person is not None:
        return invite_page(form, 422, person)
    try:
        person = services.invite(
            session(),
            email=form.email.data,
            name=form.name.data,
            role=form.role.data,
            missions=chosen_of(known, form.missions.data),
            by=current_user.public_id,
        )
        link = link_for(person)
        session().commit()
    except IntegrityError:
        # another administrator was quicker by a moment
        session().rollback()
        return invite_page(form, 409, queries.person_by_email(session(), form.email.data))
    return show_links([link])


def invite_page(form: InviteForm, status: int, known=None):
    """The form; `known` is somebody who has an account with this address already."""
    fault = _("There is an account with this address already.") if known else None
    return render_template("accounts/invite.html", form=form, known=known, fault=fault), status


def mission_choices(known: list[Mission]) -> list:
    return choices({mission.public_id: mission.name for mission in known})


def chosen_of(known: list[Mission], public_ids) -> list[Mission]:
    return [mission for mission in known if mission.public_id in public_ids]
