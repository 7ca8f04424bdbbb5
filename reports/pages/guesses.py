"""Repositories without a description that may belong to a category: shown apart, in no count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.addresses import web_address
from reports.pages.frame import Outside
from reports.pages.reasons import sentences

if TYPE_CHECKING:
    from reports.pages.edition import Edition
    from reports.pages.frame import Link

SHOWN = 50
"""How many of one category a page shows; all of them are in the published data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A repository, what its forge says of it, and why it may belong here."""

    repository: Outside
    organisation: Link | None
    description: str | None
    why: tuple[str, ...]


def guesses(edition: Edition, category_id: str) -> tuple[Guess, ...]:
    """The repositories that may belong to a category, by name."""
    rows = edition.lookup.possible_in.get(category_id, ())
    return tuple(
        Guess(
            repository=Outside(label=row.name, url=web_address(row.repository_url)),
            organisation=edition.organisation_link(row.organisation_id),
            description=row.description,
            why=sentences(edition, row.evidence),
        )
        for row in rows[:SHOWN]
    )
