"""Software as the rules see it: the texts it offers, which of them are its own, whether they suffice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from reports.guideline.model import Place
from reports.residue import Statement
from reports.wording import first_sentence, language_of, names_in, new_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.residue import Residue

FEW_WORDS: Final = 3
"""A file that adds fewer words than this to its names has too little text to tell."""

NAMES: Final = frozenset({Place.NAME, Place.LOCALISED_NAME, Place.GENERIC_NAME, Place.REPOSITORY_NAME})
"""Places that hold a name: no sentence, in no certain language, often with humps."""
_UNSTATED: Final = frozenset({Place.SOFTWARE_TYPE, Place.ROOT_FILES, Place.TOPICS, Place.REPOSITORY_NAME})
"""What the forge says, or what cannot but repeat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectText:
    """One language of a description, as far as rules look at it."""

    language: str
    localised_name: str | None = None
    generic_name: str | None = None
    short_description: str | None = None
    long_description: str | None = None
    features: tuple[str, ...] = ()
    api_documentation_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One piece of software, and what its forge says of its repository."""

    repository_id: int
    path: str
    account_id: str
    repository_name: str
    name: str | None = None
    software_type: str | None = None
    categories: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    texts: tuple[SubjectText, ...] = ()
    topics: tuple[str, ...] = ()
    root_files: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # programming languages, largest first


class Passage(NamedTuple):
    """A text of a subject: where it stands, in which language (None: a name or a value), and as written."""

    place: Place
    key_path: str
    language: str | None
    text: str

    @property
    def readable(self) -> str:
        """The text as rules read it: names with humps also word by word."""
        return names_in(self.text) if self.place in NAMES else self.text


def passages(subject: Subject) -> Iterator[Passage]:
    """Every text of a subject that a rule may look at."""
    if subject.name:
        yield Passage(Place.NAME, "name", None, subject.name)
    for text in subject.texts:
        yield from _described(text)
    for place, key, values in (
        (Place.CATEGORIES, "categories", subject.categories),
        (Place.SOFTWARE_TYPE, "softwareType", (subject.software_type or "",)),
        (Place.SUPPORTS, "supports", subject.supports),
        (Place.DEPENDS_ON, "dependsOn", subject.depends_on),
        (Place.ROOT_FILES, "repository.rootFiles", subject.root_files),
        (Place.TOPICS, "repository.topics", subject.topics),
        (Place.REPOSITORY_NAME, "repository.name", (subject.repository_name,)),
    ):
        for value in values:
            if value:
                yield Passage(place, key, None, value)


def _described(text: SubjectText) -> Iterator[Passage]:
    language = language_of(text.language)
    key = f"description.{text.language}"
    for place, name, value in (
        (Place.LOCALISED_NAME, "localisedName", text.localised_name),
        (Place.GENERIC_NAME, "genericName", text.generic_name),
        (Place.SHORT_DESCRIPTION, "shortDescription", text.short_description),
        (Place.FIRST_SENTENCE, "longDescription", first_sentence(text.long_description or "")),
        (Place.API_DOCUMENTATION, "apiDocumentation", text.api_documentation_url),
    ):
        if value:
            yield Passage(place, f"{key}.{name}", None if place in NAMES else language, value)
    for n, feature in enumerate(text.features):
        yield Passage(Place.FEATURES, f"{key}.features[{n}]", language, feature)


class Stated(NamedTuple):
    """A text of a subject with the statement that it is, or is part of; None: no file states it."""

    passage: Passage
    statement: Statement | None

    def is_residue(self, residue: Residue) -> bool:
        """Whether it was copied along with a template."""
        one = self.statement
        return one is not None and residue.files(one.account_id, one.key, one.value) > 0


def stated(subject: Subject) -> tuple[Stated, ...]:
    """Every text of a subject, read once, with what the file states there."""
    return tuple(Stated(passage, _statement(subject, passage)) for passage in passages(subject))


def statements_of(subject: Subject) -> Iterator[Statement]:
    """What the file of a subject states where rules look: what `find_residue` compares between files."""
    return filter(None, (_statement(subject, passage) for passage in passages(subject)))


def own_passages(said: Iterable[Stated], residue: Residue) -> Iterator[Passage]:
    """The texts of a subject that are its own: without template residue."""
    return (one.passage for one in said if not one.is_residue(residue))


def repeated_statements(said: Iterable[Stated], residue: Residue) -> tuple[Statement, ...]:
    """What a file states that is residue, each statement once, in the order of the file."""
    return tuple(dict.fromkeys(one.statement for one in said if one.statement and one.is_residue(residue)))


def _statement(subject: Subject, passage: Passage) -> Statement | None:
    """The statement that a passage is, or is part of; None: no file states it, or it cannot but repeat."""
    place = passage.place
    if place in _UNSTATED:
        return None
    if place is Place.CATEGORIES:
        value = subject.categories
    elif place is Place.SUPPORTS:
        value = subject.supports
    elif place is Place.DEPENDS_ON:
        value = subject.depends_on
    else:
        value = (passage.text,)
    return Statement(
        account_id=subject.account_id,
        name=subject.name or subject.repository_name,
        key=passage.key_path.split("[", maxsplit=1)[0].rpartition(".")[2],
        value=value,
    )


def too_little_text(subject: Subject, own: Iterable[Passage]) -> bool:
    """Whether a file says next to nothing beyond its names: its own answer, apart from *unclassified*."""
    texts = (
        passage.text
        for passage in own
        if passage.place
        in {Place.LOCALISED_NAME, Place.GENERIC_NAME, Place.SHORT_DESCRIPTION, Place.FEATURES}
        or passage.place is Place.FIRST_SENTENCE
    )
    return len(new_words(texts, (subject.name or "", subject.repository_name))) < FEW_WORDS
