"""A foreign list put into ours: what is added, what was there already, what could not be used.

Nothing of ours is changed or removed. An organisation is found by its identifier, or else by its name.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from harvester.sources.addresses import USUAL_KINDS, AddressError, parse_address
from harvester.sources.doubts import name_key
from harvester.sources.files import ListFiles, in_memory
from harvester.sources.foreign import Unused
from harvester.sources.meaning import mistakes_of_meaning
from harvester.sources.tooi import is_tooi
from harvester.sources.writing import Addition, Change, NewForge, NewOrganisation, written_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harvester.model import ForgeKind
    from harvester.sources.foreign import ForeignAccount, ForeignList, ForeignOrganisation
    from harvester.sources.mistakes import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Our list with a foreign one in it, as text; ``known`` accounts were in it before."""

    text: str
    accounts: int
    organisations: int
    known: int
    unused: tuple[Unused, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ours:
    """What our list holds, by what it is found by."""

    files: ListFiles
    table: Mapping[str, Any]
    identifiers: Mapping[str, int]
    names: Mapping[str, str]
    accounts: Mapping[str, tuple[int, int]]
    kinds: Mapping[str, ForgeKind]


def merge(
    files: ListFiles, text: str, foreign: ForeignList, list_name: str, kinds: Mapping[str, ForgeKind]
) -> Merged:
    """``text`` is that of the list itself, without mistakes; ``list_name`` is kept with each account."""
    ours = _ours(files, kinds)
    change, unused, known = _change(ours, foreign, list_name)
    text_now = written_with(text, change)
    while mistake := next(iter(_mistakes(files, text_now, kinds)), None):
        culprit, sentence = _culprit(change, *mistake)
        unused.append(Unused(line=culprit.account.line, sentence=f"{culprit.account.url} {sentence}"))
        change = _without(change, culprit)
        text_now = written_with(text, change)
    return Merged(
        text=text_now,
        accounts=len(change.additions),
        organisations=len(change.organisations),
        known=known,
        unused=tuple(sorted((*foreign.unused, *unused), key=lambda each: (each.line or 0, each.sentence))),
    )


def _ours(files: ListFiles, kinds: Mapping[str, ForgeKind]) -> _Ours:
    table = files.table()
    identifiers: dict[str, int] = {}
    names: dict[str, str] = {}
    accounts: dict[str, tuple[int, int]] = {}
    for n, organisation in enumerate(table["organisations"]):
        identifier = organisation["id"].lower()
        identifiers.setdefault(identifier, n)
        for name in (organisation["name"], *organisation.get("aliases", ())):
            names.setdefault(name_key(name), identifier)
        for m, account in enumerate(organisation.get("accounts", ())):
            accounts[_account_key(account["url"])] = (n, m)
    stated = {forge["name"].lower(): forge["kind"] for forge in table["forges"]}
    return _Ours(
        files=files,
        table=table,
        identifiers=identifiers,
        names=names,
        accounts=accounts,
        kinds={**USUAL_KINDS, **kinds, **stated},
    )


def _account_key(url: str) -> str:
    address = parse_address(url)
    return f"{address.host}/{address.path}".lower()


def _change(ours: _Ours, foreign: ForeignList, list_name: str) -> tuple[Change, list[Unused], int]:
    """What is to be written, what cannot be, and how many accounts were there already."""
    unused: list[Unused] = []
    seen: list[tuple[int, int]] = []
    additions: dict[str, Addition] = {}
    organisations: dict[str, NewOrganisation] = {}
    forges: dict[str, NewForge] = {}
    known = 0
    for organisation in foreign.organisations:
        found = _found(ours, organisation)
        identifier, index, new = _entry(ours, organisation, found)
        if new is not None and not organisation.accounts and found is None:
            organisations.setdefault(identifier, new)
        for account in organisation.accounts:
            problem = _problem(ours, account, additions, forges)
            if problem is not None:
                unused.append(Unused(line=account.line, sentence=problem))
                continue
            key = _account_key(account.url)
            if (place := ours.accounts.get(key)) is not None:
                known += 1
                seen += [place] if ours.files.is_own(place[0]) else []
                unused += _elsewhere(ours, account, identifier, place) if organisation.is_named else ()
                continue
            if new is not None:
                organisations.setdefault(identifier, new)
            additions[key] = Addition(organisation_id=identifier, index=index, account=account)
    change = Change(
        list_name=list_name,
        seen=tuple(seen),
        additions=tuple(additions.values()),
        organisations=tuple(organisations.values()),
        forges=tuple(forges.values()),
    )
    return change, unused, known


def _found(ours: _Ours, organisation: ForeignOrganisation) -> str | None:
    """The identifier under which our list has the organisation."""
    identifier = organisation.organisation_id.lower()
    if identifier in ours.identifiers:
        return identifier
    named = ours.names.get(name_key(organisation.name))
    return None if named is None or (is_tooi(identifier) and is_tooi(named)) else named


def _entry(
    ours: _Ours, organisation: ForeignOrganisation, found: str | None
) -> tuple[str, int | None, NewOrganisation | None]:
    """Identifier, index in the list itself, and the entry to add where the list itself has none."""
    if found is None:
        new = NewOrganisation(
            organisation_id=organisation.organisation_id,
            name=organisation.name,
            role=organisation.role.value,
            level=organisation.level.value,
            country=organisation.country,
        )
        return organisation.organisation_id.lower(), None, new
    index = ours.identifiers[found]
    if ours.files.is_own(index):
        return found, index, None
    known = ours.table["organisations"][
        index
    ]  # in an included file: the list itself gets an entry that agrees
    keys = ("name", "role", "level", "country")
    return found, None, NewOrganisation(organisation_id=known["id"], **{key: known[key] for key in keys})


def _problem(
    ours: _Ours, account: ForeignAccount, additions: Mapping[str, Addition], forges: dict[str, NewForge]
) -> str | None:
    """Why an account cannot be used; a forge that the list does not know yet is noted in ``forges``."""
    try:
        address = parse_address(account.url)
    except AddressError as problem:
        return str(problem)
    if _account_key(account.url) in additions:
        return f"{account.url} occurs before in the file."
    if address.host in ours.kinds or address.host in forges:
        return None
    if account.kind is None:
        cure = "State it under [[forges]] in our list and import again."
        return f"{account.url}: the kind of forge of {address.host} is not known. {cure}"
    forges[address.host] = NewForge(name=address.host, kind=account.kind.value)
    return None


def _elsewhere(
    ours: _Ours, account: ForeignAccount, identifier: str, place: tuple[int, int]
) -> Iterator[Unused]:
    """An account that our list has under another organisation stays there, and that is told."""
    holder = ours.table["organisations"][place[0]]
    if holder["id"].lower() != identifier:
        sentence = f'{account.url} is under "{holder["name"]}" in our list; it stays there.'
        yield Unused(line=account.line, sentence=sentence)


def _mistakes(files: ListFiles, text: str, kinds: Mapping[str, ForgeKind]) -> Iterator[tuple[str, str]]:
    """Mistakes of meaning in a new text of the list itself: the account's address, and what is said of it."""
    own = in_memory(files.files[0].path, text, tomllib.loads(text))
    new = replace(files, files=(own, *files.files[1:]))
    table = new.table()
    for place, sentence in mistakes_of_meaning(new, {**USUAL_KINDS, **kinds}):
        yield _url_at(table, place), sentence


def _url_at(table: Mapping[str, Any], place: Place) -> str:
    url: str = table["organisations"][place[1]]["accounts"][place[3]]["url"]
    return url


def _culprit(change: Change, url: str, sentence: str) -> tuple[Addition, str]:
    """The addition that a mistake is of: the account itself, or a new one that holds an account of ours."""
    key = _account_key(url)
    for addition in change.additions:
        if _account_key(addition.account.url) == key:
            return addition, sentence
    for addition in change.additions:
        if key.startswith(f"{_account_key(addition.account.url).rstrip('/')}/"):
            return addition, f"holds {url}, which our list has on its own. Keep one of them."
    raise AssertionError(f"{url}: {sentence}")


def _without(change: Change, culprit: Addition) -> Change:
    """The change without one account, and without an organisation that is left with none."""
    additions = tuple(each for each in change.additions if each is not culprit)
    left = {each.organisation_id for each in additions}
    organisations = tuple(
        each
        for each in change.organisations
        if each.organisation_id.lower() != culprit.organisation_id or each.organisation_id.lower() in left
    )
    return replace(change, additions=additions, organisations=organisations)
