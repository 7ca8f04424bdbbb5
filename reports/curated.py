"""`used_by.toml`, loaded into values: users that people noted, and writings of names; mistakes are named."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 -- pydantic reads the type
from importlib.resources import files
from typing import TYPE_CHECKING, ClassVar

from reports.data_files import FORBID, parse_data_file
from reports.names import plain

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedUser:
    """A user that a person noted, from a public source of that date."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    repository_url: str
    user: str
    source_url: str
    stated_on: date
    who: str
    path: str = "publiccode.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Names that mean the same place."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A bare name that several organisations bear."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Writings:
    """How bare names are written, all in their plain form (`reports.names.plain`)."""

    first: Mapping[str, str] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()

    def canonical(self, bare: str) -> str:
        """The one writing that stands for all writings of a name."""
        return self.first.get(bare, bare)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """The file `used_by.toml`."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    users: tuple[CuratedUser, ...] = ()
    writings: tuple[Writing, ...] = ()
    shared: tuple[Shared, ...] = ()

    def all_writings(self) -> Writings:
        """The writings, arranged for looking up."""
        plain_names = [[plain(name) for name in one.names] for one in self.writings]
        return Writings(
            first={name: names[0] for names in plain_names for name in names},
            shared=frozenset(plain(one.name) for one in self.shared),
        )


def load_curated() -> Curated:
    """The file as shipped; raises `CuratedError`."""
    return parse_curated((files("reports") / "used_by.toml").read_text(encoding="utf-8"))


def parse_curated(text: str) -> Curated:
    """Understand the text of the file; raises `CuratedError` with every mistake and its place."""
    return parse_data_file(text, "used_by.toml", Curated)
