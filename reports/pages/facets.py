"""The ways to narrow down a list of software: for each, which values occur and which entry has which."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.edition import SOURCE_CODE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reports.model.owners import OrganisationRow
    from reports.model.software import ComponentRow
    from reports.pages.edition import Edition

NOT_STATED = "-"
_ALWAYS_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet: `value` stands in addresses, `index` in the catalogue.

    `child` sets examples apart from kinds.
    """

    value: str
    label: str
    index: int
    count: int
    child: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One way to narrow down; options beyond the first few are folded away."""

    key: str
    legend: str
    first: tuple[Option, ...]
    more: tuple[Option, ...]
    members: tuple[tuple[int, ...], ...]
    """For each entry, in the order of the list, the indexes of its options."""

    @property
    def options(self) -> tuple[Option, ...]:
        """All options, by index."""
        return tuple(sorted(self.first + self.more, key=lambda option: option.index))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    key: str
    legend: str
    values: Callable[[ComponentRow], Sequence[str]]
    labels: Mapping[str, str]
    in_order: bool = False  # as the labels stand, not by count
    children: frozenset[str] = frozenset()


def facets(edition: Edition, components: Sequence[ComponentRow]) -> tuple[Facet, ...]:
    """All facets over `components`."""
    return tuple(_facet(edition, source, components) for source in (*_what(edition), *_who(edition)))


def _what(edition: Edition) -> Iterable[_Source]:
    words, labels = edition.words, edition.labels
    yield _by_category(edition)
    yield _Source(
        key="status",
        legend=words.say("Development status"),
        values=lambda row: [row.development_status or NOT_STATED],
        labels=labels.development_status,
        in_order=True,
    )
    yield _Source(
        key="licence",
        legend=words.say("Licence"),
        values=lambda row: [edition.licence(row) or NOT_STATED],
        labels={},
    )
    yield _Source(
        key="maintenance",
        legend=words.say("Maintenance"),
        values=lambda row: [row.maintenance_type or NOT_STATED],
        labels=labels.maintenance_type,
        in_order=True,
    )


def _by_category(edition: Edition) -> _Source:
    lookup = edition.lookup
    kinds = [row for row in lookup.snapshot.categories if row.category_id != SOURCE_CODE]
    places = {row.category_id: row.position for row in kinds}
    categories = sorted(kinds, key=lambda row: (places.get(row.parent_id or "", row.position), row.position))
    return _Source(
        key="category",
        legend=edition.words.say("Reuse category"),
        values=lambda row: [
            lookup.categories[link.category_id].slug
            for link in lookup.links_of.get(row.component_id, ())
            if link.category_id != SOURCE_CODE
        ],
        labels={row.slug: edition.category_name(row) for row in categories},
        in_order=True,
        children=frozenset(row.slug for row in categories if row.parent_id),
    )


def _who(edition: Edition) -> Iterable[_Source]:
    words, organisations = edition.words, edition.lookup.organisations
    yield _Source(
        key="type",
        legend=words.say("Type of software"),
        values=lambda row: [row.software_type or NOT_STATED],
        labels=edition.labels.software_type,
    )
    yield _Source(
        key="language",
        legend=words.say("Programming language"),
        values=lambda row: [row.primary_language or NOT_STATED],
        labels={},
    )
    yield _Source(
        key="organisation",
        legend=words.say("Organisation"),
        values=lambda row: [one.slug for one in _organisation(edition, row)],
        labels={row.slug: row.name for row in organisations.values()},
    )
    yield _Source(
        key="level",
        legend=words.say("Kind of organisation"),
        values=lambda row: [one.level for one in _organisation(edition, row)],
        labels=edition.labels.level,
        in_order=True,
    )


def _organisation(edition: Edition, component: ComponentRow) -> tuple[OrganisationRow, ...]:
    """The organisation of an entry, or nothing."""
    row = edition.lookup.organisations.get(component.organisation_id or "")
    return (row,) if row else ()


def _facet(edition: Edition, source: _Source, components: Sequence[ComponentRow]) -> Facet:
    values = [tuple(dict.fromkeys(source.values(component))) for component in components]
    counts = Counter(value for of_one in values for value in of_one)
    options = _options(edition, source, counts)
    indexes = {option.value: option.index for option in options}
    shown = len(options) if source.children else _ALWAYS_SHOWN
    return Facet(
        key=source.key,
        legend=source.legend,
        first=options[:shown],
        more=options[shown:],
        members=tuple(tuple(indexes[value] for value in of_one) for of_one in values),
    )


def _options(edition: Edition, source: _Source, counts: Counter[str]) -> tuple[Option, ...]:
    """Values that occur: in the labels' order or the most frequent first; *not stated* last."""
    known = list(source.labels) if source.in_order else []
    places = {value: place for place, value in enumerate(known)}
    ranked = sorted(
        counts,
        key=lambda value: (
            value == NOT_STATED,
            places.get(value, len(known)),
            -counts[value],
            value.casefold(),
        ),
    )
    return tuple(
        Option(
            value=value,
            label=edition.words.say("not stated") if value == NOT_STATED else source.labels.get(value, value),
            index=index,
            count=counts[value],
            child=value in source.children,
        )
        for index, value in enumerate(ranked)
    )
