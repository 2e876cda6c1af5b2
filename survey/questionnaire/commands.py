"""The questionnaire as a file, from the command line."""

from pathlib import Path

import click
from flask import Blueprint

from survey.audit.services import record
from survey.data import clock
from survey.questionnaire import structure
from survey.questionnaire.exchange.preview import preview
from survey.questionnaire.exchange.reading import read_upload
from survey.questionnaire.exchange.taking_over import MODES, REPLACE, taken_over
from survey.questionnaire.exchange.writing import FORMATS, not_carried
from survey.questionnaire.instrument import read_file
from survey.questionnaire.queries import draft_of, newest_document, published_document, registered_kinds
from survey.questionnaire.services import change_draft, start_draft
from survey.web.commands import stop
from survey.web.database import database
from survey.web.wording import BadInput

blueprint = Blueprint("questionnaire_commands", __name__, cli_group="questionnaire")
blueprint.cli.help = "Write the questionnaire to a file; read a file into its draft."
PATH = click.Path(dir_okay=False, path_type=Path)


@blueprint.cli.command("export")
@click.argument("file", type=PATH)
@click.option(
    "--version", "number", type=click.IntRange(1, 10**6), help="A published version; else the newest one."
)
@click.option("--draft", "wants_draft", is_flag=True, help="The draft of the next version.")
def export(file: Path, number: int | None, wants_draft: bool) -> None:
    """Write the questionnaire to FILE: .xlsx, .csv or .md as XLSForm; .toml or .json as data file."""
    format = FORMATS.get(file.suffix.lower().removeprefix("."))
    if format is None:
        stop(f"The name must end in one of: {', '.join(f'.{suffix}' for suffix in FORMATS)}.")
    code = read_file()["code"]
    with database().reading() as session:
        if wants_draft:
            draft = draft_of(session, code) or stop("There is no draft at the moment.")
            number, document = draft.number, draft.document
        else:
            newest = newest_document(session, code) or stop("No version is published yet.")
            number = number or newest[0]
            document = published_document(session, code, number) or stop(f"There is no version {number}.")
    try:
        file.write_bytes(format.make(document, number, clock.now()))
    except BadInput as refusal:
        stop(str(refusal))
    except OSError as fault:
        stop(f"{file} cannot be written: {fault.strerror}.")
    for finding in not_carried(document, number) if format.is_form else ():
        click.echo(finding, err=True)


@blueprint.cli.command("import")
@click.argument("file", type=PATH)
@click.option(
    "--mode", type=click.Choice(MODES), default=REPLACE, show_default=True, help="What happens to the draft."
)
@click.option("--yes", is_flag=True, help="Take it over; without this the file is only looked at.")
def import_(file: Path, mode: str, yes: bool) -> None:
    """Read FILE into the draft. It never publishes anything."""
    code = read_file()["code"]
    try:
        data = file.read_bytes()
    except OSError as fault:
        stop(f"{file} cannot be read: {fault.strerror}.")
    with database().writing() as session:
        try:
            draft = start_draft(session, code=code, person_id=None)
            verdict = structure.shared_lists(draft.document).get("verdict", ())
            content = read_upload(data, file.name, verdict)
            taken = taken_over(draft.document, draft.number, content, mode, registered_kinds(session))
            preview(draft.document, taken.document, draft.number)
        except LookupError:
            stop("No version is published yet. Run `survey init` first.")
        except BadInput as refusal:
            stop(str(refusal))
        for finding in taken.findings:
            click.echo(finding, err=True)
        if not yes:
            session.rollback()
            click.echo("Nothing was changed. Say --yes to take the file over.")
            return
        revision = change_draft(
            session, code=code, document=taken.document, seen_revision=draft.revision, person_id=None
        )
        details = {"number": draft.number, "revision": revision, "mode": mode}
        record(session, person="command", action="import", subject=code, **details)
        session.commit()
    click.echo(f"The file was taken over into the draft of version {draft.number}.")
