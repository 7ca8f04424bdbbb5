"""What a curator should look at: links and claims that do not go together. (classifications) → conflicts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reports.classification import SOURCE_CODE
from reports.guideline.model import Place, Strength
from reports.ready_rules import MANY_CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reports.classification import Classification
    from reports.guideline.curation import Curation

MANY_LINKS: Final = 3
"""More links than this, besides source code and the parent, nearly always claim too much."""
_NO_PROGRAM: Final = ("data-sets", "contracts-procurement", "knowledge-documentation", "methodology")
_PROGRAMS: Final = ("standalone/web", "standalone/desktop", "standalone/mobile", "standalone/backend")


class ConflictKind(StrEnum):
    """What does not go together."""

    CLAIM_WITHOUT_WORDS = (
        "claim_without_words"  # the file claims a category that its own words do not bear out
    )
    MANY_CATEGORIES = "many_categories"  # the file claims so many that each says little
    MANY_LINKS = "many_links"  # it fits suspiciously many categories of the guideline
    PROGRAM_OR_TEXT = "program_or_text"  # linked as data or text, and its type says that it is a program
    AGAINST_THE_RULES = "against_the_rules"  # a curator decided otherwise than the rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One thing to look at; `detail` is the value behind it."""

    repository_id: int
    path: str
    kind: ConflictKind
    category_id: str | None = None
    detail: str


def find_conflicts(
    by_rules: Iterable[Classification], decided: Iterable[Classification], curation: Curation
) -> tuple[Conflict, ...]:
    """The conflicts of all software; `decided` are the classifications after overrides, in the same order."""
    claims = _claims(curation)
    parents = {kind.parent for kind in curation.guideline.kinds}
    found: list[Conflict] = []
    for before, after in zip(by_rules, decided, strict=True):
        details = (
            *_claimed(after, claims),
            *_too_many(after, parents),
            *_no_program(after),
            *_against(before, after),
        )
        found += (
            Conflict(
                repository_id=after.subject.repository_id,
                path=after.subject.path,
                kind=kind,
                category_id=category_id,
                detail=detail,
            )
            for kind, category_id, detail in details
        )
    return tuple(found)


_Detail = tuple[ConflictKind, str | None, str]


def _claims(curation: Curation) -> Mapping[str, frozenset[str]]:
    """By value of `categories`: the categories of the guideline that rules take it for a sign of."""
    claims: dict[str, set[str]] = defaultdict(set)
    for rule in curation.rules.rules:
        if rule.when.looks_at == (Place.CATEGORIES,):
            for group in rule.when.words.values():
                for value in group:
                    claims[value].add(rule.category)
    return {value: frozenset(categories) for value, categories in claims.items()}


def _claimed(one: Classification, claims: Mapping[str, frozenset[str]]) -> Iterator[_Detail]:
    linked = {link.category_id for link in one.links}
    for value in one.subject.categories:
        for category_id in sorted(claims.get(value, frozenset()) - linked):
            yield ConflictKind.CLAIM_WITHOUT_WORDS, category_id, value


def _too_many(one: Classification, parents: Iterable[str | None]) -> Iterator[_Detail]:
    if len(one.subject.categories) >= MANY_CATEGORIES:
        yield ConflictKind.MANY_CATEGORIES, None, str(len(one.subject.categories))
    counted = [link.category_id for link in one.links if link.category_id not in {SOURCE_CODE, *parents}]
    if len(counted) > MANY_LINKS:
        yield ConflictKind.MANY_LINKS, None, ", ".join(counted)


def _no_program(one: Classification) -> Iterator[_Detail]:
    stated = (one.subject.software_type or "").lower()
    if stated in _PROGRAMS:
        for link in one.links:
            if link.category_id in _NO_PROGRAM:
                yield ConflictKind.PROGRAM_OR_TEXT, link.category_id, stated


def _against(before: Classification, after: Classification) -> Iterator[_Detail]:
    ruled = {link.category_id: link for link in (*before.links, *before.needs)}
    kept = {link.category_id for link in (*after.links, *after.needs)}
    for category_id, link in ruled.items():
        if category_id not in kept and link.strength is not Strength.WEAK:
            yield ConflictKind.AGAINST_THE_RULES, category_id, "remove"
    for category_id in sorted(kept - ruled.keys()):
        yield ConflictKind.AGAINST_THE_RULES, category_id, "add"
