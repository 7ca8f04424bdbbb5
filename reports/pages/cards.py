"""An entry as an item of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.users import others

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.model.software import ComponentRow
    from reports.pages.edition import Edition
    from reports.pages.frame import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Name, short description and a line of facts; `why` is given where a list is about one category."""

    name: str
    href: str
    short: Quote | None
    facts: tuple[str, ...]
    why: tuple[str, ...] = ()


def card(edition: Edition, component: ComponentRow, why: tuple[str, ...] = ()) -> Card:
    """One entry."""
    return Card(
        name=component.name,
        href=component.page,
        short=edition.best_quote(component, lambda text: text.short_description),
        facts=card_facts(edition, component),
        why=why,
    )


def card_facts(edition: Edition, component: ComponentRow) -> tuple[str, ...]:
    """Who publishes it, its status and licence, its users, and whether it is archived.

    The search shows the same line.
    """
    words, status = edition.words, component.development_status
    users = others(edition, component)
    facts = (
        component.organisation or component.publisher_name or "",
        edition.labels.development_status.get(status, status) if status else "",
        edition.licence(component) or words.say("no licence stated"),
        words.say_n("%(n)s user known", "%(n)s users known", users) if users else "",
        words.say("archived") if component.is_archived else "",
        words.say("fork") if component.is_fork else "",
    )
    return tuple(fact for fact in facts if fact)


def by_name(components: Iterable[ComponentRow]) -> list[ComponentRow]:
    """In the order of the alphabet; entries of one name by their address."""
    return sorted(components, key=lambda row: (row.name.casefold(), row.component_id))
