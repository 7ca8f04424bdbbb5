"""What stands beside the categories: needs, facts, statements of the guideline, what is only possible.

No future import of annotations here: `loading` checks TOML against these types when running.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from reports.data_files import FORBID
from reports.guideline.model import Rule


class Job(StrEnum):
    """How far software for a need can take the place of other software for it."""

    ONE = "one"  # it all does the same job
    MANY = "many"  # it does several jobs
    BOUND = "bound"  # to a technology or a country: hardly ever


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A need of the curator, not of the guideline; the software of a `category` answers it, or rules tell."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
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

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
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

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: str
    question: Question
    name_nl: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The file `facts.toml`."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
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

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
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

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """The file `possible.toml`: rules for repositories that no publiccode.yml describes."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    version: str = "0"
    rules: tuple[Rule, ...] = ()
