"""``sources.toml`` → ``Sources``: every mistake named at once, with its place and its cure.

Its shape is checked by pydantic (``entries.py``), its meaning by rules of our own (``meaning.py``).
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from harvester.model import Account, Forge, ForgeKind, Level, Organisation, Role, Scope, Sources
from harvester.sources.addresses import USUAL_KINDS, parse_address
from harvester.sources.entries import AccountEntry, ForgeEntry, OrganisationEntry, SourcesEntry
from harvester.sources.meaning import mistakes_of_meaning
from harvester.sources.mistakes import Mistake, SourcesError, suggestion
from harvester.sources.places import find_lines, line_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from harvester.sources.mistakes import Place

WORDS = {"role": Role, "level": Level, "scope": Scope}
KEYS = {"accounts": AccountEntry, "organisations": OrganisationEntry, "forges": ForgeEntry}
SHAPES = {
    "tuple_type": "must be a list. Write [ … ].",
    "string_type": 'must be a text. Write it between " and ".',
    "bool_type": "must be true or false.",
    "bool_parsing": "must be true or false.",
    "dataclass_type": "must be a table. Write { … }, or a header of its own.",
}


def load_sources(path: Path, kinds: Mapping[str, ForgeKind] | None = None) -> Sources:
    """The list in the file at ``path``. Raises ``SourcesError`` with every mistake.

    ``kinds`` are the kinds of forges that the settings name, by host, beside the list's own ``[[forges]]``.
    """
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as problem:
        why = f"cannot be read: {problem.strerror}. Name the list with harvester.sources in herbruik.toml."
        raise SourcesError(path, [Mistake(sentence=why)]) from problem
    except UnicodeDecodeError as problem:
        raise SourcesError(path, [Mistake(sentence="is not UTF-8. Save it as UTF-8.")]) from problem
    except tomllib.TOMLDecodeError as problem:
        raise SourcesError(path, [Mistake(sentence=f"is not TOML: {problem}.")]) from problem
    return _understand(path, text, table, kinds or {})


def _understand(path: Path, text: str, table: dict[str, Any], kinds: Mapping[str, ForgeKind]) -> Sources:
    """The list, once neither its shape nor its meaning holds a mistake."""
    from pydantic import TypeAdapter, ValidationError  # slow to import: --help must not

    found: list[tuple[Place, str]] = []
    entry: SourcesEntry | None = None
    try:
        entry = TypeAdapter(SourcesEntry).validate_python(table)
    except ValidationError as problem:
        found += [_mistake_of_shape(item) for item in problem.errors()]
    known = {**USUAL_KINDS, **kinds}
    found += mistakes_of_meaning(table, known)
    if found or entry is None:
        lines = find_lines(text)
        raise SourcesError(
            path,
            [
                Mistake(place=written(place), line=line_of(lines, place), sentence=sentence)
                for place, sentence in found
            ],
        )
    known |= {forge.name.lower(): forge.kind for forge in entry.forges}
    return Sources(
        organisations=tuple(_organisation(item) for item in entry.organisations),
        accounts=tuple(
            _account(item, account, known) for item in entry.organisations for account in item.accounts
        ),
    )


def _organisation(entry: OrganisationEntry) -> Organisation:
    return Organisation(
        organisation_id=entry.id,
        name=entry.name,
        role=entry.role,
        level=entry.level,
        country=entry.country,
        aliases=entry.aliases,
    )


def _account(organisation: OrganisationEntry, entry: AccountEntry, kinds: Mapping[str, ForgeKind]) -> Account:
    address = parse_address(entry.url)
    return Account(
        forge=Forge(name=address.host, kind=kinds[address.host]),
        path=address.path,
        organisation_id=organisation.id,
        scope=entry.scope or Scope.ORGANISATION,
        subgroups=entry.subgroups,
        ignored_since=entry.ignored_since,
        ignored_reason=entry.ignored_reason,
    )


def _mistake_of_shape(item: Mapping[str, Any]) -> tuple[Place, str]:
    """What pydantic found, in our words."""
    place: Place = tuple(item["loc"])
    name, kind, value = str(place[-1]) if place else "", item["type"], item["input"]
    if kind == "unexpected_keyword_argument":
        return place, f"no such key. {suggestion(name, _keys_at(place))}"
    if kind in ("missing", "missing_argument"):
        return place, "is missing. Every entry needs it."
    if kind == "enum" and name == "kind":
        return (
            place,
            f'"{value}" is no kind of forge. Write "github", "gitlab", or "other" for any that is neither.',
        )
    if kind == "enum" and name in WORDS:
        return place, f'"{value}" is not a {name}. {suggestion(str(value), WORDS[name])}'
    if kind == "literal_error":
        return place, f"must be 1, the only version of this format; found {value!r}."
    return place, SHAPES.get(kind, f"{item['msg']}; found {value!r}.")


def _keys_at(place: Place) -> Iterator[str]:
    """The keys that are known where an unknown one stands."""
    tables = [part for part in place[:-1] if isinstance(part, str)]
    entry = KEYS[tables[-1]] if tables and tables[-1] in KEYS else SourcesEntry
    yield from (field.name for field in fields(entry))
