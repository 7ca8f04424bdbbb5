"""What can go wrong with one request, and the words for it. These never leave the rooms of the forges.

No sentence quotes a forge's own message: it may hold the operator's address, or the address of an API.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import requests

from harvester.forges.answers import MalformedError
from harvester.forges.errors import Refused, Unavailable
from harvester.forges.transport import ForeignRedirectError, NotReadyError

if TYPE_CHECKING:
    from harvester.forges.answers import Answer

MISSING = frozenset({404, 409, 410, 451})
HEALING = frozenset({408, 425})
NETWORK: tuple[tuple[type[requests.RequestException], str], ...] = (  # the first that fits
    (NotReadyError, "it is still working on the answer"),
    (requests.exceptions.ProxyError, "the proxy gave no connection"),
    (requests.exceptions.Timeout, "no connection in time"),
    (requests.exceptions.ChunkedEncodingError, "its answer broke off"),
    (requests.exceptions.ContentDecodingError, "its answer broke off"),
    (requests.exceptions.ConnectionError, "no connection"),
)


class HealsError(Exception):
    """A failure that may be over when asked again; the message says what it was."""


class LimitedError(Exception):
    """A limit of requests that is told in the body alone."""


class ShrinkError(Exception):
    """The forge cannot answer this much at once: ask for less."""


class MissingError(Exception):
    """404, 409, 410 or 451: the thing asked for is not there, or may not be shown.

    ``told``: the forge itself says so, in its own form. A page of some machine in between says nothing.
    """

    def __init__(self, status: int, *, told: bool = True) -> None:
        """Keep the status."""
        super().__init__(f"it answered {describe(status)}")
        self.status = status
        self.told = told


class DeniedError(Exception):
    """403 that is no limit: this, in particular, is not for us."""


def describe(status: int) -> str:
    """A status with its name, as in ``404 Not Found``."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def raise_for_status(answer: Answer, forge: str, *, shrinkable: bool) -> None:
    """Raise for every status that is no answer; limits of requests are told apart before."""
    if answer.status in MISSING:
        raise MissingError(answer.status, told=_is_told(answer))
    if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
        raise _failure_of(answer.status, forge, shrinkable=shrinkable)


def _is_told(answer: Answer) -> bool:
    """Both forges say it as a JSON object with a ``message`` or an ``error``."""
    try:
        fields = answer.fields()
    except MalformedError:
        return False
    return any(fields.text(name) for name in ("message", "error"))


def _failure_of(status: int, forge: str, *, shrinkable: bool) -> Exception:
    said = f"it answered {describe(status)}"
    match status:
        case 401:
            return Refused(forge, f"{said}; without a valid token it shows nothing")
        case 403:
            return DeniedError(said)
        case 407:
            return Unavailable(forge, "the proxy on the way asks for a password (407)")
        case 502 | 504 if shrinkable:
            return ShrinkError(said)
        case _ if status in HEALING or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return HealsError(said)
        case _:
            return Unavailable(forge, said)


def failure_of_network(problem: requests.RequestException, forge: str) -> Exception:
    """The exception for a failure below HTTP; what is not in the table may heal."""
    if isinstance(problem, ForeignRedirectError):
        return Unavailable(forge, str(problem))
    if isinstance(problem, requests.exceptions.SSLError):
        return Unavailable(forge, "its certificate is not trusted")
    return HealsError(next((words for kind, words in NETWORK if isinstance(problem, kind)), "no answer"))
