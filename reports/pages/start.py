"""How to start with an entry: where it is explained and what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.pages.addresses import short_address, web_address
from reports.pages.frame import Fact, Outside

if TYPE_CHECKING:
    from reports.model.software import ComponentRow, DependencyRow
    from reports.pages.edition import Edition


def start(edition: Edition, component: ComponentRow) -> tuple[Fact, ...]:
    """Documentation, platforms and needs, as far as they are stated."""
    words = edition.words
    documentation = edition.best(component, lambda text: text.documentation_url)
    api = edition.best(component, lambda text: text.api_documentation_url)
    needs = edition.lookup.dependencies_of.get(component.component_id, ())
    facts = (
        Fact(term=words.say("Documentation"), values=_address(documentation)),
        Fact(term=words.say("API documentation"), values=_address(api)),
        Fact(term=words.say("Runs on"), values=component.platforms),
        Fact(term=words.say("Needs"), values=tuple(_dependency(edition, need) for need in needs)),
    )
    return tuple(fact for fact in facts if fact.values)


def _address(found: tuple[str, str] | None) -> tuple[Outside, ...]:
    return (Outside(label=short_address(found[0]), url=web_address(found[0])),) if found else ()


def _dependency(edition: Edition, row: DependencyRow) -> str:
    words, notes = edition.words, []
    if row.version:
        notes.append(words.say("version %(version)s", version=row.version))
    if row.version_min:
        notes.append(words.say("from version %(version)s", version=row.version_min))
    if row.version_max:
        notes.append(words.say("up to version %(version)s", version=row.version_max))
    if row.kind == "proprietary":
        notes.append(words.say("not open source"))
    if row.kind == "hardware":
        notes.append(words.say("a device"))
    if row.optional:
        notes.append(words.say("optional"))
    return f"{row.name} ({', '.join(notes)})" if notes else row.name
