"""Reminders from the command line, for a scheduler to run once a day or more often."""

import click
from flask import Blueprint, current_app

from survey.data import clock
from survey.fieldwork.outbox import Run
from survey.fieldwork.queries.reminders import known_keys, outstanding, recipients
from survey.fieldwork.reminders import due
from survey.fieldwork.services.reminders import prepare
from survey.fieldwork.services.sending import send_waiting
from survey.messages.failures import SENTENCES, Failure
from survey.messages.servers import faults
from survey.messages.services import link, may_send
from survey.rounds.models import Round
from survey.rounds.queries import round_by_code, rounds
from survey.web.commands import stop
from survey.web.database import database
from survey.web.settings import reminder_days

blueprint = Blueprint("fieldwork_commands", __name__, cli_group=None)


@blueprint.cli.command("remind")
@click.option("--round", "code", help="Only this round, such as 2001; all rounds if left out.")
@click.option("--dry-run", is_flag=True, help="Say what there is to send, and send and keep nothing.")
def remind(code: str | None, dry_run: bool) -> None:
    """Remind missions of reports that they have not submitted; nobody twice for the same reason.

    Exit status 1 when a message could not be delivered.
    """
    for fault in faults(current_app.config):
        stop(fault)
    if not current_app.config["SURVEY_BASE_URL"]:
        stop("SURVEY_BASE_URL is not set; links in messages would lead nowhere.")
    days = reminder_days(current_app.config)
    with database().reading() as session:
        round = round_by_code(session, code) if code else None
        if code and round is None:
            stop(f"There is no round '{code}'.")
        if dry_run:
            _foretell(session, days, round)
            return
    with database().writing() as session:
        prepared = prepare(session, days=days, by="command", round=round)
        session.commit()
        if not may_send():
            _say_where(session, prepared.people, round)
            return
        run = Run([])
        for _ in send_waiting(session, run, by="command", round_id=round.id if round else None):
            session.commit()
    _tell(run)


def _foretell(session, days: tuple[int, ...], round: Round | None) -> None:
    now = clock.now()
    reports = [one for one in outstanding(session, now) if round is None or one.round_id == round.id]
    found = due(reports, recipients(session), now=now, days=days, known=known_keys(session))
    numbers = len({one.person.id for one in found}), len({one.report.id for one in found})
    click.echo(f"{_people(numbers[0])} would be reminded of {_reports(numbers[1])}. Nothing was sent.")


def _say_where(session, people: int, round: Round | None) -> None:
    click.echo(f"No mail server is configured, so nothing was sent. {_people(people)} became due a reminder.")
    for one in [round] if round else rounds(session):
        address = link("reminders.printable", code=one.code)
        click.echo(f"Messages of round {one.code} to print and hand over: {address}")


def _tell(run: Run) -> None:
    reports = sum(result.reports for result in run.sent)
    if run.sent:
        click.echo(f"{_messages(len(run.sent))} sent, about {_reports(reports)}.")
    for result in run.failed:
        click.echo(f"To the person {result.person}: {_fault(result.failure)}", err=True)
    if run.stopped_by:
        click.echo(f"{_fault(run.stopped_by)} What was not sent waits for the next run.", err=True)
    if run.failed or run.stopped_by:
        raise SystemExit(1)
    if not run.sent:
        click.echo("Nobody is due a reminder.")


def _fault(failure: Failure | None) -> str:
    if failure is None:
        return ""
    return f"{SENTENCES[failure.kind]}" + (f" (It answered {failure.reply}.)" if failure.reply else "")


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"


def _reports(number: int) -> str:
    return f"{number:,} report{'' if number == 1 else 's'}"


def _messages(number: int) -> str:
    return f"{number:,} {'message was' if number == 1 else 'messages were'}"
