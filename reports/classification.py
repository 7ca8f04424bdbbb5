"""Which categories of the guideline software belongs to, and why: (subject, rules) → links with evidence.

The rules that hold for every category: software that *offers* something is linked, software that mentions it
is not; where a word stands decides its strength; the rest of a long description never counts; the parent
follows from its children; six or more categories in one file each count as weak; text that stands in five or
more files of one account is no evidence; `source-code` is given to all code, as a fact.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Final

from reports.guideline.model import Strength
from reports.matching import Found, evidence_of
from reports.model.links import Evidence
from reports.ready_rules import ReadyRule, Texts, ready
from reports.residue import NO_RESIDUE, Residue, find_residue
from reports.rule_index import RuleIndex
from reports.subject import (
    Subject,
    own_passages,
    repeated_statements,
    stated,
    statements_of,
    too_little_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reports.guideline.curation import Curation
    from reports.guideline.model import Guideline
    from reports.residue import Statement
    from reports.subject import Stated

SOURCE_CODE: Final = "source-code"
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
    """What is concluded of one piece of software.

    `needs` and `facts` are links as those to categories, with the id of a need or of an answer; they are kept
    apart everywhere: needs are the curator's, facts are no categories.
    """

    subject: Subject
    links: tuple[Link, ...]
    needs: tuple[Link, ...] = ()
    facts: tuple[Link, ...] = ()
    residue: tuple[Statement, ...] = ()
    too_little_text: bool


class Classifier:
    """The rules of a curation made ready, beside the residue of a whole register."""

    __slots__ = ("_curation", "_examples", "_facts", "_needs", "_residue", "_rules")

    def __init__(self, curation: Curation, residue: Residue = NO_RESIDUE) -> None:
        """`residue` is what the register's files state that is no evidence."""
        self._curation = curation
        self._residue = residue
        self._examples = frozenset(text.rstrip(".") for text in curation.rules.example_texts)
        self._rules = RuleIndex(ready(curation.rules.rules, curation.rules))
        self._needs = RuleIndex(ready(curation.needs.rules, curation.rules))
        self._facts = RuleIndex(ready(curation.facts.rules, curation.rules))

    def classify(self, subject: Subject) -> Classification:
        """Classify one."""
        said = stated(subject)
        texts, little = self._texts_of(subject, said)
        links = _links(self._rules, texts, little=little)
        code = _source_code(subject)
        if code is not None:
            links[SOURCE_CODE] = Link(
                category_id=SOURCE_CODE, evidence=(code,), strength=Strength(code.strength)
            )
        links = with_parents(links, self._curation.guideline)
        needs = with_answered(_links(self._needs, texts, little=little), links, self._curation)
        facts = _links(self._facts, texts, little=False, weak_is_enough=True)
        return Classification(
            subject=subject,
            links=in_order(links, (kind.id for kind in self._curation.guideline.kinds)),
            needs=in_order(needs, (need.id for need in self._curation.needs.needs)),
            facts=in_order(facts, (answer.id for answer in self._curation.facts.answers)),
            residue=repeated_statements(said, self._residue),
            too_little_text=little,
        )

    def texts_of(self, subject: Subject) -> tuple[Texts, bool]:
        """The texts that may be evidence, and whether they are too little to tell."""
        return self._texts_of(subject, stated(subject))

    def _texts_of(self, subject: Subject, said: Sequence[Stated]) -> tuple[Texts, bool]:
        own = tuple(own_passages(said, self._residue))
        example = any(one.passage.text.strip().rstrip(".") in self._examples for one in said)
        return Texts(() if example else own), example or too_little_text(subject, own)

    def evidence(self, rule: ReadyRule, texts: Texts) -> tuple[Evidence, ...]:
        """What one rule finds."""
        return evidence_of(rule, texts).offers

    def rules_of(self, category_id: str) -> tuple[ReadyRule, ...]:
        """The rules of one category."""
        return tuple(one for one in self._rules.rules if one.rule.category == category_id)


def classify_all(
    subjects: Sequence[Subject], curation: Curation, residue: Residue | None = None
) -> tuple[Classification, ...]:
    """Classify all software of a register: together, because residue shows only beside its neighbours."""
    classifier = Classifier(curation, residue_of(subjects) if residue is None else residue)
    return tuple(classifier.classify(subject) for subject in subjects)


def residue_of(subjects: Iterable[Subject]) -> Residue:
    """What is template residue among the texts that rules look at."""
    return find_residue(statement for subject in subjects for statement in statements_of(subject))


def _links(rules: RuleIndex, texts: Texts, *, little: bool, weak_is_enough: bool = False) -> dict[str, Link]:
    found: dict[str, list[Found]] = defaultdict(list)
    for one in rules.worth_trying(texts):
        if not (little and one.rule.needs_text):
            found[one.rule.category].append(evidence_of(one, texts))
    links = (link_of(name, of_it, weak_is_enough=weak_is_enough) for name, of_it in found.items())
    return {link.category_id: link for link in links if link is not None}


def in_order(links: Mapping[str, Link], ids: Iterable[str]) -> tuple[Link, ...]:
    """The links by the order of the list that their ids are of."""
    return tuple(links[name] for name in ids if name in links)


# --- What follows from it ---------------------------------------------------------------------------


def link_of(category: str, found: Sequence[Found], *, weak_is_enough: bool = False) -> Link | None:
    """A link of one strong or medium piece, or of two weak ones of different rules at different keys."""
    offers = [evidence for one in found for evidence in one.offers]
    besides = [evidence for one in found for evidence in one.besides]
    ordered = _ordered((*offers, *besides))
    if not ordered:
        return None
    strength = Strength(ordered[0].strength)
    alone = strength is Strength.WEAK and not weak_is_enough
    if alone and not any(
        one.rule_id != other.rule_id and _key(one.key_path) != _key(other.key_path)
        for one, other in combinations(offers, 2)
    ):
        return None
    return Link(category_id=category, evidence=ordered, strength=strength)


def _ordered(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each piece once, the strongest first."""
    return tuple(sorted(dict.fromkeys(evidence), key=lambda one: Strength(one.strength).rank))


def _key(key_path: str) -> str:
    """The key without language and number: the same words in two languages are one piece of evidence."""
    parts = key_path.split("[", maxsplit=1)[0].split(".")
    return parts[-1] if parts[0] == "description" else key_path


def _source_code(subject: Subject) -> Evidence | None:
    """`source-code` is the default kind of all code: by its languages, else by the type it states."""
    if subject.languages:
        key, value, strength = "repository.languages", subject.languages[0], Strength.MEDIUM
    elif (subject.software_type or "").lower() not in _NO_CODE:
        key, value, strength = "softwareType", subject.software_type or "", Strength.WEAK
    else:
        return None
    return Evidence(rule_id=SOURCE_CODE, strength=strength.value, key_path=key, value=value, matched=value)


def with_parents(links: dict[str, Link], guideline: Guideline) -> dict[str, Link]:
    """Every link to an example is a link to its parent, with the same evidence."""
    complete = dict(links)
    for kind in guideline.kinds:
        child = links.get(kind.id)
        if kind.parent is None or child is None:
            continue
        before = complete.get(kind.parent)
        evidence = _ordered((*(before.evidence if before else ()), *child.evidence))
        complete[kind.parent] = Link(
            category_id=kind.parent, evidence=evidence, strength=Strength(evidence[0].strength)
        )
    return complete


def with_answered(needs: dict[str, Link], links: Mapping[str, Link], curation: Curation) -> dict[str, Link]:
    """The needs, with those that the software of a category answers."""
    complete = dict(needs)
    for need in curation.needs.needs:
        link = links.get(need.category or "")
        if link is not None:
            complete[need.id] = replace(link, category_id=need.id)
    return complete
