"""One-time links: how they are made, sent and handed over, and what they open.

Every link is made by `link_for`, and sent and shown by `show_links`; the command line prints its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm

from survey.accounts import queries, services
from survey.accounts.forms import ForgottenForm, LinkForm, WelcomeForm
from survey.accounts.letters import LinkLetter
from survey.accounts.models import OneTimeLink, Person
from survey.accounts.routes.starting import code_fault, needs_code, start_sign_in
from survey.data import clock
from survey.data.base import new_public_id
from survey.messages.failures import SENTENCES
from survey.messages.message import Message
from survey.messages.services import deliver, may_send
from survey.web.database import session
from survey.web.filters import moment, say
from survey.web.languages import LANGUAGES, language, speaking
from survey.web.roles import allow_everybody
from survey.web.wording import Sentence

blueprint = Blueprint("links", __name__)
#: how long an administrator waits for the page that sends; what is left then is handed over
SECONDS_TO_SEND = 20
PAGES = {
    WelcomeForm: "accounts/invitation.html",
    ForgottenForm: "accounts/new_password.html",
    LinkForm: "accounts/sign_in_by_link.html",
}


@dataclass(frozen=True)
class Link:
    """A link that was just made for somebody; its address is shown once and kept nowhere.

    `instead` says that it stands in for a password that the person has.
    """

    person: Person
    address: str
    ends_at: datetime
    instead: bool

    def letter(self) -> Message:
        """The message that brings it to its person, in their language."""
        person = self.person
        own = person.language if person.language in LANGUAGES else "en"
        with speaking(own):
            return LinkLetter(
                email=person.email,
                name=person.name,
                language=own,
                address=self.address,
                until=moment(self.ends_at),
                base=current_app.config["SURVEY_BASE_URL"].rstrip("/"),
                instead=self.instead,
                key=new_public_id(),
            ).written(say)


def link_for(person: Person) -> Link:
    """A new link that lets a person choose a password: the first one, or another instead of one that is gone.

    Its address begins with the configured one and never with the request's host.
    """
    hours = current_app.config[services.hours_setting(person)]
    own = {"purpose": "invitation", "hours": hours, "by": current_user.public_id}
    token = services.make_link(session(), person=person, **own)
    base = current_app.config["SURVEY_BASE_URL"].rstrip("/")
    address = base + url_for("links.one_time_link", token=token)
    return Link(person, address, clock.now() + timedelta(hours=hours), instead=bool(person.password_hash))


def show_links(links: Sequence[Link]):
    """Sends new links where a mail server is configured, and shows them: a message may not arrive.

    The view has committed before: a link that arrives must work, and no transaction waits for a mail server.
    """
    failures = posted(links) if may_send() else {}
    missed = [link for link in links if failures.get(link.address)]
    return render_template("accounts/links.html", links=links, failures=failures, missed=missed)


def posted(links: Sequence[Link]) -> dict[str, Sentence | None]:
    """Sends the links by e-mail; for the address of each why it was not sent, or None where it was."""
    messages = [link.letter() for link in links]
    found = zip(links, deliver(messages, seconds=SECONDS_TO_SEND), strict=True)
    return {link.address: SENTENCES[failure.kind] if failure else None for link, (_message, failure) in found}


@blueprint.route("/links/<token>", methods=["GET", "POST"])
@allow_everybody
def one_time_link(token: str):
    link = queries.open_link(session(), token)
    if link is None:
        return render_template("accounts/link_over.html"), 410
    # opening shows a page and changes nothing: mail programs open links to look at them
    form = form_of(link)
    if not form.validate_on_submit():
        return link_page(link, form, status=422 if form.errors else 200)
    confirmed = needs_code(link.person)
    if confirmed:
        fault, status = code_fault(link.person, form)
        if status != 200:
            return link_page(link, form, fault, status)
    if not services.use_link(session(), link=link):
        return render_template("accounts/link_over.html"), 410
    take_what_was_chosen(link, form)
    start_sign_in(link.person, confirmed=confirmed)
    session().commit()
    return redirect(url_for(current_user.home))


def form_of(link: OneTimeLink) -> Any:
    """What the link asks for; whoever has a second factor is asked for a code as in every sign-in."""
    person = link.person
    form: Any
    if link.purpose != "invitation":
        form = LinkForm()
    elif person.password_hash:
        form = ForgottenForm()
    else:
        form = WelcomeForm(obj=person)
        if request.method == "GET" and not person.language:
            form.language.data = language()
    form.person = person
    if not needs_code(person):
        del form.one_time_code
    return form


def link_page(link: OneTimeLink, form: FlaskForm, fault: str | None = None, status: int = 200):
    return render_template(PAGES[type(form)], form=form, person=link.person, fault=fault), status


def take_what_was_chosen(link: OneTimeLink, form: FlaskForm) -> None:
    if "name" in form:
        link.person.name, link.person.language = form["name"].data, form["language"].data
    if "password" in form:
        services.set_password(session(), person=link.person, password=form["password"].data)
