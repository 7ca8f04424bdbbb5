"""How software goes together: what it depends on, and what it works with, as one names or links the other.

*Works with* is not *alternative*: who takes the one may well need the other. What a name or address means is
said in `reports.meaning`. A file whose `url` names another entry was copied and says nothing of itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from publiccode.addresses import repository_key
from reports.meaning import Known, addresses_in, words_of
from reports.names import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reports.entry import Entry, FileKey

_SHOWN: Final = 80


class RelationKind(StrEnum):
    """What the one is to the other."""

    DEPENDS_ON = "depends_on"
    WORKS_WITH = "works_with"
    ALTERNATIVE = "alternative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relation with its evidence: key, text there, and a score where likeness decides."""

    key: FileKey
    other: FileKey
    kind: RelationKind
    key_path: str
    value: str
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    key_path: str
    text: str


def find_relations(entries: Sequence[Entry], heads: Mapping[FileKey, FileKey]) -> tuple[Relation, ...]:
    """What entries depend on and work with; within a family nothing is said. One relation a pair and kind."""
    known = Known.of(entries, (one.text for entry in entries for one in _texts(entry)))
    found: dict[tuple[FileKey, FileKey], Relation] = {}
    for entry in entries:
        if _was_copied(entry, known):
            continue
        for relation in (*_depends_on(entry, known), *_works_with(entry, known)):
            apart = heads.get(relation.key, relation.key) != heads.get(relation.other, relation.other)
            if apart:
                found.setdefault((relation.key, relation.other), relation)
    return tuple(found.values())


def _was_copied(entry: Entry, known: Known) -> bool:
    """`url` names the repository of another entry: the file speaks of that one (the standard on forks)."""
    other = known.by_place.get(repository_key(entry.url)) if entry.url else None
    return other is not None and other.repository_id != entry.key.repository_id


def _depends_on(entry: Entry, known: Known) -> Iterator[Relation]:
    for n, name in enumerate(entry.dependencies):
        other = known.at(name) if "/" in name else known.by_plain.get(plain(name))
        if other and other != entry.key:
            yield Relation(
                key=entry.key,
                other=other,
                kind=RelationKind.DEPENDS_ON,
                key_path=f"dependsOn[{n}]",
                value=name,
            )


def _works_with(entry: Entry, known: Known) -> Iterator[Relation]:
    for one in _texts(entry):
        for address in addresses_in(one.text):
            other = known.at(address)
            if other and other != entry.key:
                yield _named(entry, other, one.key_path, address)
        words = words_of(one.text)
        for n, word in enumerate(words):
            for length in known.lengths.get(word, ()):
                other = known.named(words[n : n + length])
                if other and other != entry.key:
                    yield _named(entry, other, one.key_path, _around(words, n, length))
                    break


def _named(entry: Entry, other: FileKey, key_path: str, value: str) -> Relation:
    return Relation(key=entry.key, other=other, kind=RelationKind.WORKS_WITH, key_path=key_path, value=value)


def _around(words: Sequence[str], start: int, length: int) -> str:
    """The words around a name, as evidence."""
    return " ".join(words[max(0, start - 4) : start + length + 4])[:_SHOWN]


def _texts(entry: Entry) -> Iterator[_Text]:
    for text in entry.texts:
        key = f"description.{text.language}"
        for name, value in (
            ("shortDescription", text.short_description),
            ("longDescription", text.long_description),
            *((f"features[{n}]", feature) for n, feature in enumerate(text.features)),
        ):
            if value:
                yield _Text(key_path=f"{key}.{name}", text=value)
