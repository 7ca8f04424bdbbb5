"""Families: entries that are one piece of software over several files or repositories, with one head.

The standard's chapter on forks decides: a file that names another repository in `url` is a copy; one that
names its own and has `isBasedOn` is a variant, listed beside its original. There is no key for a technical
fork, on purpose. A starter template that many files name in `isBasedOn`, or a suite that an account writes
everywhere, is residue and makes no family.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from publiccode.addresses import repository_key
from reports.names import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reports.entry import CopiedFile, Entry, FileKey
    from reports.residue import Residue

SUITE_KEY: Final = "applicationSuite"
BASED_ON_KEY: Final = "isBasedOn"
ANYWHERE: Final = ""
"""In place of an account: a starter template is one wherever the files that name it lie."""


class Tie(StrEnum):
    """Why a member belongs to its family."""

    HEAD = "head"
    SAME_REPOSITORY = "same_repository"
    SAME_URL = "same_url"
    SUITE = "suite"
    VARIANT = "variant"
    TECHNICAL_FORK = "technical_fork"


_TELLING: Final = (Tie.VARIANT, Tie.SAME_REPOSITORY, Tie.SAME_URL, Tie.SUITE)
"""Of several ties the one that says most about a member is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file in a family; key and value are the evidence that ties it to `tied_to` (None: the head)."""

    head: FileKey
    key: FileKey
    tie: Tie
    tied_to: FileKey | None
    key_path: str | None
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edge:
    one: Entry
    other: Entry
    tie: Tie
    key_path: str
    value: str


def find_families(
    entries: Sequence[Entry], copies: Sequence[CopiedFile], residue: Residue
) -> tuple[Member, ...]:
    """All members of all families of two or more, heads first within each."""
    edges = [edge for edge in _edges(entries, residue) if edge.one.key != edge.other.key]
    groups = _groups(entries, edges)
    of_key: defaultdict[FileKey, list[_Edge]] = defaultdict(list)
    for edge in edges:
        of_key[edge.one.key].append(edge)
        of_key[edge.other.key].append(edge)
    originals = {edge.other.key for edge in edges if edge.tie is Tie.VARIANT}
    members: list[Member] = []
    heads: dict[FileKey, FileKey] = {}
    for group in groups:
        head = min(group, key=lambda one: _rank(one, originals))
        heads |= {one.key: head.key for one in group}
        if len(group) > 1:
            members += _members(head, group, of_key)
    return _with_copies(entries, copies, tuple(members), heads)


def _rank(entry: Entry, originals: set[FileKey]) -> tuple[object, ...]:
    """The head is the entry for which most of these hold, in this order.

    Its repository is not archived, it is named as original, `url` names its own repository, it lies in the
    root folder, it is no fork; then the repository that the register has known longest, then its address.
    """
    repository = entry.repository
    own = entry.url is not None and repository_key(entry.url) == repository_key(repository.url)
    return (
        repository.is_archived,
        entry.key not in originals,
        not own,
        entry.key.path.count("/"),
        repository.is_fork,
        repository.first_seen_at.isoformat() if repository.first_seen_at else "9",
        repository.url,
        entry.key.path,
    )


def _edges(entries: Sequence[Entry], residue: Residue) -> Iterator[_Edge]:
    by_place: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda one: (one.key.path.count("/"), one.key)):
        first = by_place.setdefault(repository_key(entry.repository.url), entry)
        yield _Edge(
            one=entry,
            other=first,
            tie=Tie.SAME_REPOSITORY,
            key_path="repository.url",
            value=entry.repository.url,
        )
    yield from _variants(entries, by_place, residue)
    yield from _same_urls(entries, by_place)
    yield from _suites(entries, residue)


def _variants(entries: Iterable[Entry], by_place: Mapping[str, Entry], residue: Residue) -> Iterator[_Edge]:
    """`isBasedOn` names another entry, and `url` names no other repository."""
    for entry in entries:
        for n, original in enumerate(entry.is_based_on):
            found = by_place.get(repository_key(original))
            if found is None or residue.files(ANYWHERE, BASED_ON_KEY, (repository_key(original),)):
                continue
            yield _Edge(
                one=entry, other=found, tie=Tie.VARIANT, key_path=f"{BASED_ON_KEY}[{n}]", value=original
            )


def _same_urls(entries: Iterable[Entry], by_place: Mapping[str, Entry]) -> Iterator[_Edge]:
    """`url` names the repository of another entry of the same name; under another name it was copied."""
    for entry in entries:
        other = by_place.get(repository_key(entry.url)) if entry.url else None
        if entry.url is None or other is None or entry.is_based_on:
            continue
        names = {plain(other.shown_name), plain(other.repository.name)}
        if plain(entry.repository.name) in names and plain(entry.shown_name) in names:
            yield _Edge(one=entry, other=other, tie=Tie.SAME_URL, key_path="url", value=entry.url)


def _suites(entries: Iterable[Entry], residue: Residue) -> Iterator[_Edge]:
    """Entries of one account that name the same suite: a suite of others (CKAN, WooCommerce) is no family."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        suite = entry.application_suite
        account_id = entry.repository.account_id
        if suite and suite.strip() and not residue.files(account_id, SUITE_KEY, (suite,)):
            other = first.setdefault((account_id, plain(suite)), entry)
            yield _Edge(one=entry, other=other, tie=Tie.SUITE, key_path=SUITE_KEY, value=suite)


def _groups(entries: Sequence[Entry], edges: Iterable[_Edge]) -> list[list[Entry]]:
    """Entries that edges tie together, in the order of the first of each."""
    root: dict[FileKey, FileKey] = {entry.key: entry.key for entry in entries}

    def find(key: FileKey) -> FileKey:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for edge in edges:
        one, other = find(edge.one.key), find(edge.other.key)
        root[max(one, other)] = min(one, other)
    groups: defaultdict[FileKey, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[find(entry.key)].append(entry)
    return list(groups.values())


def _members(
    head: Entry, group: Iterable[Entry], edges: Mapping[FileKey, Sequence[_Edge]]
) -> Iterator[Member]:
    """The head, then the others, each with the edge that says most about it."""
    yield Member(head=head.key, key=head.key, tie=Tie.HEAD, tied_to=None, key_path=None, value=None)
    for entry in group:
        if entry.key == head.key:
            continue
        edge = min(edges[entry.key], key=lambda one: (one.one.key != entry.key, _TELLING.index(one.tie)))
        yield Member(
            head=head.key,
            key=entry.key,
            tie=edge.tie,
            tied_to=edge.other.key if edge.one.key == entry.key else edge.one.key,
            key_path=edge.key_path,
            value=edge.value,
        )


def _with_copies(
    entries: Iterable[Entry],
    copies: Iterable[CopiedFile],
    members: tuple[Member, ...],
    heads: Mapping[FileKey, FileKey],
) -> tuple[Member, ...]:
    """Technical forks beside the entry whose repository their url names; alone before, it becomes a head."""
    by_place: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda one: (one.key.path.count("/"), one.key)):
        by_place.setdefault(repository_key(entry.repository.url), entry)
    known = {member.key for member in members}
    found = list(members)
    for copy in copies:
        original = by_place.get(repository_key(copy.url)) if copy.url else None
        if original is None:
            continue
        head = heads[original.key]
        if head not in known:
            known.add(head)
            found.append(Member(head=head, key=head, tie=Tie.HEAD, tied_to=None, key_path=None, value=None))
        found.append(
            Member(
                head=head,
                key=copy.key,
                tie=Tie.TECHNICAL_FORK,
                tied_to=original.key,
                key_path="url",
                value=copy.url,
            )
        )
    return tuple(found)
