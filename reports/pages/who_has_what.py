"""Who has what: for each category and need the organisations that publish software for it, by maturity."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.pages.edition import SOURCE_CODE
from reports.pages.frame import Frame
from reports.pages.gaps import CountRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.model.figures import GapOfOrganisationRow
    from reports.pages.edition import Edition
    from reports.pages.frame import Link

WHO_HAS_WHAT_PATH: Final = "wie-heeft-wat.html"
SHOWN: Final = 10
"""So many organisations of one category or need are on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One category or need with the organisations that have most for it; `more` tells of the others.

    Counts of an organisation: software, maintained, and by maturity.
    """

    purpose: Link
    summary: str
    holders: tuple[CountRow, ...]
    more: str | None
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoHasWhatPage:
    """The whole page: categories of the guideline, then needs of the curator's list; only what there is."""

    frame: Frame
    heads: tuple[str, ...]
    categories: tuple[Held, ...]
    needs: tuple[Held, ...]


def who_has_what_page(edition: Edition) -> WhoHasWhatPage:
    """The page in the reader's language. Source code is left out: nearly all software is."""
    words, status = edition.words, edition.labels.development_status
    rows: defaultdict[tuple[str, str], list[GapOfOrganisationRow]] = defaultdict(list)
    for row in edition.lookup.snapshot.gaps_of_organisation:
        rows[row.kind, row.purpose_id].append(row)
    return WhoHasWhatPage(
        frame=Frame(
            path=WHO_HAS_WHAT_PATH,
            section="categories",
            title=words.say("Who has what"),
            description=words.say(
                "Which organisations publish software for which category and need, and how mature it is."
            ),
            crumbs=edition.crumbs("categorieen"),
        ),
        heads=(
            words.say("Software"),
            words.say("Maintained"),
            status["stable"],
            status["beta"],
            status["development"],
            status["obsolete"],
            words.say("Not stated"),
        ),
        categories=tuple(
            _held(edition, edition.category_link(row), rows["category", row.category_id])
            for row in edition.lookup.snapshot.categories
            if row.category_id != SOURCE_CODE and rows["category", row.category_id]
        ),
        needs=tuple(
            _held(edition, edition.need_link(row), rows["need", row.need_id])
            for row in edition.lookup.snapshot.needs
            if rows["need", row.need_id]
        ),
    )


def _held(edition: Edition, purpose: Link, rows: Sequence[GapOfOrganisationRow]) -> Held:
    words, first = edition.words, rows[0]
    left = len(rows) - SHOWN
    more = words.say_n(
        "And %(n)s more: ask the published database.", "And %(n)s more: ask the published database.", left
    )
    return Held(
        purpose=purpose,
        summary=words.say_n(
            "%(n)s organisation has software for it.",
            "%(n)s organisations have software for it.",
            sum(row.organisation is not None for row in rows),
        ),
        holders=tuple(_holder(edition, row) for row in rows[:SHOWN]),
        more=more if left > 0 else None,
        query=f"FROM gap_of_organisation WHERE kind = '{first.kind}' AND purpose_id = '{first.purpose_id}'",
    )


def _holder(edition: Edition, row: GapOfOrganisationRow) -> CountRow:
    words = edition.words
    counts = (
        row.software,
        row.maintained,
        row.stable,
        row.beta,
        row.in_development,
        row.obsolete,
        row.status_not_stated,
    )
    return CountRow(
        label=edition.organisation_link(row.organisation_id) or words.say("Without an organisation"),
        counts=tuple(map(words.number, counts)),
    )
