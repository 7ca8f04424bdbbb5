"""Names of organisations as people write them, brought to a form in which the same name is the same text.

"Gemeente Utrecht", "Utrecht (gemeente)" and "City of Utrecht" are a kind of organisation and a bare name.
Where a bare name belongs to several organisations (Utrecht is a municipality and a province) only the kind
decides.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("\u2018\u2019\u0060\u00b4\u02bc", "'"))
_LEGAL_FORM: Final = re.compile(
    r"[\s,]+(b\.?\s?v\.?|n\.?\s?v\.?|e\.?\s?v\.?|a\.?\s?ö\.?\s?r\.?|gmbh|a\.?g\.?|u\.?\s?a\.?|ltd\.?|inc\.?"
    r"|s\.?\s?r\.?\s?l\.?|s\.?\s?p\.?\s?a\.?|v\.?o\.?f\.?|asbl|vzw|sarl|s\.?a\.?s\.?)$",
    re.IGNORECASE,
)
_NAMES: Final = 32_768
"""As many names are kept in their plain form: each is asked for many times over."""
_NO_WORD: Final = re.compile(r"[^\w']+")
_IN_BRACKETS: Final = re.compile(r"(?P<before>.+?)\s*[(\[](?P<inside>[^()\[\]]+)[)\]]$")
_ACRONYM: Final = re.compile(r"[A-Z]{2,6}")

_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "municipality": (
        *("gemeente", "gem", "stad", "stadt", "stadsbestuur", "municipality of", "city of", "town of"),
        *("municipality", "city", "comune di", "citta di", "commune de", "ville de", "kommune", "kommun"),
    ),
    "province": ("provincie", "prov", "province of", "province", "provincia di", "provinz"),
    "water_board": (
        *("waterschap", "hoogheemraadschap van", "hoogheemraadschap", "wetterskip", "water board"),
        *("water authority", "waterschap de", "waterschap het"),
    ),
    "ministry": ("ministerie van", "ministerie", "ministry of the", "ministry of"),
}
"""By level of government: words before a name, or in brackets behind it, that tell the kind."""
_PREFIXES: Final = sorted(
    ((word, kind) for kind, words in _KINDS.items() for word in words), key=lambda pair: -len(pair[0])
)
_ALONE: Final[Mapping[str, str]] = {
    word: kind for word, kind in _PREFIXES if not word.endswith((" of", " di"))
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in its plain form: what kind of organisation it says it is, if it says so, and what is left."""

    kind: str | None
    bare: str
    is_acronym: bool
    """Written in capitals alone: the same letters as an ordinary word ("Info") are another name."""
    starts_with_capital: bool


@lru_cache(maxsize=_NAMES)
def plain(text: str) -> str:
    """Without accents, capitals, legal form, punctuation and an apostrophe in front: Súdwest-Fryslân, B.V."""
    text = _LEGAL_FORM.sub("", text.translate(_APOSTROPHES).strip())
    letters = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    words = (word.strip("'") for word in _NO_WORD.split(text))
    return " ".join(word for word in words if word)


def understand(text: str) -> Name:
    """Take a name apart: "Utrecht (gemeente)" is the municipality "utrecht"."""
    kind, rest = _bracketed(text)
    bare = plain(rest)
    if kind is None:
        for word, of_kind in _PREFIXES:
            if bare.startswith(f"{word} "):
                kind, bare = of_kind, bare[len(word) + 1 :]
                break
    letters = text.strip()
    return Name(
        kind=kind,
        bare=bare,
        is_acronym=_ACRONYM.fullmatch(letters) is not None,
        starts_with_capital=letters[:1].isupper(),
    )


def _bracketed(text: str) -> tuple[str | None, str]:
    """The kind that stands in brackets behind a name, and the name before it."""
    found = _IN_BRACKETS.fullmatch(text.strip())
    if found is None:
        return None, text
    kind = _ALONE.get(plain(found["inside"]))
    return (kind, found["before"]) if kind else (None, text)


def without_place(text: str) -> str | None:
    """A name without what stands in brackets behind it, as in Bergen (NH); None: there are no brackets."""
    found = _IN_BRACKETS.fullmatch(text.strip())
    return found["before"] if found else None
