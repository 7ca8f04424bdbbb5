"""Repositories that no publiccode.yml describes, and the categories they may belong to by what a forge says.

Possible is not a link: it is kept in a table of its own, shown apart, and in no count.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.classification import in_order, link_of
from reports.guideline.model import Place
from reports.matching import Found, evidence_of
from reports.ready_rules import Texts, ready
from reports.rule_index import RuleIndex
from reports.subject import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.classification import Link
    from reports.guideline.curation import Curation

_NO_GUESS: Final = frozenset({"source-code", "components"})
"""Every repository may hold code, and nearly everything is a component of something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BareRepository:
    """A repository without a description, as its forge shows it."""

    repository_id: int
    name: str
    description: str | None = None
    topics: tuple[str, ...] = ()
    root_files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """What one repository may be."""

    repository: BareRepository
    links: tuple[Link, ...]


def find_possible(repositories: Iterable[BareRepository], curation: Curation) -> tuple[Possible, ...]:
    """The repositories that may belong to a category; the others are left out."""
    rules = RuleIndex(ready((*curation.possible.rules, *curation.rules.rules), curation.rules))
    kinds = tuple(kind.id for kind in curation.guideline.kinds if kind.id not in _NO_GUESS)
    possible = []
    for repository in repositories:
        texts = Texts(_passages(repository))
        found: dict[str, list[Found]] = defaultdict(list)
        for one in rules.worth_trying(texts):
            found[one.rule.category].append(evidence_of(one, texts))
        links = {category: link for category in kinds if (link := link_of(category, found[category]))}
        if links:
            possible.append(Possible(repository=repository, links=in_order(links, kinds)))
    return tuple(possible)


def _passages(repository: BareRepository) -> Iterator[Passage]:
    """What a forge says, at the places where rules expect such words; its language is not known."""
    yield Passage(Place.NAME, "repository.name", None, repository.name)
    if repository.description:
        yield Passage(Place.SHORT_DESCRIPTION, "repository.description", None, repository.description)
    for topic in repository.topics:
        yield Passage(Place.TOPICS, "repository.topics", None, topic)
    for file in repository.root_files:
        yield Passage(Place.ROOT_FILES, "repository.rootFiles", None, file)
