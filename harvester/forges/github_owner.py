"""Who an owner is now: GraphQL knows neither former names nor why an account is gone; REST does."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from harvester.forges.errors import OneSided

if TYPE_CHECKING:
    from harvester.forges.github_connection import GithubApi
    from harvester.model import Forge


def current_login(api: GithubApi, forge: Forge, login: str) -> str:
    """The login that ``login`` was renamed to. Raises ``MissingError`` when the account is not there."""
    now = api.get(f"/users/{quote(login)}", lambda answer: answer.fields().need_text("login"))
    if now.lower() == login.lower():
        raise OneSided(forge.name, login)
    return now
