"""GitLab: the projects of a group with its sub-groups, of a user or of a whole host, each once.

By GraphQL (gitlab_listing.py), which public groups answer without a token too; where a host refuses it, by
REST (gitlab_rest.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.forges.gitlab_connection import GitlabApi
from harvester.forges.gitlab_listing import GraphqlListing
from harvester.forges.gitlab_rest import RestListing
from harvester.forges.gitlab_sweep import GitlabSweep
from harvester.forges.gitlab_trees import GitlabTrees
from harvester.forges.two_ways import TwoWaysClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvester.credentials import Token
    from harvester.forges import ForgeClient
    from harvester.forges.transport import Bounds
    from harvester.model import Forge
    from harvester.settings import HarvesterSettings


def open_gitlab(
    forge: Forge,
    settings: HarvesterSettings,
    token: Token | None,
    bounds: Bounds,
    sleep: Callable[[float], None],
) -> ForgeClient:
    """A client of its own for one worker; nothing is sent yet."""
    api = GitlabApi(forge, settings, token, bounds, sleep)
    rest = RestListing(forge, api)
    listing = GraphqlListing(forge, settings, api, rest)
    sweep = GitlabSweep(forge, api, listing)
    return TwoWaysClient(forge, api, listing, rest, sweep, trees=GitlabTrees(forge, api))
