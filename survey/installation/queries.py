"""Looks at a database from outside: is it there, whole, and of this program's shape?"""

from dataclasses import dataclass

from sqlalchemy.exc import DatabaseError

from survey.answering.queries.tallies import rounds_out_of_step
from survey.audit.queries import first_broken
from survey.data.engine import Database, damage, sqlite_file
from survey.data.migrations import current, head, revisions
from survey.data.word_index import without_words
from survey.installation.standby.queries import copy_faults
from survey.messages.servers import faults as faults_of_messages
from survey.web.settings import refusals


def database_faults(database: Database) -> list[str]:
    """One sentence for each fault of the database; empty when it can be used."""
    file = sqlite_file(database.url)
    if file and not file.exists():
        return [f"The database file {file} is missing. Run 'survey init', or put it back from a backup."]
    serious = faults_beyond_init(database)
    if serious:
        return serious
    revision = current(database.engine)
    if revision is None:
        return ["The database is empty. Run 'survey init'."]
    if revision != head():
        return [
            f"The database is older ({revision}) than this program ({head()}). Run 'survey init' to upgrade it."
        ]
    return _inner_faults(database)


def faults_beyond_init(database: Database) -> list[str]:
    """What 'survey init' must not touch: a server that does not answer, a damaged file, a newer database.

    Nor does it begin where this Python's SQLite lacks what the search needs.
    """
    file = sqlite_file(database.url)
    if file and (reason := without_words()):
        return [reason]
    try:
        revision = current(database.engine)
    except DatabaseError:
        if file:
            return [
                f"The file {file} is damaged or is no database. Put it back from a backup; nothing was changed."
            ]
        return ["The database server does not answer. Check SURVEY_DATABASE_URL and that the server runs."]
    if revision and revision not in revisions():
        return [
            f"The database is newer ({revision}) than this program ({head()}). Install the newer program."
        ]
    return []


def _inner_faults(database: Database) -> list[str]:
    faults = damage(database.engine)
    if faults:
        return faults
    with database.reading() as session:
        broken = first_broken(session)
    return [f"The audit trail was changed from outside, first at entry {broken}."] if broken else []


def _out_of_step(database: Database) -> list[str]:
    """What can be mended while people work."""
    with database.reading() as session:
        rounds = rounds_out_of_step(session)
    if not rounds:
        return []
    named = ", ".join(rounds)
    return [f"The tallies do not fit the reports of these rounds: {named}. Run 'survey rebuild'."]


@dataclass(frozen=True)
class Finding:
    """Something wrong with the installation; `stops` when nothing can be served before it is mended."""

    sentence: str
    stops: bool


def findings(settings: dict) -> list[Finding]:
    """All that is wrong with an installation: the database first, then what production would refuse."""
    try:
        database = Database(settings["SURVEY_DATABASE_URL"], reading_url=settings["SURVEY_READING_URL"])
    except ValueError as refusal:
        return [Finding(str(refusal), stops=True)]
    found = [Finding(fault, stops=True) for fault in database_faults(database)]
    if not found:
        mendable = [*_out_of_step(database), *copy_faults(database)]
        found = [Finding(fault, stops=False) for fault in mendable]
    database.close()
    if settings["SURVEY_MODE"] != "development":
        found += [
            Finding(f"Not ready for production: {reason}", stops=False) for reason in refusals(settings)
        ]
    return found + [Finding(fault, stops=False) for fault in faults_of_messages(settings)]
