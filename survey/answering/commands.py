"""The texts of answers for searching, made anew on the command line."""

import click
from flask import Blueprint

from survey.answering.services.texts import rebuild_texts
from survey.audit.services import record
from survey.web.database import database

blueprint = Blueprint("answering_commands", __name__, cli_group=None)


@blueprint.cli.command("rebuild-search")
def rebuild_search() -> None:
    """Make the index of the search in answers anew from the answers. Nothing else changes."""
    with database().writing() as session:
        number = rebuild_texts(session)
        record(session, person="command", action="rebuild search", subject="answers", texts=number)
        session.commit()
    click.echo(f"{number} texts of received reports can be searched.")
