"""The guideline, statement by statement: what the register shows for it today, and what it cannot show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.pages.addresses import web_address
from reports.pages.categories import in_short
from reports.pages.category_texts import kept_elsewhere
from reports.pages.frame import Frame, Link, Outside

if TYPE_CHECKING:
    from reports.model.links import Category, StatementRow
    from reports.pages.edition import Edition


_SHOWN_AT: Final = {
    "findable": "software/index.html",
    "documented": "beschrijvingen/index.html",
    "reuse": "gaten-en-overlap.html",
    "successes": "gaten-en-overlap.html",
    "stakeholders": "organisaties/index.html",
    "culture": "organisaties/index.html",
    "not-invented-here": "wie-heeft-wat.html",
    "boundaries": "wie-heeft-wat.html",
}
"""By statement: the page where one sees what is behind its figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A statement: its name, the figure with what it counts, the question behind it, what cannot be shown."""

    name: Link | str
    figure: str
    shows: str
    cannot: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the guideline."""

    title: str
    statements: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelinePage:
    """The whole guideline."""

    frame: Frame
    guideline: Outside
    parts: tuple[Part, ...]
    outside: str


def guideline_page(edition: Edition) -> GuidelinePage:
    """Every kind, example, measure and challenge with its figure."""
    words, about, snapshot = edition.words, edition.about, edition.lookup.snapshot
    statements = {
        part: tuple(_statement(edition, row) for row in snapshot.statements if row.part == part)
        for part in ("measure", "challenge")
    }
    kinds, examples = (
        tuple(_kind(edition, row) for row in snapshot.categories if (row.parent_id is None) is top)
        for top in (True, False)
    )
    return GuidelinePage(
        frame=Frame(
            path="richtlijn.html",
            section="categories",
            title=words.say("The guideline, line by line"),
            description=words.say("What the register shows for each statement of the guideline today."),
            crumbs=edition.crumbs(),
        ),
        guideline=Outside(label=about.guideline_document, url=web_address(about.guideline_url)),
        parts=(
            Part(title=words.say("What can be shared and reused"), statements=kinds),
            Part(title=words.say("Examples of reusable components"), statements=examples),
            Part(title=words.say("Promoting cooperation"), statements=statements["measure"]),
            Part(title=words.say("Challenges"), statements=statements["challenge"]),
        ),
        outside=_outside(edition),
    )


def _kind(edition: Edition, row: Category) -> Shown:
    words = edition.words
    elsewhere = kept_elsewhere(edition).get(row.category_id)
    return Shown(
        name=edition.category_link(row),
        figure=words.number(row.software),
        shows=in_short(words.pick(row.definition_nl, row.definition_en)),
        cannot=elsewhere or words.say("What has no publiccode.yml, or one that does not say what it is."),
        query=f"SELECT software FROM category WHERE category_id = '{row.category_id}'",  # noqa: S608 -- shown, not run
    )


def _statement(edition: Edition, row: StatementRow) -> Shown:
    words = edition.words
    name = words.pick(row.name_nl, row.name_en)
    return Shown(
        name=Link(label=name, href=_SHOWN_AT[row.statement_id]) if row.statement_id in _SHOWN_AT else name,
        figure=words.number(row.figure),
        shows=words.pick(row.shows_nl, row.shows_en),
        cannot=words.pick(row.cannot_nl, row.cannot_en),
        query=row.query,
    )


def _outside(edition: Edition) -> str:
    possible = len({row.repository_id for row in edition.lookup.snapshot.possible_links})
    return edition.words.say_n(
        "Besides, %(n)s repository without a description may belong to one of the kinds. It is in no figure.",
        "Besides, %(n)s repositories without a description may belong to one of the kinds. "
        "They are in no figure.",
        possible,
    )
