"""The files of a list: ``sources.toml`` itself and those that it names under ``include``, as one table.

A place in the one table (``("organisations", 61)``) has a home: the file where it is written, and its place
there. What is said of a mistake always names the home.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harvester.sources.mistakes import Mistake, SourcesError
from harvester.sources.places import find_lines, line_of, written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from harvester.sources.mistakes import Place

LISTS = ("organisations", "forges")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFile:
    """One file as it was read."""

    path: Path
    table: Mapping[str, Any]
    lines: Mapping[Place, int] = field(repr=False)

    def items(self, name: str) -> list[Any]:
        """The items of a list in the file; none where it is no list, which is a mistake of shape."""
        found = self.table.get(name)
        return found if isinstance(found, list) else []


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFiles:
    """The list itself first, then the files that it includes, in its order."""

    files: tuple[ListFile, ...]

    def table(self) -> dict[str, Any]:
        """The organisations and forges of all files, one after the other."""
        return {name: [item for file in self.files for item in file.items(name)] for name in LISTS}

    def home(self, place: Place) -> tuple[ListFile, Place]:
        """The file where ``place`` of the whole table is written, and its place there."""
        name, rest = str(place[0]), place[1]
        for file in self.files:
            count = len(file.items(name))
            if isinstance(rest, int) and rest < count:
                return file, (name, rest, *place[2:])
            rest = rest - count if isinstance(rest, int) else rest
        raise AssertionError(place)

    def is_own(self, organisation: int) -> bool:
        """Whether an organisation of the whole table is written in the list itself."""
        return organisation < len(self.files[0].items("organisations"))

    def told(self, place: Place) -> str:
        """A place as people look it up: ``organisations[3]``; with file and line in an included one."""
        file, local = self.home(place)
        if file is self.files[0]:
            return written(local)
        return f"{written(local)} in {file.path.name}:{line_of(file.lines, local)}"

    def mistake(self, place: Place, sentence: str) -> Mistake:
        """A mistake at a place of the whole table."""
        return self.mistake_in(*self.home(place), sentence)

    def mistake_in(self, file: ListFile, place: Place, sentence: str) -> Mistake:
        """A mistake at a place in one file."""
        path = None if file is self.files[0] else file.path
        line = line_of(file.lines, place)
        return Mistake(path=path, place=written(place), line=line, sentence=sentence)


def in_memory(path: Path, text: str, table: Mapping[str, Any]) -> ListFile:
    """A file as it would be read if ``text`` were written there; ``table`` is what the text holds."""
    return ListFile(path=path, table=table, lines=find_lines(text))


def read_files(path: Path) -> ListFiles:
    """The list at ``path`` with what it includes. Raises ``SourcesError``: one is absent or no TOML."""
    first = _read(path, path, "Name the list with harvester.sources in herbruik.toml.")
    files = [first]
    mistakes: list[Mistake] = []
    for n, name in enumerate(first.items("include")):
        if not isinstance(name, str):
            continue  # a mistake of shape, told with the others
        try:
            file = _read(path.parent / name, path, f"It is named in {path.name}, include[{n}].")
        except SourcesError as problem:
            mistakes += problem.mistakes
            continue
        if "include" in file.table:
            why = f"only the list itself includes others. Name them in {path.name}."
            line = file.lines.get(("include",))
            mistakes.append(Mistake(path=file.path, place="include", line=line, sentence=why))
        files.append(file)
    if mistakes:
        raise SourcesError(path, mistakes)
    return ListFiles(files=tuple(files))


def _read(path: Path, whole: Path, cure: str) -> ListFile:
    """One file. Raises ``SourcesError``."""
    try:
        text = path.read_text(encoding="utf-8")
        return in_memory(path, text, tomllib.loads(text))
    except OSError as problem:
        sentence = f"cannot be read: {problem.strerror}. {cure}"
        raise SourcesError(whole, [Mistake(path=_other(path, whole), sentence=sentence)]) from problem
    except UnicodeDecodeError as problem:
        sentence = "is not UTF-8. Save it as UTF-8."
        raise SourcesError(whole, [Mistake(path=_other(path, whole), sentence=sentence)]) from problem
    except tomllib.TOMLDecodeError as problem:
        sentence = f"is not TOML: {problem}."
        raise SourcesError(whole, [Mistake(path=_other(path, whole), sentence=sentence)]) from problem


def _other(path: Path, whole: Path) -> Path | None:
    return None if path == whole else path
