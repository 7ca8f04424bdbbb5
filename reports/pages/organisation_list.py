"""All organisations of the list, by level of government."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.frame import Frame, Link

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from reports.model import RepositoryRow
    from reports.pages.edition import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsRow:
    """One organisation in the overview."""

    organisation: Link
    software: str
    files: str
    repositories: str
    accounts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelGroup:
    """Organisations of one level of government."""

    title: str
    anchor: str
    rows: tuple[OrganisationsRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsPage:
    """All organisations of the list, by level."""

    frame: Frame
    summary: str
    groups: tuple[LevelGroup, ...]


def organisations_page(edition: Edition) -> OrganisationsPage:
    """The overview: every organisation of the list, with or without accounts."""
    words, rows = edition.words, edition.lookup.snapshot.organisations
    sharing = sum(row.software > 0 for row in rows)
    levels = [*edition.labels.level, *sorted({row.level for row in rows} - set(edition.labels.level))]
    return OrganisationsPage(
        frame=Frame(
            path="organisaties/index.html",
            section="organisations",
            title=words.say("Organisations"),
            description=words.say("The organisations whose accounts the register looks at."),
            crumbs=edition.crumbs(),
            facts_on=newest_of(edition.lookup.snapshot.repositories),
        ),
        summary=words.say(
            "The list holds %(all)s organisations. %(sharing)s of them have software in the register.",
            all=words.number(len(rows)),
            sharing=words.number(sharing),
        ),
        groups=tuple(group for level in levels if (group := _group(edition, level)).rows),
    )


def _group(edition: Edition, level: str) -> LevelGroup:
    words = edition.words
    return LevelGroup(
        title=edition.labels.level.get(level, level),
        anchor=level.replace("_", "-"),
        rows=tuple(
            OrganisationsRow(
                organisation=Link(label=row.name, href=f"organisaties/{row.slug}.html"),
                software=words.number(row.software),
                files=words.number(row.files),
                repositories=words.number(row.repositories),
                accounts=words.number(row.accounts),
            )
            for row in edition.lookup.snapshot.organisations
            if row.level == level
        ),
    )


def newest_of(repositories: Iterable[RepositoryRow]) -> date | None:
    """The date of the newest fact about `repositories`."""
    newest = max((repository.unchanged_since for repository in repositories), default=None)
    return newest.date() if newest else None
