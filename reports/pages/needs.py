"""The curator's list of needs: what software is for, apart from the guideline's categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.addresses import web_address
from reports.pages.cards import by_name, card
from reports.pages.categories import Tile
from reports.pages.frame import Frame, Outside
from reports.pages.reasons import mistake, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.model.links import Need
    from reports.pages.cards import Card
    from reports.pages.edition import Edition
    from reports.pages.frame import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsPage:
    """All needs, and those that no software here answers."""

    frame: Frame
    needs: tuple[Tile, ...]
    unmet: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPage:
    """One need with the software that answers it."""

    frame: Frame
    name: str
    definition: str
    gemma: Outside | None
    category: Link | None
    summary: str
    cards: tuple[Card, ...]
    mistake: Outside | None


def needs_page(edition: Edition) -> NeedsPage:
    """The overview of the needs."""
    words, needs = edition.words, edition.lookup.snapshot.needs
    return NeedsPage(
        frame=Frame(
            path="behoeften/index.html",
            section="categories",
            title=words.say("What software is for"),
            description=words.say("What software is for: a list of this register, beside the guideline."),
            crumbs=edition.crumbs(),
        ),
        needs=tuple(need_tile(edition, need) for need in needs),
        unmet=tuple(edition.need_link(need) for need in needs if need.software == 0),
    )


def need_tile(edition: Edition, need: Need) -> Tile:
    """A need with how many entries answer it."""
    words = edition.words
    return Tile(
        link=edition.need_link(need),
        definition=words.pick(need.definition_nl, need.definition_en),
        count=words.number(need.software),
    )


def need_pages(edition: Edition) -> Iterable[NeedPage]:
    """One page a need."""
    return (_need(edition, need) for need in edition.lookup.snapshot.needs)


def _need(edition: Edition, need: Need) -> NeedPage:
    words, lookup = edition.words, edition.lookup
    links = {link.component_id: link for link in lookup.needs_to.get(need.need_id, ())}
    category = lookup.categories.get(need.category_id or "")
    name, definition = edition.need_link(need).label, words.pick(need.definition_nl, need.definition_en)
    gemma = need.gemma_name
    return NeedPage(
        frame=Frame(
            path=f"behoeften/{need.slug}.html",
            section="categories",
            title=name,
            description=definition,
            crumbs=edition.crumbs("behoeften"),
        ),
        name=name,
        definition=definition,
        gemma=Outside(label=gemma, url=web_address(need.gemma_url)) if gemma else None,
        category=edition.category_link(category) if category else None,
        summary=_summary(edition, len(links)),
        cards=tuple(
            card(edition, component, sentences(edition, links[component.component_id].evidence))
            for component in by_name(lookup.components[key] for key in links)
        ),
        mistake=mistake(edition),
    )


def _summary(edition: Edition, number: int) -> str:
    if number == 0:
        return edition.words.say(
            "No description in the register says that it answers this need. That does not mean that there "
            "is no such software."
        )
    return edition.words.say_n(
        "%(n)s entry in the register answers this need.",
        "%(n)s entries in the register answer this need.",
        number,
    )
