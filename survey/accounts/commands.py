"""People, from the command line."""

import click
from flask import Blueprint, current_app

from survey.accounts import services
from survey.accounts.addresses import ADDRESS
from survey.accounts.models import Person
from survey.accounts.queries import people, person_by_email
from survey.accounts.second_factor.services import take_away
from survey.missions.queries import missions_named
from survey.web.commands import stop
from survey.web.database import database
from survey.web.roles import MISSION_ROLES, ROLES
from survey.web.wording import BadInput

blueprint = Blueprint("people_commands", __name__, cli_group="people")
blueprint.cli.help = "Invite people, list them, and give them new passwords."

THIS_MACHINE = "http://127.0.0.1:5000"


@blueprint.cli.command("invite")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the person may do.")
@click.option(
    "--mission", "names", multiple=True, help="A mission of the person; can be given several times."
)
def invite(email: str, role: str, names: tuple[str, ...]) -> None:
    """Invite EMAIL and print a one-time link for handing over."""
    if not ADDRESS.fullmatch(email):
        stop(f"'{email}' is not an e-mail address.")
    if (role in MISSION_ROLES) != bool(names):
        stop(f"The role {role} {'needs at least one' if role in MISSION_ROLES else 'takes no'} --mission.")
    with database().writing() as session:
        missions = missions_named(session, names)
        unknown = sorted(set(names) - {mission.name for mission in missions})
        if unknown:
            stop(f"There is no mission '{unknown[0]}'.")
        try:
            person = services.invite(session, email=email, role=role, missions=missions, by="command")
        except BadInput as refusal:
            stop(str(refusal))
        token = new_token(session, person)
        session.commit()
    print_link(token)


@blueprint.cli.command("reset")
@click.argument("email")
@click.option("--second-factor", is_flag=True, help="Take the second factor away too; its phone is gone.")
def reset(email: str, second_factor: bool) -> None:
    """Print a one-time link with which EMAIL chooses a new password."""
    with database().writing() as session:
        person = known_person(session, email)
        if second_factor:
            take_away(session, person=person, by="command")
        token = new_token(session, person)
        session.commit()
    print_link(token)


def known_person(session, email: str) -> Person:
    person = person_by_email(session, email)
    if person is None:
        stop(f"There is nobody with the address '{email}'.")
    if not person.active:
        stop(f"The account of '{email}' is closed. Invite the person again to open it.")
    return person


def new_token(session, person: Person) -> str:
    hours = current_app.config[services.hours_setting(person)]
    return services.make_link(session, person=person, purpose="invitation", hours=hours)


def print_link(token: str) -> None:
    """The address of a one-time link, for handing over."""
    base = current_app.config["SURVEY_BASE_URL"].rstrip("/")
    if not base:
        base = THIS_MACHINE
        click.echo("SURVEY_BASE_URL is not set, so this link works on this machine only.", err=True)
    # no request, so no host that would have to be a trusted one
    click.echo(base + current_app.url_map.bind("").build("links.one_time_link", {"token": token}))


@blueprint.cli.command("list")
def listing() -> None:
    """List the people with their roles and missions."""
    with database().reading() as session:
        for person in people(session):
            missions = ", ".join(mission.name for mission in person.missions)
            state = "" if person.active else " (closed)"
            click.echo(f"{person.email}  {person.role}  {missions}{state}".rstrip())
