"""Text on standard output."""

import errno
import sys
from typing import Final

import click

NOT_SAID: Final = 2
"""Exit code: standard output takes nothing."""


def say(text: str) -> None:
    """Write text as it is; where that cannot be (a full disk), say so on standard error and exit with 2.

    A reader that has seen enough (`| head`) is no mistake: click ends the program silently then.
    """
    try:
        click.echo(text, nl=False)
        sys.stdout.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        click.echo(f"Standard output cannot be written: {error.strerror}.", err=True)
        raise SystemExit(NOT_SAID) from error
