"""One run at a time: whoever comes second is told who runs, since when."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import TextIO


class AlreadyRunning(Exception):  # noqa: N818 - it says what the world did
    """Another run holds the data folder; the message says which, since when and as which process."""


class FolderUnusable(Exception):  # noqa: N818 - it says what the world did
    """The data folder cannot be made or written to; the message says why and what to do."""


@contextmanager
def sole_run(data_dir: Path, what: str, now: datetime) -> Iterator[None]:
    """Hold the lock of ``data_dir`` (made when absent). The system lets go of it even when we are killed.

    Raises:
        AlreadyRunning: somebody else holds it.
        FolderUnusable: there can be no lock in it.
    """
    with _opened(data_dir) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            who = file.read().strip() or "another run"
            raise AlreadyRunning(f"{data_dir} is in use: {who}. Wait until it is done.") from None
        file.truncate(0)
        file.write(f"{what} runs since {now:%Y-%m-%d %H:%M:%S} UTC, process {os.getpid()}\n")
        file.flush()
        yield
        file.truncate(0)  # closing the file lets go of the lock


def _opened(data_dir: Path) -> TextIO:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        return (data_dir / "lock").open("a+", encoding="utf-8")
    except OSError as problem:
        raise FolderUnusable(
            f"{problem.filename or data_dir} cannot be used: {problem.strerror}. Name a folder that the user "
            "of this run may write to (--data-dir), or let it write there."
        ) from problem
