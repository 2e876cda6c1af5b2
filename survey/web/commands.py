"""What all commands share."""

import sys
from typing import NoReturn

import click


def stop(reason: str) -> NoReturn:
    """Ends a command for wrong input: one sentence, exit status 2."""
    click.echo(reason, err=True)
    sys.exit(2)
