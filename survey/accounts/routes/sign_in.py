"""Signing in and out, one-time links, and one's own account."""

from datetime import timedelta

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.accounts import queries, services
from survey.accounts.forms import PasswordForm, ProfileForm, SignInForm, WelcomeForm
from survey.accounts.models import Person
from survey.data import clock
from survey.web.database import READING, database, session
from survey.web.errors import asked_by_script, comes_from_elsewhere, typed
from survey.web.forms import EmptyForm
from survey.web.gate import login
from survey.web.languages import LANGUAGES, language, remember_language
from survey.web.roles import MISSION_ROLES, allow, allow_everybody, allow_signed_in
from survey.web.signed_in import begin, forget, known_path

SEEN_EVERY = timedelta(minutes=5)
LINK_PAGES = {"invitation": "accounts/invitation.html", "sign_in": "accounts/sign_in_by_link.html"}
blueprint = Blueprint("accounts", __name__)


@login.user_loader
def load_person(token: str):
    """The person behind the cookie, by one statement; none once the sign-in has ended on the server."""
    found = queries.live_sign_in(session(), token, idle_hours=current_app.config["SURVEY_IDLE_HOURS"])
    if found is None:
        return None
    person, seen_at = found
    if clock.now() - seen_at > SEEN_EVERY and not session().info.get("writing"):
        with database().writing() as own:
            services.mark_seen(own, token=token)
            own.commit()
    return person


@login.unauthorized_handler
def ask_to_sign_in():
    """Asks a visitor to sign in; what an expired session was about to save is kept on the page."""
    if request.method in READING and not asked_by_script():
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    if asked_by_script():
        return {"outcome": "signed_out"}, 401
    path = None if comes_from_elsewhere() else known_path(request.path, method="POST")
    form = SignInForm(formdata=None)
    fault = _(
        "You were signed out because nothing happened for a long time. Sign in again; then you can save what you typed."
    )
    return render_template("accounts/sign_in.html", form=form, fault=fault, kept=typed(), kept_path=path), 401


@blueprint.get("/")
@allow_everybody
def start():
    return redirect(url_for(current_user.home if current_user.is_authenticated else "accounts.sign_in"))


@blueprint.route("/sign-in", methods=["GET", "POST"])
@allow_everybody
def sign_in():
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(known_path(request.args.get("next")) or url_for(current_user.home))
    form = SignInForm()
    person, fault, status = person_of(form)
    if person is None:
        return sign_in_page(form, fault, status)
    start_sign_in(person)
    session().commit()
    return after_sign_in()


def person_of(form: SignInForm) -> tuple[Person | None, str | None, int]:
    """Whoever the form's address and password belong to; else why not, with the status of the answer."""
    if not form.validate_on_submit():
        return None, None, 422 if form.errors else 200
    attempt = {"email": form.email.data or "", "address": request.remote_addr or ""}
    wait = queries.seconds_until_next_try(session(), **attempt)
    if wait:
        return None, _("Too many attempts. Wait %(seconds)s seconds, then try again.", seconds=wait), 429
    person = queries.person_by_email(session(), form.email.data or "")
    # asked in this order, an unknown person costs as much time as a known one
    if not services.password_fits(person, form.password.data or "") or person is None:
        services.note_failure(session(), **attempt)
        session().commit()
        return None, _("The e-mail address and the password do not fit together. Try again."), 422
    services.forget_failures(session(), email=person.email)
    return person, None, 200


def start_sign_in(person) -> None:
    """A new sign-in of this browser as `person`; the view commits."""
    hours = current_app.config["SURVEY_SIGN_IN_HOURS"]
    token = services.sign_in(session(), person=person, hours=hours, browser=request.user_agent.string)
    begin(queries.signed_in(person, token), person.language)


def sign_in_page(form: SignInForm, fault: str | None = None, status: int = 200):
    """The sign-in page; what an expired session was about to save travels along in hidden fields."""
    kept = [(name.removeprefix("kept:"), text) for name, text in typed() if name.startswith("kept:")]
    path = known_path(request.form.get("kept_path"), method="POST")
    page = render_template("accounts/sign_in.html", form=form, fault=fault, kept=kept, kept_path=path)
    return page, status


def after_sign_in():
    path = known_path(request.form.get("kept_path"), method="POST")
    if path:
        kept = [(name.removeprefix("kept:"), text) for name, text in typed() if name.startswith("kept:")]
        return render_template("accounts/kept.html", kept=kept, kept_path=path)
    return redirect(known_path(request.args.get("next")) or url_for("accounts.start"))


@blueprint.post("/sign-out")
@allow_signed_in
def sign_out():
    services.sign_out(session(), token=current_user.token, person=current_user.public_id)
    session().commit()
    forget()
    response = redirect(url_for("accounts.sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.route("/links/<token>", methods=["GET", "POST"])
@allow_everybody
def one_time_link(token: str):
    link = queries.open_link(session(), token)
    if link is None:
        return render_template("accounts/link_over.html"), 410
    # opening shows a page and changes nothing: mail programs open links to look at them
    form = WelcomeForm(obj=link.person) if link.purpose == "invitation" else EmptyForm()
    form.person = link.person
    if request.method == "GET" and link.purpose == "invitation" and not link.person.language:
        form.language.data = language()
    if not form.validate_on_submit():
        page = render_template(LINK_PAGES[link.purpose], form=form, person=link.person)
        return page, 422 if form.errors else 200
    if not services.use_link(session(), link=link):
        return render_template("accounts/link_over.html"), 410
    if link.purpose == "invitation":
        link.person.name, link.person.language = form.name.data, form.language.data
        services.set_password(session(), person=link.person, password=form.password.data)
    start_sign_in(link.person)
    session().commit()
    return redirect(url_for(current_user.home))


@blueprint.post("/language")
@allow_everybody
def choose_language():
    # beside a form that is shown again its own fields are sent, and the choice stands in the address
    code, path = (request.args.get(name) or request.form.get(name) or "" for name in ("language", "next"))
    if code in LANGUAGES:
        remember_language(code)
        if current_user.is_authenticated:
            services.choose_language(session(), person_id=current_user.person_id, language=code)
            session().commit()
    if "language" in request.args:
        return shown_again(path)
    return redirect(known_path(path) or url_for("accounts.start"))


def shown_again(path: str):
    """What stood in a form when somebody chose another language, ready to be sent where it was to go."""
    if path == url_for("accounts.sign_in"):
        return sign_in_page(SignInForm())
    kept = typed()
    if not kept:
        return redirect(known_path(path) or url_for("accounts.start"))
    to = known_path(path, method="POST")
    return render_template("accounts/kept.html", kept=kept, kept_path=to, spoken=True)


def own_person() -> Person:
    return queries.person_by_public_id(session(), current_user.public_id) or abort(404)


@blueprint.route("/account", methods=["GET", "POST"])
@allow_signed_in
def account():
    person = own_person()
    form = ProfileForm(obj=person)
    if form.validate_on_submit():
        services.change_profile(session(), person=person, name=form.name.data, language=form.language.data)
        session().commit()
        remember_language(form.language.data)
        flash(_("Saved."))
        return redirect(url_for("accounts.account"))
    return account_page(person, form, PasswordForm(formdata=None))


@blueprint.post("/account/writing-aid")
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
    return redirect(url_for("accounts.account"))


@blueprint.post("/account/password")
@allow_signed_in
def change_password():
    person = own_person()
    form = PasswordForm()
    form.person = person
    fits = person.password_hash is None or services.password_fits(person, form.current.data or "")
    if not form.validate() or not fits:
        if not fits:
            form.current.errors = [*form.current.errors, _("This is not your password until now.")]
        return account_page(person, ProfileForm(formdata=None, obj=person), form)
    services.set_password(session(), person=person, password=form.password.data)
    start_sign_in(person)
    session().commit()
    flash(_("Your password is changed. Other browsers are signed out."))
    return redirect(url_for("accounts.account"))


def account_page(person, profile: ProfileForm, password: PasswordForm):
    here = queries.sign_ins(session(), person.id, idle_hours=current_app.config["SURVEY_IDLE_HOURS"])
    page = render_template(
        "accounts/account.html", form=profile, password=password, person=person, sign_ins=here
    )
    return page, 422 if profile.errors or password.errors else 200


@blueprint.post("/account/sign-ins/end-others")
@allow_signed_in
def end_other_sign_ins():
    services.end_other_sign_ins(session(), person=current_user)
    session().commit()
    flash(_("All other browsers are signed out."))
    return redirect(url_for("accounts.account"))
