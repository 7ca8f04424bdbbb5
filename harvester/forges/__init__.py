"""The forges: one forge, one file; client objects never leave it.

``open_forge`` gives the client of a host; what it gives is a ``ForgeClient``, whatever the library behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, assert_never, runtime_checkable

from harvester.model import ForgeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from harvester.credentials import Credential, Token
    from harvester.forges.transport import Track
    from harvester.model import Account, Forge, Repository, RootEntry
    from harvester.observations import Page, RequestCount
    from harvester.reasons import Reason
    from harvester.settings import HarvesterSettings


class ForgeClient(Protocol):
    """A host that can be asked for the repositories of an account. Not for two threads at once."""

    def pages(self, account: Account, *, cursor: str | None = None) -> Iterator[Page]:
        """The account's public repositories in a stable order, from ``cursor`` (None: the start) on.

        The last page has no cursor. Raises the family of ``harvester.forges.errors``.
        """
        ...

    def requests(self) -> tuple[RequestCount, ...]:
        """What was sent since the client was opened, a count a kind."""
        ...


@runtime_checkable
class TreeClient(ForgeClient, Protocol):
    """A host that can also be asked for all that lies below the root of one repository."""

    def tree(self, repository: Repository, most: int) -> tuple[RootEntry, ...] | None:
        """Every file in it, named by its path; None where there are more than about ``most`` names.

        Raises the family of ``harvester.forges.errors``.
        """
        ...

    def file(self, repository: Repository, entry: RootEntry) -> bytes | Reason:
        """The bytes of one of them, or why there are none. Raises as ``tree`` does, where nobody can look."""
        ...


@runtime_checkable
class PagingClient(ForgeClient, Protocol):
    """A client whose pages are made smaller where a forge chokes on them."""

    def begin_with(self, sizes: Mapping[str, int]) -> None:
        """With how many repositories a page the listings begin, by ``owner_id``; others as usual."""
        ...


def open_forge(
    forge: Forge,
    settings: HarvesterSettings,
    tokens: Mapping[str, Credential],
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    *,
    proxy_passwords: Mapping[str, Token] | None = None,
    track: Track | None = None,
) -> ForgeClient | None:
    """A client for ``forge``, silent until asked for pages; None where we cannot read its kind.

    ``tokens`` maps stable names of forges to tokens (``credentials.read_tokens``), ``proxy_passwords`` to
    those of ``credentials.read_proxy_passwords``; ``clock`` gives naive UTC; ``track`` is a recording's.
    """
    if forge.kind is ForgeKind.OTHER:
        return None
    from harvester.forges.transport import bounds_of  # requests is loaded only when needed

    bounds = bounds_of(forge.name, settings, clock, proxy_passwords or {}, track)
    token = tokens.get(forge.name)
    match forge.kind:
        case ForgeKind.GITHUB:
            from harvester.forges.github import open_github  # the libraries are loaded only when needed

            return open_github(forge, settings, token, bounds, sleep)
        case ForgeKind.GITLAB:
            from harvester.credentials import token_of
            from harvester.forges.gitlab import open_gitlab

            gitlab_token = token_of(forge.name, (token,) if token else ())
            return open_gitlab(forge, settings, gitlab_token, bounds, sleep)
        case ForgeKind.FOLDER:
            from harvester.forges.folder import open_folder

            return open_folder(forge, settings)
        case _:
            assert_never(forge.kind)
