"""What a list of sources must mean: rules that its shape cannot tell.

The rules read the file as it is, whole or not: mistakes of shape hide none of meaning. Each mistake is a
place (``("organisations", 3, "accounts", 0, "url")``) and a sentence with the cure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.model import SHARED_WITH_ALL, ForgeKind, Scope
from harvester.sources.addresses import Address, AddressError, parse_address
from harvester.sources.mistakes import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from harvester.sources.files import ListFiles
    from harvester.sources.mistakes import Place

Found = tuple["Place", str]
_Placed = tuple["Place", "Mapping[str, object]"]
_COUNTRY = re.compile(r"[A-Z]{2}")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
REPOSITORY_PARTS = 2
ONE_VALUE = ("name", "role", "level", "country")
"""What one organisation has one of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """An account with a readable address."""

    place: Place
    address: Address
    scope: str
    subgroups: bool
    ignored: bool

    @property
    def key(self) -> str:
        return f"{self.address.host}/{self.address.path}".lower()


def mistakes_of_meaning(files: ListFiles, kinds: Mapping[str, ForgeKind]) -> Iterator[Found]:
    """Every mistake of meaning, at its place in the whole table of ``files``.

    ``kinds`` are the hosts whose kind is known without the list.
    """
    table = files.table()
    organisations = tuple(_tables(table, (), "organisations"))
    forges = tuple(_tables(table, (), "forges"))
    yield from _forges(forges, files)
    yield from _organisations(organisations, files)
    listed: list[_Listed] = []
    for place, organisation in organisations:
        for account_place, account in _tables(organisation, place, "accounts"):
            yield from _ignored(account_place, account)
            try:
                if isinstance(url := account.get("url"), str):
                    listed.append(_listed(account_place, account, parse_address(url)))
            except AddressError as problem:
                yield (*account_place, "url"), str(problem)
    stated = {str(forge.get("name")).lower(): _kind(forge) for _, forge in forges}
    for known in listed:
        yield from _host(known, {**kinds, **stated})
    yield from _twice(listed, files)


def _tables(
    parent: Mapping[str, object], place: Place, name: str
) -> Iterator[tuple[Place, Mapping[str, object]]]:
    """The tables in a list, with their places; anything else is a mistake of shape."""
    items = parent.get(name)
    for n, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield (*place, name, n), item


def _forges(forges: Iterable[_Placed], files: ListFiles) -> Iterator[Found]:
    seen: dict[str, Place] = {}
    for place, forge in forges:
        if not isinstance(name := forge.get("name"), str):
            continue
        try:
            if parse_address(name).path or "://" in name:
                yield (*place, "name"), "must be the name of the host alone, as in git.example.org."
        except AddressError as problem:
            yield (*place, "name"), str(problem)
        if (first := seen.setdefault(name.lower(), place)) != place:
            yield (*place, "name"), f"{name} is already {files.told(first)}. Keep one of them."


def _organisations(organisations: Iterable[_Placed], files: ListFiles) -> Iterator[Found]:
    seen: dict[str, _Placed] = {}
    for place, organisation in organisations:
        identifier, country = organisation.get("id"), organisation.get("country")
        if isinstance(identifier, str):
            if not _IDENTIFIER.fullmatch(identifier):
                cure = "Take its address in TOOI, or urn:herbruik:organisation:NAME."
                yield (*place, "id"), f'"{identifier}" is no identifier. {cure}'
            first = seen.setdefault(identifier.lower(), (place, organisation))
            yield from _same(first, (place, organisation), files)
        if isinstance(country, str) and not _COUNTRY.fullmatch(country):
            yield (*place, "country"), f'"{country}" is no country. Write two capitals, as in NL.'
        if isinstance(name := organisation.get("name"), str) and not name.strip():
            yield (*place, "name"), "is empty. Write the name by which people know it."


def _same(first: _Placed, second: _Placed, files: ListFiles) -> Iterator[Found]:
    """Two entries of one identifier: a mistake in one file; in two, they may not contradict each other."""
    (first_place, known), (place, entry) = first, second
    if first_place == place:
        return
    if files.home(first_place)[0] is files.home(place)[0]:
        there = files.told(first_place)
        yield (*place, "id"), f"is already that of {there}. Put the accounts together there."
        return
    for key in ONE_VALUE:
        if key in known and key in entry and known[key] != entry[key]:
            there = files.told((*place, key))
            sentence = f'is "{known[key]}" here and "{entry[key]}" in {there}. Write the same in both.'
            yield (*first_place, key), sentence


def _ignored(place: Place, account: Mapping[str, object]) -> Iterator[Found]:
    if "ignored_since" in account and not str(account.get("ignored_reason") or "").strip():
        yield (*place, "ignored_since"), "no reason is given. Say why in ignored_reason."
    if "ignored_reason" in account and "ignored_since" not in account:
        yield (
            (*place, "ignored_reason"),
            "no date is given. Say since when in ignored_since, or leave this out.",
        )


def _listed(place: Place, account: Mapping[str, object], address: Address) -> _Listed:
    return _Listed(
        place=place,
        address=address,
        scope=str(account.get("scope") or Scope.ORGANISATION),
        subgroups=account.get("subgroups", True) is True,
        ignored="ignored_since" in account,
    )


def _kind(forge: Mapping[str, object]) -> ForgeKind:
    """An unknown kind is a mistake of shape; here it hides no other."""
    kind = forge.get("kind")
    return next((known for known in ForgeKind if known == kind), ForgeKind.OTHER)


def _host(account: _Listed, kinds: Mapping[str, ForgeKind]) -> Iterator[Found]:
    """Whether the host is known, and the path one that such a host has."""
    place, address = (*account.place, "url"), account.address
    kind = kinds.get(address.host)
    if kind is None:
        cure = f'Add [[forges]] with name = "{address.host}" and kind = "github", "gitlab" or "other"'
        near = suggestion(address.host, kinds)
        hint = f" {near}" if near.startswith("Did") else ""
        yield place, f"{address.host} is not known, and its kind cannot be told from its name. {cure}.{hint}"
        return
    parts = address.path.split("/") if address.path else []
    if account.scope == Scope.INSTANCE:
        if parts:
            yield place, f"a whole host has no path. Write https://{address.host}, or another scope."
        elif address.host in SHARED_WITH_ALL:
            cure = f"Name accounts of it, as in https://{address.host}/ACCOUNT."
            yield place, f"all of {address.host} cannot be listed: the whole world uses it. {cure}"
        return
    if not parts:
        whole = "" if address.host in SHARED_WITH_ALL else ', or scope = "instance"'
        yield place, f"names no account. Write https://{address.host}/ACCOUNT{whole}."
        return
    if account.scope == Scope.REPOSITORY:
        if len(parts) < REPOSITORY_PARTS:
            yield place, f"names no repository. Write https://{address.host}/ACCOUNT/REPOSITORY."
        return
    yield from _depth(place, address, parts, kind)


def _depth(place: Place, address: Address, parts: list[str], kind: ForgeKind) -> Iterator[Found]:
    """An account's path: one part on GitHub, groups and sub-groups on GitLab."""
    start = f"https://{address.host}/"
    if parts[0].lower() in ("orgs", "groups", "users") and len(parts) > 1:
        yield place, f"is a page about the account. Write {start}{parts[1]}."
    elif "-" in parts:
        yield place, f"is a page within the account. Write {start}{'/'.join(parts[: parts.index('-')])}."
    elif kind is ForgeKind.GITHUB and len(parts) > 1:
        whole = f"{start}{'/'.join(parts[:2])}"
        cure = f'Write {start}{parts[0]}, or {whole} with scope = "repository" for that repository alone.'
        yield place, f"has more parts than an account. {cure}"


def _twice(listed: Iterable[_Listed], files: ListFiles) -> Iterator[Found]:
    """An account that is named twice, or lies within another one, would be counted twice."""
    seen: dict[str, _Listed] = {}
    for account in listed:
        if (first := seen.setdefault(account.key, account)) is not account:
            yield (
                (*account.place, "url"),
                f"is already {files.told(first.place)} (letter case does not matter). Keep one of them.",
            )
    for account in seen.values():
        parts = account.key.rstrip("/").split("/")
        for end in range(1, len(parts)):
            outer = seen.get("/".join(parts[:end]) + ("/" if end == 1 else ""))
            if outer and not outer.ignored and not account.ignored and _holds(outer, account):
                yield (
                    (*account.place, "url"),
                    f"lies within {files.told(outer.place)}, which is read whole. Keep one of them.",
                )


def _holds(outer: _Listed, inner: _Listed) -> bool:
    """Whether reading ``outer`` reads ``inner`` too."""
    if outer.scope == Scope.INSTANCE:
        return True
    direct = inner.address.path.count("/") == outer.address.path.count("/") + 1
    return outer.subgroups or (inner.scope == Scope.REPOSITORY and direct)
