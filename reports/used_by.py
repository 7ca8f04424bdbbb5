"""Who uses it: names that publishers and curators give, and forks, resolved to organisations of the list.

A name is resolved only where it can mean one organisation; in doubt it stays a name. Copied lists are
residue: they are shown and never counted. What a publisher says is said as its saying, with its date.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from publiccode.addresses import repository_key
from reports.names import plain, understand, without_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from reports.curated import CuratedUser, Writings
    from reports.entry import Entry, FileKey, Material, Organisation, SeenRepository
    from reports.names import Name
    from reports.residue import Residue

KEY: Final = "usedBy"


class Verdict(StrEnum):
    """What became of a name."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"
    RESIDUE = "residue"


class Basis(StrEnum):
    """How we know of a user."""

    PUBLISHER = "publisher"
    CURATOR = "curator"
    FORK = "fork"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A user of one entry; `organisation_id` only where the verdict is *resolved*."""

    key: FileKey
    name: str
    basis: Basis
    verdict: Verdict
    organisation_id: str | None
    candidates: tuple[str, ...]  # ids of the organisations that an ambiguous name may mean
    is_own: bool  # the publisher itself
    stated_on: date | None
    source_url: str | None  # None: the file itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The organisations of the list by every way in which their names are written."""

    by_address: Mapping[str, str]
    by_kind: Mapping[tuple[str, str], frozenset[str]]
    by_name: Mapping[str, frozenset[str]]
    ordinary_words: frozenset[str]
    """Plain names that the list has as capitals alone: "Info" is not INFO."""
    writings: Writings

    def resolve(self, text: str) -> Resolution:
        """Which organisations of the list the name can mean: none, one, or several."""
        address = self.by_address.get(_address(text))
        if address:
            return _resolution({address})
        name = understand(text)
        bare = self.writings.canonical(name.bare)
        if name.kind:
            found = self.by_kind.get((name.kind, bare), frozenset())
            return _resolution(found or self.by_name.get(plain(text), frozenset()))
        if bare in self.ordinary_words and name.starts_with_capital and not name.is_acronym:
            return _resolution(())
        return _resolution(self.by_name.get(bare, ()), is_shared=bare in self.writings.shared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a name can mean: with *resolved* exactly one organisation."""

    verdict: Verdict
    organisation_ids: tuple[str, ...]


def _resolution(found: Iterable[str], *, is_shared: bool = False) -> Resolution:
    ids = tuple(sorted(found))
    if not ids:
        return Resolution(verdict=Verdict.UNKNOWN, organisation_ids=())
    one = len(ids) == 1 and not is_shared
    return Resolution(verdict=Verdict.RESOLVED if one else Verdict.AMBIGUOUS, organisation_ids=ids)


def directory_of(organisations: Iterable[Organisation], writings: Writings) -> Directory:
    """Arrange the list for resolving."""
    by_kind: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    by_name: defaultdict[str, set[str]] = defaultdict(set)
    capitals: defaultdict[str, set[bool]] = defaultdict(set)
    by_address: dict[str, str] = {}
    for one in organisations:
        by_address |= dict.fromkeys(
            (_address(address) for address in (one.organisation_id, *one.account_ids)), one.organisation_id
        )
        for written, name in _names(one):
            bare = writings.canonical(name.bare)
            by_kind[name.kind or one.level, bare].add(one.organisation_id)
            by_name[bare].add(one.organisation_id)
            by_name[plain(written)].add(one.organisation_id)
            capitals[bare].add(name.is_acronym)
    return Directory(
        by_address=by_address,
        by_kind={key: frozenset(ids) for key, ids in by_kind.items()},
        by_name={key: frozenset(ids) for key, ids in by_name.items()},
        ordinary_words=frozenset(bare for bare, only in capitals.items() if only == {True}),
        writings=writings,
    )


def _names(one: Organisation) -> Iterator[tuple[str, Name]]:
    for written in (one.name, *one.aliases):
        yield written, understand(written)
        shorter = without_place(written)
        if shorter:  # Bergen (NH) and Bergen (L) are both Bergen
            yield shorter, understand(shorter)


def _address(text: str) -> str:
    """An identifier or address, so that the same one is the same text."""
    return text.strip().rstrip("/").casefold().removeprefix("https://").removeprefix("http://")


# --- All users --------------------------------------------------------------------------------------


def find_users(
    material: Material, directory: Directory, curated: Iterable[CuratedUser], residue: Residue
) -> tuple[User, ...]:
    """All users of all entries: by entry, those that the publisher names first, in its order."""
    since = {(key, name): day for key, name, day in material.named_since}
    forks, names = _forks(material), {one.organisation_id: one.name for one in material.organisations}
    noted: defaultdict[tuple[str, str], list[CuratedUser]] = defaultdict(list)
    for one in curated:
        noted[repository_key(one.repository_url), one.path].append(one)
    users: list[User] = []
    for entry in material.entries:
        users += _named(entry, directory, residue, since)
        place = repository_key(entry.repository.url)
        users += [_curated(entry, one, directory) for one in noted.get((place, entry.key.path), ())]
        users += [_fork(entry, fork, names) for fork in forks.get(place, ()) if not _is_own(entry, fork)]
    return tuple(users)


def _named(
    entry: Entry, directory: Directory, residue: Residue, since: Mapping[tuple[FileKey, str], date]
) -> Iterator[User]:
    repeated = residue.files(entry.repository.account_id, KEY, entry.used_by)
    for name in dict.fromkeys(name for name in entry.used_by if name.strip()):
        found = directory.resolve(name)
        if repeated:
            found = Resolution(verdict=Verdict.RESIDUE, organisation_ids=())
        stated_on = since.get((entry.key, name), entry.stated_on)
        yield _user(entry, name, Basis.PUBLISHER, found, stated_on=stated_on)


def _curated(entry: Entry, one: CuratedUser, directory: Directory) -> User:
    found = directory.resolve(one.user)
    return _user(entry, one.user, Basis.CURATOR, found, stated_on=one.stated_on, source_url=one.source_url)


def _fork(entry: Entry, fork: SeenRepository, names: Mapping[str, str]) -> User:
    owner = fork.organisation_id or ""
    seen_on = fork.first_seen_at.date() if fork.first_seen_at else None
    return _user(
        entry, names[owner], Basis.FORK, _resolution({owner}), stated_on=seen_on, source_url=fork.url
    )


def _user(
    entry: Entry,
    name: str,
    basis: Basis,
    found: Resolution,
    *,
    stated_on: date | None,
    source_url: str | None = None,
) -> User:
    is_one = found.verdict is Verdict.RESOLVED
    organisation_id = found.organisation_ids[0] if is_one else None
    own = plain(entry.publisher_name or "")
    return User(
        key=entry.key,
        name=name.strip(),
        basis=basis,
        verdict=found.verdict,
        organisation_id=organisation_id,
        candidates=() if is_one else found.organisation_ids,
        is_own=(organisation_id is not None and organisation_id == entry.repository.organisation_id)
        or (bool(own) and plain(name) == own),
        stated_on=stated_on,
        source_url=source_url,
    )


def _forks(material: Material) -> Mapping[str, tuple[SeenRepository, ...]]:
    """By address of the original: its forks in accounts of administrations of the list."""
    governments = {one.organisation_id for one in material.organisations if one.role == "government"}
    found: defaultdict[str, list[SeenRepository]] = defaultdict(list)
    for repository in material.repositories:
        if repository.is_fork and repository.fork_of_url and repository.organisation_id in governments:
            found[repository_key(repository.fork_of_url)].append(repository)
    return {place: tuple(forks) for place, forks in found.items()}


def _is_own(entry: Entry, fork: SeenRepository) -> bool:
    return fork.organisation_id == entry.repository.organisation_id
