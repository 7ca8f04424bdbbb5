"""Credentials of a GitHub App: a signed claim (RS256) is exchanged for a token that lasts an hour.

PyGithub has the same, with the machine's own clock and a client of its own; here the exchange goes through
the same bounds, policy and recording as every other request, and an injected clock says when to renew.
Facts: docs.github.com, "Generating a JSON Web Token (JWT) for a GitHub App"; RFC 7515 and 7519.
"""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from harvester.forges.answers import MalformedError
from harvester.forges.errors import Refused, Unavailable
from harvester.forges.failures import DeniedError, MissingError, describe
from harvester.forges.limits import is_limit
from harvester.reasons import Phrase
from harvester.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from harvester.credentials import AppCredentials, Token
    from harvester.forges.answers import Answer
    from harvester.forges.policy import RequestPolicy

    Send = Callable[[str, str, str], Answer]
    Understood = TypeVar("Understood")

APP: Final = "app"  # the kind whose limit these requests have
BACK_DATED: Final = timedelta(seconds=60)  # GitHub's advice: its clock may be behind ours
CLAIM_LASTS: Final = timedelta(minutes=9)  # ten at most, by GitHub's clock
RENEWED_BEFORE: Final = timedelta(minutes=5)
TOLERATED_SKEW: Final = timedelta(seconds=60)
SUSPENDED, UNKNOWN_APP = b"suspended", b"integration not found"  # in GitHub's messages


class InstallationTokens:
    """The tokens of one installation, one after the other. Not for two threads at once."""

    def __init__(
        self,
        forge: str,
        credentials: AppCredentials,
        policy: RequestPolicy,
        clock: Callable[[], datetime],
        send: Send,
    ) -> None:
        """``send`` sends one request (method, path, claim) and never one of these tokens."""
        self._forge = forge
        self._credentials = credentials
        self._policy = policy
        self._clock = clock
        self._send = send
        self._installation = credentials.installation
        self._token = ""
        self._renew_at: datetime | None = None
        self._refused: Phrase | None = None

    def __repr__(self) -> str:
        return f"InstallationTokens({self._credentials.name})"

    def current(self) -> str:
        """A token that is still valid for a while. Raises the family of ``errors``."""
        if self._refused is not None:  # neither the key nor the installation mends itself during a run
            raise Refused(self._forge, self._refused)
        if not self._token or self._renew_at is None or self._clock() >= self._renew_at:
            self._renew()
        return self._token

    def is_spent(self, answer: Answer) -> bool:
        """Whether the forge took the token for none; then the next one is a new one, or there is none."""
        spent = answer.status == HTTPStatus.UNAUTHORIZED or (
            answer.status == HTTPStatus.FORBIDDEN and says(answer, SUSPENDED)
        )
        if spent:
            self._token = ""
        return spent

    def _renew(self) -> None:
        if self._installation is None:
            owner = quote(self._credentials.owner or "", safe="")
            self._installation = self._ask("GET", f"/users/{owner}/installation", _number)
        path = f"/app/installations/{self._installation}/access_tokens"
        self._token, expires_at = self._ask("POST", path, _token)
        self._renew_at = expires_at - RENEWED_BEFORE

    def _ask(self, method: str, path: str, understand: Callable[[Answer], Understood]) -> Understood:
        def send() -> Answer:
            answer = self._send(method, path, self._claim())
            self._check(answer)
            return answer

        try:
            return self._policy.ask(APP, send, understand)
        except (MissingError, DeniedError) as problem:
            raise Unavailable(self._forge, problem.phrase) from problem

    def _claim(self) -> str:
        now = self._clock()
        return signed(
            self._credentials.key,
            {
                "iat": _seconds(now - BACK_DATED),
                "exp": _seconds(now + CLAIM_LASTS),
                "iss": self._credentials.app,
            },
        )

    def _check(self, answer: Answer) -> None:
        """Raise ``Refused`` with a sentence of its own where the forge says what is wrong."""
        if answer.is_web_page or is_limit(answer):
            return
        why = self._why_refused(answer)
        if why is not None:
            self._refused = why
            raise Refused(self._forge, why)

    def _why_refused(self, answer: Answer) -> Phrase | None:
        called, said = self._credentials.name, describe(answer.status)
        match answer.status:
            case HTTPStatus.UNAUTHORIZED:
                return _of_the_clock(answer, self._clock()) or Phrase(
                    f"it answered {said} to the key of {called}: the key was withdrawn or is of another app",
                    f"het antwoordde {said} op de sleutel van {called}: ingetrokken, of van een andere app",
                )
            case HTTPStatus.FORBIDDEN if says(answer, SUSPENDED):
                return Phrase(
                    f"the installation of {called} is suspended ({said})",
                    f"de installatie van {called} is opgeschort ({said})",
                )
            case HTTPStatus.FORBIDDEN:
                return Phrase(
                    f"{called} gets no token ({said}): its owner may admit other addresses",
                    f"{called} krijgt geen token ({said}): de eigenaar laat misschien andere adressen toe",
                )
            case HTTPStatus.NOT_FOUND if says(answer, UNKNOWN_APP):
                return Phrase(
                    f"there is no app {self._credentials.app} ({said}): check app_id",
                    f"app {self._credentials.app} bestaat daar niet ({said}): controleer app_id",
                )
            case HTTPStatus.NOT_FOUND:
                return Phrase(
                    f"{called} is not installed there, or not any more ({said})",
                    f"{called} is daar niet of niet meer geïnstalleerd ({said})",
                )
            case _:
                return None


def says(answer: Answer, word: bytes) -> bool:
    """Whether GitHub's own message holds ``word``; a page of some machine in between says nothing."""
    return not answer.is_web_page and word in answer.body[:2000].lower()


def signed(key: Token, claims: dict[str, object]) -> str:
    """The claims as a JSON Web Token (RFC 7519), signed with RS256 (RFC 7518, 3.3)."""
    parts = [_encoded(json.dumps(part).encode()) for part in ({"alg": "RS256", "typ": "JWT"}, claims)]
    signature = _loaded(key.reveal()).sign(".".join(parts).encode(), PKCS1v15(), SHA256())
    return ".".join((*parts, _encoded(signature)))


def check_key(credentials: AppCredentials) -> None:
    """Raise ``SettingsError`` for a key that cannot sign, before a night is spent on it."""
    try:
        _loaded(credentials.key.reveal())
    except (ValueError, TypeError, UnsupportedAlgorithm):  # never the bytes, nor what is said of them
        raise SettingsError(
            f"{credentials.key.name} holds no private RSA key without a passphrase. "
            "Give what was in the .pem file that GitHub made."
        ) from None


def _loaded(pem: str) -> RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("no RSA key")
    return key


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _seconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp())


def _of_the_clock(answer: Answer, now: datetime) -> Phrase | None:
    """That our clock is wrong, by the forge's Date: then its claims are refused however good the key is."""
    try:
        theirs = parsedate_to_datetime(answer.headers.get("date", "")).astimezone(UTC).replace(tzinfo=None)
    except (TypeError, ValueError, OverflowError):
        return None
    minutes = max(1, round(abs(now - theirs) / timedelta(minutes=1)))
    if abs(now - theirs) <= TOLERATED_SKEW:
        return None
    (en, nl) = ("ahead of", "voor op") if now > theirs else ("behind", "achter op")
    noun, naam = ("minute", "minuut") if minutes == 1 else ("minutes", "minuten")
    return Phrase(
        f"the clock of this machine is {minutes} {noun} {en} the forge's: set it right",
        f"de klok van deze machine loopt {minutes} {naam} {nl} die van het platform: zet die gelijk",
    )


def _number(answer: Answer) -> int:
    return answer.fields().need_number("id")


def _token(answer: Answer) -> tuple[str, datetime]:
    fields = answer.fields()
    expires_at = fields.moment("expires_at")
    if expires_at is None:
        raise MalformedError(Phrase("an expires_at that is no moment", "een expires_at die geen moment is"))
    return fields.need_text("token"), expires_at
