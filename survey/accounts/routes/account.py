"""One's own account: name, language, password, and where one is signed in."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.accounts import queries, services
from survey.accounts.browsers import browser_name
from survey.accounts.forms import PasswordForm, ProfileForm
from survey.accounts.models import Person
from survey.accounts.routes.starting import own_password_fault, start_sign_in
from survey.accounts.second_factor.queries import second_factor_of
from survey.accounts.tokens import hashed
from survey.web.database import session
from survey.web.languages import remember_language
from survey.web.roles import MISSION_ROLES, allow, allow_signed_in

blueprint = Blueprint("account", __name__, url_prefix="/account")


def own_person() -> Person:
    return queries.person_by_public_id(session(), current_user.public_id) or abort(404)


@blueprint.route("", methods=["GET", "POST"])
@allow_signed_in
def form():
    person = own_person()
    profile = ProfileForm(obj=person)
    if profile.validate_on_submit():
        own = {"name": profile.name.data, "language": profile.language.data}
        services.change_profile(session(), person=person, **own)
        session().commit()
        remember_language(profile.language.data)
        flash(_("Saved."))
        return redirect(url_for("account.form"))
    return account_page(person, profile, PasswordForm(formdata=None))


@blueprint.post("/writing-aid")
@allow(*MISSION_ROLES)
def switch_writing_aid():
    on = request.form.get("on") == "yes"
    services.switch_writing_aid(session(), person=current_user, on=on)
    session().commit()
    flash(
        _("Suggestions while you write are switched on.")
        if on
        else _("Suggestions while you write are switched off.")
    )
    return redirect(url_for("account.form"))


@blueprint.post("/password")
@allow_signed_in
def change_password():
    person = own_person()
    form = PasswordForm()
    form.person = person
    fault = own_password_fault(person, form.current.data or "") if person.password_hash else None
    if not form.validate() or fault:
        if fault:
            form.current.errors = [*form.current.errors, fault]
        return account_page(person, ProfileForm(formdata=None, obj=person), form)
    services.set_password(session(), person=person, password=form.password.data)
    start_sign_in(person, confirmed=current_user.confirmed)
    session().commit()
    flash(_("Your password is changed. Other browsers are signed out."))
    return redirect(url_for("account.form"))


def account_page(person, profile: ProfileForm, password: PasswordForm):
    here = queries.sign_ins(session(), person.id, idle_hours=current_app.config["SURVEY_IDLE_HOURS"])
    page = render_template(
        "accounts/account.html",
        form=profile,
        password=password,
        person=person,
        sign_ins=here,
        own=hashed(current_user.token),
        browser_name=browser_name,
        second_factor=second_factor_of(session(), person.id),
    )
    return page, 422 if profile.errors or password.errors else 200


@blueprint.post("/sign-ins/end-others")
@allow_signed_in
def end_other_sign_ins():
    services.end_other_sign_ins(session(), person=current_user)
    session().commit()
    flash(_("All other browsers are signed out."))
    return redirect(url_for("account.form"))


@blueprint.post("/sign-ins/<id:public_id>/end")
@allow_signed_in
def end_sign_in(public_id: str):
    idle_hours = current_app.config["SURVEY_IDLE_HOURS"]
    live = queries.sign_ins(session(), current_user.person_id, idle_hours=idle_hours)
    ended = next((entry for entry in live if entry.public_id == public_id), None) or abort(404)
    services.end_sign_in(session(), sign_in=ended, by=current_user.public_id)
    session().commit()
    flash(_("That browser is signed out."))
    return redirect(url_for("account.form"))
