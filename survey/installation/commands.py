"""What an operator does with an installation: set it up, run it, ask what is wrong with it."""

import gc
import os
import socket
from pathlib import Path

import click
from flask import Blueprint, current_app
from sqlalchemy import select

from survey.accounts.models import Person
from survey.accounts.services import make_link
from survey.data.engine import Database, is_sqlite, sqlite_file
from survey.data.migrations import upgrade
from survey.installation.queries import faults_beyond_init, findings
from survey.installation.services import SAMPLE_PEOPLE, set_up
from survey.installation.serving import WAITRESS
from survey.installation.standby.queries import said_of_copy
from survey.questionnaire.instrument import BadInstrument
from survey.web.commands import stop
from survey.web.database import database
from survey.web.settings import StartRefused, development_key

blueprint = Blueprint("installation", __name__, cli_group=None)
HOST = "127.0.0.1"


@blueprint.cli.command("init")
@click.option("--sample", is_flag=True, help="Add invented answers and one person for each role.")
def init(sample: bool) -> None:
    """Create or upgrade the database; load the questionnaire and the round 2001."""
    target = Database(current_app.config["SURVEY_DATABASE_URL"], create=True)
    file = sqlite_file(target.url)
    if file:
        _prepare(file)
    try:
        refused = faults_beyond_init(target)
        if refused:
            stop("\n".join(refused))
        upgrade(target.engine)
        with target.writing() as session:
            set_up(session, sample=sample)
            session.commit()
    except BadInstrument as refusal:
        stop("\n".join(refusal.reasons))
    finally:
        target.close()
    click.echo(f"The database is ready: {file or target.url.render_as_string(hide_password=True)}")


def _prepare(file: Path) -> None:
    """Makes the folder, and the file readable by its owner only, before anything is written into it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as fault:
        stop(f"The database file {file} cannot be written: {fault.strerror}.")


@blueprint.cli.command("run")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=5000, show_default=True, help="Where to listen."
)
@click.option("--sign-in-links", is_flag=True, help="Print a one-time link for each person of the sample.")
def run(port: int, sign_in_links: bool) -> None:
    """Serve on this machine: http://127.0.0.1:5000."""
    from waitress import create_server

    from survey.app import create_app

    address = f"http://{HOST}:{port}"
    settings = _own_settings()
    if settings["SURVEY_MODE"] in ("development", ""):
        settings = _for_development(settings, address)
    serious = [finding.sentence for finding in findings(settings) if finding.stops]
    if serious:
        stop("\n".join(serious))
    try:
        server = create_server(create_app(settings), host=HOST, port=port, **WAITRESS)
    except StartRefused as refusal:
        stop("\n".join(refusal.reasons))
    except OSError as fault:
        stop(_cannot_listen(fault, port))
    if settings["SURVEY_MODE"] == "development":
        click.echo("Development mode: for this machine only. Do not put real answers in.")
    click.echo(f"Serving on {address} (stop with Ctrl+C)")
    if sign_in_links:
        print_links(address)
    # what is loaded by now stays for good: the collector need not look at it again and again
    gc.collect()
    gc.freeze()
    server.run()


def _own_settings() -> dict:
    return {key: value for key, value in current_app.config.items() if key.startswith("SURVEY_")}


def _for_development(settings: dict, address: str) -> dict:
    """The same settings with what a developer's machine can do without: its own key and its own address."""
    key = settings["SURVEY_SECRET_KEY"] or development_key(Path(settings["SURVEY_INSTANCE"]))
    return settings | {
        "SURVEY_MODE": "development",
        "SURVEY_SECRET_KEY": key,
        "SURVEY_BASE_URL": settings["SURVEY_BASE_URL"] or address,
        "SURVEY_TRUSTED_HOSTS": settings["SURVEY_TRUSTED_HOSTS"] or f"{HOST},localhost",
    }


def _cannot_listen(fault: OSError, port: int) -> str:
    with socket.socket() as probe:
        taken = probe.connect_ex((HOST, port)) == 0
    if taken:
        return f"Port {port} is in use by another program; choose another one with --port {port + 1}."
    return f"Cannot listen on port {port}: {fault.strerror}."


def print_links(address: str) -> None:
    """One link for each person of the sample. Each works once; the next start prints new ones."""
    with database().writing() as session:
        for email, name, role, _missions in SAMPLE_PEOPLE:
            person = session.scalar(select(Person).where(Person.email == email, Person.active))
            if person:
                token = make_link(session, person=person, purpose="sign_in", hours=24)
                click.echo(f"  {role.replace('_', ' '):15} {address}/links/{token}  ({name})")
        session.commit()


@blueprint.cli.command("doctor")
def doctor() -> None:
    """Say what is wrong with this installation, in sentences; exit status 1 if something is."""
    found = findings(_own_settings())
    for finding in found:
        click.echo(finding.sentence)
    if found:
        raise SystemExit(1)
    kind = "SQLite" if is_sqlite(database().url) else "PostgreSQL"
    click.echo(f"Nothing is wrong: the {kind} database is whole and up to date, and the settings are safe.")
    if of_copy := said_of_copy(database()):
        click.echo(of_copy)
