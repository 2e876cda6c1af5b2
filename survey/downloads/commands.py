"""Writes the files of a round, and reads them back, on the command line."""

import csv
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click
from flask import Blueprint

from survey.comparison.filters import LABELS, selection
from survey.comparison.queries.records import filter_choices
from survey.downloads.checking import Damaged, checked
from survey.downloads.order import Order
from survey.downloads.products import names, product_named
from survey.downloads.queries import file_pieces
from survey.downloads.reader import read_rows
from survey.downloads.services import record_download
from survey.rounds.queries import round_by_code
from survey.web.commands import stop
from survey.web.csv_files import plain_pieces
from survey.web.database import database

blueprint = Blueprint("download_commands", __name__, cli_group=None)


@blueprint.cli.command("export")
@click.argument("name", metavar="FILE")
@click.option("--round", "code", required=True, help="The round, such as 2001.")
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where to write; standard output if left out."
)
@click.option(
    "--bom/--no-bom", default=True, show_default=True, help="Begin with a byte order mark, for Excel."
)
@click.option(
    "--for-others", is_flag=True, help="Suppress small counts of persons, so that it can be passed on."
)
@click.option("--hxl", is_flag=True, help="Add a row of HXL tags after the header.")
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="NAME=VALUE",
    callback=lambda _context, _option, given: _filters(given),
    help=f"Only what fits, such as region=Africa; NAME is one of {', '.join(LABELS)}. Can be given several times.",
)
def export(
    name: str, code: str, output: Path | None, bom: bool, for_others: bool, hxl: bool, filters: dict[str, str]
) -> None:
    """Write one FILE of a round: as CSV answers_long, answers_wide, matrix, summary, counts, equal_access, projects or
    questions; all of them as archive.zip or workbook.xlsx; answers.sav (SPSS), answers.dta (Stata), codebook.xml or
    questionnaire.xlsx.

    In a CSV file a text that a spreadsheet could run as a formula gets a leading apostrophe, which spreadsheets
    show; the command `survey read` gives back the exact texts.
    """
    product = product_named(name)
    if product is None:
        stop(f"There is no file '{name}'; choose one of {', '.join(names())}.")
    if lacks := product.lacks():
        stop(str(lacks))
    with database().writing() as session:
        round = round_by_code(session, code)
        if round is None:
            stop(f"There is no round '{code}'.")
        chosen = selection(filters, filter_choices(session, round.id))
        if chosen.refusals:
            stop("\n".join(str(refusal) for refusal in chosen.refusals))
        order = Order(chosen.filters, bom=bom, for_others=for_others, hxl=hxl, person="command")
        record_download(session, product, code, order)
        session.commit()
    put(file_pieces(database(), product, round_code=code, order=order), output)


@blueprint.cli.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where to write; standard output if left out."
)
def read(file: Path, output: Path | None) -> None:
    """Give back the exact texts of a downloaded CSV FILE, as CSV for other programs.

    In a download a text that a spreadsheet could run as a formula begins with an apostrophe, and spreadsheets
    show that apostrophe. This command takes it away again. Do not open its result in a spreadsheet.
    """
    try:
        opened = file.open(encoding="utf-8-sig", newline="")
    except OSError as fault:
        stop(f"{file} cannot be read: {fault.strerror}.")
    with opened:
        try:
            put(plain_pieces(read_rows(opened)), output)
        except UnicodeDecodeError:
            stop(f"{file} is not a text in UTF-8; choose a CSV file that was downloaded here.")
        except csv.Error as fault:
            stop(f"{file} cannot be read as CSV: {fault}.")


@blueprint.cli.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Say whether a downloaded archive, FILE.zip, is whole: every file there and unchanged."""
    try:
        files = checked(file)
    except OSError as fault:
        stop(f"{file} cannot be read: {fault.strerror}.")
    except Damaged as fault:
        stop(f"{file} is not whole: {fault}")
    click.echo(f"{file} is whole: {len(files)} files, each as it was when the archive was made.")


def _filters(given: Iterable[str]) -> dict[str, str]:
    filters = dict(one.partition("=")[::2] for one in given)
    if strange := [name for name in filters if name not in LABELS]:
        raise click.BadParameter(f"'{strange[0]}' is none of {', '.join(LABELS)}.")
    return filters


def put(pieces: Iterable[bytes], output: Path | None) -> None:
    """Writes the pieces to standard output, or to a file that appears under its name when it is complete."""
    if output is None:
        stream = sys.stdout.buffer
        for piece in pieces:
            stream.write(piece)
        stream.flush()
        return
    if output.exists() and not output.is_file():
        stop(f"{output} is not a file that can be written.")
    unfinished = _unfinished(output)
    try:
        with unfinished.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
        unfinished.replace(output)
    except OSError as fault:
        stop(f"{output} cannot be written: {fault.strerror}.")
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()


def _unfinished(output: Path) -> Path:
    """A new file beside the one to write, readable by its owner only."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
    except OSError as fault:
        stop(f"{output} cannot be written: {fault.strerror}.")
    os.close(descriptor)
    return Path(name)
