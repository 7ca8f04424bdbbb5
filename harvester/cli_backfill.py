"""The command ``backfill``, which is no part of a night."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from harvester.cli import run_steps

if TYPE_CHECKING:
    from harvester.cli import Front


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
