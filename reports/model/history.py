"""What changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of a change; `old` and `new` are text as a person reads it."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """View `change`: something that happened, and its cause."""

    happened_at: datetime
    run_id: int
    kind: str
    cause: str  # "world" | "source_added" | "source_removed" | "rules" | "first_look"
    repository_id: int
    component_id: str | None
    path: str | None
    organisation_id: str | None
    repository_url: str
    changes: tuple[FieldChange, ...]
