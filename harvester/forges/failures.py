"""What can go wrong with one request, and the words for it. These never leave the rooms of the forges.

No sentence quotes a forge's own message: it may hold the operator's address, or the address of an API.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from harvester.forges.answers import MalformedError
from harvester.forges.errors import Refused, Unavailable
from harvester.reasons import Phrase, TellingError

if TYPE_CHECKING:
    from harvester.forges.answers import Answer

MISSING = frozenset({404, 409, 410, 451})
HEALING = frozenset({408, 425})
BLOCKED = frozenset({401, 403, 451})  # with a web page: by something between the forge and us
PROXY_PASSWORD = Phrase(
    "the proxy on the way asks for a password (407): check proxy_user and its password",
    "de proxy onderweg vraagt om een wachtwoord (407): controleer proxy_user en het wachtwoord",
)


class HealsError(TellingError):
    """A failure that may be over when asked again; the message says what it was."""


class LimitedError(TellingError):
    """A limit of requests that is told in the body alone."""


class ShrinkError(TellingError):
    """The forge cannot answer this much at once: ask for less."""


class MissingError(TellingError):
    """404, 409, 410 or 451: the thing asked for is not there, or may not be shown.

    ``told``: the forge itself says so, in its own form. A page of some machine in between says nothing.
    """

    def __init__(self, status: int, *, told: bool = True) -> None:
        """Keep the status."""
        super().__init__(_answered(status))
        self.status = status
        self.told = told


class DeniedError(TellingError):
    """403 that is no limit: this, in particular, is not for us."""


def describe(status: int) -> str:
    """A status with its name, as in ``404 Not Found``."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _answered(status: int) -> Phrase:
    return Phrase(f"it answered {describe(status)}", f"het antwoordde {describe(status)}")


def raise_for_status(answer: Answer, forge: str, *, shrinkable: bool, token_name: str = "") -> None:
    """Raise for every status that is no answer; limits of requests are told apart before.

    ``token_name`` is what people call the token that was sent; empty: none was sent, or it has no name.
    """
    if answer.status in BLOCKED and answer.is_web_page:
        status = describe(answer.status)
        page = Phrase(
            f"a web page came instead of an answer ({status}): a proxy or filter blocks it",
            f"in plaats van een antwoord kwam een webpagina ({status}): een proxy of filter houdt het tegen",
        )
        raise Unavailable(forge, page)
    if answer.status in MISSING:
        raise MissingError(answer.status, told=_is_told(answer))
    if token_name and answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise _failure_of_token(answer.status, forge, token_name)
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
    said = _answered(status)
    match status:
        case 401:
            without = Phrase(
                f"{said.en}; without a valid token it shows nothing",
                f"{said.nl}; zonder geldig token laat het niets zien",
            )
            return Refused(forge, without)
        case 403:
            return DeniedError(said)
        case 407:
            return Unavailable(forge, PROXY_PASSWORD)
        case 502 | 504 if shrinkable:
            return ShrinkError(said)
        case _ if status in HEALING or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return HealsError(said)
        case _:
            return Unavailable(forge, said)


def _failure_of_token(status: int, forge: str, name: str) -> Exception:
    """What is wrong with the token that was sent, by the name that the operator knows it by."""
    said = _answered(status)
    if status == HTTPStatus.UNAUTHORIZED:
        spent = Phrase(
            f"{said.en} to the token {name}: it has expired, was withdrawn or is of another host",
            f"{said.nl} op het token {name}: dat is verlopen, ingetrokken of van een andere server",
        )
        return Refused(forge, spent)
    en, nl = (
        f"{said.en} to the token {name}, which may not do this",
        f"{said.nl} op het token {name}, dat dit niet mag",
    )
    return DeniedError(Phrase(en, nl))
