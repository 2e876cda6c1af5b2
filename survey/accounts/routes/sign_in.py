"""Signing in, in one step or in two, and out; choosing a language."""

from datetime import timedelta

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.accounts import queries, services
from survey.accounts.forms import CodeForm, SignInForm
from survey.accounts.routes.starting import (
    begin_second_step,
    code_fault,
    needs_code,
    person_in_second_step,
    person_of,
    start_sign_in,
)
from survey.data import clock
from survey.web.database import READING, database, session
from survey.web.errors import asked_by_script, comes_from_elsewhere, typed
from survey.web.gate import login
from survey.web.languages import LANGUAGES, remember_language
from survey.web.roles import allow_everybody, allow_signed_in, without_second_factor
from survey.web.signed_in import forget, known_path

SEEN_EVERY = timedelta(minutes=5)
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
    if needs_code(person):
        begin_second_step(person)
        session().commit()
        if kept_path():
            return code_page(CodeForm(formdata=None))
        return redirect(url_for("accounts.second_step", next=known_path(request.args.get("next"))))
    start_sign_in(person)
    session().commit()
    return after_sign_in()


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@allow_everybody
def second_step():
    """The second step of a sign-in: a one-time code."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for(current_user.home))
    person = person_in_second_step()
    if person is None and request.method == "GET":
        return redirect(url_for("accounts.sign_in", next=known_path(request.args.get("next"))))
    if person is None:
        return sign_in_page(SignInForm(formdata=None), begin_again(), 422)
    form = CodeForm()
    if request.method == "GET":
        return code_page(form)
    fault, status = code_fault(person, form)
    if status != 200:
        return code_page(form, fault, status)
    start_sign_in(person, confirmed=True)
    session().commit()
    return after_sign_in()


def begin_again() -> str:
    return _("Too much time has passed since the password. Sign in from the beginning.")


def sign_in_page(form: SignInForm, fault: str | None = None, status: int = 200):
    """The sign-in page; what an expired session was about to save travels along in hidden fields."""
    own = {"form": form, "fault": fault, "kept": kept_fields(), "kept_path": kept_path()}
    return render_template("accounts/sign_in.html", **own), status


def code_page(form: CodeForm, fault: str | None = None, status: int = 200):
    """The page of the second step, which carries the same."""
    own = {"form": form, "fault": fault, "kept": kept_fields(), "kept_path": kept_path()}
    return render_template("accounts/second_step.html", **own), status


def kept_fields() -> list[tuple[str, str]]:
    return [(name.removeprefix("kept:"), text) for name, text in typed() if name.startswith("kept:")]


def kept_path() -> str | None:
    return known_path(request.form.get("kept_path"), method="POST")


def after_sign_in():
    path = kept_path()
    if path:
        return render_template("accounts/kept.html", kept=kept_fields(), kept_path=path)
    return redirect(known_path(request.args.get("next")) or url_for("accounts.start"))


@blueprint.post("/sign-out")
@allow_signed_in
@without_second_factor
def sign_out():
    services.sign_out(session(), token=current_user.token, person=current_user.public_id)
    session().commit()
    forget()
    response = redirect(url_for("accounts.sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


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
    if path == url_for("accounts.second_step") and person_in_second_step():
        return code_page(CodeForm(formdata=None))
    kept = typed()
    if not kept:
        return redirect(known_path(path) or url_for("accounts.start"))
    to = known_path(path, method="POST")
    return render_template("accounts/kept.html", kept=kept, kept_path=to, spoken=True)
