"""The guideline that the register serves, and the rules that link software to it: as values.

No future import of annotations here: `loading` checks TOML against these types when running.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from reports.data_files import FORBID


class Strength(StrEnum):
    """How sure evidence is: one strong or medium piece makes a link, or two weak ones at different keys."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return tuple(Strength).index(self)


class Place(StrEnum):
    """Where a rule may look, about in the order of what a word there is worth."""

    NAME = "name"
    LOCALISED_NAME = "localised_name"
    GENERIC_NAME = "generic_name"
    SHORT_DESCRIPTION = "short_description"
    FEATURES = "features"
    FIRST_SENTENCE = (
        "first_sentence"  # of the long description; the rest of it is where integrations are listed
    )
    CATEGORIES = "categories"
    SOFTWARE_TYPE = "software_type"
    API_DOCUMENTATION = "api_documentation"
    SUPPORTS = "supports"
    DEPENDS_ON = "depends_on"
    ROOT_FILES = "root_files"
    TOPICS = "topics"
    REPOSITORY_NAME = "repository_name"


# --- The guideline ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind that can be shared (no parent), or one of the six examples of components (with one)."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: str
    slug: str
    name_nl: str
    name_en: str
    definition_nl: str
    definition_en: str
    parent: str | None = None
    related_guideline: str | None = None
    related_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline:
    """One version of one document, pinned. The order of `kinds` is the order on pages."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    document: str
    title_nl: str
    title_en: str
    version: str
    dated_on: date
    source_url: str
    removed_by_url: str
    kinds: tuple[Kind, ...] = field(metadata={"doc": "kind"})


# --- The rules --------------------------------------------------------------------------------------

Words = Mapping[str, tuple[str, ...]]
"""Words by language; `any` holds for every language. A star opens an end: `betaal*`, `*bibliotheek`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One of the words must stand in one of the places, within the first `within_words` words when given."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    looks_at: tuple[Place, ...]
    words: Words
    within_words: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Made-up software in which a rule must (`links`) or must not find something; run as a test."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    links: bool
    language: str = "en"
    name: str = "Voorbeeld"
    repository_name: str = "voorbeeld"
    localised_name: str | None = None
    generic_name: str | None = None
    short_description: str | None = None
    long_description: str | None = None
    features: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    software_type: str | None = None
    api_documentation_url: str | None = None
    topics: tuple[str, ...] = ()
    root_files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When software belongs to a category: `when`, and every condition of `also`, and no word of `unless`."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: str
    category: str
    strength: Strength
    when: Condition
    also: tuple[Condition, ...] = ()
    unless: Words = field(default_factory=dict)  # in names and short description
    needs_text: bool = False  # says nothing of software with too little text to tell
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules, and the words that hold for all of them."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    version: str
    mention_words: Words  # shortly before a word they make it a mention: "with", "via"
    relative_words: Words  # behind a comma they open a clause about the software, and no next item: "which"
    purpose_words: Words  # between a mention word and the word they make it an offer again: "to"
    example_texts: tuple[str, ...]  # texts that people leave standing from the standard's own example
    rules: tuple[Rule, ...]
