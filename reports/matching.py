"""What one rule finds in the texts of one piece of software, as evidence, or why it finds nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from reports.beginnings import Beginnings, Heard, beginnings_of, heard_in
from reports.guideline.model import Place, Strength
from reports.model import Evidence
from reports.wording import Asides, Lexicon, Match, Miss, matches, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reports.guideline.model import Condition, Rule, Rules
    from reports.subject import Passage

MANY_CATEGORIES: Final = 6
"""A file that claims this many categories claims too much: each is weak."""
_HEAD: Final = (Place.NAME, Place.LOCALISED_NAME, Place.GENERIC_NAME, Place.SHORT_DESCRIPTION)
_NAMES: Final = frozenset({Place.NAME, Place.LOCALISED_NAME, Place.GENERIC_NAME, Place.REPOSITORY_NAME})
_VALUES: Final = frozenset(
    {
        Place.CATEGORIES,
        Place.SOFTWARE_TYPE,
        Place.API_DOCUMENTATION,
        Place.SUPPORTS,
        Place.ROOT_FILES,
        Place.TOPICS,
    }
)
_AT_MOST: Final = {
    Place.FEATURES: Strength.WEAK,
    Place.FIRST_SENTENCE: Strength.MEDIUM,
    Place.CATEGORIES: Strength.MEDIUM,
    Place.SUPPORTS: Strength.MEDIUM,
    Place.DEPENDS_ON: Strength.WEAK,
    Place.TOPICS: Strength.WEAK,
    Place.REPOSITORY_NAME: Strength.WEAK,
}


# --- Rules made ready -------------------------------------------------------------------------------


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


# --- What a rule finds ------------------------------------------------------------------------------


class Found(NamedTuple):
    """What a rule found: where its own words stand, and what meets the conditions that must hold besides."""

    offers: tuple[Evidence, ...] = ()
    besides: tuple[Evidence, ...] = ()


def evidence_of(one: ReadyRule, texts: Texts) -> Found:
    """What a rule finds in a subject; empty: nothing. What holds besides is never the stronger part."""
    offers = tuple(_hits(one, one.when, texts))
    if not offers or exclusion(one, texts) is not None:
        return Found()
    besides: tuple[Evidence, ...] = ()
    for condition in one.also:
        met = next(_hits(one, condition, texts), None)
        if met is None:
            return Found()
        besides = (*besides, _no_stronger(met, offers))
    return Found(offers, besides)


def _no_stronger(besides: Evidence, found: Iterable[Evidence]) -> Evidence:
    strengths = (Strength(evidence.strength) for evidence in found)
    best = min(strengths, key=lambda strength: strength.rank)
    weakest = max((best, Strength(besides.strength)), key=lambda strength: strength.rank)
    return replace(besides, strength=weakest.value)


def _hits(one: ReadyRule, sought: Sought, texts: Texts) -> Iterator[Evidence]:
    for passage, readable in texts.where(sought):
        match = next(
            (match for match in _matches(one, sought, passage, readable) if match.miss is None), None
        )
        if match is not None:
            yield _evidence(one.rule, passage, match, many=texts.claims_many_categories)


def _matches(one: ReadyRule, sought: Sought, passage: Passage, readable: str) -> Iterator[Match]:
    if passage.place in _VALUES:
        expression = sought.as_value.expression(passage.language)
        if expression is not None and expression.fullmatch(readable):
            yield Match(readable)
        return
    expression = sought.in_text.expression(passage.language)
    if expression is None:
        return
    if passage.place in _NAMES:
        yield from (Match(found.group()) for found in expression.finditer(readable))
    else:
        yield from matches(readable, passage.language, expression, one.asides, sought.condition.within_words)


def _evidence(rule: Rule, passage: Passage, match: Match, *, many: bool) -> Evidence:
    weak = match.is_listed or (many and passage.place is Place.CATEGORIES)
    most = Strength.WEAK if weak else _AT_MOST.get(passage.place, rule.strength)
    return Evidence(
        rule_id=rule.id,
        strength=max((rule.strength, most), key=lambda strength: strength.rank).value,
        key_path=passage.key_path,
        value=shown(passage.text),
        matched=match.text,
    )


def exclusion(one: ReadyRule, texts: Texts) -> tuple[Passage, str] | None:
    """Where a word stands that makes the rule silent, and the word; None: nowhere."""
    for passage, readable in texts.at(_HEAD):
        expression = one.unless.expression(passage.language)
        found = expression.search(readable) if expression is not None else None
        if found is not None:
            return passage, found.group()
    return None


# --- Why it finds nothing ---------------------------------------------------------------------------


class Cause(StrEnum):
    """Why a rule that nearly matched is silent."""

    MENTIONED = "mentioned"  # the word is named, not offered
    TOO_FAR = "too_far"  # it stands too far from the beginning
    EXCLUDED = "excluded"  # another word makes the rule silent
    LACKING = "lacking"  # nothing meets a condition that must hold besides


class NearMiss(NamedTuple):
    """A rule whose words stand in a text, and why that is no evidence; `word` is the one behind the cause."""

    rule_id: str
    key_path: str
    matched: str
    cause: Cause
    word: str | None = None


_CAUSES: Final = {Miss.MENTIONED: Cause.MENTIONED, Miss.TOO_FAR: Cause.TOO_FAR}


def near_misses(one: ReadyRule, texts: Texts) -> Iterator[NearMiss]:
    """Where the words of a rule stand although the rule finds nothing; nothing for a rule that finds."""
    if evidence_of(one, texts).offers:
        return
    excluded = exclusion(one, texts)
    for passage, readable in texts.at(one.when.condition.looks_at):
        for match in _matches(one, one.when, passage, readable):
            if match.miss is not None:
                cause, word = _CAUSES[match.miss], None
            elif excluded is not None:
                cause, word = Cause.EXCLUDED, excluded[1]
            else:
                cause, word = Cause.LACKING, None
            yield NearMiss(one.rule.id, passage.key_path, match.text, cause, word)
