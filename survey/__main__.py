"""The command `survey`."""

import os
import sys

import click
from flask import Flask
from flask.cli import FlaskGroup


def load_app() -> Flask:
    # imported late, so that --help answers at once
    from survey.app import create_app
    from survey.web.settings import StartRefused

    try:
        return create_app(check=False)
    except StartRefused as refusal:
        click.echo("\n".join(refusal.reasons), err=True)
        sys.exit(2)


cli = FlaskGroup(
    name="survey",
    create_app=load_app,
    add_default_commands=False,
    add_version_option=False,
    set_debug_flag=False,
    load_dotenv=False,
    help="Ask field missions the same questionnaire, compare their answers, download them.",
)


# the application is ours alone: no other one can be named on the command line
cli.params = []


def main() -> None:
    os.environ.setdefault("FLASK_SKIP_DOTENV", "1")
    cli.main(prog_name="survey")


if __name__ == "__main__":
    main()
