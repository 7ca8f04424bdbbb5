"""Which categories of the guideline software belongs to, and why: (subject, rules) → links with evidence.

The rules that hold for every category: software that *offers* something is linked, software that mentions it
is not; where a word stands decides its strength; the rest of a long description never counts; the parent
follows from its children; six or more categories in one file each count as weak; text that stands in five or
more files of one account is no evidence; `source-code` is given to all code, as a fact.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.guideline.model import Place, Strength
from reports.model import Evidence
from reports.residue import NO_RESIDUE, Residue, find_residue
from reports.subject import NAMES, Passage, Subject, own_passages, passages, statements_of, too_little_text
from reports.wording import Asides, Match, find, names_in, pattern, shown, words_for

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from reports.guideline.model import Condition, Guideline, Rule, Rules

SOURCE_CODE: Final = "source-code"
MANY_CATEGORIES: Final = 6
"""A file that claims this many categories claims too much: each is weak."""

_HEAD: Final = frozenset({Place.NAME, Place.LOCALISED_NAME, Place.GENERIC_NAME, Place.SHORT_DESCRIPTION})
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
_NO_CODE: Final = frozenset({"configurationfiles", "standalone/other", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Software belongs to a category, because of this evidence, strongest first."""

    category_id: str
    evidence: tuple[Evidence, ...]
    strength: Strength

    @property
    def rule_id(self) -> str:
        """The rule behind the strongest evidence."""
        return self.evidence[0].rule_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What is concluded of one piece of software."""

    subject: Subject
    links: tuple[Link, ...]
    too_little_text: bool


def classify_all(
    subjects: Sequence[Subject], guideline: Guideline, rules: Rules
) -> tuple[Classification, ...]:
    """Classify all software of a register: together, because residue shows only beside its neighbours."""
    residue = find_residue(statement for subject in subjects for statement in statements_of(subject))
    return tuple(classify(subject, guideline, rules, residue) for subject in subjects)


def classify(
    subject: Subject, guideline: Guideline, rules: Rules, residue: Residue = NO_RESIDUE
) -> Classification:
    """Classify one; `residue` is what the register's files state that is no evidence."""
    own = tuple(own_passages(subject, residue))
    example = any(passage.text.strip().rstrip(".") in _examples(rules) for passage in passages(subject))
    little = example or too_little_text(subject, own)
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for rule in () if example else rules.rules:
        if not (little and rule.needs_text):
            evidence[rule.category].extend(evidence_of(rule, own, rules))
    evidence[SOURCE_CODE].extend(_source_code(subject))
    links = {category: link for category, found in evidence.items() if (link := _link(category, found))}
    links = with_parents(links, guideline)
    ordered = tuple(links[kind.id] for kind in guideline.kinds if kind.id in links)
    return Classification(subject=subject, links=ordered, too_little_text=little)


def _examples(rules: Rules) -> frozenset[str]:
    return frozenset(text.rstrip(".") for text in rules.example_texts)


# --- What a rule finds ------------------------------------------------------------------------------


def evidence_of(rule: Rule, own: Sequence[Passage], rules: Rules) -> tuple[Evidence, ...]:
    """What one rule finds in the passages of a subject; empty: nothing."""
    if not _may_match(rule.when, own):
        return ()
    found = tuple(_hits(rule, rule.when, own, rules))
    if not found or _forbidden(rule, own):
        return ()
    for condition in rule.also:
        besides = tuple(_hits(rule, condition, own, rules))
        if not besides:
            return ()
        found += besides[:1]
    return found


def _may_match(condition: Condition, own: Iterable[Passage]) -> bool:
    return any(passage.place in condition.looks_at for passage in own)


def _hits(rule: Rule, condition: Condition, own: Sequence[Passage], rules: Rules) -> Iterator[Evidence]:
    many = sum(passage.place is Place.CATEGORIES for passage in own) >= MANY_CATEGORIES
    for passage in own:
        if passage.place not in condition.looks_at:
            continue
        match = _matched(passage, condition, rules)
        if match is not None:
            weak = match.is_listed or (many and passage.place is Place.CATEGORIES)
            most = Strength.WEAK if weak else _AT_MOST.get(passage.place, rule.strength)
            yield Evidence(
                rule_id=rule.id,
                strength=max((rule.strength, most), key=lambda strength: strength.rank).value,
                key_path=passage.key_path,
                value=shown(passage.text),
                matched=match.text,
            )


def _matched(passage: Passage, condition: Condition, rules: Rules) -> Match | None:
    whole = passage.place in _VALUES
    expression = pattern(words_for(condition.words, passage.language), whole=whole)
    if expression is None:
        return None
    if whole:
        return Match(passage.text) if expression.fullmatch(passage.text) else None
    if passage.place in NAMES:
        found = expression.search(names_in(passage.text))
        return Match(found.group()) if found else None
    asides = Asides(
        mentions=pattern(words_for(rules.mention_words, passage.language), whole=False),
        purposes=pattern(words_for(rules.purpose_words, passage.language), whole=False),
    )
    return find(passage.text, expression, asides, condition.within_words)


def _forbidden(rule: Rule, own: Iterable[Passage]) -> bool:
    expression: re.Pattern[str] | None
    for passage in own:
        if passage.place in _HEAD:
            expression = pattern(words_for(rule.unless, passage.language), whole=False)
            text = names_in(passage.text) if passage.place in NAMES else passage.text
            if expression is not None and expression.search(text):
                return True
    return False


# --- What follows from it ---------------------------------------------------------------------------


def _link(category: str, found: Iterable[Evidence]) -> Link | None:
    """A link of one strong or medium piece, or of two weak pieces at different keys; else None."""
    ordered = tuple(sorted(dict.fromkeys(found), key=lambda one: Strength(one.strength).rank))
    if not ordered:
        return None
    strength = Strength(ordered[0].strength)
    keys = {_key(evidence.key_path) for evidence in ordered}
    if strength is Strength.WEAK and len(keys) < 2 and category != SOURCE_CODE:  # noqa: PLR2004
        return None
    return Link(category_id=category, evidence=ordered, strength=strength)


def _key(key_path: str) -> str:
    """The key without language and number: the same words in two languages are one piece of evidence."""
    parts = key_path.split("[", maxsplit=1)[0].split(".")
    return parts[-1] if parts[0] == "description" else key_path


def _source_code(subject: Subject) -> tuple[Evidence, ...]:
    """`source-code` is the default kind of all code: by its languages, else by the type it states."""
    if subject.languages:
        key, value, strength = "repository.languages", subject.languages[0], Strength.MEDIUM
    elif (subject.software_type or "").lower() not in _NO_CODE:
        key, value, strength = "softwareType", subject.software_type or "", Strength.WEAK
    else:
        return ()
    return (Evidence(rule_id=SOURCE_CODE, strength=strength.value, key_path=key, value=value, matched=value),)


def with_parents(links: dict[str, Link], guideline: Guideline) -> dict[str, Link]:
    """Every link to an example is a link to its parent, with the same evidence."""
    complete = dict(links)
    for kind in guideline.kinds:
        child = links.get(kind.id)
        if kind.parent is None or child is None:
            continue
        before = complete.get(kind.parent)
        merged = _link(kind.parent, (*(before.evidence if before else ()), *child.evidence))
        if merged is not None:
            complete[kind.parent] = merged
    return complete
