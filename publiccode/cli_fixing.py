"""The command `fix`: a file's mended text, shown or put in its place."""

import difflib
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from publiccode.files import PlaceError, content_of, put_in_place
from publiccode.findings import Severity, is_valid
from publiccode.fixing import Fixed, NoPubliccode
from publiccode.fixing import fix as fixed_of
from publiccode.reading import Limits
from publiccode.saying import say

LEFT: Final = 1
"""Exit code: something is left that only the owner can mend, or the file is no publiccode.yml."""
NOT_DONE: Final = 2
"""Exit code: the file cannot be read or written."""


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Write the file; without it only the difference is shown.")
def fix(file: Path, write: bool) -> None:
    """Mend what can be mended without asking: quotes, misspelt and former keys, old values, clear dates.

    Comments and layout stay. What was done is told on standard error. A file that is no publiccode.yml is
    never changed.

    Exits with 0 when the file is valid now, 1 when errors are left that only you can mend or the file is no
    publiccode.yml, 2 when it cannot be read or written.
    """
    try:
        left = _fixed(file, write=write)
    except PlaceError as error:
        click.echo(str(error), err=True)
        raise SystemExit(NOT_DONE) from error
    if left:
        raise SystemExit(LEFT)


def _fixed(file: Path, *, write: bool) -> bool:
    """Show or write the mended text and tell what was done; whether something is left. Raises PlaceError."""
    content = content_of(file)
    if len(content) > Limits().bytes:
        raise PlaceError(f"{file} is too large to be mended.")
    fixed = fixed_of(content, today=datetime.now(tz=UTC).date())
    if isinstance(fixed, NoPubliccode):
        why = f"{fixed.reason.message.en} [{fixed.reason.code}]"
        click.echo(f"{file}: this is no publiccode.yml: not changed. {why}", err=True)
        return True
    _show_difference(file, content, fixed)
    changed = fixed.text.encode() != content
    if write and changed:
        put_in_place(file, fixed.text.encode())
    click.echo(_told(file, fixed, changed=changed, written=write), err=True)
    return not is_valid(fixed.left)


def _show_difference(file: Path, content: bytes, fixed: Fixed) -> None:
    before = content.decode("utf-8", "replace").splitlines(keepends=True)
    after = fixed.text.splitlines(keepends=True)
    lines = difflib.unified_diff(before, after, str(file), f"{file} (mended)")
    say("".join(line if line.endswith("\n") else f"{line}\n" for line in lines))


def _told(file: Path, fixed: Fixed, *, changed: bool, written: bool) -> str:
    """What was done and what is left, in one line."""
    left = sum(finding.severity is Severity.ERROR for finding in fixed.left)
    if changed and written:
        done = f"{_mended(fixed)}, written"
    elif changed:
        done = f"{_mended(fixed)}, not written: add --write"
    else:
        done = "nothing to mend mechanically"
    if not left:
        return f"{file}: {done}; the file is valid." if not changed else f"{file}: {done}."
    are_left = "1 error is left" if left == 1 else f"{left} errors are left"
    return f"{file}: {done}; {are_left}: herbruik validate {file}"


def _mended(fixed: Fixed) -> str:
    return f"{len(fixed.mended) + fixed.days_in_quotes} mended"
