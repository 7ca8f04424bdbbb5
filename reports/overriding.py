"""What a curator decided about single links: it wins over the rules and is shown as evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reports.classification import Link, with_parents
from reports.guideline.model import Action, Strength
from reports.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from reports.classification import Classification
    from reports.guideline.model import Curation, Override

OVERRIDE: Final = "override"
"""The rule id of evidence that is a person's decision."""


def overridden(
    found: Iterable[Classification], urls: Mapping[int, str], curation: Curation, today: date
) -> tuple[Classification, ...]:
    """The classifications after the overrides that hold today; `urls` are the addresses by repository."""
    holding: dict[tuple[str, str], list[Override]] = {}
    for override in curation.overrides:
        if override.until is None or today <= override.until:
            key = (override.repository_url.rstrip("/").lower(), override.path)
            holding.setdefault(key, []).append(override)
    return tuple(
        _changed(
            one,
            holding.get((urls.get(one.subject.repository_id, "").lower(), one.subject.path), ()),
            curation,
        )
        for one in found
    )


def _changed(one: Classification, overrides: Iterable[Override], curation: Curation) -> Classification:
    links = {link.category_id: link for link in one.links}
    decided = tuple(overrides)
    if not decided:
        return one
    for override in decided:
        match override.action:
            case Action.REMOVE:
                links.pop(override.category, None)
            case Action.ADD | Action.CONFIRM:
                links[override.category] = _decided(override, links.get(override.category))
    links = with_parents(links, curation.guideline)
    for override in decided:
        if override.action is Action.REMOVE:  # also where a child would bring a removed parent back
            links.pop(override.category, None)
    ordered = tuple(links[kind.id] for kind in curation.guideline.kinds if kind.id in links)
    return replace(one, links=ordered)


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
