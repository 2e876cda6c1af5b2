"""Loads answers that were collected elsewhere, on the command line."""

from pathlib import Path
from typing import BinaryIO

import click
from flask import Blueprint

from survey.intake.checking import MARKED, NEW, UNCHANGED, UNTOUCHED
from survey.intake.examining import Preview
from survey.intake.faults import quoted
from survey.intake.queries import preview_of
from survey.intake.services import Importer, Moved, load
from survey.rounds.queries import held_round, round_by_code
from survey.web.commands import stop
from survey.web.database import database

blueprint = Blueprint("intake_commands", __name__, cli_group=None)
# more than 100,000 reports
LARGEST_FILE = 1_900 * 10**6
BY_COMMAND = "the command survey import"


@blueprint.cli.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--round", "code", required=True, help="The round that takes the answers, such as 2001.")
@click.option("--preview", "only_look", is_flag=True, help="Only say what would be done; write nothing.")
def import_answers(file: Path, code: str, only_look: bool) -> None:
    """Load a FILE of answers, in the form of answers_long.csv, into a round: all of it, or nothing.

    The round and its projects must be there. Reports that have begun are never overwritten; what is there already,
    exactly as in the file, is left alone. On SQLite nobody else can save while it runs.
    """
    try:
        if not file.is_file():
            stop(f"There is no file {file}.")
        if file.stat().st_size > LARGEST_FILE:
            stop(f"{file} is larger than 1,900 MB. It was not read.")
        with file.open("rb") as stream:
            _import(stream, quoted(file.name), code, only_look)
    except OSError as fault:
        stop(f"{file} cannot be read: {fault.strerror}.")


def _import(stream: BinaryIO, name: str, code: str, only_look: bool) -> None:
    # looked at in full before anything is locked
    with database().reading() as session:
        round = round_by_code(session, code)
        if round is None:
            stop(f"There is no round '{code}'.")
        preview = preview_of(session, round, stream)
    _refuse(preview)
    if only_look:
        _say(preview, "would be loaded", "would only be")
        return
    done = Preview(checksum=preview.checksum)
    with database().writing() as session:
        round = held_round(session, code)
        if round is None:
            stop(f"There is no round '{code}'.")
        try:
            importer = Importer(None, "command", BY_COMMAND, name)
            load(session, round=round, stream=stream, importer=importer, preview=done)
        except Moved:
            stop("Somebody changed a report at this very moment. Nothing was changed; run the command again.")
        _refuse(done)
        session.commit()
    _say(done, "loaded", "were only")


def _refuse(preview: Preview) -> None:
    """Ends the command where anything is wrong; an open session is rolled back by its end."""
    if not preview.is_refused:
        return
    for fault in preview.faults.shown:
        click.echo(f"Line {fault.line}: {fault.reason}" if fault.line else str(fault.reason), err=True)
    if preview.faults.more:
        click.echo(f"{preview.faults.more} more faults are not shown.", err=True)
    stop("Nothing was changed.")


def _say(preview: Preview, done: str, marked: str) -> None:
    outcomes = preview.outcomes
    click.echo(
        f"{outcomes[NEW]} reports {done}, {outcomes[UNCHANGED]} there already exactly so, "
        f"{outcomes[UNTOUCHED]} not received in the file and left as they are ({preview.rows} rows)."
    )
    if outcomes[MARKED]:
        click.echo(
            f"{outcomes[MARKED]} more, not received in the file, {marked} marked as fictitious or not."
        )
