"""The facts of an entry, as terms and values.

All from the description or from the repository, none concluded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.pages.addresses import short_address, web_address
from reports.pages.frame import Fact, Outside, Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from reports.model.software import ComponentRow, ContractorRow
    from reports.pages.edition import Edition
    from reports.pages.frame import Link

    Value = Link | Outside | Quote | str


def details(edition: Edition, component: ComponentRow) -> tuple[Fact, ...]:
    """What is stated, in the order in which readers compare entries.

    Terms that matter for reuse say when they are not stated.
    """
    words, labels = edition.words, edition.labels
    unsaid = words.say("not stated")
    status = _label(labels.development_status, component.development_status)
    facts = (
        _fact(words.say("Publisher"), _publisher(edition, component)),
        _fact(words.say("Reuse categories"), _categories(edition, component)),
        _fact(words.say("Version"), [_version(edition, component) or unsaid]),
        _fact(words.say("Licence"), [_licence(edition, component) or unsaid]),
        _fact(words.say("Development status"), [status or unsaid]),
        _fact(
            words.say("Type of software"), [_label(labels.software_type, component.software_type) or unsaid]
        ),
        _fact(
            words.say("Maintenance"), [_label(labels.maintenance_type, component.maintenance_type) or unsaid]
        ),
        _fact(words.say("Supplier"), _suppliers(edition, component)),
        _fact(
            words.say("Languages of the software"), map(words.language_name, component.available_languages)
        ),
        *_technical(edition, component),
        *_descent(edition, component),
    )
    return tuple(fact for fact in facts if fact.values)


def _technical(edition: Edition, component: ComponentRow) -> tuple[Fact, ...]:
    words = edition.words
    return (
        _fact(words.say("Programming language"), [component.primary_language or ""]),
        _fact(words.say("Platforms"), component.platforms),
        _fact(words.say("Standards"), component.supports),
        _fact(words.say("Categories in the description"), component.categories),
        _fact(words.say("Made for"), component.scope),
        _fact(words.say("Made for countries"), map(words.country_name, component.countries)),
        _fact(words.say("Not for countries"), map(words.country_name, component.unsupported_countries)),
    )


def _descent(edition: Edition, component: ComponentRow) -> tuple[Fact, ...]:
    words = edition.words
    funders = [funder.name or funder.uri or "" for funder in component.funded_by]
    return (
        _fact(words.say("Part of"), [component.application_suite or ""]),
        _fact(words.say("Based on"), map(_outside, component.is_based_on)),
        _fact(words.say("Funded by"), funders),
        _fact(words.say("Copyright owner"), [component.main_copyright_owner or component.repo_owner or ""]),
        _fact(words.say("Roadmap"), [_outside(component.roadmap)] if component.roadmap else ()),
        _fact(words.say("Repository"), [_outside(component.repository_url)]),
    )


def _fact(term: str, values: Iterable[Value]) -> Fact:
    return Fact(term=term, values=tuple(value for value in values if value))


def _label(labels: Mapping[str, str], code: str | None) -> str | None:
    return labels.get(code, code) if code else None


def _outside(url: str) -> Outside:
    return Outside(label=short_address(url), url=web_address(url))


def _publisher(edition: Edition, component: ComponentRow) -> list[Value]:
    link = edition.organisation_link(component.organisation_id)
    values: list[Value] = [link] if link else []
    named = component.publisher_name
    if named and named != component.organisation:
        values.append(
            edition.words.say("according to the description: %(name)s", name=named) if link else named
        )
    return values


def _categories(edition: Edition, component: ComponentRow) -> list[Value]:
    links = edition.lookup.links_of.get(component.component_id, ())
    return [edition.category_link(edition.lookup.categories[link.category_id]) for link in links]


def _version(edition: Edition, component: ComponentRow) -> str:
    stated = _dated(edition, component.software_version, component.release_date)
    released_on = component.released_at.date() if component.released_at else None
    newest = _dated(edition, component.release_name, released_on)
    if not newest or component.release_name == component.software_version:
        return stated or newest
    seen = edition.words.say("newest release in the repository: %(version)s", version=newest)
    return f"{stated}; {seen}" if stated else seen


def _dated(edition: Edition, version: str | None, day: date | None) -> str:
    if day is None:
        return version or ""
    written = edition.words.date(day)
    return f"{version} ({written})" if version else written


def _licence(edition: Edition, component: ComponentRow) -> str:
    seen = edition.licence_seen(component)
    if component.licence or seen is None:
        return component.licence or ""
    return edition.words.say("not stated; the repository holds %(licence)s", licence=seen)


def _suppliers(edition: Edition, component: ComponentRow) -> list[Value]:
    rows = edition.lookup.contractors_of.get(component.component_id, ())
    return [Outside(label=_supplier(edition, row), url=web_address(row.website)) for row in rows]


def _supplier(edition: Edition, row: ContractorRow) -> str:
    name = row.name or edition.words.say("a supplier without a name")
    if row.until is None:
        return name
    return edition.words.say("%(name)s, until %(date)s", name=name, date=edition.words.date(row.until))
