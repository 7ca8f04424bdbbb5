"""Versions as files and forges write them, compared only where both surely mean the same kind of number."""

from __future__ import annotations

import re
from typing import Final

_VERSION: Final = re.compile(r"(?:v|version |release[ -/]?v?)?(\d+(?:\.\d+){0,3})", re.IGNORECASE)
_CALENDAR: Final = 1990
"""A first number from here on is taken for a year: such versions are compared with their like alone."""


def is_older(stated: str, newest: str) -> bool:
    """Whether `stated` surely comes before `newest`; False also where the two cannot be compared.

    `v1.2`, `1.2` and `1.2.0` are the same; what has anything behind its numbers (`-rc1`, `+build`), or the
    name of a part before them (`web-2.0`), is not compared.
    """
    one, other = _numbers(stated), _numbers(newest)
    if one is None or other is None or (one[0] >= _CALENDAR) != (other[0] >= _CALENDAR):
        return False
    length = max(len(one), len(other))
    return _filled(one, length) < _filled(other, length)


def is_version(text: str) -> bool:
    """Whether the name of a release is a plain version: no trial release, no part of something larger."""
    return _numbers(text) is not None


def _numbers(text: str) -> tuple[int, ...] | None:
    found = _VERSION.fullmatch(text.strip())
    return tuple(int(part) for part in found[1].split(".")) if found else None


def _filled(numbers: tuple[int, ...], length: int) -> tuple[int, ...]:
    return (*numbers, *(0,) * (length - len(numbers)))
