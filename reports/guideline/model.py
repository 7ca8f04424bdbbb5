"""The guideline that the register serves, the rules that link software to it, and overrides: as values.

No future import of annotations here: `loading` checks TOML against these types when running.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

_FORBID: dict[str, str] = {"extra": "forbid"}
"""An unknown key is a mistake: most often a misspelt one."""


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

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
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

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
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

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    looks_at: tuple[Place, ...]
    words: Words
    within_words: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Made-up software in which a rule must (`links`) or must not find something; run as a test."""

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
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

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
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

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    version: str
    mention_words: Words  # shortly before a word they make it a mention: "with", "via"
    relative_words: Words  # behind a comma they open a clause about the software, and no next item: "which"
    purpose_words: Words  # between a mention word and the word they make it an offer again: "to"
    example_texts: tuple[str, ...]  # texts that people leave standing from the standard's own example
    rules: tuple[Rule, ...]


# --- Needs, facts, and what is only possible ---------------------------------------------------------


class Job(StrEnum):
    """How far software for a need can take the place of other software for it."""

    ONE = "one"  # it all does the same job
    MANY = "many"  # it does several jobs
    BOUND = "bound"  # to a technology or a country: hardly ever


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A need of the curator, not of the guideline; the software of a `category` answers it, or rules tell."""

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    id: str
    slug: str
    name_nl: str
    name_en: str
    definition_nl: str
    definition_en: str
    gemma: str | None = None  # name of the nearest reference component in GEMMA
    category: str | None = None  # answered by the software of this category of the guideline
    job: Job = Job.MANY  # how far software for it can take the place of other software for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """The file `needs.toml`. The order of `needs` is the order on pages."""

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    version: str = "0"
    gemma_url: str = ""
    needs: tuple[Need, ...] = ()
    rules: tuple[Rule, ...] = ()

    def of_job(self, job: Job) -> frozenset[str]:
        """Ids of the needs of this sort."""
        return frozenset(need.id for need in self.needs if need.job is job)


class Question(StrEnum):
    """A question that stands beside the categories."""

    FOR_WHOM = "for_whom"
    HOW = "how"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of the answers to a question."""

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    id: str
    question: Question
    name_nl: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The file `facts.toml`."""

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    version: str = "0"
    answers: tuple[Answer, ...] = ()
    rules: tuple[Rule, ...] = ()


class Group(StrEnum):
    """Which part of the guideline a statement is of."""

    MEASURE = "measure"
    CHALLENGE = "challenge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement of the guideline, and the one number by which the register shows something of it."""

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    id: str
    group: Group
    name_nl: str
    name_en: str
    shows_nl: str  # what the number counts
    shows_en: str
    cannot_nl: str
    cannot_en: str
    query: str  # to the published database; answers one number


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """The file `statements.toml`."""

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """The file `possible.toml`: rules for repositories that no publiccode.yml describes."""

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    version: str = "0"
    rules: tuple[Rule, ...] = ()


# --- What a curator decided -------------------------------------------------------------------------


class Action(StrEnum):
    """What an override does to a link."""

    ADD = "add"
    CONFIRM = "confirm"  # keeps a link whatever the rules say later
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A decision of a person about one link; it wins over every rule, up to and including `until`."""

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    action: Action
    repository_url: str
    category: str
    who: str
    why: str
    decided_on: date
    path: str = "publiccode.yml"
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """The file `overrides.toml`."""

    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """Everything that decides about links, loaded and consistent."""

    guideline: Guideline
    rules: Rules
    overrides: tuple[Override, ...] = ()
    needs: Needs = field(default_factory=Needs)
    facts: Facts = field(default_factory=Facts)
    possible: Possible = field(default_factory=Possible)
    statements: tuple[Statement, ...] = ()
