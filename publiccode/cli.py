"""The command `validate`."""

import importlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO, Final

import click

from publiccode.encoding import decode
from publiccode.files import PlaceError, content_of, file_of_this_folder, files_at
from publiccode.findings import Finding, Profile, Severity
from publiccode.formats.result import Result
from publiccode.reading import Limits, Reading, read
from publiccode.saying import say
from publiccode.validating import validate as findings_of

FORMATS: Final = {
    "text": "text",
    "json": "plain",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
}
_MANY: Final = 50
FOUND_FINDINGS: Final = 1
COULD_NOT_READ: Final = 2


@click.command()
@click.argument("places", nargs=-1, metavar="[PATH|FOLDER|URL|-]…")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True,
    help="How findings are written.",
)  # fmt: skip
@click.option(
    "--profile", type=click.Choice([profile.value for profile in Profile]), default="standard",
    show_default=True, help="Whose word decides: the specification's, or the reference validator's.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option(
    "--language", type=click.Choice(["nl", "en"]), default=None,
    help="Language of the findings.  [default: Dutch where LANG is Dutch, else English]",
)  # fmt: skip
@click.option(
    "--online", is_flag=True, help="Look too whether addresses can be reached and images are there."
)
@click.option("--allow-host", multiple=True, help="With --online: a host on a private network to look at.")
@click.option(
    "--seen", type=click.Path(dir_okay=False, path_type=Path),
    help="With --online: keeps what could not be reached; what lasts three days becomes a finding.",
)  # fmt: skip
def validate(
    *, places: tuple[str, ...], form: str, profile: str, strict: bool, language: str | None,
    online: bool, allow_host: tuple[str, ...], seen: Path | None,
) -> None:  # fmt: skip
    """Check publiccode.yml files and say how to mend them.

    PATH is a file, FOLDER is searched for files named publiccode.yml or publiccode.yaml, URL is fetched, - is
    standard input. Without any, the file in the current folder is checked.

    Exits with 0 when every file is valid, 1 when one is not, 2 when a place cannot be read; the rest is
    checked all the same.
    """
    today = datetime.now(tz=UTC).date()
    results: list[Result] = []
    unread: list[str] = []
    look = _looker(allow_host, seen, today) if online else None
    for name, content in _with_progress(_contents(places or _default(), allow_host, unread)):
        reading = read(content, name=name)
        found = findings_of(reading, today=today, profile=Profile(profile))
        found += look(reading) if look is not None else ()
        text = decode(content, Limits().bytes).text if form == "text" else ""
        results.append(Result(name=name, text=text, findings=found))
    if results or not unread:
        say(_writer(form)(results, language or _language()))
    _tell_unread(unread)
    if any(_fails(result, strict=strict) for result in results):
        raise SystemExit(FOUND_FINDINGS)


def _fails(result: Result, *, strict: bool) -> bool:
    return not result.valid or (strict and result.count(Severity.WARNING) > 0)


def _writer(form: str) -> Callable[[Sequence[Result], str], str]:
    writer: Callable[[Sequence[Result], str], str] = importlib.import_module(
        f"publiccode.formats.{FORMATS[form]}"
    ).write
    return writer


def _language() -> str:
    wanted = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "nl" if wanted.lower().startswith("nl") else "en"


def _default() -> tuple[str]:
    try:
        return (file_of_this_folder(),)
    except PlaceError as error:
        raise click.UsageError(str(error)) from error


def _looker(
    allowed_hosts: tuple[str, ...], memory: Path | None, today: date
) -> Callable[[Reading], tuple[Finding, ...]]:
    from publiccode.online.looking import Looker, MemoryFileError  # only who asks for it loads the network

    try:
        looker = Looker(allowed_hosts, memory, today)
    except MemoryFileError as error:
        raise click.UsageError(str(error)) from error

    def look(reading: Reading) -> tuple[Finding, ...]:
        try:
            checked = looker.look(reading)
        except MemoryFileError as error:
            click.echo(f"Error: {error}", err=True)
            raise SystemExit(COULD_NOT_READ) from error
        for note in checked.notes:
            click.echo(f"{reading.name}: {note}", err=True)
        return checked.findings

    return look


def _contents(
    places: Iterable[str], allowed_hosts: tuple[str, ...], unread: list[str]
) -> Iterator[tuple[str, bytes]]:
    """Each file; what cannot be read is told in `unread` and keeps nobody from reading the rest."""
    for place in places:
        is_url = place.startswith(("http://", "https://"))
        try:
            found = [place] if is_url or place == "-" else [str(path) for path in files_at(Path(place))]
        except PlaceError as error:
            unread.append(str(error))
            continue
        for name in found:
            try:
                if name == "-":
                    yield "<stdin>", _given()
                else:
                    yield name, _fetched(name, allowed_hosts) if is_url else content_of(Path(name))
            except PlaceError as error:
                unread.append(str(error))


def _given() -> bytes:
    """What standard input gives; raises PlaceError."""
    stream: BinaryIO | None = getattr(sys.stdin, "buffer", None)  # None when it was closed from the start
    try:
        if stream is None:
            raise PlaceError("Standard input is closed.")
        return stream.read(Limits().bytes + 1)
    except OSError as error:
        raise PlaceError(f"Standard input cannot be read: {error.strerror}.") from error


def _tell_unread(unread: list[str]) -> None:
    for message in unread:
        click.echo(f"Error: {message}", err=True)
    if unread:
        raise SystemExit(COULD_NOT_READ)


def _fetched(url: str, allowed_hosts: tuple[str, ...]) -> bytes:
    from publiccode.online import FetchError, fetch  # only who asks for a URL loads the network

    try:
        return fetch(url, limit=Limits().bytes + 1, allowed_hosts=allowed_hosts).content
    except FetchError as error:
        raise PlaceError(str(error)) from error


def _with_progress(contents: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Tell a person at a terminal how far a long run is."""
    terminal = sys.stderr.isatty()
    number = 0
    for number, item in enumerate(contents, 1):
        if terminal and number % _MANY == 0:
            click.echo(f"\r{number} files", err=True, nl=False)
        yield item
    if terminal and number >= _MANY:
        click.echo(f"\r{number} files", err=True)
