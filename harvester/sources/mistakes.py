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
    """One mistake; ``place`` is as in ``organisations[3].accounts[0].url``, ``line`` counts from 1."""

    place: str = ""
    line: int | None = None
    sentence: str

    def shown(self, path: Path) -> str:
        """As a line of output: file, line, place, what is wrong and what to do."""
        where = f"{path}:{self.line}" if self.line else f"{path}"
        return f"{where}: {self.place}: {self.sentence}" if self.place else f"{where}: {self.sentence}"


class SourcesError(Exception):
    """The list cannot be used as it is; ``mistakes`` holds every one, in the order of the file."""

    def __init__(self, path: Path, mistakes: Iterable[Mistake]) -> None:
        """Write one line a mistake."""
        self.path = path
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: (mistake.line or 0, mistake.place)))
        super().__init__("\n".join(mistake.shown(path) for mistake in self.mistakes))


class UnknownAccountError(Exception):
    """``--only`` names something that is not in the list; the message says what is."""


def suggestion(word: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest known word, or all of them."""
    words = sorted(known)
    near = get_close_matches(word.lower(), words, n=1)
    return f'Did you mean "{near[0]}"?' if near else f"Use one of: {', '.join(words)}."
