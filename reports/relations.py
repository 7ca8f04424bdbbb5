"""How software goes together: what it depends on, and what it works with, as one names or links the other.

*Works with* is not *alternative*: who takes the one may well need the other. A name counts only where it
cannot be an ordinary word: nobody writes it in small letters, and it has five letters or more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from publiccode.addresses import repository_key
from reports.names import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reports.entry import Entry, FileKey

SHORTEST_NAME: Final = 5
"""Letters: shorter names (AMT, area) stand in texts for other things too often."""
_WORD: Final = re.compile(r"[^\W_]+(?:[-_.'][^\W_]+)*")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"')\]]+")
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
    known = _Known.of(entries)
    found: dict[tuple[FileKey, FileKey], Relation] = {}
    for entry in entries:
        for relation in (*_depends_on(entry, known), *_works_with(entry, known)):
            apart = heads.get(relation.key, relation.key) != heads.get(relation.other, relation.other)
            if apart:
                found.setdefault((relation.key, relation.other), relation)
    return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Entries by their names and addresses; a name of two entries means neither."""

    by_plain: Mapping[str, FileKey]
    by_written: Mapping[tuple[str, ...], FileKey]
    by_place: Mapping[str, FileKey]
    longest: int

    @staticmethod
    def of(entries: Sequence[Entry]) -> _Known:
        by_place: dict[str, FileKey] = {}
        plain_names: defaultdict[str, set[FileKey]] = defaultdict(set)
        written: defaultdict[tuple[str, ...], set[FileKey]] = defaultdict(set)
        ordinary = _ordinary_words(entries)
        for entry in sorted(entries, key=lambda one: (one.key.path.count("/"), one.key)):
            by_place.setdefault(repository_key(entry.repository.url), entry.key)
            plain_names[plain(entry.shown_name)].add(entry.key)
            words = tuple(_WORD.findall(entry.shown_name))
            if _is_distinctive(words, ordinary):
                written[words].add(entry.key)
        return _Known(
            by_plain={
                name: next(iter(keys)) for name, keys in plain_names.items() if name and len(keys) == 1
            },
            by_written={words: next(iter(keys)) for words, keys in written.items() if len(keys) == 1},
            by_place=by_place,
            longest=max(map(len, written), default=0),
        )


def _ordinary_words(entries: Iterable[Entry]) -> frozenset[str]:
    """Runs of up to three words as they stand in small letters in running text."""
    found: set[str] = set()
    for entry in entries:
        for one in _texts(entry):
            words = _WORD.findall(_ADDRESS.sub(" ", one.text))
            for n, word in enumerate(words):
                if word.islower():
                    found.add(word)
                    found.update(
                        " ".join(words[n : n + length]) for length in (2, 3) if n + length <= len(words)
                    )
    return frozenset(found)


def _is_distinctive(words: tuple[str, ...], ordinary: frozenset[str]) -> bool:
    name = " ".join(words)
    return (
        sum(map(len, words)) >= SHORTEST_NAME
        and not name.islower()
        and name.casefold() not in ordinary
        and any(word[:1].isupper() for word in words)
    )


def _depends_on(entry: Entry, known: _Known) -> Iterator[Relation]:
    for n, name in enumerate(entry.dependencies):
        other = known.by_place.get(repository_key(name)) or known.by_plain.get(plain(name))
        if other and other != entry.key:
            yield Relation(
                key=entry.key,
                other=other,
                kind=RelationKind.DEPENDS_ON,
                key_path=f"dependsOn[{n}]",
                value=name,
            )


def _works_with(entry: Entry, known: _Known) -> Iterator[Relation]:
    for one in _texts(entry):
        for address in _ADDRESS.findall(one.text):
            other = known.by_place.get(repository_key(address.rstrip(".,;:")))
            if other and other != entry.key:
                yield _named(entry, other, one.key_path, address)
        words = _WORD.findall(_ADDRESS.sub(" ", one.text))
        for n in range(len(words)):
            for length in range(min(known.longest, len(words) - n), 0, -1):
                other = known.by_written.get(tuple(words[n : n + length]))
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
