"""What can go wrong below HTTP, and the words for it: name, connection, proxy, certificate, answer cut off.

Each kind has one cure, so each has a sentence of its own. None quotes what a library says: an address of a
proxy may hold a password.
"""

from __future__ import annotations

import re
import ssl
from http import HTTPStatus
from typing import TYPE_CHECKING

import requests
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from harvester.forges.errors import Unavailable
from harvester.forges.failures import PROXY_PASSWORD, HealsError, describe
from harvester.forges.transport import AuthoritiesError, ForeignRedirectError, NotReadyError
from harvester.reasons import Phrase, TellingError

if TYPE_CHECKING:
    from collections.abc import Iterator


class ReplayedFailureError(TellingError, requests.RequestException):
    """What a recording says went wrong, or that it says nothing."""

    def __init__(self, phrase: Phrase, *, heals: bool) -> None:
        """Keep the words; ``heals``: the request was sent again then, and is so now."""
        super().__init__(phrase)
        self.heals = heals


BROKE_OFF = Phrase("its answer broke off", "het antwoord brak af")
NETWORK: tuple[tuple[type[requests.RequestException], Phrase], ...] = (  # the first that fits
    (NotReadyError, Phrase("it is still working on the answer", "het antwoord is nog niet klaar")),
    (
        requests.exceptions.ProxyError,
        Phrase("the connection by way of the proxy broke off", "de verbinding langs de proxy brak af"),
    ),
    (requests.exceptions.SSLError, Phrase("no secure connection", "er kwam geen veilige verbinding")),
    (requests.exceptions.Timeout, Phrase("no connection in time", "er kwam niet op tijd een verbinding")),
    (requests.exceptions.ChunkedEncodingError, BROKE_OFF),
    (requests.exceptions.ContentDecodingError, BROKE_OFF),
    (requests.exceptions.ConnectionError, Phrase("no connection", "er kwam geen verbinding")),
)
EXPIRED, OTHER_NAME = 10, frozenset({62, 64})  # X509_V_ERR_CERT_HAS_EXPIRED, …HOSTNAME_MISMATCH, …IP_ADDRESS…
LONGEST_CHAIN = 12
_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")  # as http.client tells a refused CONNECT


def failure_of_network(problem: requests.RequestException, forge: str) -> Unavailable | HealsError:
    """The exception for a failure below HTTP; what is not known as lasting may heal."""
    if isinstance(problem, ForeignRedirectError | AuthoritiesError):
        return Unavailable(forge, problem.phrase)
    if isinstance(problem, ReplayedFailureError):
        return HealsError(problem.phrase) if problem.heals else Unavailable(forge, problem.phrase)
    proxy = isinstance(problem, requests.exceptions.ProxyError)
    for cause in _causes(problem):
        failure = _failure_of_cause(cause, forge, proxy=proxy)
        if failure is not None:
            return failure
    no_answer = Phrase("no answer", "er kwam geen antwoord")
    return HealsError(next((words for kind, words in NETWORK if isinstance(problem, kind)), no_answer))


def _failure_of_cause(cause: BaseException, forge: str, *, proxy: bool) -> Unavailable | HealsError | None:
    """What one of the causes says; None: nothing of its own. ``proxy``: it happened at the proxy."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Unavailable(forge, _certificate(cause, proxy=proxy))
    if isinstance(cause, NewConnectionError | ConnectTimeoutError) and proxy:
        return HealsError(Phrase("the proxy cannot be reached", "de proxy is niet te bereiken"))
    if isinstance(cause, NameResolutionError):
        return HealsError(Phrase("its name cannot be found", "de naam is niet te vinden"))
    tunnel = _TUNNEL.search(str(cause)) if isinstance(cause, OSError) else None
    if tunnel:
        return _refused_by_proxy(int(tunnel[1]), forge)
    return None


def _causes(problem: BaseException) -> Iterator[BaseException]:
    """``problem`` and what lies below it; libraries hide the cause in several places."""
    waiting: list[BaseException] = [problem]
    for _ in range(LONGEST_CHAIN):
        if not waiting:
            return
        cause = waiting.pop(0)
        yield cause
        inner = (getattr(cause, "reason", None), getattr(cause, "original_error", None), *cause.args)
        below = (*inner, cause.__cause__, cause.__context__)
        waiting += [each for each in below if isinstance(each, BaseException)]


def _certificate(cause: ssl.SSLCertVerificationError, *, proxy: bool) -> Phrase:
    whose, van = ("the proxy's", "van de proxy") if proxy else ("its", "van de server")
    code = getattr(cause, "verify_code", 0)
    if code == EXPIRED:
        return Phrase(f"{whose} certificate has expired", f"het certificaat {van} is verlopen")
    if code in OTHER_NAME:
        return Phrase(
            f"{whose} certificate is for another host", f"het certificaat {van} is voor een andere naam"
        )
    return Phrase(
        f"{whose} certificate is not trusted: name the authority that gave it in ca_file",
        f"het certificaat {van} wordt niet vertrouwd: noem de uitgever ervan in ca_file",
    )


def _refused_by_proxy(status: int, forge: str) -> Unavailable | HealsError:
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return Unavailable(forge, PROXY_PASSWORD)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        return HealsError(
            Phrase(f"the proxy answered {describe(status)}", f"de proxy antwoordde {describe(status)}")
        )
    refused = Phrase(
        f"the proxy does not let us through to it ({describe(status)})",
        f"de proxy laat ons niet door ({describe(status)})",
    )
    return Unavailable(forge, refused)
