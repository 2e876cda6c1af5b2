"""Archives made of plain records, and what is in them."""

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

from survey.downloads.archive import archive_pieces
from survey.downloads.order import Order
from survey.downloads.origin import Origin
from tests.downloads.records import INJECTIONS, NAUGHTY, answer, content, project, report, version
from tests.support.factories import verdict

AT = datetime(2001, 11, 5, 8, 15, tzinfo=UTC)
TEXTS = (*INJECTIONS, *NAUGHTY)
EDITIONS = (
    Order(),
    Order(bom=False),
    Order(hxl=True),
    Order(bom=False, hxl=True),
    Order(for_others=True),
)
ORIGIN = Origin("2001", "First round", "trial", 1, AT, "{}", "Grace", AT)


def made(content, order=Order()):  # noqa: B008, an order never changes
    """The bytes of the archive."""
    return b"".join(archive_pieces(content, order))


def entries(archive):
    """The files in it, by name, in their order."""
    with ZipFile(BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def package(archive):
    return json.loads(entries(archive)["datapackage.json"])


def rows(archive, name):
    """The rows of one of its CSV files as they stand there, guards included."""
    return list(csv.reader(StringIO(entries(archive)[f"{name}.csv"].decode("utf-8-sig"), newline="")))


def nobody(**more):
    """A round that asks nobody."""
    return replace(content(versions=trial()), origin=replace(ORIGIN, **more))


def awkward(**more):
    """A round whose titles and answers are all the texts that files find hard to carry."""
    reports = [report(number, project=text or "-") for number, text in enumerate(TEXTS, 1)]
    said = [answer("X_TRIAL.told", text, report_id=number) for number, text in enumerate(TEXTS, 1)]
    asked = [project(number, title=text or "-", results=text) for number, text in enumerate(TEXTS, 1)]
    return replace(content(reports, trial(), said, asked), origin=replace(ORIGIN, **more))


def trial():
    """One version by id, with a text and a verdict."""
    return {11: version({"code": "told"}, verdict("seen"))}


def common(file):
    """What each making of a file has in common: of an archive all but what says when and by whom."""
    if not file.startswith(b"PK") or b"datapackage.json" not in file:
        return file
    return {name: data for name, data in entries(file).items() if name != "README.txt"}
