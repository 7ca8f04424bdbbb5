"""What no rule places in a category of the guideline, and, apart from it, what says too little to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.pages.addresses import short_address
from reports.pages.bounded import Line, bounded
from reports.pages.cards import by_name
from reports.pages.frame import Figure, Frame

if TYPE_CHECKING:
    from reports.pages.bounded import BoundedList
    from reports.pages.edition import Edition

UNCLASSIFIED_PATH: Final = "niet-ingedeeld.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnclassifiedPage:
    """The whole page: all software, in four figures that add up to it, and the lists behind three of them."""

    frame: Frame
    figures: tuple[Figure, ...]
    lists: tuple[BoundedList, ...]


def unclassified_page(edition: Edition) -> UnclassifiedPage:
    """The page in the reader's language."""
    words, snapshot = edition.words, edition.lookup.snapshot
    lists = _lists(edition)
    linked = len(snapshot.components) - len(snapshot.unclassified)
    return UnclassifiedPage(
        frame=Frame(
            path=UNCLASSIFIED_PATH,
            section="categories",
            title=words.say("Not in a category"),
            description=words.say(
                "Software that no rule places in a category of the guideline, "
                "and descriptions with too little text."
            ),
            crumbs=edition.crumbs("categorieen"),
        ),
        figures=(
            Figure(
                number=words.number(len(snapshot.components)),
                label=words.say("Software in all"),
            ),
            Figure(number=words.number(linked), label=words.say("In a category")),
            *(Figure(number=one.number, label=one.title) for one in lists),
        ),
        lists=lists,
    )


def _lists(edition: Edition) -> tuple[BoundedList, ...]:
    words = edition.words
    return (
        _list(
            edition,
            "neither",
            words.say("Neither a category nor a need"),
            words.say(
                "There is text enough, but no rule recognises what the software is for. For the curator: "
                "is a word missing in the rules, or is it something that nobody else needs?"
            ),
        ),
        _list(
            edition,
            "only_a_need",
            words.say("A need, but no category"),
            words.say(
                "What it is for is known, and is in the list of needs of this register. "
                "The guideline has no category for it."
            ),
        ),
        _list(
            edition,
            "too_little_text",
            words.say("Too little text to tell"),
            words.say(
                "The description adds next to nothing to the name, or still holds the text of a template. "
                "That is for the publisher to mend: a short description helps people to find it."
            ),
        ),
    )


def _list(edition: Edition, kind: str, title: str, about: str) -> BoundedList:
    components = edition.lookup.components
    rows = (row for row in edition.lookup.snapshot.unclassified if row.kind == kind)
    return bounded(
        edition,
        anchor=kind.replace("_", "-"),
        title=title,
        about=about,
        rows=by_name(components[row.component_id] for row in rows),
        line=lambda component: Line(
            software=edition.component_link(component),
            note=short_address(component.repository_url),
            quote=edition.best_quote(component, lambda text: text.short_description),
        ),
        query=f"FROM unclassified WHERE kind = '{kind}'",
    )
