"""Looking at many files in one run: each address once, images beside the file, and what was seen before."""

import json
import os
from collections.abc import Collection
from datetime import date
from pathlib import Path

from publiccode.online.checking import HEAD_BYTES, Checked, check
from publiccode.online.fetching import Fetched, FetchError, fetch
from publiccode.reading import Reading


class MemoryFileError(Exception):
    """The file with what was seen before cannot be used; the message says why."""


class Looker:
    """One run. `memory` names the JSON file that keeps since when addresses cannot be reached, if any."""

    def __init__(self, allowed_hosts: Collection[str], memory: Path | None, today: date) -> None:
        self._allowed_hosts = allowed_hosts
        self._memory = memory
        self._today = today
        self._before = _load(memory)
        self._answers: dict[str, Fetched | FetchError] = {}
        self._seen: dict[str, date] = {}

    def look(self, reading: Reading) -> Checked:
        """Look at one file; what was seen is kept at once, so that a run that is stopped loses nothing.

        Raises MemoryFileError.
        """
        file = Path(reading.name or "")
        beside = _Folder(file).content if file.is_file() else None
        checked = check(reading, fetch=self._fetch, beside=beside, seen=self._before, today=self._today)
        self._seen.update(checked.seen)
        if self._memory is not None:
            kept = {url: day for url, day in self._before.items() if url not in self._answers}
            _store(self._memory, kept | self._seen)
        return checked

    def _fetch(self, url: str) -> Fetched:
        if url not in self._answers:
            try:
                self._answers[url] = fetch(url, limit=HEAD_BYTES, allowed_hosts=self._allowed_hosts)
            except FetchError as error:
                self._answers[url] = error
        answer = self._answers[url]
        if isinstance(answer, FetchError):
            raise answer
        return answer


class _Folder:
    """The files of the repository that a publiccode.yml on disk lies in: nothing outside that folder."""

    def __init__(self, file: Path) -> None:
        file = file.resolve()
        self._folder = file.parent
        above = (one for one in file.parents if (one / ".git").exists())
        self._root = next(above, file.parent)

    def content(self, path: str) -> bytes | None:
        """The first bytes of the file at a path, from the root of the repository or from the folder.

        Raises OSError where a file cannot be looked at.
        """
        if "\0" in path:
            return None
        for start in (self._root, self._folder):
            found = Path(os.path.normpath(start / path))
            if Path(os.path.realpath(found)).is_relative_to(self._root) and found.is_file():
                with found.open("rb") as file:
                    return file.read(HEAD_BYTES)
        return None


def _load(memory: Path | None) -> dict[str, date]:
    if memory is None:
        return {}
    try:
        if not memory.exists():
            return {}
        return {url: date.fromisoformat(day) for url, day in json.loads(memory.read_bytes()).items()}
    except OSError as error:
        raise MemoryFileError(f"{memory} cannot be read: {error.strerror}.") from error
    except (ValueError, AttributeError, TypeError) as error:
        raise MemoryFileError(f"{memory} is no file that --seen wrote: {error}. Remove it.") from error


def _store(memory: Path, seen: dict[str, date]) -> None:
    text = json.dumps({url: day.isoformat() for url, day in sorted(seen.items())}, indent=2)
    fresh = memory.with_name(f"{memory.name}.new")
    try:
        fresh.write_text(f"{text}\n", encoding="utf-8")
        fresh.replace(memory)
    except OSError as error:
        raise MemoryFileError(f"{memory} cannot be written: {error.strerror}.") from error
