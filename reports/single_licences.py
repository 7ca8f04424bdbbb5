"""What one licence gives and asks, by its name; names that people write are read as those of SPDX.

What SPDX does not know is *not known*, never closed; a text that most likely means a licence of SPDX is
judged as that one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from publiccode import vocabulary
from publiccode.licences import suggestion
from reports.licensing import LicenceClass, licence_table, without_later

OPERATORS: Final = frozenset({"AND", "OR", "WITH"})
_KEY_WORD: Final = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*")


_VERSION: Final = re.compile(r"^v(?=\d)")
_JOINED: Final = re.compile(r"(?<=[a-z]{2})v(?=\d)")
"""A version grown onto the name: `euplv1.2`."""


_NO_KEY_WORDS: Final = frozenset(
    {"license", "licence", "licentie", "licenza", "the", "version", "versie", "v", "gnu", ""}
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What is known of an expression; `spdx` is how SPDX would spell what was judged."""

    spdx: str
    openness: Openness
    licence_class: LicenceClass | None
    with_eupl: WithEupl
    names: tuple[str, ...]
    is_choice: bool = False


def spelt(name: str) -> str | None:
    """The name as SPDX spells it, or what it most likely means; None: neither."""
    folded = name.casefold()
    known = vocabulary.licences().get(folded) or vocabulary.deprecated_licences().get(folded)
    meant = known or suggestion(name) or _by_key().get(_key_of(name))
    return None if meant is None or OPERATORS.intersection(meant.split()) else meant


def judge_one(name: str, exception: str | None = None) -> Judgement:
    """Judge one licence, and the exception that goes with it; total as well."""
    known = spelt(name) or name
    kind = licence_table().class_of(known)
    if exception and licence_table().lets_link(exception) and kind is LicenceClass.STRONG_COPYLEFT:
        kind = LicenceClass.WEAK_COPYLEFT
    spdx = f"{known} WITH {exception}" if exception else known
    return Judgement(
        spdx=spdx,
        openness=_openness_of(known, kind),
        licence_class=kind,
        with_eupl=_beside_eupl(known, kind),
        names=(known,),
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
    text = _JOINED.sub(" ", name.casefold())
    for long, short in licence_table().long_names.items():
        text = text.replace(long, short)
    words = (re.sub(r"(?:\.0)+$", "", _VERSION.sub("", word)) for word in _KEY_WORD.findall(text))
    return " ".join(word for word in words if word not in _NO_KEY_WORDS)
