"""The tallies of answers from the command line."""

import click
from flask import Blueprint

from survey.answering.services.tallies import rebuild
from survey.rounds.queries import rounds
from survey.web.database import database

blueprint = Blueprint("tally_commands", __name__, cli_group="tallies")
blueprint.cli.help = "The figures that pages take instead of counting all answers."


@blueprint.cli.command("rebuild")
def rebuild_all() -> None:
    """Count all answers of all rounds anew, as after a repair of the database; safe at any time."""
    with database().writing() as session:
        found = rounds(session)
        for round in found:
            rebuild(session, round.id)
            click.echo(f"Round {round.code}: counted.")
        session.commit()
