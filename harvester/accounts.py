"""Which account of the list something belongs to, and which accounts ``--only`` means."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from harvester.entry import repository_key
from harvester.model import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harvester.model import Account


class UnknownAccount(Exception):  # noqa: N818 - it says what the world did
    """What ``--only`` names is neither an account of the list nor a repository below one."""


class AccountIndex:
    """Which account of the list a repository belongs to: the one with the longest path, whoever shows it.

    So a repository that two accounts show (a group and its sub-group) does not move to and fro.
    """

    def __init__(self, accounts: Iterable[Account]) -> None:
        """Index the list."""
        self._accounts = {account.account_id: account for account in accounts}
        self.account_ids = frozenset(self._accounts)

    def __contains__(self, account_id: str) -> bool:
        """Whether the list holds this account."""
        return account_id in self._accounts

    def owner(self, forge_id: str, full_name: str) -> Account | None:
        """The account of the list that covers a repository; None: no account does."""
        parts = full_name.split("/")
        for length in range(len(parts), -1, -1):
            found = self._accounts.get(f"{forge_id}/{'/'.join(parts[:length])}".lower())
            if found is not None:
                return found
        return None


def choose(accounts: Sequence[Account], only: Sequence[str]) -> tuple[Account, ...]:
    """The accounts that ``only`` names, each by its key, path or address; all of them when it names none.

    The address of a repository below an account gives an account of that one repository.

    Raises:
        UnknownAccount: a name that fits nothing; the message names what comes near.
    """
    if not only:
        return tuple(accounts)
    chosen = (account for wanted in only for account in _named(accounts, wanted))
    return tuple({account.account_id: account for account in chosen}.values())


def _named(accounts: Sequence[Account], wanted: str) -> tuple[Account, ...]:
    key = repository_key(wanted)
    exact = tuple(each for each in accounts if key in {each.account_id, each.path.casefold()})
    if exact:
        return exact
    forge, _, full_name = key.partition("/")
    owner = AccountIndex(accounts).owner(forge, full_name)
    if owner is not None:
        return (replace(owner, path=full_name, scope=Scope.REPOSITORY, subgroups=False),)
    near = difflib.get_close_matches(key, [each.account_id for each in accounts], n=3)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise UnknownAccount(f"{wanted} is no account of the list of sources, nor a repository below one.{hint}")
