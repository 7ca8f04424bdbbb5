"""GitHub: an owner's repositories in pages, with root listing and the files that describe software.

Of an Enterprise Server all owners, too (github_server.py); nobody lists all of github.com.

With a token by GraphQL (github_listing.py); without, or where GraphQL is refused, by REST (github_rest.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.forges.github_connection import GithubApi
from harvester.forges.github_listing import GraphqlListing
from harvester.forges.github_owners import OwnerLists
from harvester.forges.github_rest import RestListing
from harvester.forges.github_rest_sweep import RestSweep
from harvester.forges.github_server import GithubServer
from harvester.forges.github_sweep import GithubSweep
from harvester.forges.github_trees import GithubTrees
from harvester.forges.two_ways import TwoWaysClient
from harvester.model import SHARED_WITH_ALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvester.credentials import Credential
    from harvester.forges import ForgeClient
    from harvester.forges.transport import Bounds
    from harvester.model import Forge
    from harvester.settings import HarvesterSettings


def open_github(
    forge: Forge,
    settings: HarvesterSettings,
    token: Credential | None,
    bounds: Bounds,
    sleep: Callable[[float], None],
) -> ForgeClient:
    """A client of its own for one worker; nothing is sent yet. Nobody may use GraphQL without a token."""
    api = GithubApi(forge, settings, token, bounds, sleep)
    rest = RestListing(forge, api)
    graphql = GraphqlListing(forge, settings, api, rest) if token else None
    owners = OwnerLists(api, can_count=token is not None)
    sweep: GithubSweep | RestSweep = RestSweep(forge, api, rest)
    if graphql is not None:
        sweep = GithubSweep(forge, settings, api, graphql, rest=RestSweep(forge, api, rest), owners=owners)
    is_shared = forge.name in SHARED_WITH_ALL
    server = None if is_shared else GithubServer(forge, api, rest, owners)
    return TwoWaysClient(forge, api, graphql, rest, sweep, trees=GithubTrees(forge, api), server=server)
