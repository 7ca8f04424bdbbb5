"""What is concluded of reuse among the files of the reference corpus, in the terms that people judge.

A file is named by its place in the corpus without `/publiccode.yml`. Everything is concluded by the functions
of the product; only the material is read from the corpus instead of a work database. What the corpus does not
hold is not there: whether software is maintained, forks, and since when a user is named.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from harvester.sources.toml import load_sources
from reports.aims import aims_of
from reports.classification import classify_all
from reports.curated import load_curated
from reports.entry import FileKey, Material, Organisation
from reports.families import find_families
from reports.guideline.besides import Job
from reports.guideline.loading import load_curation
from reports.guideline.model import Strength
from reports.link_reuse import residue_of_entries, statements_of_reuse
from reports.relations import find_relations
from reports.similar import find_alternatives
from reports.used_by import Verdict, directory_of, find_users
from tests.reports.corpus import CURRENT, corpus_entries, corpus_subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reports.classification import Classification
    from reports.entry import Entry
    from reports.families import Member
    from reports.relations import Relation
    from reports.residue import Statement
    from reports.used_by import Directory, User

ROOT: Final = Path(__file__).resolve().parents[2]
MANY: Final = 20
"""Overlaps and alternatives that are shown."""

Item = tuple[str, ...]
"""What a person judges: a name, a file and a name, two files …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """A need or an example of the guideline, and who has software for it; a family counts once.

    A need that the software of an example answers is that example.
    """

    purpose: str
    software: tuple[str, ...]
    publishers: tuple[tuple[str, int], ...]
    """Names of organisations of the list, else of accounts, with their number of software; most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseFound:
    """All that is concluded of reuse."""

    entries: tuple[Entry, ...]
    files: Mapping[FileKey, str]
    users: tuple[User, ...]
    members: tuple[Member, ...]
    residue: Mapping[str, tuple[Statement, ...]]
    """By file: what stands there and is template residue, each key once."""
    relations: tuple[Relation, ...]
    alternatives: tuple[Relation, ...]
    """Each pair once, the most alike first."""
    purposes: Mapping[FileKey, frozenset[str]]
    overlaps: tuple[Overlap, ...]
    """Those of two publishers or more, the most publishers first, then the most software."""

    def populations(self) -> dict[str, tuple[Item, ...]]:
        """By what is judged: everything that may be drawn, in a fixed order."""
        name = self.files
        shown = {one.purpose for one in self.overlaps[:MANY]}
        found: dict[str, set[Item]] = {
            "users": {(name[u.key], u.name) for u in self.users if u.verdict is Verdict.RESOLVED},
            "unresolved": {
                (u.name,) for u in self.users if u.verdict in {Verdict.UNKNOWN, Verdict.AMBIGUOUS}
            },
            "families": {(name[m.head], name[m.key]) for m in self.members if m.key != m.head},
            "residue": {(file, one.key) for file, its in self.residue.items() for one in its},
            "alternatives": {(name[one.key], name[one.other]) for one in self.alternatives},
            "works-with": {(name[one.key], name[one.other]) for one in self.relations},
            "overlap": {
                (name[key], purpose) for key, its in self.purposes.items() for purpose in its & shown
            },
        }
        return {kind: tuple(sorted(items)) for kind, items in found.items()}


def drawn(population: Sequence[Item], seed: int, number: int = 50) -> tuple[Item, ...]:
    """A random sample, or all when there are fewer; in the order of the population."""
    return tuple(sorted(random.Random(seed).sample(population, min(number, len(population)))))


def conclude_corpus(shared: Path, kinds: frozenset[str] = CURRENT) -> ReuseFound:
    """Conclude everything of the files of these kinds of the corpus together."""
    by_file = corpus_entries(shared, kinds)
    entries = tuple(sorted(by_file.values(), key=lambda one: one.key))
    files = {one.key: name.removesuffix("/publiccode.yml") for name, one in by_file.items()}
    residue = residue_of_entries(entries)
    members = find_families(entries, (), residue)
    heads = {member.key: member.head for member in members}
    material = Material(organisations=(), repositories=(), entries=entries)
    classified = classify_all(corpus_subjects(by_file), load_curation())
    purposes, needs = _purposes(classified), load_curation().needs
    related = find_relations(entries, heads)
    with duckdb.connect() as connection:
        alternatives = find_alternatives(
            connection, entries, heads, related, aims_of(classified, needs), one_job=needs.of_job(Job.ONE)
        )
    return ReuseFound(
        entries=entries,
        files=files,
        users=find_users(material, shipped_directory(), (), residue),
        members=members,
        residue=_residue(by_file, classified, residue.files_by_value, files),
        relations=related,
        alternatives=tuple(one for one in alternatives if one.key < one.other),
        purposes=purposes,
        overlaps=_overlaps(entries, heads, purposes, files),
    )


def shipped_directory() -> Directory:
    """The shipped list, as names are resolved against it."""
    return directory_of(
        (
            Organisation(
                organisation_id=one.organisation_id,
                name=one.name,
                role=one.role.value,
                level=one.level.value,
                country=one.country,
                aliases=one.aliases,
            )
            for one in load_sources(ROOT / "sources.toml").organisations
        ),
        load_curated().all_writings(),
    )


# --- Residue and overlap -----------------------------------------------------------------------------


def _residue(
    by_file: Mapping[str, Entry],
    classified: Iterable[Classification],
    repeated: Mapping[tuple[str, str, tuple[str, ...]], int],
    files: Mapping[FileKey, str],
) -> dict[str, tuple[Statement, ...]]:
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for entry, one in zip(by_file.values(), classified, strict=True):
        found[files[entry.key]] += one.residue
    for entry in by_file.values():
        found[files[entry.key]] += (
            one for one in statements_of_reuse(entry) if (one.account_id, one.key, one.value) in repeated
        )
    return {file: tuple({one.key: one for one in its}.values()) for file, its in found.items() if its}


def _purposes(found: Iterable[Classification]) -> dict[FileKey, frozenset[str]]:
    """By file: the needs and examples that it is surely linked to, as gaps and overlap are counted."""
    return {
        FileKey(one.subject.repository_id, one.subject.path): frozenset(
            link.category_id
            for link in (*one.needs, *(link for link in one.links if ":" in link.category_id))
            if link.strength is not Strength.WEAK
        )
        for one in found
        if not one.too_little_text
    }


def _overlaps(
    entries: Sequence[Entry],
    heads: Mapping[FileKey, FileKey],
    purposes: Mapping[FileKey, frozenset[str]],
    files: Mapping[FileKey, str],
) -> tuple[Overlap, ...]:
    names = _publishers()
    twice = {need.id for need in load_curation().needs.needs if need.category is not None}
    by_purpose: defaultdict[str, dict[FileKey, str]] = defaultdict(dict)
    for entry in entries:
        account_id = entry.repository.account_id
        for purpose in purposes.get(entry.key, frozenset()) - twice:
            head = heads.get(entry.key, entry.key)
            by_purpose[purpose].setdefault(head, names.get(account_id, account_id.partition("/")[2]))
    found = (
        Overlap(
            purpose=purpose,
            software=tuple(sorted(files[head] for head in its)),
            publishers=tuple(Counter(sorted(its.values())).most_common()),
        )
        for purpose, its in by_purpose.items()
    )
    several = (one for one in found if len(one.publishers) > 1)
    return tuple(sorted(several, key=lambda one: (-len(one.publishers), -len(one.software), one.purpose)))


def _publishers() -> dict[str, str]:
    """By account: the name of its organisation in the shipped list."""
    sources = load_sources(ROOT / "sources.toml")
    names = {one.organisation_id: one.name for one in sources.organisations}
    return {one.account_id: names[one.organisation_id] for one in sources.accounts}
