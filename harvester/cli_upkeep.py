"""The commands ``derive`` and ``backfill``: they read what was kept, and are no part of a night."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from harvester.cli import run_steps, tool_version
from harvester.settings import SettingsError

if TYPE_CHECKING:
    from harvester.cli import Front
    from harvester.exclusions import Exclusions
    from harvester.settings import HarvesterSettings


@click.command()
@click.argument("chosen", nargs=-1, required=True, metavar="ACCOUNT|URL...")
@click.pass_obj
def backfill(front: Front, chosen: tuple[str, ...]) -> None:
    """Read the history of publiccode files from git, from before the register first looked.

    Of the accounts or repositories that are named, those with a file that is known. `git` must be installed.
    What was seen by looking is never changed; `herbruik report` publishes what was found.
    """
    from harvester.backfill import BackfillPlan, backfill_step
    from harvester.night import ExitCode
    from harvester.registry_reading import standard_rules
    from harvester.sources import SourcesError, UnknownAccountError, chosen_of, load_sources

    settings = front.harvester
    try:
        sources = load_sources(settings.sources, settings.kinds)
        accounts = chosen_of(sources, chosen)
    except (SourcesError, UnknownAccountError) as problem:
        click.echo(str(problem), err=True)
        sys.exit(ExitCode.USAGE)
    plan = BackfillPlan(
        sources=sources,
        chosen=accounts,
        rules=standard_rules(),
        settings=settings,
        say=lambda line: click.echo(line, err=True),
    )
    sys.exit(run_steps(front.data_dir, (backfill_step(plan),), "backfill"))


@click.command()
@click.option("--publish", is_flag=True, help="Then draw conclusions and publish, as `report` does.")
@click.pass_obj
def derive(front: Front, *, publish: bool) -> None:
    """Read anew what is kept, under the rules of this version, without a request."""
    from harvester.registry_reading import standard_rules
    from harvester.upkeep import derive_step

    if publish:
        exclusions_or_exit(front.harvester)
    steps = front.steps if publish else ()
    step = derive_step(standard_rules(), tool_version())
    sys.exit(run_steps(front.data_dir, (step, *steps), "derive"))


def exclusions_or_exit(settings: HarvesterSettings) -> Exclusions:
    """What must not be in the register; a mistake in the list ends with code 2 before anything is done."""
    from harvester.exclusions import load_exclusions
    from harvester.night import ExitCode

    try:
        return load_exclusions(settings.exclude)
    except SettingsError as problem:
        click.echo(str(problem), err=True)
        sys.exit(ExitCode.USAGE)
