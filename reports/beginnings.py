"""By which words sought words begin, so that a text that has none of these need not be searched.

An expression of a rule is dozens of words in nine languages, and there are hundreds of them; in a usual text
a handful can stand. This leaves out what surely cannot stand there; it never decides what does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_RUN: Final = re.compile(r"[^\W_]+")
STEM: Final = 3
"""Letters by which words with a star behind them are found; a shorter one may stand anywhere."""


class Heard(NamedTuple):
    """The runs of letters and digits of a text, in small letters, and how each begins."""

    words: frozenset[str]
    stems: frozenset[str]


def heard_in(text: str) -> Heard:
    """Listen to a text once."""
    words = frozenset(_RUN.findall(text.lower()))
    return Heard(words, frozenset(word[:STEM] for word in words))


class Beginnings(NamedTuple):
    """The first words of what is sought: whole, or as stems; `anyhow`: something may begin in any way."""

    words: frozenset[str]
    stems: frozenset[str]
    anyhow: bool

    def may_stand_in(self, text: Heard) -> bool:
        """Whether any of the sought words can stand in a text."""
        return self.anyhow or not self.words.isdisjoint(text.words) or not self.stems.isdisjoint(text.stems)


def beginnings_of(sought: Iterable[str]) -> Beginnings:
    """The beginnings of words as rules write them, where a star stands for any letters."""
    words, stems, anyhow = set(), set(), False
    for word in sought:
        text = word.strip().lower()
        found = _RUN.match(text)
        goes_on = found is not None and text[found.end() :].startswith("*")
        if found is None or (goes_on and len(found.group()) < STEM):
            anyhow = True
        elif goes_on:
            stems.add(found.group()[:STEM])
        else:
            words.add(found.group())
    return Beginnings(frozenset(words), frozenset(stems), anyhow)
