"""Gaps, overlap and reach: counts over the whole register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """View `gap`: what there is for a category or a need, by maturity."""

    kind: str  # "category" | "need"
    purpose_id: str
    position: int
    name_nl: str
    name_en: str
    software: int
    stable: int
    beta: int
    in_development: int
    obsolete: int
    status_not_stated: int
    maintained: int
    maintained_families: int
    organisations: int
    state: str  # "nothing_found" | "none_maintained" | "maintained" | "many_times_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapOfLevelRow:
    """View `gap_of_level`: the same by level of government and maturity; only what there is."""

    kind: str
    purpose_id: str
    level: str  # of government, or "not_known"
    maturity: str
    software: int
    maintained: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapOfOrganisationRow:
    """View `gap_of_organisation`: the same by organisation and maturity; only what there is."""

    kind: str
    purpose_id: str
    organisation_id: str  # or "not_known"
    organisation: str | None
    software: int
    stable: int
    beta: int
    in_development: int
    obsolete: int
    status_not_stated: int
    maintained: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnclassifiedRow:
    """View `unclassified`: software in no category besides source code, or with too little text to tell."""

    component_id: str
    kind: str  # "neither" | "only_a_need" | "too_little_text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachRow:
    """View `reach`: how many government organisations of a level publish or use software."""

    level: str
    organisations: int
    publish: int
    use: int
    publish_or_use: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MostReusedRow:
    """View `most_reused`: by how many others software is used."""

    component_id: str
    users: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRow:
    """View `watch`: software to keep an eye on."""

    kind: str  # "newcomer" | "lost_maintainer" | "contract_ends"
    component_id: str
    on_date: date | None
    detail: str | None
