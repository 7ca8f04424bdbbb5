"""`licences.toml`, loaded into values: which licences ask what of whoever reuses a work under them."""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 -- pydantic reads the type
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import ClassVar, Final

from reports.data_files import FORBID, parse_data_file

_LATER: Final = re.compile(r"(-only|-or-later|\+)$", re.IGNORECASE)
_VERSION: Final = re.compile(r"-v?\d+(\.\d+)*[a-z]?(-[a-z]{2,3})?$", re.IGNORECASE)
"""A version, and for Creative Commons the country whose law it is ported to: CC-BY-3.0-NL."""


class LicenceClass(StrEnum):
    """What a licence asks, in the order of how much."""

    PUBLIC_DOMAIN = "public_domain"
    PERMISSIVE = "permissive"
    WEAK_COPYLEFT = "weak_copyleft"
    STRONG_COPYLEFT = "strong_copyleft"
    NETWORK_COPYLEFT = "network_copyleft"
    NOT_OPEN = "not_open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOfLicences:
    """One class, in words, with its licences."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: LicenceClass
    name_nl: str
    name_en: str
    meaning_nl: str
    meaning_en: str
    families: tuple[str, ...]
    licences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Licences:
    """The file `licences.toml`."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    classes: tuple[ClassOfLicences, ...]
    appendix: tuple[str, ...]
    also_into_eupl: tuple[str, ...]
    linking_exceptions: tuple[str, ...]
    closed_words: tuple[str, ...]
    long_names: Mapping[str, str]


class LicenceTable:
    """The file arranged for looking up, without regard to letter case."""

    __slots__ = (
        *("_appendix", "_by_family", "_by_licence", "_closed", "_into", "_linking"),
        *("by_class", "long_names"),
    )

    def __init__(self, data: Licences) -> None:
        """Arrange what was loaded."""
        self.long_names = data.long_names
        self.by_class = {one.id: one for one in data.classes}
        self._by_family = {name.casefold(): one.id for one in data.classes for name in one.families}
        self._by_licence = {name.casefold(): one.id for one in data.classes for name in one.licences}
        self._appendix = frozenset(map(str.casefold, data.appendix))
        self._into = frozenset(map(str.casefold, data.also_into_eupl))
        self._linking = frozenset(map(str.casefold, data.linking_exceptions))
        self._closed = frozenset(map(str.casefold, data.closed_words))

    def class_of(self, name: str) -> LicenceClass | None:
        """The class of one licence; None: it is in no class. A whole identifier goes before a family."""
        folded = name.strip().casefold()
        if folded.removeprefix("licenseref-").replace("-", " ") in self._closed:
            return LicenceClass.NOT_OPEN
        bare = without_later(folded)
        found = self._by_licence.get(folded) or self._by_licence.get(bare)
        return found or (self._by_family.get(family_of(bare)) if family_of(bare) != bare else None)

    def is_in_appendix(self, name: str) -> bool:
        """Whether the appendix of EUPL-1.2 names it."""
        return without_later(name.casefold().split("-with-", maxsplit=1)[0]) in self._appendix

    def is_into_eupl(self, name: str) -> bool:
        """Whether it is one of the licences that go into the EUPL besides those that OSI approved."""
        return name.casefold() in self._into

    def lets_link(self, exception: str) -> bool:
        """Whether an exception lets other software link to the work."""
        return exception.casefold() in self._linking


def without_later(name: str) -> str:
    """A licence without `-only`, `-or-later` or `+`: forges do not tell these apart."""
    return _LATER.sub("", name.strip())


def family_of(name: str) -> str:
    """A licence without its version, in small letters."""
    return _VERSION.sub("", without_later(name)).casefold()


@cache
def licence_table() -> LicenceTable:
    """The file as shipped; raises `CuratedError`."""
    return LicenceTable(parse_licences((files("reports") / "licences.toml").read_text(encoding="utf-8")))


def parse_licences(text: str) -> Licences:
    """Understand the text of the file; raises `CuratedError` with every mistake and its place."""
    return parse_data_file(text, "licences.toml", Licences)
