"""Who uses an entry, as far as anybody says: by how we know it, with its date, copied lists apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.addresses import short_address, web_address
from reports.pages.frame import Link, Outside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reports.model.reuse import UsedByRow
    from reports.model.software import ComponentRow
    from reports.pages.edition import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class UserLine:
    """A user: an organisation of the list, or the name as written; `note` says what else is known."""

    user: Link | str
    note: str
    source: Outside | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserGroup:
    """Users that are known in the same way."""

    title: str
    lines: tuple[UserLine, ...]


def user_groups(edition: Edition, component: ComponentRow) -> tuple[UserGroup, ...]:
    """All users of an entry; groups without users are left out."""
    words = edition.words
    rows = edition.lookup.users_of.get(component.component_id, ())
    named = [row for row in rows if row.basis == "publisher" and row.verdict != "residue"]
    groups = (
        (words.say("Named as user by the publisher:"), named),
        (words.say("Noted by a curator, from a public source:"), _of(rows, "curator")),
        (
            words.say("Administrations that have made a fork. That alone does not say they use it:"),
            _of(rows, "fork"),
        ),
        (
            words.say("This list stands the same in many descriptions of this account. We do not count it:"),
            [row for row in rows if row.verdict == "residue"],
        ),
    )
    return tuple(
        UserGroup(title=title, lines=tuple(_line(edition, row) for row in of_it))
        for title, of_it in groups
        if of_it
    )


def _of(rows: Sequence[UsedByRow], basis: str) -> list[UsedByRow]:
    return [row for row in rows if row.basis == basis]


def _line(edition: Edition, row: UsedByRow) -> UserLine:
    words = edition.words
    notes = (
        words.say("as “%(name)s”", name=row.name)
        if row.organisation and row.name != row.organisation
        else "",
        words.say("the publisher itself") if row.is_own else "",
        words.say("this name can mean several organisations") if row.verdict == "ambiguous" else "",
        since(edition, row.stated_on),
    )
    source = (
        Outside(label=short_address(row.source_url), url=web_address(row.source_url))
        if row.source_url
        else None
    )
    return UserLine(
        user=edition.organisation_link(row.organisation_id) or row.name,
        note=", ".join(note for note in notes if note),
        source=source,
    )


def since(edition: Edition, day: date | None) -> str:
    """Since when it is known, or nothing where that is not."""
    return edition.words.say("since %(date)s", date=edition.words.date(day)) if day else ""


def others(edition: Edition, component: ComponentRow) -> int:
    """How many users besides the publisher are known: named or noted, each once, copied lists left out."""
    rows = edition.lookup.users_of.get(component.component_id, ())
    return len({row.organisation_id or row.name.casefold() for row in rows if row.counts})
