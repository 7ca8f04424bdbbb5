"""What an organisation is to software: user, publisher, owner, maintainer, supplier or funder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.users import since

if TYPE_CHECKING:
    from reports.model.owners import OrganisationRow
    from reports.model.reuse import RoleRow, UsedByRow
    from reports.pages.edition import Edition
    from reports.pages.frame import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """Software, and how we know."""

    software: Link
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSection:
    """All software that an organisation has one role in."""

    title: str
    about: str
    lines: tuple[RoleLine, ...]


def role_sections(edition: Edition, row: OrganisationRow) -> tuple[RoleSection, ...]:
    """The roles of an organisation, each apart; a role without software is left out.

    Software that it publishes in its own accounts stands in the list above these sections.
    """
    words, roles = edition.words, edition.lookup.roles_of.get(row.organisation_id, ())
    said = words.say("As the description of the software says.")
    sections = (
        RoleSection(
            title=words.say("Uses"),
            about=words.say("As its publisher names it, or as a public source says."),
            lines=tuple(
                _use(edition, use)
                for use in edition.lookup.uses_of.get(row.organisation_id, ())
                if use.counts
            ),
        ),
        RoleSection(
            title=words.say("Publishes in accounts of others"),
            about=said,
            lines=tuple(
                _role(edition, one)
                for one in roles
                if one.role == "publisher"
                and edition.lookup.components[one.component_id].organisation_id != row.organisation_id
            ),
        ),
        *(
            RoleSection(title=title, about=said, lines=_lines(edition, roles, role))
            for role, title in (
                ("owner", words.say("Owns")),
                ("maintainer", words.say("Maintains")),
                ("supplier", words.say("Delivers and supports")),
                ("funder", words.say("Pays for")),
            )
        ),
    )
    return tuple(section for section in sections if section.lines)


def _lines(edition: Edition, roles: tuple[RoleRow, ...], role: str) -> tuple[RoleLine, ...]:
    first = {one.component_id: one for one in reversed(roles) if one.role == role}
    return tuple(_role(edition, one) for one in roles if first.get(one.component_id) is one)


def _role(edition: Edition, one: RoleRow) -> RoleLine:
    words = edition.words
    until = words.say("contract until %(date)s", date=words.date(one.until)) if one.until else ""
    notes = (words.say("as “%(name)s”", name=one.name) if one.name != one.organisation else "", until)
    return RoleLine(
        software=edition.component_link(edition.lookup.components[one.component_id]),
        note=", ".join(note for note in notes if note),
    )


def _use(edition: Edition, use: UsedByRow) -> RoleLine:
    words = edition.words
    how = {
        "publisher": words.say("named as user by the publisher"),
        "curator": words.say("noted by a curator"),
    }
    notes = (how.get(use.basis, ""), since(edition, use.stated_on))
    return RoleLine(
        software=edition.component_link(edition.lookup.components[use.component_id]),
        note=", ".join(note for note in notes if note),
    )
