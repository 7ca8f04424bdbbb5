"""What curators decided about single links, and everything that decides about links together.

No future import of annotations here: `loading` checks TOML against these types when running.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from reports.data_files import FORBID
from reports.guideline.besides import Facts, Needs, Possible, Statement
from reports.guideline.model import Guideline, Rules


class Action(StrEnum):
    """What an override does to a link."""

    ADD = "add"
    CONFIRM = "confirm"  # keeps a link whatever the rules say later
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A decision of a person about one link; it wins over every rule, up to and including `until`."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    action: Action
    repository_url: str
    category: str
    who: str
    why: str
    decided_on: date
    path: str = "publiccode.yml"
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """The file `overrides.toml`."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """Everything that decides about links, loaded and consistent."""

    guideline: Guideline
    rules: Rules
    overrides: tuple[Override, ...] = ()
    needs: Needs = field(default_factory=Needs)
    facts: Facts = field(default_factory=Facts)
    possible: Possible = field(default_factory=Possible)
    statements: tuple[Statement, ...] = ()
