"""Files on disk: those that a person named, their bytes, and new bytes in their place."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from publiccode.reading import Limits

_NAMES: Final = ("publiccode.yml", "publiccode.yaml")
_SKIPPED: Final = frozenset({".git", "node_modules", ".venv", "vendor"})


class PlaceError(Exception):
    """A place that was named cannot be used; the message names it and says why."""


def file_of_this_folder() -> str:
    """The file of the current folder, by either name and in any letter case; raises PlaceError."""
    try:
        here = next((path.name for path in sorted(Path().iterdir()) if path.name.lower() in _NAMES), None)
    except OSError as error:
        raise PlaceError(f"This folder cannot be read: {error.strerror}.") from error
    if here is None:
        raise PlaceError("There is no publiccode.yml in this folder: name a file, a folder or a URL.")
    return here


def files_at(place: Path) -> list[Path]:
    """The file itself, or those of a folder and of those below it; raises PlaceError for none."""
    try:
        if place.is_file():
            return [place]
        is_folder = place.is_dir()
    except OSError as error:  # a folder on the way cannot be entered, a name is too long
        raise PlaceError(f"{place} cannot be read: {error.strerror}.") from error
    if not is_folder:
        raise PlaceError(f"{place} is no file and no folder.")
    closed: list[OSError] = []
    found = sorted(_below(place, closed))
    if not found and closed:
        raise PlaceError(f"{closed[0].filename} cannot be read: {closed[0].strerror}.")
    if not found:
        raise PlaceError(f"There is no publiccode.yml in {place} or below it.")
    return found


def _below(place: Path, closed: list[OSError]) -> Iterator[Path]:
    """The files by name; folders that cannot be looked into are told in `closed`."""
    for folder, folders, names in os.walk(place, onerror=closed.append):
        folders[:] = [name for name in folders if name not in _SKIPPED]  # they hold others' files
        yield from (Path(folder, name) for name in names if name.lower() in _NAMES)


def content_of(path: Path) -> bytes:
    """The bytes of a file, one more than are read of it at most; raises PlaceError."""
    try:
        with path.open("rb") as file:
            return file.read(Limits().bytes + 1)
    except OSError as error:
        raise PlaceError(f"{path} cannot be read: {error.strerror}.") from error


def put_in_place(path: Path, content: bytes) -> None:
    """Put new bytes in the place of a file's own, whole or not at all; raises PlaceError.

    They are written beside it first: a full disk must not cost the owner the file.
    """
    target = path.resolve()
    fresh: Path | None = None
    try:
        target.open("r+b").close()  # a file that is read-only stays as it is, in whatever folder it lies
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        fresh = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        shutil.copymode(target, fresh)
        fresh.replace(target)
    except OSError as error:
        if fresh is not None:
            fresh.unlink(missing_ok=True)
        raise PlaceError(f"{path} cannot be written: {error.strerror}.") from error
