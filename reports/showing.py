"""Making a publication visible, and which one is: a symbolic link, or a copy where there are no such links.

With the link a reader sees one publication or the next, never half of one: a single rename changes it. A file
system without symbolic links (FAT, some shares) gets a copy in a folder of that name, put in its place by two
renames: between them nothing is there for a moment, and the next run mends a program killed just then.
"""

from __future__ import annotations

import logging
import shutil
from typing import TYPE_CHECKING, Final, Literal

from reports.sharing import sync

if TYPE_CHECKING:
    from pathlib import Path

Way = Literal["auto", "link", "copy"]
VISIBLE: Final = "publication"
PUBLICATIONS: Final = "publications"
_NEW: Final = f".{VISIBLE}.new"
_OLD: Final = f".{VISIBLE}.old"
_LOG: Final = logging.getLogger(__name__)


def visible(data_dir: Path, holds: str) -> Path | None:
    """The folder that readers see now, when it holds that file; None when there is none."""
    shown = data_dir / VISIBLE
    return shown.resolve() if (shown / holds).exists() else None


def show(folder: Path, data_dir: Path, way: Way) -> None:
    """Make `folder`, one of the publications, the one that readers see.

    Raises:
        OSError: it cannot be made visible; the one that was visible still is.
    """
    new = data_dir / _NEW
    if way == "copy" or not _linked(new, folder, must=way == "link"):
        shutil.copytree(folder, new)
        _put_in_place(new, data_dir)
    elif (data_dir / VISIBLE).is_symlink() or not (data_dir / VISIBLE).exists():
        new.replace(data_dir / VISIBLE)
    else:
        _put_in_place(new, data_dir)
    sync(data_dir)


def _linked(new: Path, folder: Path, *, must: bool) -> bool:
    try:
        new.symlink_to(f"{PUBLICATIONS}/{folder.name}")
    except OSError as error:
        if must:
            raise
        _LOG.warning(
            '%s has no symbolic links (%s): the publication is shown as a copy. Set publish_by = "copy" to '
            "leave out this line, or use a file system that has them.",
            new.parent,
            error.strerror,
        )
        return False
    return True


def _put_in_place(new: Path, data_dir: Path) -> None:
    shown, old = data_dir / VISIBLE, data_dir / _OLD
    if shown.exists() or shown.is_symlink():
        shown.rename(old)
    new.rename(shown)
    _remove(old)


def clean(data_dir: Path) -> None:
    """Remove what a run left behind that was killed, and put back what it had put aside."""
    for leftover in (data_dir / PUBLICATIONS).glob(".*.new"):
        shutil.rmtree(leftover)
    shown, old = data_dir / VISIBLE, data_dir / _OLD
    if not shown.exists() and not shown.is_symlink() and (old.exists() or old.is_symlink()):
        old.rename(shown)
    for path in (data_dir / _NEW, old):
        _remove(path)


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)
