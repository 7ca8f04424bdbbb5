"""Who can deliver it: suppliers under contract, each with the software; and names that await a match."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.frame import Frame, Link

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from reports.model.reuse import RoleRow, UsedByRow
    from reports.pages.edition import Edition

SUPPLIERS_PATH = "leveranciers.html"
UNMATCHED_PATH = "organisaties/namen.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Software that a supplier supports, and until when, as the description states it."""

    software: Link
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """A supplier: an organisation of the list, or a name as written."""

    name: Link | str
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliersPage:
    """Suppliers by name."""

    frame: Frame
    summary: str
    suppliers: tuple[Supplier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedName:
    """A name of a user that means no single organisation of the list, and where it stands."""

    name: str
    why: str
    software: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedPage:
    """Names of users that a curator can match."""

    frame: Frame
    summary: str
    names: tuple[UnmatchedName, ...]


def suppliers_page(edition: Edition) -> SuppliersPage:
    """Everybody named as a contractor, by name."""
    words = edition.words
    by_name: defaultdict[str, list[RoleRow]] = defaultdict(list)
    for role in edition.lookup.snapshot.roles:
        if role.role == "supplier":
            by_name[role.organisation or role.name].append(role)
    suppliers = tuple(
        Supplier(name=_supplier(edition, name, of_it[0]), deliveries=_deliveries(edition, of_it))
        for name, of_it in sorted(by_name.items(), key=lambda item: item[0].casefold())
    )
    return SuppliersPage(
        frame=Frame(
            path=SUPPLIERS_PATH,
            section="organisations",
            title=words.say("Who can deliver it"),
            description=words.say("Suppliers that maintain software in this register under a contract."),
            crumbs=edition.crumbs("organisaties"),
            facts_on=_facts_on(edition),
        ),
        summary=words.say_n(
            "Descriptions name %(n)s supplier with a contract. Others may deliver the software as well.",
            "Descriptions name %(n)s suppliers with a contract. Others may deliver the software as well.",
            len(suppliers),
        ),
        suppliers=suppliers,
    )


def _supplier(edition: Edition, name: str, role: RoleRow) -> Link | str:
    return edition.organisation_link(role.organisation_id) or name


def _deliveries(edition: Edition, roles: Iterable[RoleRow]) -> tuple[Delivery, ...]:
    words = edition.words
    return tuple(
        Delivery(
            software=edition.component_link(edition.lookup.components[role.component_id]),
            until=words.date(role.until) if role.until else words.say("not stated"),
        )
        for role in roles
    )


def unmatched_page(edition: Edition) -> UnmatchedPage:
    """Names of users that were not resolved, those that stand in most descriptions first."""
    words = edition.words
    rows: defaultdict[tuple[str, str], list[UsedByRow]] = defaultdict(list)
    for row in edition.lookup.snapshot.used_by:
        if row.verdict in {"unknown", "ambiguous"} and not row.is_own:
            rows[row.name, row.verdict].append(row)
    names = tuple(
        UnmatchedName(
            name=name,
            why=_why(edition, of_it[0]),
            software=tuple(
                edition.component_link(edition.lookup.components[row.component_id]) for row in of_it
            ),
        )
        for (name, _), of_it in sorted(rows.items(), key=lambda item: (-len(item[1]), item[0][0].casefold()))
    )
    return UnmatchedPage(
        frame=Frame(
            path=UNMATCHED_PATH,
            section="organisations",
            title=words.say("Names of users that we could not match"),
            description=words.say("Names of users that mean no single organisation of the list."),
            crumbs=edition.crumbs("organisaties"),
            facts_on=_facts_on(edition),
        ),
        summary=words.say_n(
            "%(n)s name means no single organisation of our list. It is shown as written.",
            "%(n)s names mean no single organisation of our list. They are shown as written.",
            len(names),
        ),
        names=names,
    )


def _why(edition: Edition, row: UsedByRow) -> str:
    words = edition.words
    if row.verdict == "unknown":
        return words.say("No organisation of the list has this name.")
    known = [edition.lookup.organisations.get(candidate) for candidate in row.candidates]
    names = ", ".join(one.name for one in known if one)
    return words.say("This name can mean several organisations, such as %(names)s.", names=names)


def _facts_on(edition: Edition) -> date | None:
    newest = max((row.unchanged_since for row in edition.lookup.snapshot.components), default=None)
    return newest.date() if newest else None
