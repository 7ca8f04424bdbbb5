"""The front door: the only file that imports all three packages, late: ``herbruik --help`` is to be quick."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvester.front import Commands, Front, settings_or_exit
from harvester.settings import HarvesterSettings
from reports.settings import ReportsSettings

if TYPE_CHECKING:
    from harvester.night import Step
    from reports.model.night import NightSummary

COMMANDS = {
    "nightly": ("harvester.cli:nightly", "Harvest every account, draw conclusions, publish the register."),
    "harvest": ("harvester.cli:harvest", "Harvest only: accounts into the work database."),
    "derive": ("harvester.cli_upkeep:derive", "Read anew what is kept, under new rules, with no request."),
    "backfill": ("harvester.cli_upkeep:backfill", "Read the history of files from git."),
    "report": ("reports.cli:report", "Conclude and publish from what was harvested."),
    "classify": ("reports.cli:classify", "Tell how software is linked to the guideline, and why."),
    "query": ("reports.cli:query", "Ask the published register a question in SQL."),
    "validate": ("publiccode.cli:validate", "Check publiccode.yml files and say how to mend them."),
    "fix": ("publiccode.cli_fixing:fix", "Mend what can be mended mechanically in a publiccode.yml."),
    "sources": ("harvester.sources.cli:sources", "Keep the list of organisations and accounts."),
    "serve": ("reports.cli:serve", "Preview the publication on this machine."),
    "config": ("harvester.front:config", "Show the configuration, with every option and its default."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """herbruik.toml as one frozen value: a section a package."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 (pydantic's words: an unknown section is a mistake)

    harvester: HarvesterSettings = field(default_factory=HarvesterSettings)
    reports: ReportsSettings = field(default_factory=ReportsSettings)


def report_steps(settings: Settings, shrink: bool) -> tuple[Step, ...]:
    """The steps of a night that belong to the reports."""
    from harvester.night import Step, refusing
    from reports.errors import ReportsError
    from reports.steps import links_step, publish_step

    conclude = refusing(ReportsError, lambda night: links_step(night.data_dir, night.clock()))
    own = settings.reports
    publish = refusing(ReportsError, lambda night: publish_step(night.data_dir, own, accept_shrinking=shrink))
    return Step("conclude", conclude), Step("publish", publish)


def read_numbers(data_dir: Path) -> NightSummary | None:
    """The numbers of the newest publication, from its database."""
    from reports.steps import read_summary

    return read_summary(data_dir)


@click.group(cls=Commands, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", type=click.Path(path_type=Path), help="Default: ./herbruik.toml, if it is there.")
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), show_default=True)
@click.version_option(package_name="herbruik")
@click.pass_context
def main(ctx: click.Context, config: Path | None, data_dir: Path) -> None:
    """Make a register of reusable government software from publiccode.yml files."""
    if ctx.invoked_subcommand not in ("validate", "fix"):  # the standard's own commands know no configuration
        given = settings_or_exit(Settings, config)
        ctx.obj = Front(
            data_dir=data_dir, settings=given, report_steps=report_steps, read_numbers=read_numbers
        )


if __name__ == "__main__":
    main()
