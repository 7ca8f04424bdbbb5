"""What in a list is probably not meant so: nothing that stops a night, everything that a second look is for.

The rules read the list as it is written, mistakes or not. Each doubt is a place and a sentence with the cure.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from harvester.model import ForgeKind, Level, Role, Scope
from harvester.sources.addresses import AddressError, parse_address
from harvester.sources.tooi import TOOI, is_tooi, is_well_formed, only_level_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from harvester.sources.files import ListFiles
    from harvester.sources.mistakes import Place

Found = tuple["Place", str]
SHORTEST = 8
"""Names of fewer characters differ by one quite often: Beek, Best."""


def doubts(files: ListFiles, kinds: Mapping[str, ForgeKind]) -> Iterator[Found]:
    """Every doubt, at its place in the whole table of ``files``; ``kinds`` are known without the list."""
    table = files.table()
    organisations = [(("organisations", n), item) for n, item in _tables(table["organisations"])]
    for place, organisation in organisations:
        yield from _identifier(place, organisation)
        yield from _role(place, organisation)
        for n, account in _tables(organisation.get("accounts")):
            yield from _account((*place, "accounts", n), account, kinds)
    yield from _names(organisations, files)
    yield from _unused_forges(table, organisations)


def _tables(items: object) -> Iterator[tuple[int, Mapping[str, object]]]:
    for n, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield n, item


def _identifier(place: Place, organisation: Mapping[str, object]) -> Iterator[Found]:
    """The form of an address in TOOI, and whether it is one of the organisation's level."""
    identifier, level = str(organisation.get("id", "")), organisation.get("level")
    if not is_tooi(identifier):
        return
    of_level = only_level_of(identifier)
    if not is_well_formed(identifier):
        cure = f"Write https://{TOOI}/id/REGISTER/CODE, as in https://{TOOI}/id/gemeente/gm0363."
        yield (*place, "id"), f"{identifier} has not the form of an address in TOOI. {cure}"
    elif of_level is not None and level != of_level:
        why = f'is "{level}", but the identifier is that of a {of_level}. Look which is right.'
        yield (*place, "level"), why


def _role(place: Place, organisation: Mapping[str, object]) -> Iterator[Found]:
    role, level = organisation.get("role"), organisation.get("level")
    if (role == Role.SUPPLIER) != (level == Level.SUPPLIER):
        yield (*place, "level"), f'is "{level}" and the role is "{role}": a supplier has "supplier" for both.'


def _account(place: Place, account: Mapping[str, object], kinds: Mapping[str, ForgeKind]) -> Iterator[Found]:
    url, scope = account.get("url"), account.get("scope")
    if not isinstance(url, str):
        return
    try:
        address = parse_address(url)
    except AddressError:
        return  # a mistake, told as one
    plain = f"https://{address.host}/{address.path}".rstrip("/")
    if url != plain and url.lower() != plain.lower():
        yield (*place, "url"), f"{url} is read as {plain}. Write that."
    elif url != plain and url.partition("//")[2].partition("/")[2] == address.path:
        yield (*place, "url"), f"{url} has capitals in the name of the host. Write {plain}."
    if kinds.get(address.host) is ForgeKind.GITLAB and "/" in address.path and scope is None:
        cure = f'Say which: scope = "{Scope.ORGANISATION}" or scope = "{Scope.REPOSITORY}".'
        yield (*place, "url"), f"{plain} is a sub-group or a single repository. {cure}"


def _names(organisations: Iterable[tuple[Place, Mapping[str, object]]], files: ListFiles) -> Iterator[Found]:
    """A name or alias that another organisation has too, or a name that differs by one letter."""
    named: dict[str, tuple[Place, str]] = {}
    whole: dict[str, tuple[Place, str]] = {}
    for place, organisation in organisations:
        identifier = str(organisation.get("id", "")).lower()
        for at, name in _called(place, organisation):
            first, owner = named.setdefault(name_key(name), (place, identifier))
            if owner != identifier:
                cure = "Give each a name of its own, or make them one organisation."
                yield at, f'"{name}" names {files.told(first)} too. {cure}'
        if isinstance(own := organisation.get("name"), str):
            whole.setdefault(name_key(own), (place, identifier))
    for one, other in _a_letter_apart(whole):
        if is_tooi(whole[one][1]) and is_tooi(whole[other][1]):
            continue  # a register tells them apart: Borne and Borsele are two
        told = files.told(whole[one][0])
        why = f"looks much like the name of {told}. If they are one, keep one of them."
        yield (*whole[other][0], "name"), why


def _called(place: Place, organisation: Mapping[str, object]) -> Iterator[tuple[Place, str]]:
    if isinstance(name := organisation.get("name"), str):
        yield (*place, "name"), name
    aliases = organisation.get("aliases")
    for alias in aliases if isinstance(aliases, list) else ():
        if isinstance(alias, str):
            yield (*place, "aliases"), alias


def name_key(name: str) -> str:
    """A name as people compare it: no accents, capitals or marks between the words."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(re.findall(r"\w+", "".join(char for char in plain if not unicodedata.combining(char))))


def _a_letter_apart(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs that one letter more, less or other tells apart; the earlier of a pair first."""
    without: dict[str, list[str]] = defaultdict(list)
    told: set[tuple[str, str]] = set()
    for key in keys:
        if len(key) < SHORTEST:
            continue
        for start in {key, *(key[:n] + key[n + 1 :] for n in range(len(key)))}:
            for other in without[start]:
                if (other, key) not in told and _apart_by_one(other, key):
                    told.add((other, key))
                    yield other, key
            without[start].append(key)


def _apart_by_one(one: str, other: str) -> bool:
    """Whether one letter was added, left out or replaced."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    pairs = enumerate(zip(one, other, strict=False))
    start = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
    of_one, of_other = len(one) >= len(other), len(other) >= len(one)
    return one[start + of_one :] == other[start + of_other :]


def _unused_forges(
    table: Mapping[str, list[object]], organisations: Iterable[tuple[Place, Mapping[str, object]]]
) -> Iterator[Found]:
    urls = [
        str(account.get("url", "")).lower()
        for _, organisation in organisations
        for _, account in _tables(organisation.get("accounts"))
    ]
    for n, forge in _tables(table["forges"]):
        name = str(forge.get("name", "")).lower()
        if not any(f"//{name}" in url or url.startswith(name) for url in urls):
            yield ("forges", n, "name"), f"no account of the list lies on {name}. Leave it out."
