"""Repositories on disk, asked by the ``git`` program: the one place that starts it. Nothing is ever written.

A mirror is a stranger's repository and its configuration is a stranger's too. So only plumbing is run, which
starts no hook, filter, pager, editor or signature program; every transport is forbidden, so that a partial
clone fetches nothing; no configuration of user or machine is read; a directory is named outright, so that
none is searched for; time and output are bounded. What leads out of the folder is refused beforehand.
"""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import TYPE_CHECKING, Final

from harvester.reasons import Phrase, TellingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ENVIRONMENT: Final = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LC_ALL": "C",
    "HOME": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_COUNT": "3",
    "GIT_CONFIG_KEY_0": "safe.directory",  # another user may own the mirrors
    "GIT_CONFIG_VALUE_0": "*",
    "GIT_CONFIG_KEY_1": "core.hooksPath",
    "GIT_CONFIG_VALUE_1": os.devnull,
    "GIT_CONFIG_KEY_2": "core.fsmonitor",
    "GIT_CONFIG_VALUE_2": "false",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
LARGEST_OUTPUT_BYTES = 64 * 1024 * 1024  # the root folder of any real repository is a thousandth of this
DEEPEST_ALTERNATES = 5  # as deep as git itself follows them (gitrepository-layout, objects/info/alternates)


class GitError(TellingError):
    """A repository on disk cannot be read; the message says why, and names no place on this machine."""

    def __init__(self, en: str, nl: str) -> None:
        """Keep the words, in English and in Dutch."""
        super().__init__(Phrase(en, nl))


@dataclass(frozen=True, slots=True, kw_only=True)
class GitObject:
    """What ``git cat-file`` gives: the object's id, its kind and its bytes."""

    oid: str
    kind: str  # "commit" | "tree" | "blob" | "tag"
    content: bytes


@dataclass(slots=True)
class GitRuns:
    """How many programs were started: for a folder, what requests are for a forge."""

    started: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GitFolder:
    """One repository on disk; ``find_git`` gives it, once it is known to stay where it is."""

    directory: Path
    timeout_seconds: float
    runs: GitRuns = field(default_factory=GitRuns)
    transport: str = "none"  # the only way by which it may fetch

    def run(self, *arguments: str, ask: Iterable[str] = (), silent: tuple[int, ...] = ()) -> bytes | None:
        """What git prints for ``arguments``, with the lines of ``ask`` on its input.

        None where it ends with a code of ``silent``. Raises ``GitError``.
        """
        self.runs.started += 1
        command = ["git", "--no-pager", "--no-optional-locks", f"--git-dir={self.directory}", *arguments]
        with TemporaryFile() as given:
            given.write("".join(f"{line}\n" for line in ask).encode("utf-8", "surrogateescape"))
            given.seek(0)
            try:
                process = subprocess.Popen(  # noqa: S603 - no shell, and the command is our own
                    command,
                    stdin=given,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={**ENVIRONMENT, "GIT_ALLOW_PROTOCOL": self.transport},
                    cwd=self.directory,
                    start_new_session=True,
                )
            except FileNotFoundError:
                raise GitError(
                    "git is not installed, or the folder went away", "git staat hier niet, of de map is weg"
                ) from None
            except OSError as problem:
                raise failed(problem) from None
            return self._output(process, silent)

    def _output(self, process: subprocess.Popen[bytes], silent: tuple[int, ...]) -> bytes | None:
        timer = Timer(self.timeout_seconds, _end, (process,))
        timer.start()
        with process:
            printed = process.stdout.read(LARGEST_OUTPUT_BYTES + 1) if process.stdout else b""
            if len(printed) > LARGEST_OUTPUT_BYTES:
                _end(process)
        in_time = timer.is_alive()
        timer.cancel()
        if len(printed) > LARGEST_OUTPUT_BYTES:
            mebibytes = LARGEST_OUTPUT_BYTES // 1024 // 1024
            raise GitError(f"git told more than {mebibytes} MiB", f"git vertelde meer dan {mebibytes} MiB")
        if not in_time:
            seconds = f"{self.timeout_seconds:g}"
            raise GitError(
                f"git did not answer within {seconds} seconds",
                f"git gaf binnen {seconds} seconden geen antwoord",
            )
        if process.returncode in silent:
            return None
        if process.returncode:
            code = process.returncode
            raise GitError(
                f"git ended with code {code}: objects are damaged or missing; `git fsck` tells more",
                f"git stopte met code {code}: objecten zijn kapot of ontbreken; `git fsck` vertelt meer",
            )
        return printed

    def lines(self, *arguments: str, silent: tuple[int, ...] = ()) -> tuple[str, ...] | None:
        """What git prints, as lines; names that are no UTF-8 keep their bytes as surrogates."""
        printed = self.run(*arguments, silent=silent)
        return None if printed is None else tuple(printed.decode("utf-8", "surrogateescape").splitlines())

    def sizes(self, names: Iterable[str]) -> dict[str, int]:
        """The sizes of blobs by id; one that is missing is left out."""
        printed = self.run("cat-file", "--batch-check", ask=names) or b""
        parts = (line.split() for line in printed.decode("ascii", "replace").splitlines())
        return {part[0]: int(part[2]) for part in parts if len(part) == 3 and part[1] == "blob"}  # noqa: PLR2004

    def objects(self, names: Iterable[str]) -> tuple[GitObject | None, ...]:
        """The objects with these names, in their order; None for one that is missing."""
        asked = tuple(names)
        found = tuple(_objects(self.run("cat-file", "--batch", ask=asked) or b""))
        if len(found) != len(asked):
            raise GitError("git answered something else than was asked", "git gaf antwoord op iets anders")
        return found


def failed(problem: OSError) -> GitError:
    """What the machine said of a folder, without its place."""
    return GitError(f"its folder: {problem.strerror}", f"de map ervan: {problem.strerror}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End git with all that it started: whoever holds its output open would keep us waiting."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _objects(printed: bytes) -> Iterator[GitObject | None]:
    """The answers of ``git cat-file --batch`` (its page, section BATCH OUTPUT)."""
    place = 0
    while place < len(printed):
        end = printed.find(b"\n", place)
        head = printed[place:end].decode("ascii", "replace").split(" ")
        place = end + 1
        if head[-1] in ("missing", "ambiguous") or not head[-1].isdigit():
            yield None
            continue
        oid, kind, size = head[0], head[1], int(head[2])
        yield GitObject(oid=oid, kind=kind, content=printed[place : place + size])
        place += size + 1


def find_git(folder: Path, root: Path, timeout_seconds: float, runs: GitRuns) -> GitFolder | None:
    """The repository whose checkout or bare mirror ``folder`` is; None where it is neither.

    Raises ``GitError`` where it reaches out of ``root``.
    """
    inner = folder / ".git"
    if inner.is_file() or inner.is_symlink():
        raise GitError(
            "its .git names another place; only a checkout of its own is read",
            "het bestand .git erin wijst naar een andere plek; alleen een eigen checkout wordt gelezen",
        )
    directory = inner if inner.is_dir() else folder
    if not all((directory / name).exists() for name in ("HEAD", "objects", "refs")):
        if inner.is_dir():
            raise GitError(
                "its .git is not that of a repository", "de map .git erin is niet die van een repository"
            )
        return None
    _refuse_escapes(directory, root)
    return GitFolder(directory=directory, timeout_seconds=timeout_seconds, runs=runs)


def _refuse_escapes(directory: Path, root: Path) -> None:
    """Raise ``GitError`` where a link, or a word of git's own, leads out of ``root``."""
    if (directory / "commondir").exists():
        raise GitError(
            "it is a worktree of another repository", "het is een werkmap van een andere repository"
        )
    inner = (".", "objects", "objects/info", "objects/pack", "refs", "refs/heads", "refs/tags")
    for folder in (directory / name for name in inner):
        if not folder.is_dir():
            continue
        with os.scandir(folder) as entries:
            links = [Path(entry.path) for entry in entries if entry.is_symlink()]
        if not all(is_within(link, root) for link in (folder, *links)):
            raise GitError(
                "a symbolic link in it leads out of the configured folder",
                "een symbolische link erin leidt uit de ingestelde map",
            )
    _refuse_foreign_objects(directory / "objects", root, DEEPEST_ALTERNATES)


def _refuse_foreign_objects(objects: Path, root: Path, deepest: int) -> None:
    """Objects may be borrowed from a repository below ``root`` alone."""
    alternates = objects / "info" / "alternates"
    if not alternates.is_file():
        return
    for line in alternates.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        if not line or line.startswith("#"):
            continue
        place = objects / line  # an absolute path stays one
        if not deepest or not is_within(place, root):
            raise GitError(
                "it borrows objects from outside the configured folder",
                "het leent objecten van buiten de ingestelde map",
            )
        _refuse_foreign_objects(place, root, deepest - 1)


def is_within(path: Path, root: Path) -> bool:
    """Whether ``path``, with every link followed, lies in ``root``."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a loop of links
        return False
