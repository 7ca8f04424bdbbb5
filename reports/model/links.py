"""What is linked to the guideline and to needs, with its evidence, and what stands beside links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """View `category`: a kind of the guideline, or (with a parent) one of its six examples of components."""

    category_id: str
    parent_id: str | None
    position: int
    slug: str
    name_nl: str
    name_en: str
    definition_nl: str
    definition_en: str
    related_guideline: str | None
    related_url: str | None
    software: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why a link was made: which rule found which text at which key. `value` is the text there, shortened."""

    rule_id: str
    strength: str  # "strong" | "medium" | "weak"
    key_path: str
    value: str
    matched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseLink:
    """View `reuse_link`: one software with one category, with its evidence (strongest first)."""

    component_id: str
    repository_id: int
    path: str
    category_id: str
    category_nl: str
    category_en: str
    strength: str  # of its strongest evidence
    rule_id: str  # of its strongest evidence
    evidence: tuple[Evidence, ...]
    since: datetime
    guideline_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """View `need`: a need of the curator's list, which is not the guideline's."""

    need_id: str
    position: int
    slug: str
    name_nl: str
    name_en: str
    definition_nl: str
    definition_en: str
    gemma_name: str | None
    gemma_url: str | None
    category_id: str | None
    software: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLink:
    """View `need_link`: one software that answers one need, with its evidence (strongest first)."""

    component_id: str
    need_id: str
    strength: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """View `fact`: for whom software was published ("for_whom"), and how one reuses it ("how")."""

    component_id: str
    question: str
    answer_id: str
    answer_nl: str
    answer_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleLink:
    """View `possible_link`: a repository without a description that may belong to a category."""

    repository_id: int
    organisation_id: str | None
    organisation: str | None
    repository_url: str
    name: str
    description: str | None
    category_id: str
    strength: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """View `statement`: a measure or challenge of the guideline, and the figure that the register shows."""

    statement_id: str
    position: int
    part: str  # "measure" | "challenge"
    name_nl: str
    name_en: str
    shows_nl: str
    shows_en: str
    cannot_nl: str
    cannot_en: str
    figure: int
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRow:
    """View `conflict`: what does not go together, for a curator to look at."""

    component_id: str
    n: int
    kind: str
    category_id: str | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidueRow:
    """View `residue`: what a file states that many files of its account state identically."""

    component_id: str
    position: int
    key_path: str
    value: tuple[str, ...]
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideRow:
    """View `override`: a decision of a person about one link."""

    n: int
    component_id: str | None
    repository_url: str
    category_id: str
    action: str  # "add" | "confirm" | "remove"
    who: str
    why: str
    decided_on: date
    until: date | None
    state: str  # "holds" | "expired" | "no_software"
