"""``sources.toml`` → ``Sources``: every mistake named at once, with its place and its cure.

Its shape is checked by pydantic (``entries.py``), its meaning by rules of our own (``meaning.py``).
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from harvester.model import Account, Forge, ForgeKind, Level, Organisation, Role, Scope, Sources
from harvester.sources.addresses import USUAL_KINDS, parse_address
from harvester.sources.entries import AccountEntry, ForgeEntry, OrganisationEntry, SourcesEntry
from harvester.sources.files import read_files
from harvester.sources.meaning import mistakes_of_meaning
from harvester.sources.mistakes import SourcesError, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from harvester.sources.mistakes import Mistake, Place

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
    """The list at ``path`` with what it includes. Raises ``SourcesError`` with every mistake.

    ``kinds`` are the kinds of forges that the settings name, by host, beside the list's own ``[[forges]]``.
    """
    files = read_files(path)
    entries: list[SourcesEntry] = []
    mistakes: list[Mistake] = []
    for file in files.files:
        try:
            entries.append(_entry(file.table))
        except _ShapeError as problem:
            mistakes += [files.mistake_in(file, *found) for found in problem.found]
    known = {**USUAL_KINDS, **(kinds or {})}
    mistakes += [files.mistake(*found) for found in mistakes_of_meaning(files, known)]
    if mistakes:
        raise SourcesError(path, mistakes)
    known |= {forge.name.lower(): forge.kind for entry in entries for forge in entry.forges}
    return _sources([organisation for entry in entries for organisation in entry.organisations], known)


class _ShapeError(Exception):
    """A file has another shape than a list; ``found`` are the places and sentences."""

    def __init__(self, found: list[tuple[Place, str]]) -> None:
        self.found = found
        super().__init__(f"{len(found)} mistakes of shape")


def _entry(table: Mapping[str, Any]) -> SourcesEntry:
    from pydantic import TypeAdapter, ValidationError  # slow to import: --help must not

    try:
        return TypeAdapter(SourcesEntry).validate_python(table)
    except ValidationError as problem:
        raise _ShapeError([_mistake_of_shape(item) for item in problem.errors()]) from problem


def _sources(entries: Iterable[OrganisationEntry], kinds: Mapping[str, ForgeKind]) -> Sources:
    """Organisations with one identifier are one: its aliases and accounts are put together."""
    organisations: dict[str, Organisation] = {}
    accounts: list[Account] = []
    for entry in entries:
        known = organisations.get(entry.id.lower(), _organisation(entry))
        aliases = tuple(dict.fromkeys((*known.aliases, *entry.aliases)))
        organisations[entry.id.lower()] = known = replace(known, aliases=aliases)
        accounts += [_account(known.organisation_id, account, kinds) for account in entry.accounts]
    return Sources(organisations=tuple(organisations.values()), accounts=tuple(accounts))


def _organisation(entry: OrganisationEntry) -> Organisation:
    return Organisation(
        organisation_id=entry.id,
        name=entry.name,
        role=entry.role,
        level=entry.level,
        country=entry.country,
        aliases=entry.aliases,
    )


def _account(organisation_id: str, entry: AccountEntry, kinds: Mapping[str, ForgeKind]) -> Account:
    address = parse_address(entry.url)
    return Account(
        forge=Forge(name=address.host, kind=kinds[address.host]),
        path=address.path,
        organisation_id=organisation_id,
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
