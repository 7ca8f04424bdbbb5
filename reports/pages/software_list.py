"""The list of all software: pages of fifty for readers without scripts, and the catalogue of the search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.cards import by_name, card, card_facts
from reports.pages.facets import facets
from reports.pages.frame import Frame
from reports.pages.users import others

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from reports.model.software import ComponentRow
    from reports.pages.cards import Card
    from reports.pages.edition import Edition
    from reports.pages.facets import Facet

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """One step of the row of page numbers; `is_gap` stands before numbers that are left out."""

    number: int
    href: str
    is_current: bool
    is_gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftwareListPage:
    """One page of the list; the first one carries the search form."""

    frame: Frame
    facets: tuple[Facet, ...]
    summary: str
    cards: tuple[Card, ...]
    previous: str | None
    following: str | None
    numbers: tuple[PageLink, ...]


def software_list_pages(edition: Edition) -> tuple[SoftwareListPage, ...]:
    """All pages of the list, by name; there is a first page even when there is no software."""
    components = by_name(edition.lookup.snapshot.components)
    pages = max(1, -(-len(components) // PAGE_SIZE))
    found = facets(edition, components)
    return tuple(
        _page(edition, components, number, pages, found if number == 1 else ())
        for number in range(1, pages + 1)
    )


def _page(
    edition: Edition, components: list[ComponentRow], number: int, pages: int, found: tuple[Facet, ...]
) -> SoftwareListPage:
    shown = components[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return SoftwareListPage(
        frame=_frame(edition, number, _newest(components)),
        facets=found,
        summary=_summary(edition, len(components), number, pages),
        cards=tuple(card(edition, component) for component in shown),
        previous=_file(number - 1) if number > 1 else None,
        following=_file(number + 1) if number < pages else None,
        numbers=_numbers(number, pages),
    )


def _frame(edition: Edition, number: int, facts_on: date | None) -> Frame:
    words = edition.words
    title = words.say("Software")
    return Frame(
        path=f"software/{_file(number)}",
        section="software",
        title=title if number == 1 else words.say("Software, page %(number)s", number=number),
        description=words.say("All software in the register, to search and to narrow down."),
        crumbs=edition.crumbs(),
        facts_on=facts_on,
        searches=number == 1,
    )


def _newest(components: list[ComponentRow]) -> date | None:
    return max(component.unchanged_since for component in components).date() if components else None


def _summary(edition: Edition, total: int, number: int, pages: int) -> str:
    words = edition.words
    found = words.say_n("%(n)s entry", "%(n)s entries", total)
    if pages == 1:
        return words.say("%(found)s, by name", found=found)
    return words.say(
        "%(found)s, by name: page %(number)s of %(pages)s",
        found=found,
        number=number,
        pages=words.number(pages),
    )


def _file(number: int) -> str:
    return "index.html" if number == 1 else f"pagina-{number}.html"


def _numbers(current: int, pages: int) -> tuple[PageLink, ...]:
    """First, last and the neighbours of the current page."""
    if pages == 1:
        return ()
    shown = [number for number in range(1, pages + 1) if number in {1, pages} or abs(number - current) <= 1]
    before = [0, *shown]
    return tuple(
        PageLink(number=number, href=_file(number), is_current=number == current, is_gap=number - last > 1)
        for last, number in zip(before, shown, strict=False)
    )


def catalogue(edition: Edition) -> Mapping[str, object]:
    """What the search reads: texts, facets and one row an entry, in the order of the list.

    A row: [page, name, short description, its language or "", words to find it by, line of facts, users,
    newest activity (ISO date or ""), indexes per facet].
    """
    components = by_name(edition.lookup.snapshot.components)
    found = facets(edition, components)
    return {
        "language": edition.language,
        "texts": _texts(edition),
        "facets": [
            [facet.key, [[option.value, option.label] for option in facet.options]] for facet in found
        ],
        "rows": [
            [*_row(edition, component), [list(facet.members[place]) for facet in found]]
            for place, component in enumerate(components)
        ],
    }


def _row(edition: Edition, component: ComponentRow) -> list[object]:
    short = edition.best_quote(component, lambda text: text.short_description)
    active = component.head_committed_at or component.pushed_at
    return [
        component.page,
        component.name,
        short.text if short else "",
        (short.language or "") if short else "",
        _findable(edition, component),
        list(card_facts(edition, component)),
        others(edition, component),
        active.date().isoformat() if active else "",
    ]


def _findable(edition: Edition, component: ComponentRow) -> str:
    """Words beside name and short description: other names, features, categories, repository."""
    texts = edition.texts_by_preference(component)
    lookup = edition.lookup
    repository = lookup.repositories.get(component.repository_id)
    parts = [text.localised_name or "" for text in texts]
    parts += [text.generic_name or "" for text in texts]
    parts += [feature for text in texts[:1] for feature in text.features]
    parts += [
        edition.category_name(lookup.categories[link.category_id])
        for link in lookup.links_of.get(component.component_id, ())
    ]
    if repository:
        parts += [repository.name, *repository.topics]
    return " ".join(dict.fromkeys(part for part in parts if part))


def _texts(edition: Edition) -> Mapping[str, str]:
    """Sentences of the search, with `#` where a number comes."""
    words = edition.words
    return {
        "one": words.say("# entry found"),
        "many": words.say("# entries found"),
        "none": words.say("Nothing found. Try another word, or fewer filters."),
        "first": words.say("the first # are shown"),
        "more": words.say("Show more"),
        "only": words.say("only in #"),
        "unstated": words.say("language not stated"),
    }
