"""A GitLab host (stub until a later commit)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.forge.catalogue import Catalogue
from tests.forge.limits import GITLAB_LIMITS, Limits, Meter, Token
from tests.forge.wire import Answer, Request, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.forge.world import Host


class GitLabHost:
    """Answers for one host."""

    def __init__(
        self,
        host: Host,
        tokens: tuple[Token, ...],
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._catalogue = Catalogue(host)
        self._tokens = {token.value: token for token in tokens if token.host in (None, host.name)}
        self._meter = Meter(limits or GITLAB_LIMITS, clock)

    def show(self, host: Host) -> None:
        """From now on this is the world."""
        self._catalogue = Catalogue(host)

    def kind(self, request: Request) -> str:
        """``graphql`` or ``rest``."""
        return "graphql" if request.path == "/api/graphql" else "rest"

    def token(self, request: Request) -> Token | None:
        """The known token that the request bears."""
        bearer = request.header("authorization").partition(" ")[2]
        return self._tokens.get(request.header("private-token") or bearer)

    def answer(self, request: Request) -> Answer:
        """Nothing is served yet."""
        del request
        return json_answer({"message": "404 Not Found"}, 404)
