"""Mistakes in our list of sources: each with its place and its cure, all of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One mistake; ``place`` is as in ``organisations[3].accounts[0].url``, ``line`` counts from 1.

    ``path`` is the file when it is another one than the list itself: an included one.
    """

    place: str = ""
    line: int | None = None
    sentence: str
    path: Path | None = None

    def shown(self, path: Path) -> str:
        """As a line of output: file, line, place, what is wrong and what to do."""
        file = self.path or path
        where = f"{file}:{self.line}" if self.line else f"{file}"
        return f"{where}: {self.place}: {self.sentence}" if self.place else f"{where}: {self.sentence}"


def in_order(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """The list's own first, then those of each included file; in the order of the file."""
    return tuple(sorted(mistakes, key=lambda each: (str(each.path or ""), each.line or 0, each.place)))


class SourcesError(Exception):
    """The list cannot be used as it is; ``mistakes`` holds every one, in the order of the files."""

    def __init__(self, path: Path, mistakes: Iterable[Mistake]) -> None:
        """Write one line a mistake."""
        self.path = path
        self.mistakes = in_order(mistakes)
        super().__init__("\n".join(mistake.shown(path) for mistake in self.mistakes))


class UnknownAccountError(Exception):
    """``--only`` names something that is not in the list; the message says what is."""


def suggestion(word: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest known word, or all of them."""
    words = sorted(known)
    near = get_close_matches(word.lower(), words, n=1)
    return f'Did you mean "{near[0]}"?' if near else f"Use one of: {', '.join(words)}."
