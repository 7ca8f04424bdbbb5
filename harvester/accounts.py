"""Which account of the list a repository belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harvester.model import Account


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
