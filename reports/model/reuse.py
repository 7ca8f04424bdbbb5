"""Who uses software, has a part in it, and what it goes together with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedByRow:
    """View `used_by`: a user, and the organisation of the list that it is, where the name means one alone."""

    component_id: str
    n: int
    name: str
    basis: str  # "publisher" | "curator" | "fork"
    verdict: str  # "resolved" | "ambiguous" | "unknown" | "residue"
    organisation_id: str | None
    organisation: str | None
    candidates: tuple[str, ...]
    is_own: bool
    stated_on: date | None
    source_url: str | None  # None: the file itself

    @property
    def counts(self) -> bool:
        """Whether it is a use by others that we know of: no copied list, no fork, not the publisher."""
        return self.verdict != "residue" and self.basis != "fork" and not self.is_own


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRow:
    """View `family`: a file of a family; `component_id` is None for what is no entry (a technical fork)."""

    head_id: str
    component_id: str | None
    tie: str  # "head" | "same_repository" | "same_url" | "suite" | "variant" | "technical_fork"
    repository_url: str
    path: str
    organisation_id: str | None
    organisation: str | None
    key_path: str | None
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """View `relation`: how software goes together with other software, and the evidence."""

    component_id: str
    other_id: str
    kind: str  # "depends_on" | "works_with" | "alternative"
    score: float | None
    key_path: str
    value: str
    purposes_nl: str | None  # of an alternative: what both are for
    purposes_en: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """View `role`: what an organisation is to software, says its file; `until` of a supplier's contract."""

    component_id: str
    n: int
    role: str  # "publisher" | "owner" | "maintainer" | "supplier" | "funder"
    name: str
    organisation_id: str | None
    organisation: str | None
    key_path: str
    until: date | None
