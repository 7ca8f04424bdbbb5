"""The commands `report`, `query`, `classify` and `serve`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
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
@click.argument("sql", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "markdown"]),
    default="table",
    show_default=True,
    help="How the answer is written.",
)
@click.pass_obj
def query(front: Front, sql: str | None, form: str) -> None:
    """Ask the published register a question in SQL; without one, tell what can be asked.

    SQL is one statement, or - to read it from standard input. The register is only read, and nothing but the
    register: the last run is there as night, as in "FROM night.summary".
    """
    # Imported here, because DuckDB is slow to import and --help must stay fast.
    from reports.exports.answers import FORMATS
    from reports.exports.asking import QuestionError, ask, views
    from reports.publication import NIGHT, REGISTER, visible

    folder = visible(front.data_dir)
    if folder is None:
        click.echo(f"Nothing is published in {front.data_dir}: run `herbruik nightly` first.", err=True)
        sys.exit(4)
    files = (folder / REGISTER, folder / NIGHT)
    try:
        asked = sys.stdin.read() if sql == "-" else sql
        answer = ask(*files, asked) if asked is not None else views(*files)
    except QuestionError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(FORMATS[form](answer))


@click.command()
@click.option("--explain", "url", metavar="URL", help="Tell why, and why not, of one repository.")
@click.pass_obj
def classify(front: Front, url: str | None) -> None:
    """Tell how software is linked to the guideline by the rules as they are now; nothing is written."""
    # Imported here, because DuckDB and pydantic are slow to import and --help must stay fast.
    from reports.errors import LinkError
    from reports.explaining import NoSuchSoftwareError, explanation, overview
    from reports.guideline.loading import GuidelineError, load_curation
    from reports.links import read_conclusions
    from reports.publication import WORK

    try:
        curation = load_curation()
        today = datetime.now(UTC).date()
        concluded = read_conclusions(front.data_dir / WORK, curation, today)
        lines = explanation(concluded, curation, url) if url else overview(concluded, curation)
        for line in lines:
            click.echo(line)
    except (LinkError, GuidelineError, NoSuchSoftwareError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port on this machine; 0 takes a free one.",
)
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
