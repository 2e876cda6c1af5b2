"""What pages read instead of all answers, made anew from the command line."""

import click
from flask import Blueprint

from survey.answering.services.derived import rebuild
from survey.audit.services import record
from survey.web.database import database

blueprint = Blueprint("answering_commands", __name__, cli_group=None)


@blueprint.cli.command("rebuild")
def rebuild_all() -> None:
    """Make tallies, counts of persons and search anew from the answers; safe at any time."""
    with database().writing() as session:
        record(session, person="command", action="rebuild", subject="answers")
        rebuild(session)
        session.commit()
    click.echo("Tallies, counts of persons and search are made anew from the answers.")
