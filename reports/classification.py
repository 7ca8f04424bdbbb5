"""Which categories of the guideline software belongs to, and why: (subject, rules) → links with evidence.

The rules that hold for every category: software that *offers* something is linked, software that mentions it
is not; where a word stands decides its strength; the rest of a long description never counts; the parent
follows from its children; six or more categories in one file each count as weak; text that stands in five or
more files of one account is no evidence; `source-code` is given to all code, as a fact.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from reports.guideline.model import Strength
from reports.matching import Found, ReadyRule, Texts, evidence_of, ready
from reports.model import Evidence
from reports.residue import NO_RESIDUE, Residue, find_residue
from reports.subject import Subject, own_passages, passages, statements_of, too_little_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.guideline.model import Guideline, Rules

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
    """What is concluded of one piece of software."""

    subject: Subject
    links: tuple[Link, ...]
    too_little_text: bool


def classify_all(
    subjects: Sequence[Subject], guideline: Guideline, rules: Rules
) -> tuple[Classification, ...]:
    """Classify all software of a register: together, because residue shows only beside its neighbours."""
    residue = find_residue(statement for subject in subjects for statement in statements_of(subject))
    prepared = ready(rules.rules, rules)
    return tuple(_classify(subject, guideline, rules, prepared, residue) for subject in subjects)


def classify(
    subject: Subject, guideline: Guideline, rules: Rules, residue: Residue = NO_RESIDUE
) -> Classification:
    """Classify one; `residue` is what the register's files state that is no evidence."""
    return _classify(subject, guideline, rules, ready(rules.rules, rules), residue)


def _classify(
    subject: Subject, guideline: Guideline, rules: Rules, prepared: Sequence[ReadyRule], residue: Residue
) -> Classification:
    own = tuple(own_passages(subject, residue))
    example = any(passage.text.strip().rstrip(".") in _examples(rules) for passage in passages(subject))
    little = example or too_little_text(subject, own)
    texts = Texts(() if example else own)
    found: dict[str, list[Found]] = defaultdict(list)
    for one in prepared:
        if not (little and one.rule.needs_text):
            found[one.rule.category].append(evidence_of(one, texts))
    links = {category: link for category, all_of_it in found.items() if (link := _link(category, all_of_it))}
    code = _source_code(subject)
    if code is not None:
        links[SOURCE_CODE] = Link(category_id=SOURCE_CODE, evidence=(code,), strength=Strength(code.strength))
    links = with_parents(links, guideline)
    ordered = tuple(links[kind.id] for kind in guideline.kinds if kind.id in links)
    return Classification(subject=subject, links=ordered, too_little_text=little)


def _examples(rules: Rules) -> frozenset[str]:
    return frozenset(text.rstrip(".") for text in rules.example_texts)


# --- What follows from it ---------------------------------------------------------------------------


def _link(category: str, found: Sequence[Found]) -> Link | None:
    """A link of one strong or medium piece, or of two weak ones of different rules at different keys."""
    offers = [evidence for one in found for evidence in one.offers]
    besides = [evidence for one in found for evidence in one.besides]
    ordered = _ordered((*offers, *besides))
    if not ordered:
        return None
    strength = Strength(ordered[0].strength)
    if strength is Strength.WEAK and not any(
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
