"""What a licence gives and asks: an SPDX expression understood, judged, and laid beside what a forge saw.

With OR the reader chooses, with AND all parts hold, WITH only gives more (SPDX 2.3, annex D).
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from publiccode import vocabulary
from publiccode.licences import suggestion
from reports.licensing import LicenceClass, family_of, without_later
from reports.single_licences import OPERATORS, Judgement, Openness, WithEupl, judge_one, spelt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_OR_LATER: Final = re.compile(r"\s+or\s+(?:any\s+)?(?:later|newer|higher)(?:\s+versions?)?$", re.IGNORECASE)
"""In words what SPDX writes as `+`: no choice between two licences."""
_TOKEN: Final = re.compile(r"[(),]|[^(),\s]+")
_DEEPEST: Final = 20
_LONGEST: Final = 500
_ORDER: Final = tuple(LicenceClass)


class Agreement(StrEnum):
    """What a description states beside what the forge recognises."""

    SAME = "yes"
    DIFFERENT = "no"
    NOT_COMPARED = "unknown"


@lru_cache(maxsize=4096)
def judge(expression: str) -> Judgement:
    """Judge a licence as a description or a forge names it; total: for any text there is an answer."""
    text = _OR_LATER.sub("+", " ".join(expression.split())[:_LONGEST])
    whole = spelt(text)
    if whole is not None:
        return judge_one(whole)
    parser = _Parser(_TOKEN.findall(text))
    found = parser.choices()
    meant = suggestion(text)
    if found is None or parser.left:
        return judge(meant) if meant and meant != text else judge_one(text)
    return found


def openness(expression: str) -> Openness:
    """The openness of an SPDX expression: with OR the most open part counts, with AND the least open one."""
    return judge(expression).openness


# --- Expressions ------------------------------------------------------------------------------------


class _Parser:
    """Recursive descent over the tokens; a comma joins as AND does, the careful reading."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def left(self) -> bool:
        return self._at < len(self._tokens)

    def _next(self) -> str:
        token = self._tokens[self._at] if self.left else ""
        return token.upper() if token.upper() in OPERATORS else token

    def choices(self) -> Judgement | None:
        parts = [self._all()]
        while self._next() == "OR":
            self._at += 1
            parts.append(self._all())
        known = [part for part in parts if part is not None]
        return _any_of(known) if len(known) == len(parts) else None

    def _all(self) -> Judgement | None:
        parts = [self._part()]
        while self._next() in {"AND", ","}:
            self._at += 1
            parts.append(self._part())
        known = [part for part in parts if part is not None]
        return _all_of(known) if len(known) == len(parts) else None

    def _part(self) -> Judgement | None:
        if self._next() == "(":
            return self._inner()
        words = []
        while self.left and self._next() not in {"(", ")", ",", *OPERATORS}:
            words.append(self._next())
            self._at += 1
        exception = self._exception()
        return judge_one(" ".join(words), exception) if words else None

    def _inner(self) -> Judgement | None:
        self._at += 1
        self._depth += 1
        found = self.choices() if self._depth <= _DEEPEST else None
        if found is None or self._next() != ")":
            return None
        self._depth -= 1
        self._at += 1
        return found

    def _exception(self) -> str | None:
        if self._next() != "WITH" or self._at + 1 >= len(self._tokens):
            return None
        name = self._tokens[self._at + 1]
        self._at += 2
        return vocabulary.licence_exceptions().get(name.casefold(), name)


def _all_of(parts: Sequence[Judgement]) -> Judgement:
    """All parts hold: the least open decides, the obligations add up."""
    if len(parts) == 1:
        return parts[0]
    openness_of_all = _worst(parts)
    kinds = [part.licence_class for part in parts if part.licence_class is not None]
    strongest = max(kinds, key=_ORDER.index) if kinds else None
    return Judgement(
        spdx=" AND ".join(f"({part.spdx})" if part.is_choice else part.spdx for part in parts),
        openness=openness_of_all,
        licence_class=None if openness_of_all is Openness.UNCLEAR else strongest,
        with_eupl=_all_beside_eupl(parts),
        names=_names(parts),
    )


def _worst(parts: Iterable[Judgement]) -> Openness:
    found = {part.openness for part in parts}
    return next((one for one in (Openness.RESTRICTED, Openness.UNCLEAR) if one in found), Openness.OPEN)


def _all_beside_eupl(parts: Sequence[Judgement]) -> WithEupl:
    found = {part.with_eupl for part in parts}
    under = {part.spdx for part in parts if part.with_eupl is WithEupl.UNDER_THAT_LICENCE}
    if WithEupl.NOT_KNOWN in found or len(under) > 1:
        return WithEupl.NOT_KNOWN
    order = (WithEupl.NOT_LISTED, WithEupl.UNDER_THAT_LICENCE, WithEupl.SAME, WithEupl.INTO_EUPL)
    return next(one for one in order if one in found)


def _any_of(parts: Sequence[Judgement]) -> Judgement:
    """The reader chooses: the most open counts, and of the open ones the one that asks least."""
    if len(parts) == 1:
        return parts[0]
    order = (Openness.OPEN, Openness.UNCLEAR, Openness.RESTRICTED)
    best = min((part.openness for part in parts), key=order.index)
    kinds = [part.licence_class for part in parts if part.openness is best and part.licence_class is not None]
    return Judgement(
        spdx=" OR ".join(part.spdx for part in parts),
        openness=best,
        licence_class=min(kinds, key=_ORDER.index) if kinds else None,
        with_eupl=min((part.with_eupl for part in parts), key=tuple(WithEupl).index),
        names=_names(parts),
        is_choice=True,
    )


def _names(parts: Iterable[Judgement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.names))


# --- The description beside the repository ----------------------------------------------------------


def agreement(stated: str, seen: str) -> Agreement:
    """Whether the licence that a description states is the text that the forge recognises.

    A combination agrees when the text is one of its parts, and is otherwise not compared: a repository may
    hold several texts. A name that is not spelt as SPDX does differs only where the whole family does.
    """
    said, there = judge(stated), judge(seen)
    if any(same_licence(name, seen) for name in said.names):
        return Agreement.SAME
    if len(said.names) > 1 or Openness.UNCLEAR in {said.openness, there.openness}:
        return Agreement.NOT_COMPARED
    is_spelt = said.names[0].casefold() == stated.strip().casefold()
    if is_spelt or _kin(said.names[0]) != _kin(seen):
        return Agreement.DIFFERENT
    return Agreement.NOT_COMPARED


def _kin(name: str) -> str:
    return family_of(name).split("-", maxsplit=1)[0]


def licences_differ(stated: str, seen: str) -> bool:
    """Whether two known licences differ for sure."""
    return agreement(stated, seen) is Agreement.DIFFERENT


def same_licence(one: str, other: str) -> bool:
    """Whether two identifiers name the same text; forges do not tell -only from -or-later."""
    return without_later(one).casefold() == without_later(other).casefold()
