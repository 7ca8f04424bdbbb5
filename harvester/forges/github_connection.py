"""PyGithub with its own waiting switched off, over a connection that is bounded and keeps to one address."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import github
import requests
from github.Requester import (
    HTTPRequestsConnectionClass,
    HTTPSRequestsConnectionClass,
    RequestsResponse,
)

from harvester.credentials import AppCredentials
from harvester.forges.answers import Answer
from harvester.forges.failures import DeniedError, MissingError
from harvester.forges.github_app import APP, InstallationTokens
from harvester.forges.graphql import Reply, UnansweredError, read_reply
from harvester.forges.policy import RequestPolicy
from harvester.forges.transport import Bounds, bind, deliver
from harvester.observations import RequestCount
from harvester.settings import api_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from harvester.credentials import Credential
    from harvester.model import Forge
    from harvester.settings import HarvesterSettings

    Understood = TypeVar("Understood")


GRAPHQL, REST = "graphql", "rest"  # the kinds under which requests are counted


class _Bounded:
    """Mixed into PyGithub's two connection classes. Handed to each request: nothing global changes."""

    session: requests.Session
    bounds: Bounds
    prepared: requests.PreparedRequest
    answer: Answer
    protocol: str
    host: str
    port: int

    def request(
        self,
        verb: str,
        url: str,
        input: Any,  # noqa: A002
        headers: dict[str, str],
        stream: bool = False,  # noqa: ARG002
    ) -> None:
        """Prepare; the names are PyGithub's."""
        address = f"{self.protocol}://{self.host}:{self.port}{url}"
        self.prepared = self.session.prepare_request(
            requests.Request(verb, address, headers=headers, data=input)
        )

    def getresponse(self) -> RequestsResponse:
        """Send what ``request`` prepared; the answer is kept as bytes too."""
        response = deliver(self.session, self.prepared, self.bounds)
        headers = {name.lower(): value for name, value in response.headers.items()}
        self.answer = Answer(status=response.status_code, headers=headers, body=response.content)
        for name in [name for name in headers if name.startswith("x-ratelimit-")]:
            del response.headers[name]  # PyGithub would fail at a figure that is none
        return RequestsResponse(response)


class _BoundedHttp(_Bounded, HTTPRequestsConnectionClass):
    """To a sample forge."""


class _BoundedHttps(_Bounded, HTTPSRequestsConnectionClass):
    """To a real one."""


def _connect(address: str, bounds: Bounds) -> _BoundedHttp | _BoundedHttps:
    """A connection to ``address``; nothing is sent yet."""
    parts = urlsplit(address)
    kind = _BoundedHttps if parts.scheme == "https" else _BoundedHttp
    connection = kind(parts.hostname or "", parts.port)
    connection.bounds = bounds
    bind(connection.session, bounds)
    return connection


class _Bearer(github.Auth.Auth):
    """A secret that changes from one request to the next; PyGithub's log gets none of them."""

    secret = ""

    @property
    def token_type(self) -> str:
        return "Bearer"

    @property
    def token(self) -> str:
        return self.secret


class GithubApi:
    """Requests to one GitHub host under the request policy. Not for two threads at once."""

    def __init__(
        self,
        forge: Forge,
        settings: HarvesterSettings,
        token: Credential | None,
        bounds: Bounds,
        sleep: Callable[[float], None],
    ) -> None:
        """Sends nothing."""
        address = api_url(forge, settings)
        self.policy = RequestPolicy(
            forge.name, settings, bounds.clock, sleep, token_name=token.name if token else ""
        )
        self._bearer = _Bearer()
        self._tokens: InstallationTokens | None = None
        if isinstance(token, AppCredentials):
            self._tokens = InstallationTokens(forge.name, token, self.policy, bounds.clock, self._claim)
        elif token is not None:
            self._bearer.secret = token.reveal()
        self._connection = _connect(address, bounds)
        self._requester = github.Github(
            base_url=address,
            auth=self._bearer if token else None,
            user_agent=settings.user_agent,
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=None,
            api_version=github.Consts.API_VERSION_2022_11_28,
        ).requester

    def graphql(self, query: str, variables: Mapping[str, object], *, shrinkable: bool = False) -> Reply:
        """Raises what ``RequestPolicy.ask`` raises, and ``UnansweredError``."""
        return self.read_graphql(query, variables, read_reply, shrinkable=shrinkable)

    def read_graphql(
        self,
        query: str,
        variables: Mapping[str, object],
        understand: Callable[[Answer], Understood],
        *,
        shrinkable: bool = False,
    ) -> Understood:
        """The same, with more to understand: what is malformed is asked again."""

        def send() -> Answer:
            content = {"query": query, "variables": dict(variables)}
            return self._sent("POST", self._requester.graphql_url, {}, content)

        try:
            return self._ask(GRAPHQL, send, understand, shrinkable=shrinkable)
        except (MissingError, DeniedError) as refusal:  # of the query, not of what it asks for
            raise UnansweredError(frozenset()) from refusal

    def get(
        self, path: str, understand: Callable[[Answer], Understood], **parameters: str | int
    ) -> Understood:
        """One GET of the REST API. Raises what ``RequestPolicy.ask`` raises."""
        return self._ask(REST, lambda: self._sent("GET", path, parameters, None), understand)

    def is_there(self) -> bool:
        """Whether GitHub answers here; what tells the limits costs none of them."""
        if not self.policy.has_answered:
            with suppress(MissingError, DeniedError):
                self.get("/rate_limit", lambda answer: answer.fields().need_child("resources"))
        return self.policy.has_answered

    def requests(self) -> tuple[RequestCount, ...]:
        """What was sent so far; an app's exchanges are REST, though their limit is another one."""
        counts = {count.kind: count for count in self.policy.counts()}
        of_app = counts.pop(APP, None)
        if of_app is not None:
            rest = counts.get(REST) or RequestCount(forge=of_app.forge, kind=REST, sent=0)
            sent, retried = rest.sent + of_app.sent, rest.retried + of_app.retried
            counts[REST] = replace(rest, sent=sent, retried=retried)
        return tuple(counts[kind] for kind in sorted(counts))

    def _ask(
        self,
        kind: str,
        send: Callable[[], Answer],
        understand: Callable[[Answer], Understood],
        *,
        shrinkable: bool = False,
    ) -> Understood:
        tokens = self._tokens
        if tokens is None:
            return self.policy.ask(kind, send, understand, shrinkable=shrinkable)
        tokens.current()  # before anything is counted as sent

        def send_as_app() -> Answer:
            self._bearer.secret = tokens.current()
            answer = send()
            if not tokens.is_spent(answer):
                return answer
            self._bearer.secret = tokens.current()  # or it says what is the matter
            self.policy.count_again(kind)
            return send()

        return self.policy.ask(kind, send_as_app, understand, shrinkable=shrinkable)

    def _claim(self, verb: str, path: str, claim: str) -> Answer:
        """One request of the app itself: its claim takes the place of a token."""
        self._bearer.secret = claim
        return self._sent(verb, path, {}, None)

    def _sent(self, verb: str, path: str, parameters: Mapping[str, object], content: object | None) -> Answer:
        headers = {"Accept": "application/vnd.github+json"}
        self._requester.requestJson(
            verb, path, parameters=dict(parameters), headers=headers, input=content, cnx=self._connection
        )
        return self._connection.answer
