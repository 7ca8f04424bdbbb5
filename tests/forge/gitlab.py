"""A GitLab host: who asks, which API is meant, and the headers that all answers carry."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.forge.catalogue import Catalogue
from tests.forge.gitlab_graphql import answer_graphql
from tests.forge.gitlab_rest import answer_rest
from tests.forge.limits import GITLAB_LIMITS, Limits, Meter, Token
from tests.forge.wire import Answer, Request, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.forge.limits import Allowance
    from tests.forge.world import Host

GRAPHQL_PATH, REST_PREFIX = "/api/graphql", "/api/v4"


class GitLabHost:
    """Answers for one host; ``show`` puts another state of the world in its place."""

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
        self._clock = clock

    def show(self, host: Host) -> None:
        """From now on this is the world."""
        self._catalogue = Catalogue(host)

    def kind(self, request: Request) -> str:
        """``graphql`` or ``rest``."""
        return "graphql" if request.path == GRAPHQL_PATH else "rest"

    def token(self, request: Request) -> Token | None:
        """The known token that the request bears."""
        return self._tokens.get(_credential(request))

    def answer(self, request: Request) -> Answer:
        """The answer in the world's present state."""
        catalogue, token = self._catalogue, self.token(request)
        graphql = self.kind(request) == "graphql"
        if token is None and _credential(request):
            refused = (
                {"errors": [{"message": "Invalid token"}]} if graphql else {"message": "401 Unauthorized"}
            )
            return json_answer(refused, 401)
        allowance = self._meter.take(token, "api")
        if allowance.refused:
            return self._too_many(allowance)
        inner = request.below(REST_PREFIX)
        if graphql and request.method == "POST":
            answer = answer_graphql(catalogue, token, request)
        elif inner:
            answer = answer_rest(catalogue, token, inner, f"http://{request.header('host')}{REST_PREFIX}")
        else:
            answer = json_answer({"error": "404 Not Found"}, 404)
        return answer.with_headers(_limits(allowance))

    def _too_many(self, allowance: Allowance) -> Answer:
        wait = max(1, allowance.reset - int(self._clock()))
        headers = {"Content-Type": "text/plain", "Retry-After": str(wait), **_limits(allowance)}
        return Answer(status=429, headers=headers, body=b"Retry later\n")


def _limits(allowance: Allowance) -> dict[str, str]:
    return {
        "Server": "nginx",
        "RateLimit-Limit": str(allowance.limit),
        "RateLimit-Observed": str(allowance.used),
        "RateLimit-Remaining": str(allowance.remaining),
        "RateLimit-Reset": str(allowance.reset),
    }


def _credential(request: Request) -> str:
    scheme, _, value = request.header("authorization").partition(" ")
    return request.header("private-token") or (value.strip() if scheme.lower() == "bearer" else "")
