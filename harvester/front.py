"""What the front door is made of: commands that are loaded late, settings that are read once."""

from __future__ import annotations

import importlib
import sys
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from _typeshed import DataclassInstance

    from harvester.night import Step, Summary
    from harvester.settings import HarvesterSettings

    class Sections(DataclassInstance, Protocol):
        """The composed settings: the harvester's own section, and others that it does not know."""

        @property
        def harvester(self) -> HarvesterSettings:
            """The section ``[harvester]``."""


Settings = TypeVar("Settings", bound="DataclassInstance")
Composed = TypeVar("Composed", bound="Sections")
CONFIGURATION = Path("herbruik.toml")


class Commands(click.Group):
    """A group that loads a command's module only when that command runs: ``--help`` imports none."""

    def __init__(self, *, places: Mapping[str, tuple[str, str]], **options: Any) -> None:
        """``places``: name of a command -> where it lives (``module:attribute``), its line of help."""
        super().__init__(**options)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """All names, in the order of the table."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command itself; None for a name that is not in the table."""
        if cmd_name not in self.places:
            return None
        module, _, attribute = self.places[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands as the table tells them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.places.items()])


def settings_or_exit(kind: type[Settings], path: Path | None) -> Settings:
    """The settings of ``path``, or of ``./herbruik.toml`` when it is there, or the defaults.

    Mistakes are told on stderr, all at once, and end the program with exit code 2.
    """
    if path is None and not CONFIGURATION.exists():
        return kind()
    from harvester.configuration import ConfigurationError, load_settings  # slow to import

    try:
        return load_settings(kind, path or CONFIGURATION)
    except ConfigurationError as mistakes:
        click.echo(str(mistakes), err=True)
        sys.exit(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front(Generic[Composed]):
    """What every command gets in ``ctx.obj``: where things lie, the settings, what the reports do in a night.

    ``report_steps`` makes the steps that follow a harvest, from the settings and whether a shrunken register
    is accepted; ``read_numbers`` gives the numbers of the newest publication of a data folder.
    """

    data_dir: Path
    settings: Composed
    report_steps: Callable[[Composed, bool], tuple[Step, ...]]
    read_numbers: Callable[[Path], DataclassInstance | None]

    @property
    def harvester(self) -> HarvesterSettings:
        """The section ``[harvester]``."""
        return self.settings.harvester

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of a night that follow the harvest."""
        return self._steps(False)

    def _steps(self, accept_shrinking: bool) -> tuple[Step, ...]:
        from harvester.cli import tool_version
        from harvester.registry_reading import standard_rules  # late: they open databases
        from harvester.upkeep import exclude_step, tidy_step

        own = self.harvester
        forget_after = timedelta(days=own.forget_after_days)
        first = exclude_step(own.exclude, forget_after, standard_rules(), tool_version())
        return (first, *self.report_steps(self.settings, accept_shrinking), tidy_step())

    def run_report(self, accept_shrinking: bool) -> int:
        """Conclude and publish without a harvest, under the lock; the exit code."""
        from harvester.cli import run_steps
        from harvester.cli_upkeep import exclusions_or_exit

        exclusions_or_exit(self.harvester)
        return run_steps(self.data_dir, self._steps(accept_shrinking), "report")

    def read_summary(self, data_dir: Path) -> Summary | None:
        """The numbers that a person is told at the end of a night; None when nothing is published."""
        from harvester.night import Summary

        numbers = self.read_numbers(data_dir)
        return Summary(**asdict(numbers)) if numbers is not None else None


@click.group()
def config() -> None:
    """Show the configuration."""


@config.command()
@click.pass_obj
def show(front: Front[Composed]) -> None:
    """Every option with its value and meaning, as a herbruik.toml."""
    from harvester.configuration import show_settings

    click.echo(show_settings(front.settings), nl=False)
