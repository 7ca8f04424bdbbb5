"""All organisations of the list, by level of government."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.frame import Frame, Link
from reports.pages.suppliers import SUPPLIERS_PATH, UNMATCHED_PATH

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from reports.model.owners import OrganisationRow
    from reports.model.repositories import RepositoryRow
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
    """Organisations of one level: those with accounts or repositories as rows, the others named."""

    title: str
    anchor: str
    counts: str
    rows: tuple[OrganisationsRow, ...]
    unknown_title: str
    unknown: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsPage:
    """All organisations of the list, by level."""

    frame: Frame
    summary: str
    see_also: tuple[Link, ...]
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
        see_also=(
            Link(label=words.say("Who can deliver it"), href=SUPPLIERS_PATH),
            Link(label=words.say("Names of users that we could not match"), href=UNMATCHED_PATH),
        ),
        groups=tuple(group for level in levels if (group := _group(edition, level))),
    )


def _group(edition: Edition, level: str) -> LevelGroup | None:
    """None where the list holds no organisation of the level."""
    words = edition.words
    found = [row for row in edition.lookup.snapshot.organisations if row.level == level]
    unknown = [row for row in found if not (row.accounts or row.repositories)]
    if not found:
        return None
    return LevelGroup(
        title=edition.labels.level.get(level, level),
        anchor=level.replace("_", "-"),
        counts=words.say(
            "With software in the register: %(sharing)s of %(all)s. "
            "With an account that we know: %(known)s of %(all)s.",
            sharing=words.number(sum(row.software > 0 for row in found)),
            known=words.number(sum(row.accounts > 0 for row in found)),
            all=words.number(len(found)),
        ),
        rows=tuple(_row(edition, row) for row in found if row.accounts or row.repositories),
        unknown_title=words.say(
            "Without an account that we know: %(number)s", number=words.number(len(unknown))
        ),
        unknown=tuple(_link(row) for row in unknown),
    )


def _row(edition: Edition, row: OrganisationRow) -> OrganisationsRow:
    words = edition.words
    return OrganisationsRow(
        organisation=_link(row),
        software=words.number(row.software),
        files=words.number(row.files),
        repositories=words.number(row.repositories),
        accounts=words.number(row.accounts),
    )


def _link(row: OrganisationRow) -> Link:
    return Link(label=row.name, href=f"organisaties/{row.slug}.html")


def newest_of(repositories: Iterable[RepositoryRow]) -> date | None:
    """The date of the newest fact about `repositories`."""
    newest = max((repository.unchanged_since for repository in repositories), default=None)
    return newest.date() if newest else None
