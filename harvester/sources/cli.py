"""The commands ``sources …``: where the list of organisations and accounts meets files and screen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvester.model import Sources
    from harvester.settings import HarvesterSettings
    from harvester.sources.checking import Check


class Front(Protocol):
    """What the front door puts in ``ctx.obj``, as far as these commands need it."""

    @property
    def harvester(self) -> HarvesterSettings:
        """The section ``[harvester]``."""


@click.group()
def sources() -> None:
    """Keep the list of organisations and accounts."""


@sources.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.pass_obj
def check(front: Front, file: Path | None) -> None:
    """Name every mistake and every doubt in FILE, with file and line.

    FILE is the list of the configuration when left out. Exit code 2: mistakes, the list cannot be used;
    1: doubts only; 0: neither.
    """
    from harvester.sources.checking import check_sources

    path = file or front.harvester.sources
    found = check_sources(path, front.harvester.kinds)
    for line in _told(found, path):
        click.echo(line)
    sys.exit(2 if found.mistakes else 1 if found.doubts else 0)


def _told(found: Check, path: Path) -> Iterator[str]:
    for mistake in found.mistakes:
        yield mistake.shown(path)
    for doubt in found.doubts:
        yield f"{doubt.shown(path)} (doubt)"
    held = _held(found.sources) if found.sources is not None else "The list cannot be used."
    yield f"{held} Mistakes: {len(found.mistakes)}, doubts: {len(found.doubts)}."


def _held(listed: Sources) -> str:
    """What the list holds, in a sentence."""
    with_accounts = len({account.organisation_id for account in listed.accounts})
    return (
        f"{len(listed.organisations)} organisations, {with_accounts} of them with accounts; "
        f"{len(listed.accounts)} accounts."
    )
