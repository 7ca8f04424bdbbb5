"""A part of the list: what ``--only`` names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harvester.model import Scope
from harvester.sources.addresses import AddressError, parse_address
from harvester.sources.mistakes import UnknownAccountError, suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvester.model import Account, Sources
    from harvester.sources.addresses import Address


def only(sources: Sources, what: str) -> Sources:
    """The list with the one account that ``what`` names: its id, its address, or a repository's address.

    A repository is read as an account of its own (``Scope.REPOSITORY``) of the organisation whose account it
    is in. Raises ``UnknownAccountError``.
    """
    try:
        address = parse_address(what)
    except AddressError as problem:
        raise UnknownAccountError(f"{what}: {problem}") from problem
    key = f"{address.host}/{address.path}".lower()
    for account in sources.accounts:
        if account.account_id == key:
            return replace(sources, accounts=(account,))
    for account in sources.accounts:
        if _holds(account, address):
            one = replace(account, path=address.path, scope=Scope.REPOSITORY)
            return replace(sources, accounts=(one,))
    known = suggestion(key, {account.account_id for account in sources.accounts})
    hint = known if known.startswith("Did") else "Add its account to the list first."
    raise UnknownAccountError(f"{what} is no account in the list, nor a repository of one. {hint}")


def _holds(account: Account, address: Address) -> bool:
    """Whether a repository at ``address`` would be one of ``account``."""
    if account.forge.name != address.host or account.scope is Scope.REPOSITORY or "/" not in address.path:
        return False
    start = f"{account.path}/".lower() if account.path else ""
    return address.path.lower().startswith(start)


def chosen_of(sources: Sources, names: Sequence[str]) -> tuple[Account, ...]:
    """The accounts that ``--only`` names, each once; all of them when it names none."""
    if not names:
        return sources.accounts
    found = (account for name in names for account in only(sources, name).accounts)
    return tuple({account.account_id: account for account in found}.values())
