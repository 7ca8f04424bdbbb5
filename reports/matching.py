"""What one rule finds in the texts of one piece of software, as evidence, or why it finds nothing."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from reports.guideline.model import Place, Strength
from reports.model.links import Evidence
from reports.wording import Match, Miss, matches, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.guideline.model import Rule
    from reports.ready_rules import ReadyRule, Sought, Texts
    from reports.subject import Passage

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
