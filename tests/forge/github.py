"""A GitHub host: who asks, which API is meant, and the headers that all answers carry."""

from __future__ import annotations

import base64
import binascii
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.forge.catalogue import Catalogue
from tests.forge.github_apps import Apps
from tests.forge.github_graphql import answer_graphql
from tests.forge.github_rest import answer_rest
from tests.forge.limits import Limits, Meter, Token
from tests.forge.wire import Answer, Request, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.forge.github_apps import App
    from tests.forge.limits import Allowance
    from tests.forge.world import Host

REST_PREFIX, GRAPHQL_PATHS = "/api/v3", ("/api/graphql", "/graphql")
_DOCS = "https://docs.github.com/rest"


class GitHubHost:
    """Answers for one host; ``show`` puts another state of the world in its place."""

    def __init__(
        self,
        host: Host,
        tokens: tuple[Token, ...],
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
        apps: tuple[App, ...] = (),
    ) -> None:
        self._catalogue = Catalogue(host)
        self._tokens = {token.value: token for token in tokens if token.host in (None, host.name)}
        self.apps = Apps(apps, clock)
        self._meter = Meter(limits or Limits(), clock)

    def show(self, host: Host) -> None:
        """From now on this is the world."""
        self._catalogue = Catalogue(host)

    def kind(self, request: Request) -> str:
        """``graphql`` or ``rest``."""
        return "graphql" if request.path in GRAPHQL_PATHS else "rest"

    def token(self, request: Request) -> Token | None:
        """The known token that the request bears."""
        given = _credential(request)
        return self._tokens.get(given) or self.apps.token(given)

    def answer(self, request: Request) -> Answer:
        """The answer in the world's present state."""
        catalogue, token = self._catalogue, self.token(request)
        graphql = self.kind(request) == "graphql"
        of_app = self.apps.answer(request.below(REST_PREFIX) or request, _credential(request))
        if of_app is not None:
            return of_app
        if token is None and request.header("authorization"):
            return self._with_limits(_problem("Bad credentials", 401), self._meter.look(None, "core"), None)
        if not graphql:
            answer, allowance = self._rest(catalogue, token, request)
        elif token is None:
            answer, allowance = (
                _problem("This endpoint requires you to be authenticated.", 401),
                self._meter.look(None, "graphql"),
            )
        elif request.method != "POST":
            answer, allowance = _problem("Not Found", 404), self._meter.look(token, "graphql")
        else:
            answer, allowance = answer_graphql(catalogue, token, self._meter, request)
        return self._with_limits(answer, allowance, token)

    def _rest(self, catalogue: Catalogue, token: Token | None, request: Request) -> tuple[Answer, Allowance]:
        inner = request.below(REST_PREFIX)
        base = f"http://{request.header('host')}{REST_PREFIX if inner else ''}"
        return answer_rest(catalogue, token, self._meter, inner or request, base)

    def _with_limits(self, answer: Answer, allowance: Allowance, token: Token | None) -> Answer:
        headers = {
            "Server": "github.com",
            "X-GitHub-Media-Type": "github.v3; format=json",
            "X-RateLimit-Limit": str(allowance.limit),
            "X-RateLimit-Remaining": str(allowance.remaining),
            "X-RateLimit-Used": str(allowance.used),
            "X-RateLimit-Reset": str(allowance.reset),
            "X-RateLimit-Resource": allowance.resource,
        }
        if token:
            headers["X-OAuth-Scopes"] = "repo" if token.sees_private else ""
        return replace(answer, headers={**headers, **answer.headers})


def _credential(request: Request) -> str:
    scheme, _, value = request.header("authorization").partition(" ")
    if scheme.lower() != "basic":
        return value.strip()
    try:
        return base64.b64decode(value).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _problem(message: str, status: int) -> Answer:
    return json_answer({"message": message, "documentation_url": _DOCS, "status": str(status)}, status)
