"""Files of a publication: unchanged ones shared with the previous one, new ones safe on the disk."""

from __future__ import annotations

import filecmp
import os
import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


MANY_FILES: Final = 500
"""From here on one call for the whole machine is faster than one a file."""


def take_over(old: Path, new: Path, *, hard_links: bool) -> None:
    """Put the old file in the place of the new one: as a hard link, or as a copy where that cannot be."""
    if hard_links and _linked(old, new):
        return
    copy = new.with_name(f"{new.name}.copy")
    shutil.copy2(old, copy)
    copy.replace(new)


def _linked(old: Path, new: Path) -> bool:
    """Whether `new` is now a hard link to `old`; False where the file system has none or no more."""
    link = new.with_name(f".{new.name}.link")
    try:
        link.hardlink_to(old)
    except OSError:
        return False
    link.replace(new)
    link.unlink(missing_ok=True)  # rename does nothing when both names are the same file already
    return True


def share_unchanged(made: Path, previous: Path) -> None:
    """Replace every file below `made` that lies identically below `previous` by a hard link to it."""
    for file in _files(made):
        old = previous / file.relative_to(made)
        if (
            old.is_file()
            and not old.samefile(file)
            and filecmp.cmp(old, file, shallow=False)
            and not _linked(old, file)
        ):
            return  # where one cannot be linked none can


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def make_durable(made: Path) -> None:
    """Wait until what is new below `made` is on the disk: after a power cut no page may be empty."""
    new = [path for path in _files(made) if path.stat().st_nlink == 1]
    if len(new) >= MANY_FILES:
        os.sync()
        return
    for path in (*new, made, *(path for path in made.rglob("*") if path.is_dir())):
        sync(path)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
