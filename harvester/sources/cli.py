"""The commands ``sources …``: where the list of organisations and accounts meets files and screen."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from harvester.sources.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvester.model import Sources
    from harvester.settings import HarvesterSettings
    from harvester.sources.candidates import Candidate
    from harvester.sources.checking import Check
    from harvester.sources.files import ListFiles
    from harvester.sources.foreign import ForeignList
    from harvester.sources.formats import Format
    from harvester.sources.merging import Merged


LARGEST = 8 * 1024 * 1024
"""Bytes of a list at an address; the largest known one has 36 KB."""
_FORMATS = "; ".join(f"{name}: {each.described}" for name, each in FORMATS.items())


NAMED = 3
"""Repositories that are named with a candidate; the others are counted."""


class Front(Protocol):
    """What the front door puts in ``ctx.obj``, as far as these commands need it."""

    @property
    def data_dir(self) -> Path:
        """Where ``work.duckdb`` lies."""

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


def _country(_: click.Context, __: click.Parameter, written: str | None) -> str | None:
    """A country as the list writes it."""
    if written is not None and not re.fullmatch(r"[A-Z]{2}", written):
        raise click.BadParameter(f'"{written}" is no country. Write two capitals, as in NL.')
    return written


@sources.command("import")
@click.argument("source", metavar="FILE|URL")
@click.option("--format", "format_name", type=click.Choice(sorted(FORMATS)), required=True, help=_FORMATS)
@click.option(
    "--only-country", callback=_country, metavar="CC", help="Take only organisations of this country."
)
@click.option(
    "--country",
    callback=_country,
    metavar="CC",
    help="The country where the file does not say it; left out: the usual one.",
)
@click.option("--name", metavar="NAME", help="What the list is called; kept with each account (listed_in).")
@click.option(
    "--write", type=click.Path(path_type=Path), metavar="FILE", help="Write here instead of to stdout."
)
@click.pass_obj
def import_(  # noqa: PLR0917 - one argument an option
    front: Front,
    source: str,
    format_name: str,
    only_country: str | None,
    country: str | None,
    name: str | None,
    write: Path | None,
) -> None:
    """Merge a list that others keep, from FILE or URL, into our list.

    Nothing of ours is changed or removed; comments and order stay. What could not be used is named on stderr.
    Exit code 0: all of it is in; 1: something could not be used; 2: nothing was read.
    """
    from harvester.sources.merging import merge

    chosen = FORMATS[format_name]
    files, text, foreign = _read_or_exit(front, source, chosen, country or chosen.country)
    wanted = foreign.of_country(only_country) if only_country else foreign
    called = name or chosen.list_name or source.rstrip("/").rpartition("/")[2]
    merged = merge(files, text, wanted, called, front.harvester.kinds)
    _tell(merged, source)
    if (left := len(foreign.organisations) - len(wanted.organisations)) > 0:
        click.echo(f"Left out as not of {only_country}: {left} organisations.", err=True)
    if write is None:
        click.echo(merged.text, nl=False)
    elif not _wrote(write, merged.text):
        sys.exit(2)
    sys.exit(1 if merged.unused else 0)


@sources.command("candidates")
@click.pass_obj
def candidates_(front: Front) -> None:
    """List who is mentioned in what was harvested and is in no list.

    In usedBy, isBasedOn and organisation.uri, and as the original of a fork: how often, and where. Most often
    mentioned first; to be judged by a person. Reads the work database only.
    """
    from harvester.registry_mentions import read_mentions
    from harvester.registry_schema import read_work
    from harvester.registry_work import RegistryError
    from harvester.sources.candidates import candidates
    from harvester.sources.mistakes import SourcesError
    from harvester.sources.toml import load_sources

    try:
        listed = load_sources(front.harvester.sources, front.harvester.kinds)
        work = read_work(front.data_dir / "work.duckdb")
    except (SourcesError, RegistryError) as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)
    try:
        found = candidates(read_mentions(work), listed)
    finally:
        work.close()
    for each in found:
        click.echo(_shown(each))
    if not found:
        click.echo("Nobody is mentioned who is in no list.", err=True)


def _shown(candidate: Candidate) -> str:
    """A candidate in a line: how often, who, in which keys, in which repositories."""
    said = ", ".join(f"{key} {times}" for key, times in sorted(candidate.said.items()))
    where = ", ".join(candidate.where_urls[:NAMED])
    more = len(candidate.where_urls) - NAMED
    tail = f"{where} and {more} more" if more > 0 else where
    return f"{candidate.times}  {candidate.what} ({said}): {tail}"


def _read_or_exit(
    front: Front, source: str, chosen: Format, country: str
) -> tuple[ListFiles, str, ForeignList]:
    """Our list with its text, and theirs; or the mistakes of either and exit code 2."""
    from harvester.sources.checking import read_sound
    from harvester.sources.foreign import ForeignListError
    from harvester.sources.mistakes import SourcesError

    try:
        ours = read_sound(front.harvester.sources, front.harvester.kinds)
        return *ours, chosen.read(_fetched(source), country)
    except SourcesError as problem:
        click.echo(str(problem), err=True)
    except (ForeignListError, _SourceError) as problem:
        click.echo(f"{source} {problem}", err=True)
    sys.exit(2)


def _tell(merged: Merged, source: str) -> None:
    """What came of an import, on stderr."""
    for unused in merged.unused:
        where = f"{source}:{unused.line}" if unused.line else source
        click.echo(f"{where}: not used: {unused.sentence}", err=True)
    click.echo(
        f"Added: {merged.accounts} accounts, {merged.organisations} organisations. "
        f"There already: {merged.known} accounts. Not used: {len(merged.unused)}.",
        err=True,
    )


def _wrote(path: Path, text: str) -> bool:
    """Write, or say why not."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        click.echo(f"{path} cannot be written: {problem.strerror}.", err=True)
        return False
    return True


class _SourceError(Exception):
    """A foreign list could not be had; the message goes on after its name."""


def _fetched(source: str) -> str:
    """The text of a file or of an address. Raises ``_SourceError``."""
    try:
        return (_of_address(source) if "://" in source else Path(source).read_bytes()).decode("utf-8")
    except UnicodeDecodeError as problem:
        raise _SourceError("is not UTF-8.") from problem
    except OSError as problem:
        raise _SourceError(f"cannot be read: {problem.strerror}.") from problem


def _of_address(url: str) -> bytes:
    """What lies at an address, by the guards of the validator: bounded, never on a private network."""
    from publiccode.online.fetching import FetchError, fetch

    try:
        content = fetch(url, limit=LARGEST + 1).content
    except FetchError as problem:
        raise _SourceError(f"cannot be had: {problem}") from problem
    if len(content) > LARGEST:
        raise _SourceError(f"is larger than {LARGEST} bytes.")
    return content


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
