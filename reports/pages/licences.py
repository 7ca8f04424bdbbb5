"""What a licence gives and asks: an SPDX expression understood, judged, and laid beside what a forge saw.

With OR the reader chooses, with AND all parts hold, WITH only gives more (SPDX 2.3, annex D). What SPDX does
not know is *not known*, never closed; a text that most likely means a licence of SPDX is judged as that one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from publiccode import vocabulary
from publiccode.licences import suggestion
from reports.licensing import LicenceClass, family_of, licence_table, without_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TOKEN: Final = re.compile(r"[(),]|[^(),\s]+")
_OPERATORS: Final = frozenset({"AND", "OR", "WITH"})
_KEY_WORD: Final = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*")
_VERSION: Final = re.compile(r"^v(?=\d)")
_NO_KEY_WORDS: Final = frozenset(
    {"license", "licence", "licentie", "licenza", "the", "version", "versie", "v", "gnu", ""}
)
_DEEPEST: Final = 20
_LONGEST: Final = 500
_ORDER: Final = tuple(LicenceClass)


class Openness(StrEnum):
    """Whether a licence gives everybody the freedom to use, study, change and share."""

    OPEN = "open"
    RESTRICTED = "restricted"
    UNCLEAR = "unclear"


class WithEupl(StrEnum):
    """What a licence allows beside software under EUPL-1.2."""

    SAME = "same"
    INTO_EUPL = "into"
    UNDER_THAT_LICENCE = "under"
    NOT_LISTED = "not_listed"  # copyleft that the appendix does not name
    NOT_KNOWN = "unknown"


class Agreement(StrEnum):
    """What a description states beside what the forge recognises."""

    SAME = "yes"
    DIFFERENT = "no"
    NOT_COMPARED = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What is known of an expression; `spdx` is how SPDX would spell what was judged."""

    spdx: str
    openness: Openness
    licence_class: LicenceClass | None
    with_eupl: WithEupl
    names: tuple[str, ...]
    is_choice: bool = False


@lru_cache(maxsize=4096)
def judge(expression: str) -> Judgement:
    """Judge a licence as a description or a forge names it; total: for any text there is an answer."""
    text = " ".join(expression.split())[:_LONGEST]
    whole = _spelt(text)
    if whole is not None:
        return _one(whole)
    parser = _Parser(_TOKEN.findall(text))
    found = parser.choices()
    meant = suggestion(text)
    if found is None or parser.left:
        return judge(meant) if meant and meant != text else _one(text)
    return found


def openness(expression: str) -> Openness:
    """The openness of an SPDX expression: with OR the most open part counts, with AND the least open one."""
    return judge(expression).openness


# --- One licence ------------------------------------------------------------------------------------


def _spelt(name: str) -> str | None:
    """The name as SPDX spells it, or what it most likely means; None: neither."""
    folded = name.casefold()
    known = vocabulary.licences().get(folded) or vocabulary.deprecated_licences().get(folded)
    meant = known or suggestion(name) or _by_key().get(_key_of(name))
    return None if meant is None or _OPERATORS.intersection(meant.split()) else meant


def _one(name: str, exception: str | None = None) -> Judgement:
    spelt = _spelt(name) or name
    kind = licence_table().class_of(spelt)
    if exception and licence_table().lets_link(exception) and kind is LicenceClass.STRONG_COPYLEFT:
        kind = LicenceClass.WEAK_COPYLEFT
    spdx = f"{spelt} WITH {exception}" if exception else spelt
    return Judgement(
        spdx=spdx,
        openness=_openness_of(spelt, kind),
        licence_class=kind,
        with_eupl=_beside_eupl(spelt, kind),
        names=(spelt,),
    )


def _openness_of(name: str, kind: LicenceClass | None) -> Openness:
    if kind is LicenceClass.NOT_OPEN:
        return Openness.RESTRICTED
    return Openness.OPEN if kind or name.casefold() in vocabulary.osi_licences() else Openness.UNCLEAR


def _beside_eupl(name: str, kind: LicenceClass | None) -> WithEupl:
    table = licence_table()
    match kind:
        case None | LicenceClass.NOT_OPEN:
            return WithEupl.NOT_KNOWN
        case LicenceClass.PUBLIC_DOMAIN | LicenceClass.PERMISSIVE:
            known = name.casefold() in vocabulary.osi_licences() or table.is_into_eupl(name)
            return WithEupl.INTO_EUPL if known else WithEupl.NOT_KNOWN
        case _:
            if without_later(name) == "EUPL-1.2":
                return WithEupl.SAME
            return WithEupl.UNDER_THAT_LICENCE if table.is_in_appendix(name) else WithEupl.NOT_LISTED


@cache
def _by_key() -> dict[str, str]:
    """By its words in one form: identifiers of SPDX that no other identifier is like in that form."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for known in (*vocabulary.deprecated_licences().values(), *vocabulary.licences().values()):
        if not known.endswith("+"):
            found[_key_of(known)].append(known)
    return {key: names[0] for key, names in found.items() if len(names) == 1}


def _key_of(name: str) -> str:
    """The words of a name that tell licences apart: "LGPL 3" and "GNU LGPL, version 3.0" are `lgpl 3`."""
    text = name.casefold()
    for long, short in licence_table().long_names.items():
        text = text.replace(long, short)
    words = (re.sub(r"(?:\.0)+$", "", _VERSION.sub("", word)) for word in _KEY_WORD.findall(text))
    return " ".join(word for word in words if word not in _NO_KEY_WORDS)


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
        return token.upper() if token.upper() in _OPERATORS else token

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
        while self.left and self._next() not in {"(", ")", ",", *_OPERATORS}:
            words.append(self._next())
            self._at += 1
        exception = self._exception()
        return _one(" ".join(words), exception) if words else None

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
