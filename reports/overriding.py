"""What a curator decided about single links: it wins over the rules and is shown as evidence."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reports.classification import Link, in_order, with_answered, with_parents
from reports.guideline.curation import Action
from reports.guideline.model import Strength
from reports.model.links import Evidence

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from datetime import date

    from reports.classification import Classification
    from reports.guideline.curation import Curation, Override

OVERRIDE: Final = "override"
"""The rule id of evidence that is a person's decision."""


def overridden(
    found: Iterable[Classification], urls: Mapping[int, str], curation: Curation, today: date
) -> tuple[Classification, ...]:
    """The classifications after the overrides that hold today; `urls` are the addresses by repository."""
    holding: dict[tuple[str, str], list[Override]] = {}
    for override in curation.overrides:
        if override.until is None or today <= override.until:
            key = (place_of(override.repository_url), override.path)
            holding.setdefault(key, []).append(override)
    return tuple(
        _changed(
            one,
            holding.get((place_of(urls.get(one.subject.repository_id, "")), one.subject.path), ()),
            curation,
        )
        for one in found
    )


def _changed(one: Classification, overrides: Iterable[Override], curation: Curation) -> Classification:
    decided = tuple(overrides)
    if not decided:
        return one
    kinds = {kind.id for kind in curation.guideline.kinds}
    about_kinds = tuple(override for override in decided if override.category in kinds)
    about_needs = tuple(override for override in decided if override.category not in kinds)
    links = with_parents(_applied(one.links, about_kinds), curation.guideline)
    for override in about_kinds:
        if override.action is Action.REMOVE:  # also where a child would bring a removed parent back
            links.pop(override.category, None)
    answering = {need.id for need in curation.needs.needs if need.category is not None}
    ruled = [need for need in one.needs if need.category_id not in answering]
    needs = with_answered(_applied(ruled, about_needs), links, curation)
    return replace(
        one,
        links=in_order(links, (kind.id for kind in curation.guideline.kinds)),
        needs=in_order(needs, (need.id for need in curation.needs.needs)),
    )


def _applied(before: Iterable[Link], overrides: Iterable[Override]) -> dict[str, Link]:
    links = {link.category_id: link for link in before}
    for override in overrides:
        match override.action:
            case Action.REMOVE:
                links.pop(override.category, None)
            case Action.ADD | Action.CONFIRM:
                links[override.category] = _decided(override, links.get(override.category))
    return links


def _decided(override: Override, link: Link | None) -> Link:
    evidence = Evidence(
        rule_id=OVERRIDE,
        strength=Strength.STRONG.value,
        key_path="overrides.toml",
        value=override.why,
        matched=f"{override.who}, {override.decided_on}",
    )
    return Link(
        category_id=override.category,
        evidence=(evidence, *(link.evidence if link else ())),
        strength=Strength.STRONG,
    )


class OverrideState(StrEnum):
    """What became of a decision tonight."""

    HOLDS = "holds"
    EXPIRED = "expired"
    NO_SOFTWARE = "no_software"  # the register knows no software at this address


def state_of(override: Override, known: Container[tuple[str, str]], today: date) -> OverrideState:
    """What becomes of a decision; `known` are the places of software: address as by `place_of`, and path."""
    if override.until is not None and today > override.until:
        return OverrideState.EXPIRED
    place = (place_of(override.repository_url), override.path)
    return OverrideState.HOLDS if place in known else OverrideState.NO_SOFTWARE


def place_of(url: str) -> str:
    """An address as overrides are compared by."""
    return url.rstrip("/").lower()
