"""Backup, verify, restore and move, on the command line."""

from datetime import UTC
from pathlib import Path

import click
from flask import Blueprint, current_app
from sqlalchemy.exc import DatabaseError

from survey.audit.services import record
from survey.data import clock
from survey.data.engine import Database, parse_url
from survey.data.filling import TargetRefused
from survey.data.migrations import current, head
from survey.installation.moving.backup_file import BadBackup, Manifest
from survey.installation.moving.services import Moved, Restored, back_up, fingerprint
from survey.installation.moving.services import move as move_to
from survey.installation.moving.services import restore as restore_from
from survey.installation.moving.services import verify as verify_file
from survey.installation.queries import faults_of_reading
from survey.web.commands import stop
from survey.web.database import database

blueprint = Blueprint("moving_commands", __name__, cli_group=None)
FILE = click.argument("file", type=click.Path(path_type=Path))


@blueprint.cli.command("backup")
@click.option(
    "--to",
    "place",
    type=click.Path(path_type=Path),
    help="A new file, or a folder; otherwise the folder backups of the instance.",
)
def backup(place: Path | None) -> None:
    """Write everything that the database holds, as it is at one moment, into one file. People can go on working."""
    source = _whole(database())
    path = _path(place)
    if path.exists():
        stop(f"{path} is there already. Nothing was written; choose another name.")
    if not _recorded(source):
        click.echo("The database takes no writing, so that this backup is not in its audit trail.")
    click.echo(said_of(_back_up(source, path), path))


def _recorded(source: Database) -> bool:
    """Whether the trail says that everything was read out; that of an older schema is left alone."""
    if current(source.engine) != head():
        return True
    try:
        with source.writing() as session:
            record(session, person="command", action="backup", subject="installation")
            session.commit()
    except DatabaseError:
        return False
    return True


def _path(place: Path | None) -> Path:
    if place is None:
        return place_for_backups() / _name()
    return place / _name() if place.is_dir() else place


def place_for_backups() -> Path:
    return Path(current_app.config["SURVEY_INSTANCE"]) / "backups"


def _name() -> str:
    return f"survey-{clock.now().astimezone(UTC):%Y%m%d-%H%M%S}.zip"


def back_up_before_upgrade(source: Database) -> Path:
    """The file that holds everything as it was; a command that upgrades calls it first, and ends here if it fails."""
    path = place_for_backups() / f"before-upgrade-from-{current(source.engine)}-{_name()}"
    _back_up(source, path, otherwise="The database was not upgraded.")
    return path


def _back_up(source: Database, path: Path, otherwise: str = "There is no backup.") -> Manifest:
    try:
        return back_up(source, path, key=_key())
    except FileExistsError:
        stop(f"{path} is there already. {otherwise}")
    except OSError as fault:
        stop(f"{path} cannot be written: {fault.strerror}. {otherwise}")
    except (DatabaseError, UnicodeError):
        stop(f"The database cannot be read to its end; 'survey doctor' says more. {otherwise}")


def _key() -> str:
    """The secret key of this installation, also that which a development machine made for itself."""
    own = Path(current_app.config["SURVEY_INSTANCE"]) / "secret_key"
    key = current_app.config["SURVEY_SECRET_KEY"]
    return key or (own.read_text().strip() if own.exists() else "")


def _whole(source: Database) -> Database:
    """A database that can be read, or the end of the command."""
    faults = faults_of_reading(source)
    return stop("\n".join(faults)) if faults else source


def said_of(manifest: Manifest, path: Path) -> str:
    key = (
        f"The key that belongs to it has the fingerprint {manifest.key}."
        if manifest.key
        else "No key is set."
    )
    return (
        f"{path} holds {manifest.rows:,} rows of {len(manifest.tables)} tables, schema {manifest.revision}, "
        f"as of {manifest.made_at}.\n"
        "The settings are not in it, nor is SURVEY_SECRET_KEY: keep both elsewhere, and safe. " + key
    )


@blueprint.cli.command("verify")
@FILE
def verify(file: Path) -> None:
    """Check a backup from end to end, without touching anything; exit status 1 if it cannot be trusted."""
    try:
        manifest = verify_file(file)
    except BadBackup as refusal:
        click.echo(str(refusal))
        raise SystemExit(1) from None
    click.echo(f"The backup is whole. {said_of(manifest, file)}")


@blueprint.cli.command("restore")
@FILE
@click.option("--to", "url", help="Into which database; otherwise that of the settings.")
@click.option("--replace", is_flag=True, help="Take the place of all that the database holds.")
def restore(file: Path, url: str | None, replace: bool) -> None:
    """Fill an empty database with a backup. It is checked first; all of it is taken, or nothing.

    Stop the service before. Everybody has to sign in again afterwards, and open invitations have to be made anew.
    """
    target = _address(url or current_app.config["SURVEY_DATABASE_URL"])
    try:
        click.echo(_said_of_restored(restore_from(file, target, replace=replace), target))
    except BadBackup as refusal:
        stop(f"{refusal} Nothing was changed.")
    except TargetRefused as refusal:
        stop(str(refusal))


def _address(url: str) -> str:
    try:
        parse_url(url)
    except ValueError as refusal:
        stop(str(refusal))
    return url


def _said_of_restored(done: Restored, url: str) -> str:
    lines = [
        f"{_shown(url)} now holds the backup of {done.manifest.made_at}: {done.manifest.rows:,} rows.",
        f"{done.sign_ins} sign-ins, {done.links} open links and {done.tokens} access tokens were ended.",
    ]
    if done.manifest.key != fingerprint(_key()):
        lines.append(
            f"The secret key of this installation is not that of the backup ({done.manifest.key or 'none'}): with "
            "another key, second factors have to be set up anew."
        )
    return "\n".join(lines)


def _shown(url: str) -> str:
    return parse_url(url).render_as_string(hide_password=True)


@blueprint.cli.command("move")
@click.option(
    "--to", "url", required=True, help="An empty database: sqlite:////path or postgresql://host/name."
)
def move(url: str) -> None:
    """Copy this installation into another, empty database, and compare both. Stop the service before."""
    source, target = _whole(database()), _address(url)
    try:
        moved = move_to(source, target)
    except TargetRefused as refusal:
        stop(str(refusal))
    click.echo("\n".join(_table(moved)))
    click.echo(
        f"All {len(moved)} tables are the same on both sides. Now set SURVEY_DATABASE_URL to {_shown(target)} and "
        "start the service. What is written into the old database from now on is not in the new one."
    )


def _table(moved: list[Moved]) -> list[str]:
    width = max(len(pair.source.name) for pair in moved)
    lines = [f"{'table':{width}} {'rows':>12}  {'SHA-256 here':16}  SHA-256 there"]
    for pair in moved:
        here, there = pair.source, pair.target
        lines.append(f"{here.name:{width}} {there.rows:12,}  {here.sha256[:16]}  {there.sha256[:16]}")
    return lines
