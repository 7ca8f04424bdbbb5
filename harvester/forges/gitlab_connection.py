"""python-gitlab, its own waiting switched off, over a backend that is bounded and keeps to one address."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import gitlab
import requests
from gitlab._backends.requests_backend import RequestsBackend, RequestsResponse

from harvester.forges.answers import Answer
from harvester.forges.failures import DeniedError, MissingError
from harvester.forges.graphql import UnansweredError
from harvester.forges.policy import RequestPolicy
from harvester.forges.transport import Bounds, bind, deliver
from harvester.settings import api_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from harvester.credentials import Token
    from harvester.model import Forge
    from harvester.observations import RequestCount
    from harvester.settings import HarvesterSettings

    Understood = TypeVar("Understood")


class _BoundedBackend(RequestsBackend):
    """Sends python-gitlab's requests; keeps the answer, whose headers its exceptions do not carry."""

    answer: Answer

    def __init__(self, session: requests.Session | None = None, *, bounds: Bounds) -> None:
        super().__init__(session)
        self._bounds = bounds
        bind(self._client, bounds)

    def http_request(  # noqa: PLR0917 - the parameters are python-gitlab's; time-outs and streams are decided by the bounds
        self,
        method: str,
        url: str,
        json: Any = None,
        data: Any = None,
        params: Any = None,
        timeout: float | None = None,  # noqa: ARG002
        verify: bool | str | None = True,  # noqa: ARG002
        stream: bool | None = False,  # noqa: ARG002
        **kwargs: Any,
    ) -> RequestsResponse:
        """Send one request; a redirect to another address is refused."""
        request = requests.Request(
            method.upper(),
            url,
            json=json,
            data=data,
            params=params,
            headers=kwargs.get("headers"),
            auth=kwargs.get("auth"),
        )
        response = deliver(self._client, self._client.prepare_request(request), self._bounds)
        headers = {name.lower(): value for name, value in response.headers.items()}
        self.answer = Answer(status=response.status_code, headers=headers, body=response.content)
        return RequestsResponse(response)


class GitlabApi:
    """Requests to one GitLab host under the request policy. Not for two threads at once."""

    def __init__(
        self,
        forge: Forge,
        settings: HarvesterSettings,
        token: Token | None,
        bounds: Bounds,
        sleep: Callable[[float], None],
    ) -> None:
        """Sends nothing."""
        self.policy = RequestPolicy(
            forge.name, settings, bounds.clock, sleep, token_name=token.name if token else ""
        )
        self._client = gitlab.Gitlab(
            api_url(forge, settings),
            # A personal token works as a bearer token too, and only as such never follows a redirect.
            oauth_token=token.reveal() if token else None,
            user_agent=settings.user_agent,
            timeout=settings.timeout_seconds,
            keep_base_url=True,
            retry_transient_errors=False,
            backend=_BoundedBackend,
            bounds=bounds,
        )

    def graphql(
        self,
        query: str,
        variables: Mapping[str, object],
        understand: Callable[[Answer], Understood],
        *,
        shrinkable: bool = False,
    ) -> Understood:
        """One query. Raises what ``RequestPolicy.ask`` raises, and ``UnansweredError``."""

        def send() -> Answer:
            content: dict[str, object] = {"query": query, "variables": dict(variables)}
            return self._send("post", f"{self._client.url}/api/graphql", {}, content)

        try:
            return self.policy.ask("graphql", send, understand, shrinkable=shrinkable)
        except (MissingError, DeniedError) as refusal:  # of the query, not of what it asks for
            raise UnansweredError(frozenset()) from refusal

    def get(
        self, path: str, understand: Callable[[Answer], Understood], **parameters: str | int
    ) -> Understood:
        """One GET of the REST API, version 4. Raises what ``RequestPolicy.ask`` raises."""
        return self.policy.ask("rest", lambda: self._send("get", path, parameters, None), understand)

    def is_there(self) -> bool:
        """Whether GitLab answers here: everybody may ask for projects."""
        if not self.policy.has_answered:
            with suppress(MissingError, DeniedError):
                self.get("/projects", lambda answer: answer.items(), per_page=1)
        return self.policy.has_answered

    def requests(self) -> tuple[RequestCount, ...]:
        """What was sent so far."""
        return self.policy.counts()

    def _send(
        self, verb: str, path: str, parameters: Mapping[str, object], content: dict[str, object] | None
    ) -> Answer:
        backend = self._client._backend  # noqa: SLF001 - the one that was passed in
        # An error's status and headers are in the answer, which the policy judges.
        with suppress(gitlab.exceptions.GitlabError):
            self._client.http_request(
                verb,
                path,
                query_data=dict(parameters),
                post_data=content,
                obey_rate_limit=False,
                retry_transient_errors=False,
            )
        if not isinstance(backend, _BoundedBackend):
            raise TypeError("python-gitlab uses another backend than the one it was given")
        return backend.answer
