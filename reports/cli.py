"""The commands `report` and `serve`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Front(Protocol):
    """What the front door puts in `ctx.obj`."""

    @property
    def data_dir(self) -> Path:
        """Where the work database and the publications lie."""

    @property
    def run_report(self) -> Callable[[bool], int]:
        """Conclude and publish without a harvest, under the lock: `accept_shrinking` to exit code."""


@click.command()
@click.option(
    "--accept-shrinking", is_flag=True, help="Publish also when the register lost much of its software."
)
@click.pass_obj
def report(front: Front, *, accept_shrinking: bool) -> None:
    """Draw conclusions and publish the register from what was harvested before."""
    sys.exit(front.run_report(accept_shrinking))


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port on this machine; 0 takes a free one.")
@click.pass_obj
def serve(front: Front, port: int) -> None:
    """Preview the publication in a browser, on this machine only."""
    # Imported here, because http.server is slow to import and --help must stay fast.
    from reports.preview import LOOPBACK, NoPublicationError, open_preview

    try:
        server = open_preview(front.data_dir, port)
    except NoPublicationError as error:
        click.echo(str(error), err=True)
        sys.exit(4)
    except OSError as error:
        click.echo(f"Port {port} cannot be used: {error.strerror}. Choose another with --port.", err=True)
        sys.exit(2)
    with server:
        click.echo(f"http://{LOOPBACK}:{server.server_port}/  (Ctrl+C to stop)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("")
