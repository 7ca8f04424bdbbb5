"""GitHub: an owner's repositories in pages, with root listing and the files that describe software.

With a token by GraphQL (github_listing.py); without, or where GraphQL is refused, by REST (github_rest.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.forges.errors import AccountNotThere, Refused, Unavailable
from harvester.forges.failures import DeniedError, MissingError, describe
from harvester.forges.github_connection import GithubApi
from harvester.forges.github_listing import GraphqlListing
from harvester.forges.github_rest import RestListing
from harvester.forges.graphql import UnansweredError
from harvester.model import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from harvester.model import Account, Forge, Page, RequestCount
    from harvester.settings import HarvesterSettings, Token


def open_github(
    forge: Forge,
    settings: HarvesterSettings,
    token: Token | None,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
) -> GithubClient:
    """A client of its own for one worker; nothing is sent yet."""
    return GithubClient(forge, settings, GithubApi(forge, settings, token, clock, sleep), graphql=bool(token))


class GithubClient:
    """See ``ForgeClient``."""

    def __init__(self, forge: Forge, settings: HarvesterSettings, api: GithubApi, *, graphql: bool) -> None:
        """Sends nothing."""
        self._forge = forge
        self._api = api
        self._graphql = GraphqlListing(forge, settings, api) if graphql else None
        self._rest = RestListing(forge, settings, api)

    def requests(self) -> tuple[RequestCount, ...]:
        """What was sent since the client was opened."""
        return self._api.requests()

    def pages(self, account: Account, *, cursor: str | None = None) -> Iterator[Page]:
        """See ``ForgeClient``."""
        if account.scope is Scope.INSTANCE:
            raise Unavailable(
                self._forge.name, "listing a whole GitHub server is not supported; name its owners"
            )
        if self._graphql is not None:
            try:
                yield from self._told(self._graphql.pages(account, cursor), account)
            except UnansweredError:
                self._graphql = None  # no GraphQL here: REST from the start, for this and all other accounts
            else:
                return
        yield from self._told(self._rest.pages(account, cursor), account)

    def _told(self, pages: Iterator[Page], account: Account) -> Iterator[Page]:
        """The pages; what the world did to them in the words of ``harvester.forges.errors``."""
        try:
            yield from pages
        except MissingError as missing:
            raise AccountNotThere(
                f"{self._forge.name} says that {account.path} is not there: {describe(missing.status)}."
            ) from missing
        except DeniedError as denied:
            raise Refused(self._forge.name, f"{denied}, for {account.path}") from denied
