"""Why an entry stands in a category: the evidence of each link as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.addresses import web_address
from reports.pages.edition import SOURCE_CODE
from reports.pages.frame import Outside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reports.model.links import Evidence, ReuseLink
    from reports.model.software import ComponentRow
    from reports.pages.edition import Edition
    from reports.pages.frame import Link

_LONGEST_QUOTE = 200
DECIDED = "override"
"""The rule of evidence that is a person's decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One category with what speaks for it, strongest first."""

    category: Link
    strength: str
    sentences: tuple[str, ...]


def reasons(edition: Edition, component: ComponentRow) -> tuple[Reason, ...]:
    """Every category of an entry but source code, which is a fact and needs no reason."""
    links = edition.lookup.links_of.get(component.component_id, ())
    return tuple(reason(edition, link) for link in links if link.category_id != SOURCE_CODE)


def reason(edition: Edition, link: ReuseLink) -> Reason:
    """One link as a person reads it."""
    category = edition.lookup.categories[link.category_id]
    return Reason(
        category=edition.category_link(category),
        strength=edition.labels.strength.get(link.strength, link.strength),
        sentences=sentences(edition, link.evidence),
    )


def sentences(edition: Edition, evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """What speaks for a link, each thing once."""
    return tuple(dict.fromkeys(_sentence(edition, piece) for piece in evidence))


def _sentence(edition: Edition, evidence: Evidence) -> str:
    words, where = edition.words, _where(edition, evidence.key_path)
    if evidence.rule_id == DECIDED:
        return words.say("A person decided this: %(why)s (%(who)s)", why=evidence.value, who=evidence.matched)
    value = _shortened(evidence.value)
    if not evidence.matched or evidence.matched.casefold() == value.casefold():
        return words.say("%(where)s: “%(value)s”", where=where, value=value or evidence.matched)
    return words.say(
        "%(where)s: “%(matched)s” in “%(value)s”", where=where, matched=evidence.matched, value=value
    )


def _where(edition: Edition, key_path: str) -> str:
    """What a person calls the place of a text: the last named key of its path."""
    names = [part.split("[")[0] for part in key_path.split(".")]
    known = _places(edition)
    return known.get(key_path) or known.get(names[-1]) or known.get(names[0]) or key_path


def _places(edition: Edition) -> Mapping[str, str]:
    words = edition.words
    return {
        "name": words.say("The name"),
        "localisedName": words.say("The name"),
        "genericName": words.say("The generic name"),
        "shortDescription": words.say("The short description"),
        "longDescription": words.say("The start of the long description"),
        "features": words.say("The features"),
        "categories": words.say("The categories in the description"),
        "softwareType": words.say("The type of software"),
        "apiDocumentation": words.say("The API documentation"),
        "supports": words.say("The standards"),
        "dependsOn": words.say("What it needs"),
        "repository.name": words.say("The name of the repository"),
        "repository.topics": words.say("The topics of the repository"),
        "repository.languages": words.say("The programming languages in the repository"),
        "repository.description": words.say("The description of the repository"),
        "repository.rootFiles": words.say("The files in the repository"),
        "category": words.say("Another category of this software"),
    }


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1].rstrip() + "…"


def mistake(edition: Edition) -> Outside | None:
    """Where a reader says that a link is wrong, when the register tells."""
    url = web_address(edition.about.report_mistake_url)
    return Outside(label=edition.words.say("Tell us what is wrong"), url=url) if url else None
