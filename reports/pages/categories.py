"""The guideline's kinds and examples.

What each is, what the register holds for it, and what it cannot show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.addresses import web_address
from reports.pages.cards import by_name, card
from reports.pages.category_texts import explanations, kept_elsewhere
from reports.pages.edition import SOURCE_CODE
from reports.pages.frame import BarRow, Frame, Link, Outside
from reports.pages.guesses import Guess, guesses
from reports.pages.reasons import mistake, reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from reports.model.links import Category
    from reports.pages.cards import Card
    from reports.pages.edition import Edition

_STRENGTHS = ("strong", "medium", "weak")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A category with its number of entries."""

    link: Link
    definition: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoriesPage:
    """All kinds, with the examples of components under them."""

    frame: Frame
    guideline: Outside
    kinds: tuple[Tile, ...]
    examples: tuple[Tile, ...]
    bars: tuple[BarRow, ...]
    too_little_text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Entries that fit a category equally well."""

    title: str
    explanation: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryPage:
    """One category. `empty` and `kept_elsewhere` stand where there is nothing, or little, to show."""

    frame: Frame
    name: str
    definition: str
    guideline: Outside
    related: Outside | None
    parent: Link | None
    examples: tuple[Tile, ...]
    summary: str
    whole_list: Link | None
    shelves: tuple[Shelf, ...]
    possible: tuple[Guess, ...]
    kept_elsewhere: str | None
    too_little_text: str | None
    mistake: Outside | None


def tiles(edition: Edition, *, parent_id: str | None) -> tuple[Tile, ...]:
    """The kinds (no parent), or the examples of one kind, by the guideline's order."""
    return tuple(
        Tile(
            link=edition.category_link(row),
            definition=in_short(edition.words.pick(row.definition_nl, row.definition_en)),
            count=edition.words.number(row.software),
        )
        for row in edition.lookup.snapshot.categories
        if row.parent_id == parent_id
    )


def in_short(definition: str) -> str:
    """The first clause of a definition, for a tile: up to its first colon or full stop."""
    return re.split(r"[.:](?:\s|$)", definition, maxsplit=1)[0] + "."


def categories_page(edition: Edition) -> CategoriesPage:
    """The overview of all categories."""
    words, categories = edition.words, edition.lookup.snapshot.categories
    most = max((row.software for row in categories), default=0)
    return CategoriesPage(
        frame=Frame(
            path="categorieen/index.html",
            section="categories",
            title=words.say("Reuse categories"),
            description=words.say("What governments can share and reuse, according to the guideline."),
            crumbs=edition.crumbs(),
            facts_on=_newest(edition, None),
        ),
        guideline=_guideline(edition),
        kinds=tiles(edition, parent_id=None),
        examples=tiles(edition, parent_id="components"),
        bars=tuple(
            BarRow(
                label=edition.category_link(row),
                number=words.number(row.software),
                width=f"{100 * row.software / most:.1f}" if most else "0",
            )
            for row in categories
        ),
        too_little_text=_too_little_text(edition),
    )


def category_pages(edition: Edition) -> Iterable[CategoryPage]:
    """One page a category."""
    return (_category(edition, row) for row in edition.lookup.snapshot.categories)


def _category(edition: Edition, category: Category) -> CategoryPage:
    words, name = edition.words, edition.category_name(category)
    is_whole = category.category_id == SOURCE_CODE
    parent = edition.lookup.categories.get(category.parent_id or "")
    whole = Link(label=words.say("See the whole list of software"), href="software/index.html")
    return CategoryPage(
        frame=_frame(edition, category, name),
        name=name,
        definition=words.pick(category.definition_nl, category.definition_en),
        guideline=_guideline(edition),
        related=_related(category),
        parent=edition.category_link(parent) if parent else None,
        examples=tiles(edition, parent_id=category.category_id),
        summary=_summary(edition, category),
        whole_list=whole if is_whole else None,
        shelves=() if is_whole else _shelves(edition, category),
        possible=guesses(edition, category.category_id),
        kept_elsewhere=kept_elsewhere(edition).get(category.category_id),
        too_little_text=_too_little_text(edition),
        mistake=mistake(edition),
    )


def _frame(edition: Edition, category: Category, name: str) -> Frame:
    words = edition.words
    return Frame(
        path=f"categorieen/{category.slug}.html",
        section="categories",
        title=name,
        description=words.pick(category.definition_nl, category.definition_en),
        crumbs=edition.crumbs("categorieen"),
        facts_on=_newest(edition, category.category_id),
    )


def _newest(edition: Edition, category_id: str | None) -> date | None:
    links = (
        edition.lookup.snapshot.reuse_links
        if category_id is None
        else edition.lookup.links_to.get(category_id, ())
    )
    return max(link.since for link in links).date() if links else None


def _guideline(edition: Edition) -> Outside:
    about, words = edition.about, edition.words
    label = words.say(
        "%(document)s, text of %(date)s",
        document=about.guideline_document,
        date=words.date(about.guideline_on),
    )
    return Outside(label=label, url=web_address(about.guideline_url))


def _related(category: Category) -> Outside | None:
    if not category.related_guideline:
        return None
    return Outside(label=category.related_guideline, url=web_address(category.related_url))


def _summary(edition: Edition, category: Category) -> str:
    if category.software == 0:
        return edition.words.say("No software in the register fits this category today.")
    return edition.words.say_n(
        "%(n)s entry in the register fits this category.",
        "%(n)s entries in the register fit this category.",
        category.software,
    )


def _shelves(edition: Edition, category: Category) -> tuple[Shelf, ...]:
    """Entries by how well they fit, each shelf by name; the reasons stand with each entry."""
    links = {link.component_id: link for link in edition.lookup.links_to.get(category.category_id, ())}
    components = by_name(edition.lookup.components[component_id] for component_id in links)
    found = []
    for strength in _STRENGTHS:
        cards = tuple(
            card(edition, component, reason(edition, links[component.component_id]).sentences)
            for component in components
            if links[component.component_id].strength == strength
        )
        if cards:
            title = edition.labels.strength[strength]
            found.append(Shelf(title=title, explanation=explanations(edition)[strength], cards=cards))
    return tuple(found)


def _too_little_text(edition: Edition) -> str | None:
    few = sum(component.too_little_text for component in edition.lookup.snapshot.components)
    if not few:
        return None
    return edition.words.say_n(
        "For %(n)s entry the description holds too little text to place it in a category.",
        "For %(n)s entries the description holds too little text to place them in a category.",
        few,
    )
