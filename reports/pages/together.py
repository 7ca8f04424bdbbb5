"""What goes together with an entry: its family, what it needs, what it works with, what may replace it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.addresses import short_address, web_address
from reports.pages.frame import Link, Outside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.model.reuse import FamilyRow, RelationRow
    from reports.model.software import ComponentRow
    from reports.pages.edition import Edition
    from reports.pages.frame import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherLine:
    """Other software, or a repository without an entry, and why it stands here."""

    software: Link | Outside
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherGroup:
    """Software that goes together with an entry in one way."""

    title: str
    about: str
    lines: tuple[TogetherLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureList:
    """What a variant or its original offers, as its publisher lists it."""

    software: Link
    features: tuple[Quote, ...]


def together(edition: Edition, component: ComponentRow) -> tuple[TogetherGroup, ...]:
    """All groups of an entry; groups without software are left out."""
    words, lookup, key = edition.words, edition.lookup, component.component_id
    of_it, to_it = lookup.relations_of.get(key, ()), lookup.related_to.get(key, ())
    works = {row.other_id: row for row in of_it if row.kind == "works_with"}
    named_there = [row for row in to_it if row.kind == "works_with" and row.component_id not in works]
    groups = (
        TogetherGroup(
            title=words.say("The same software in other places"),
            about=words.say("These descriptions belong to one family."),
            lines=tuple(_members(edition, component)),
        ),
        TogetherGroup(
            title=words.say("Needs"),
            about=words.say("The description names this as needed."),
            lines=tuple(_stated(edition, row) for row in of_it if row.kind == "depends_on"),
        ),
        TogetherGroup(
            title=words.say("Works with"),
            about=words.say("One names the other in its texts: used together, not one instead of the other."),
            lines=(
                *(_stated(edition, row) for row in works.values()),
                *(_named_there(edition, row) for row in named_there),
            ),
        ),
        TogetherGroup(
            title=words.say("Possibly an alternative"),
            about=words.say("The texts are alike and both are for the same. It may be wrong: compare them."),
            lines=tuple(_alternative(edition, row) for row in of_it if row.kind == "alternative"),
        ),
    )
    return tuple(group for group in groups if group.lines)


def variants(edition: Edition, component: ComponentRow) -> tuple[FeatureList, ...]:
    """The feature lists of an original and its variants, side by side; empty where there is no variant."""
    family = edition.lookup.family_of.get(component.component_id, ())
    if not any(row.tie == "variant" for row in family):
        return ()
    shown = [row for row in family if row.tie in {"head", "variant"} and row.component_id]
    lists = []
    for row in shown:
        one = edition.lookup.components[row.component_id or ""]
        texts = edition.texts_by_preference(one)
        features = next((text for text in texts if text.features), None)
        quotes = (
            tuple(edition.quote(each, features.language) for each in features.features) if features else ()
        )
        lists.append(FeatureList(software=edition.component_link(one), features=quotes))
    return tuple(lists)


def _members(edition: Edition, component: ComponentRow) -> Iterable[TogetherLine]:
    for row in edition.lookup.family_of.get(component.component_id, ()):
        if row.component_id == component.component_id:
            continue
        software: Link | Outside = Outside(
            label=short_address(row.repository_url), url=web_address(row.repository_url)
        )
        if row.component_id:
            software = edition.component_link(edition.lookup.components[row.component_id])
        yield TogetherLine(software=software, why=_tie(edition, row))


def _tie(edition: Edition, row: FamilyRow) -> str:
    words = edition.words
    ties = {
        "head": words.say("the first of the family"),
        "same_repository": words.say("described in the same repository"),
        "same_url": words.say("its url names the same repository"),
        "suite": words.say("part of the same suite: %(name)s", name=row.value or ""),
        "variant": words.say("a variant: isBasedOn names the original"),
        "technical_fork": words.say("a fork with an unchanged description"),
    }
    return ties.get(row.tie, row.tie)


def _other(edition: Edition, component_id: str) -> Link:
    return edition.component_link(edition.lookup.components[component_id])


def _stated(edition: Edition, row: RelationRow) -> TogetherLine:
    why = edition.words.say("%(key)s: “%(text)s”", key=row.key_path, text=row.value)
    return TogetherLine(software=_other(edition, row.other_id), why=why)


def _named_there(edition: Edition, row: RelationRow) -> TogetherLine:
    why = edition.words.say("%(key)s there: “%(text)s”", key=row.key_path, text=row.value)
    return TogetherLine(software=_other(edition, row.component_id), why=why)


def _alternative(edition: Edition, row: RelationRow) -> TogetherLine:
    words = edition.words
    why = words.say(
        "both are for: %(names)s; likeness of the texts %(score)s of 100",
        names=words.pick(row.purposes_nl or "", row.purposes_en or ""),
        score=words.number(round((row.score or 0) * 100)),
    )
    return TogetherLine(software=_other(edition, row.other_id), why=why)
