"""Changes written into a list so that its comments, order and layout stay: the one room of tomlkit."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.items import AoT, Array

from harvester.model import Scope
from harvester.sources.addresses import parse_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvester.sources.foreign import ForeignAccount


_CRAMPED = re.compile(r"(, listed_in = \[[^\]\n]*\])\}")
"""What tomlkit leaves of the space before a brace when a key is added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """An account to add to the organisation at ``index`` of the list, or to a new one (None)."""

    organisation_id: str
    index: int | None
    account: ForeignAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """An entry to add, in the words of the list."""

    organisation_id: str
    name: str
    role: str
    level: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewForge:
    """A host with its kind."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Everything to write; ``seen`` are accounts (organisation, account) that ``list_name`` has too."""

    list_name: str
    seen: tuple[tuple[int, int], ...]
    additions: tuple[Addition, ...]
    organisations: tuple[NewOrganisation, ...]
    forges: tuple[NewForge, ...]


def written_with(text: str, change: Change) -> str:
    """The text with the change in it; the same text where there is nothing to change."""
    document = tomlkit.parse(text)
    listed: Any = document.get("organisations", ())
    for index, n in change.seen:
        account = listed[index]["accounts"][n]
        if change.list_name not in account.get("listed_in", ()):
            account["listed_in"] = [*account.get("listed_in", ()), change.list_name]
    for addition in change.additions:
        if addition.index is not None:
            _add_account(listed[addition.index], addition.account, change.list_name)
    new = [_new_organisation(each, change) for each in change.organisations]
    if isinstance(listed, Array):
        for fields in new:
            listed.add_line(_inline(fields), indent="  ")
        new = []
    blocks = [*(_block("organisations", each) for each in new), *_forges(change)]
    now = _CRAMPED.sub(r"\1 }", tomlkit.dumps(document))
    return "\n".join([now.rstrip("\n") + "\n", *blocks]) if blocks else now


def _add_account(organisation: Any, account: ForeignAccount, list_name: str) -> None:
    fields = _account(account, list_name)
    accounts = organisation.get("accounts")
    if isinstance(accounts, AoT):
        table = tomlkit.table()
        table.update(fields)
        accounts.append(table)
        return
    if accounts is None:
        organisation["accounts"] = tomlkit.parse("x = [\n]")["x"]
        accounts = organisation["accounts"]
    accounts.add_line(_inline(fields), indent="  ")


def _account(account: ForeignAccount, list_name: str) -> dict[str, Any]:
    """An account as the list writes it; what is usual is left out."""
    address = parse_address(account.url)
    fields: dict[str, Any] = {"url": f"https://{address.host}/{address.path}".rstrip("/")}
    if account.scope is not Scope.ORGANISATION or "/" in address.path:
        fields["scope"] = account.scope.value
    if account.ignored_since is not None:
        fields |= {"ignored_since": account.ignored_since, "ignored_reason": account.ignored_reason}
    return {**fields, "listed_in": [list_name]}


def _new_organisation(organisation: NewOrganisation, change: Change) -> dict[str, Any]:
    identifier = organisation.organisation_id.lower()
    accounts = [
        _account(each.account, change.list_name)
        for each in change.additions
        if each.index is None and each.organisation_id == identifier
    ]
    fields: dict[str, Any] = {
        "id": organisation.organisation_id,
        "name": organisation.name,
        "role": organisation.role,
        "level": organisation.level,
        "country": organisation.country,
    }
    return {**fields, "accounts": accounts} if accounts else fields


def _forges(change: Change) -> Iterator[str]:
    for forge in change.forges:
        yield _block("forges", {"name": forge.name, "kind": forge.kind})


def _block(name: str, fields: dict[str, Any]) -> str:
    """A table of a list, laid out as the shipped list is."""
    lines = [f"[[{name}]]"]
    for key, value in fields.items():
        if key == "accounts":
            lines += ["accounts = [", *(f"  {_written(each)}," for each in value), "]"]
        else:
            lines.append(f"{key} = {_written(value)}")
    return "\n".join([*lines, ""])


def _inline(fields: dict[str, Any]) -> Any:
    return tomlkit.parse(f"x = {_written(fields)}")["x"]


def _written(value: Any) -> str:
    """A value as TOML: JSON writes texts in the same way."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_written(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_written(item) for item in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value.isoformat())
