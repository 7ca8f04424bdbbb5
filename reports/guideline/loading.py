"""The data files of this folder, loaded into values; every mistake is named with its place, all at once."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from reports.guideline.besides import Facts, Needs, Possible, Statements
from reports.guideline.curation import Curation, Overrides
from reports.guideline.model import Guideline, Rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from reports.guideline.model import Rule, Words

Loaded = TypeVar("Loaded")
FILES: Final = ("guideline", "rules", "overrides", "needs", "facts", "possible", "statements")
LANGUAGES: Final = 2
"""In how many languages a rule must show what it links, and what it does not."""
_LANGUAGE: Final = re.compile("[a-z]{2}")


class GuidelineError(Exception):
    """A data file of the guideline is wrong; the message names every mistake with its place."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        """`mistakes` are sentences, each with file and key."""
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


def load_curation() -> Curation:
    """Guideline, rules, overrides, needs, facts and possible links as shipped; raises `GuidelineError`."""
    folder = files(__package__)
    return parse_curation(**{name: (folder / f"{name}.toml").read_text(encoding="utf-8") for name in FILES})


def parse_curation(
    *,
    guideline: str,
    rules: str,
    overrides: str,
    needs: str = "",
    facts: str = "",
    possible: str = "",
    statements: str = "",
) -> Curation:
    """Understand the text of the files; raises `GuidelineError`. The last four may be left out."""
    curation = Curation(
        guideline=_parse(guideline, "guideline.toml", Guideline),
        rules=_parse(rules, "rules.toml", Rules),
        overrides=_parse(overrides, "overrides.toml", Overrides).overrides,
        needs=_parse(needs, "needs.toml", Needs),
        facts=_parse(facts, "facts.toml", Facts),
        possible=_parse(possible, "possible.toml", Possible),
        statements=_parse(statements, "statements.toml", Statements).statements,
    )
    mistakes = tuple(_contradictions(curation))
    if mistakes:
        raise GuidelineError(mistakes)
    return curation


def _parse(text: str, name: str, kind: type[Loaded]) -> Loaded:
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GuidelineError((f"{name}: no TOML: {error}.",)) from error
    try:
        return TypeAdapter(kind).validate_python(document)
    except ValidationError as error:
        raise GuidelineError(
            f"{name}, {_place(item['loc'])}: {item['msg']}." for item in error.errors(include_url=False)
        ) from error


def _place(keys: tuple[str | int, ...]) -> str:
    """`rules[3].when.words`: lists count from 1, as a person counts."""
    place = ""
    for key in keys:
        place += f"[{key + 1}]" if isinstance(key, int) else f".{key}"
    return place.lstrip(".") or "the file"


def _contradictions(curation: Curation) -> Iterator[str]:
    kinds = {kind.id for kind in curation.guideline.kinds}
    for field in ("id", "slug"):
        yield from _twice(
            "guideline.toml", field, (getattr(kind, field) for kind in curation.guideline.kinds)
        )
    for kind in curation.guideline.kinds:
        if kind.parent is not None and kind.parent not in kinds:
            yield f"guideline.toml, kind {kind.id}: the parent {kind.parent} is no kind."
    yield from _wrong_rules("rules.toml", curation.rules.rules, kinds, "the guideline has no category")
    yield from _wrong_needs(curation, kinds)
    yield from _twice("statements.toml", "id", (statement.id for statement in curation.statements))
    answers = {answer.id for answer in curation.facts.answers}
    yield from _twice("facts.toml", "id", (answer.id for answer in curation.facts.answers))
    yield from _wrong_rules("facts.toml", curation.facts.rules, answers, "there is no answer")
    lacks = "the guideline has no category"
    yield from _wrong_rules("possible.toml", curation.possible.rules, kinds, lacks)
    known = kinds | {need.id for need in curation.needs.needs if need.category is None}
    for n, override in enumerate(curation.overrides, start=1):
        if override.category not in known:
            yield f"overrides.toml, overrides[{n}]: {lacks} {override.category}."


def _wrong_needs(curation: Curation, kinds: Collection[str]) -> Iterator[str]:
    needs = curation.needs.needs
    for field in ("id", "slug"):
        yield from _twice("needs.toml", field, (getattr(need, field) for need in needs))
    for need in needs:
        if need.category is not None and need.category not in kinds:
            yield f"needs.toml, need {need.id}: the guideline has no category {need.category}."
        if need.id in kinds:
            yield f"needs.toml, need {need.id}: the guideline has a category of that id; take another."
    ruled = {need.id for need in needs if need.category is None}
    yield from _wrong_rules("needs.toml", curation.needs.rules, ruled, "there is no need with rules")


def _wrong_rules(file: str, rules: Iterable[Rule], known: Collection[str], lacks: str) -> Iterator[str]:
    rules = tuple(rules)
    yield from _twice(file, "id", (rule.id for rule in rules))
    for rule in rules:
        place = f"{file}, rule {rule.id}"
        if rule.category not in known:
            yield f"{place}: {lacks} {rule.category}."
        for links, which in ((True, "that link"), (False, "that do not")):
            if len({example.language for example in rule.examples if example.links is links}) < LANGUAGES:
                yield f"{place}: give examples {which} in at least {LANGUAGES} languages."
        for words in (*(condition.words for condition in (rule.when, *rule.also)), rule.unless):
            yield from (f"{place}: {mistake}" for mistake in _wrong_words(words))


def _wrong_words(words: Words) -> Iterator[str]:
    for language, group in words.items():
        if language != "any" and not _LANGUAGE.fullmatch(language):
            yield f'{language!r} is no language: write two small letters, as in "nl", or "any".'
        for word in group:
            bare = word.strip("*")
            if not bare.strip() or bare != bare.strip() or "*" in bare:
                yield f"the word {word!r}: a star may stand at its ends only, a space nowhere at its ends."
        yield from (
            f"the word {word!r} stands twice under {language}." for word, n in Counter(group).items() if n > 1
        )


def _twice(file: str, field: str, values: Iterable[str]) -> Iterator[str]:
    for value, count in Counter(values).items():
        if count > 1:
            yield f"{file}: {count} entries have the {field} {value}."
