"""On which line of a TOML file something stands.

``tomllib`` gives values without places. A file that it accepts is well formed: headers and keys can be found
again by reading its lines; texts over several lines are skipped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TABLE = re.compile(r"^\s*\[\[\s*([A-Za-z0-9_.-]+)\s*\]\]")
_KEY = re.compile(r"""^\s*["']?([A-Za-z0-9_-]+)["']?\s*=""")
_ITEM = re.compile(r"[{]")
_TEXT = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")
_COMMENT = re.compile(r"#.*$")
_LONG_TEXT = ('"""', "'''")


def find_lines(text: str) -> dict[tuple[str | int, ...], int]:
    """The line of every table, key and inline table, by its path: ``("organisations", 3, "name")``."""
    lines: dict[tuple[str | int, ...], int] = {}
    counts: dict[str, int] = {}
    table: tuple[str | int, ...] = ()
    key: tuple[str | int, ...] = ()
    items = 0
    closing = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in raw else closing
            continue
        closing = next((mark for mark in _LONG_TEXT if raw.count(mark) == 1), "")
        line = _COMMENT.sub("", _TEXT.sub("_", raw))
        if header := _TABLE.match(line):
            name = header[1]
            counts[name] = counts.get(name, -1) + 1
            table, key, items = (name, counts[name]), (), 0
            lines[table] = number
            continue
        if found := _KEY.match(line):
            key, items = (*table, found[1]), 0
            lines.setdefault(key, number)
            line = line[found.end() :]
        for _ in _ITEM.finditer(line):
            lines.setdefault((*key, items), number)
            items += 1
    return lines


def line_of(lines: Mapping[tuple[str | int, ...], int], place: Sequence[str | int]) -> int | None:
    """The line of ``place``, or of the nearest thing around it."""
    for end in range(len(place), 0, -1):
        if (line := lines.get(tuple(place[:end]))) is not None:
            return line
    return None


def written(place: Sequence[str | int]) -> str:
    """A place as people write it: ``organisations[3].accounts[0].url``."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
