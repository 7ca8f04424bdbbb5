"""Rules and texts made ready to be held against each other: words compiled, passages by place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.beginnings import Beginnings, Heard, beginnings_of, heard_in
from reports.guideline.model import Place
from reports.wording import Asides, Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reports.guideline.model import Condition, Rule, Rules
    from reports.subject import Passage

MANY_CATEGORIES: Final = 6
"""A file that claims this many categories claims too much: each is weak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A condition of a rule with its words compiled, for running text and for whole values."""

    condition: Condition
    in_text: Lexicon
    as_value: Lexicon
    beginnings: Beginnings


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyRule:
    """A rule with its words compiled; `asides` are shared by all rules of a file."""

    rule: Rule
    when: Sought
    also: tuple[Sought, ...]
    unless: Lexicon
    asides: Asides


def ready(rules: Iterable[Rule], shared: Rules) -> tuple[ReadyRule, ...]:
    """Rules ready to be used for many subjects; `shared` holds the words that hold for all rules."""
    asides = Asides(
        mentions=Lexicon(shared.mention_words),
        purposes=Lexicon(shared.purpose_words),
        relatives=Lexicon(shared.relative_words),
    )
    return tuple(
        ReadyRule(
            rule=rule,
            when=_sought(rule.when),
            also=tuple(_sought(condition) for condition in rule.also),
            unless=Lexicon(rule.unless),
            asides=asides,
        )
        for rule in rules
    )


def _sought(condition: Condition) -> Sought:
    return Sought(
        condition=condition,
        in_text=Lexicon(condition.words),
        as_value=Lexicon(condition.words, whole=True),
        beginnings=beginnings_of(word for group in condition.words.values() for word in group),
    )


class Texts:
    """The passages of one subject, by place."""

    __slots__ = ("_by_place", "heard")

    def __init__(self, passages: Iterable[Passage]) -> None:
        """Arrange them; their order within a place stays."""
        by_place: dict[Place, list[tuple[Passage, str, Heard]]] = defaultdict(list)
        words: set[str] = set()
        stems: set[str] = set()
        for passage in passages:
            readable = passage.readable
            heard = heard_in(readable)
            words |= heard.words
            stems |= heard.stems
            by_place[passage.place].append((passage, readable, heard))
        self._by_place: Mapping[Place, Sequence[tuple[Passage, str, Heard]]] = by_place
        self.heard = Heard(frozenset(words), frozenset(stems))

    def at(self, places: Iterable[Place]) -> Iterator[tuple[Passage, str]]:
        """The passages at some places, each with the text as rules read it."""
        for place in places:
            for passage, readable, _ in self._by_place.get(place, ()):
                yield passage, readable

    def where(self, sought: Sought) -> Iterator[tuple[Passage, str]]:
        """The passages in which the words of a condition can stand, each with the text as rules read it."""
        for place in sought.condition.looks_at:
            for passage, readable, heard in self._by_place.get(place, ()):
                if sought.beginnings.may_stand_in(heard):
                    yield passage, readable

    @property
    def claims_many_categories(self) -> bool:
        """Whether the file claims so many `categories` that each says little."""
        return len(self._by_place.get(Place.CATEGORIES, ())) >= MANY_CATEGORIES
