"""Why software stands in a category and why not in another, as lines that a person reads."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, assert_never

from reports.classification import SOURCE_CODE, Classifier
from reports.conflicts import find_conflicts
from reports.matching import Cause, NearMiss, near_misses
from reports.overriding import OVERRIDE, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.classification import Classification, Link
    from reports.concluding import Concluded
    from reports.guideline.curation import Curation
    from reports.model.links import Evidence

_WIDTH: Final = 32


class NoSuchSoftwareError(Exception):
    """The register knows no software at the address; the message says what to do."""


def overview(concluded: Concluded, curation: Curation) -> Iterator[str]:
    """How many entries each category holds, and what a curator should look at."""
    found = concluded.decided
    yield f"{len(found)} entries, rules version {curation.rules.version}"
    yield from _counts((link for one in found for link in one.links), "category of the guideline")
    yield from _counts((link for one in found for link in one.needs), "need (the curator's list)")
    yield from _counts((link for one in concluded.possible for link in one.links), "possible, no file")
    little = sum(one.too_little_text for one in found)
    bare = sum(not _counted(one) and not one.too_little_text for one in found)
    yield ""
    yield f"{bare} unclassified: enough text, and no category besides source code"
    yield f"{little} with too little text to tell"
    kinds = Counter(one.kind for one in find_conflicts(concluded.by_rules, found, curation))
    for kind, number in sorted(kinds.items()):
        yield f"{number} to look at: {kind.value}"


def _counts(links: Iterable[Link], what: str) -> Iterator[str]:
    numbers = Counter((link.category_id, link.strength.value) for link in links)
    yield ""
    yield f"{what:<{_WIDTH}} strong medium  weak"
    for name in dict.fromkeys(sorted(name for name, _ in numbers)):
        cells = "".join(f"{numbers[name, strength]:>7}" for strength in ("strong", "medium", "weak"))
        yield f"{name:<{_WIDTH}}{cells}"


def explanation(concluded: Concluded, curation: Curation, url: str) -> Iterator[str]:
    """Why each description at an address is in its categories, and why not in the others.

    Raises:
        NoSuchSoftwareError: no current software lies at the address.
    """
    wanted = place_of(url)
    here = [one for one in concluded.decided if place_of(concluded.urls[one.subject.repository_id]) == wanted]
    if not here:
        raise NoSuchSoftwareError(
            f"The register knows no software at {url}: give the address of its repository, as in "
            "https://github.com/organisation/repository."
        )
    classifier = Classifier(curation, concluded.residue)
    for one in here:
        yield from _explained(one, classifier, curation)


def _explained(one: Classification, classifier: Classifier, curation: Curation) -> Iterator[str]:
    subject = one.subject
    yield f"{subject.name or subject.repository_name} ({subject.path})"
    if one.too_little_text:
        yield "  Too little text to tell: the file says next to nothing beyond its names."
    for statement in one.residue:
        yield (
            f"  Not counted, because many files of the account say the same: {statement.key} = "
            + ", ".join(statement.value)
        )
    links = {link.category_id: link for link in one.links}
    texts, little = classifier.texts_of(subject)
    for kind in curation.guideline.kinds:
        link = links.get(kind.id)
        if link is not None:
            yield from _linked(link)
        elif kind.id != SOURCE_CODE:
            yield f"  no   {kind.id}"
            for rule in classifier.rules_of(kind.id):
                if little and rule.rule.needs_text:
                    continue
                yield from (f"         {_missed(miss)}" for miss in near_misses(rule, texts))
                yield from _alone(classifier.evidence(rule, texts))
    for name, beside in (("need", one.needs), ("fact", one.facts)):
        for link in beside:
            yield from _linked(link, name)


def _linked(link: Link, what: str = "yes") -> Iterator[str]:
    yield f"  {what:<4} {link.category_id} ({link.strength.value})"
    yield from (f"         {_told(evidence)}" for evidence in link.evidence)


def _alone(evidence: Iterable[Evidence]) -> Iterator[str]:
    for piece in evidence:
        yield f"         {_told(piece)}: alone it is too weak"


def _told(evidence: Evidence) -> str:
    if evidence.rule_id == OVERRIDE:
        return f"decided by {evidence.matched}: {evidence.value}"
    return f"{evidence.strength}: rule {evidence.rule_id} found {evidence.matched!r} at {evidence.key_path}"


def _missed(miss: NearMiss) -> str:
    found = f"rule {miss.rule_id} found {miss.matched!r} at {miss.key_path}"
    match miss.cause:
        case Cause.MENTIONED:
            return f"{found}, but only mentioned"
        case Cause.TOO_FAR:
            return f"{found}, but too far from the beginning"
        case Cause.EXCLUDED:
            return f"{found}, but {miss.word!r} excludes it"
        case Cause.LACKING:
            return f"{found}, but what must hold besides is lacking"
        case _ as never:
            assert_never(never)


def _counted(one: Classification) -> bool:
    return any(link.category_id != SOURCE_CODE for link in one.links)
