"""The commands ``nightly`` and ``harvest``: where the harvester meets clock, environment and screen."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from harvester.outcomes import Complete, NotLooked
from harvester.settings import SettingsError
from harvester.telling import LogWatcher, missing_tokens, summary_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.progress import Progress

    from harvester.connecting import Connections
    from harvester.harvesting import HarvestPlan
    from harvester.model import Account
    from harvester.night import Step, Summary
    from harvester.outcomes import AccountOutcome
    from harvester.settings import HarvesterSettings


class Front(Protocol):
    """What the front door puts in ``ctx.obj``: settings, and what other packages do in a night."""

    @property
    def data_dir(self) -> Path:
        """Where ``work.duckdb``, ``lock`` and the publications lie."""

    @property
    def harvester(self) -> HarvesterSettings:
        """The section ``[harvester]``."""

    @property
    def steps(self) -> Sequence[Step]:
        """The steps of a night that follow the harvest."""

    @property
    def read_summary(self) -> Callable[[Path], Summary | None]:
        """From the data folder to what its newest publication says; None: nothing is published."""


_only = click.option(
    "--only",
    multiple=True,
    metavar="ACCOUNT|URL",
    help="Look only at this account of the list, or at this repository of one. May be repeated.",
)
_folder = click.Path(path_type=Path)
_record = click.option(
    "--record", type=_folder, metavar="FOLDER", help="Keep every answer in a new FOLDER, without tokens."
)
_replay = click.option(
    "--replay", type=_folder, metavar="FOLDER", help="Ask nobody: take the answers that --record kept."
)


@click.command()
@_only
@_record
@_replay
@click.pass_obj
def nightly(front: Front, only: tuple[str, ...], record: Path | None, replay: Path | None) -> None:
    """Harvest every account, draw conclusions, publish the register."""
    code = _run(front, only, front.steps, "nightly", record=record, replay=replay)
    summary = front.read_summary(front.data_dir) if code in {0, 3} else None
    if summary is not None:
        click.echo(summary_text(summary))
    sys.exit(code)


@click.command()
@_only
@_record
@_replay
@click.pass_obj
def harvest(front: Front, only: tuple[str, ...], record: Path | None, replay: Path | None) -> None:
    """Harvest only: accounts into the work database."""
    sys.exit(_run(front, only, (), "harvest", record=record, replay=replay))


def _run(
    front: Front,
    only: tuple[str, ...],
    steps: Sequence[Step],
    what: str,
    *,
    record: Path | None,
    replay: Path | None,
) -> int:
    """Run a night that begins with a harvest; its exit code."""
    from harvester.forges.recording import RecordingError
    from harvester.harvesting import harvest_step
    from harvester.night import ExitCode
    from harvester.sources import SourcesError, UnknownAccountError

    try:
        plan, ways = _plan(front.harvester, only, record, replay)
    except (SourcesError, SettingsError, UnknownAccountError, RecordingError) as problem:
        click.echo(str(problem), err=True)
        return ExitCode.USAGE
    first = tuple(missing_tokens(plan.chosen, front.harvester, ways.tokens))
    code = run_steps(front.data_dir, (harvest_step(plan), *steps), what, first, ways.clock)
    if ways.trouble:
        click.echo(ways.trouble, err=True)
    return ExitCode.PARTIAL if ways.trouble and code == ExitCode.DONE else code


def run_steps(
    data_dir: Path,
    steps: Sequence[Step],
    what: str,
    first: Sequence[str] = (),
    clock: Callable[[], datetime] | None = None,
) -> int:
    """Say the lines of ``first``, take the steps under the lock; the exit code.

    Libraries are loaded here: ``--help`` must stay fast.
    """
    from harvester.lock import AlreadyRunning, FolderUnusable
    from harvester.night import ExitCode, NightContext, run_night

    with _watching() as watcher:
        for line in first:
            watcher.say(line)
        try:
            return run_night(
                NightContext(data_dir=data_dir, clock=clock or _now, watcher=watcher), steps, what
            )
        except AlreadyRunning as problem:
            watcher.say(str(problem))
            return ExitCode.ALREADY_RUNNING
        except FolderUnusable as problem:
            watcher.say(str(problem))
            return ExitCode.USAGE
        except KeyboardInterrupt:
            watcher.say("Interrupted. What was recorded is kept; the next run goes on from there.")
            return ExitCode.PARTIAL


def _plan(
    settings: HarvesterSettings, only: tuple[str, ...], record: Path | None, replay: Path | None
) -> tuple[HarvestPlan, Connections]:
    """Everything that is read before the first request, so that a mistake costs none."""
    from harvester.connecting import connect
    from harvester.exclusions import load_exclusions
    from harvester.harvesting import HarvestPlan
    from harvester.registry_reading import standard_rules
    from harvester.sources import chosen_of, load_sources
    from harvester.subfolders import bounds_below

    sources = load_sources(settings.sources, settings.kinds)
    chosen, version_of_tool, limit = chosen_of(sources, only), tool_version(), settings.max_duration_seconds
    ways = connect(settings, os.environ, _now, record=record, replay=replay, tool_version=version_of_tool)
    plan = HarvestPlan(
        sources=sources,
        chosen=chosen,
        rules=standard_rules(),
        tool_version=version_of_tool,
        exclusions=load_exclusions(settings.exclude),
        forget_after=timedelta(days=settings.forget_after_days),
        keep_outcomes=timedelta(days=settings.keep_outcomes_days) if settings.keep_outcomes_days else None,
        open_client=ways.open,
        further=ways.further(account.forge for account in chosen),
        deadline=ways.clock() + timedelta(seconds=limit) if limit else None,
        longest_wait=timedelta(seconds=settings.longest_wait_seconds),
        is_replay=not ways.waits,
        below=bounds_below(settings),
    )
    return plan, ways


def tool_version() -> str:
    """The version of the product, for runs to name."""
    try:
        return version("herbruik")
    except PackageNotFoundError:
        return "unknown"  # a checkout that was never installed


def _now() -> datetime:
    """The moment, naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


# --- What a person or a log sees ---------------------------------------------------------------------


class ScreenWatcher(LogWatcher):
    """A bar of accounts at a terminal; a line only where something is to be told."""

    def __init__(self, progress: Progress) -> None:
        """Draw on ``progress``."""
        super().__init__(lambda line: progress.console.print(line, markup=False, highlight=False))
        self._progress = progress
        self._repositories = 0

    def looking_at(self, accounts: int) -> None:
        """Begin the bar."""
        self._task = self._progress.add_task("accounts", total=accounts)

    def page_recorded(self, account: Account, repositories: int) -> None:
        """Count, and say where we are."""
        self._repositories += repositories
        described = f"{account.account_id} · {self._repositories} repositories"
        self._progress.update(self._task, description=described)

    def account_ended(self, account: Account, outcome: AccountOutcome) -> None:
        """Advance; say it where an account was not seen whole."""
        self._progress.advance(self._task)
        if not isinstance(outcome, Complete | NotLooked):
            super().account_ended(account, outcome)


@contextmanager
def _watching() -> Iterator[LogWatcher]:
    """On stderr: a bar at a terminal, lines in a log."""
    if not sys.stderr.isatty():
        yield LogWatcher(lambda line: click.echo(f"{_now():%Y-%m-%d %H:%M:%S} {line}", err=True))
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield ScreenWatcher(progress)
