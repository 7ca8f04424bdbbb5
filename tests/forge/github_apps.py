"""GitHub Apps: claims that are really checked (RS256), installations, and tokens that expire.

Statuses and messages as people quote them of GitHub; claims are verified by PyJWT, which ours does not use.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import jwt

from tests.forge.limits import Token
from tests.forge.wire import Answer, Request, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ISSUED_AT, EXPIRES = "'Issued at' claim ('iat')", "'Expiration time' claim ('exp')"
LONGEST_CLAIM, TOKEN_LASTS = 600, 3600  # seconds
_DOCS = "https://docs.github.com/rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """An app: its number, the public half of its key (PEM), and where it is installed: number → login."""

    number: str
    public_key: str
    installations: Mapping[int, str]


class Apps:
    """What one host knows of apps."""

    def __init__(self, apps: tuple[App, ...], clock: Callable[[], float]) -> None:
        self._apps = {app.number: app for app in apps}
        self._clock = clock
        self._numbers = itertools.count(1)
        self._given: dict[str, tuple[int, float]] = {}
        self.suspended: set[int] = set()
        self.removed: set[int] = set()

    def token(self, value: str) -> Token | None:
        """The token of an installation, as long as it lasts and the app is installed."""
        installation, expires = self._given.get(value, (0, 0.0))
        is_good = self._clock() < expires and installation not in self.suspended | self.removed
        return Token(value=value, login=f"installation-{installation}") if is_good else None

    def withdraw(self) -> None:
        """Every token given so far is worth nothing any more."""
        self._given.clear()

    def answer(self, request: Request, bearer: str) -> Answer | None:
        """The answer to a request that only an app may send; None: it is another one."""
        match request.method, request.parts:
            case "POST", ("app", "installations", number, "access_tokens"):
                answer = self._known(bearer) or self._give(self._app(bearer), int(number))
            case "GET", ("users" | "orgs", login, "installation"):
                answer = self._known(bearer) or self._find(self._app(bearer), login)
            case _:
                return None
        now = datetime.fromtimestamp(self._clock(), UTC)
        return answer.with_headers({"Date": format_datetime(now, usegmt=True)})

    def _known(self, bearer: str) -> Answer | None:
        """What is wrong with the claim."""
        try:
            app = self._app(bearer)
        except (jwt.DecodeError, ValueError):
            return _problem("A JSON web token could not be decoded", 401)
        if app is None:
            return _problem("Integration not found", 404)
        try:
            claims = self._claims(bearer, app)
        except jwt.InvalidTokenError:
            return _problem("A JSON web token could not be decoded", 401)
        issued, expires, now = claims["iat"], claims["exp"], self._clock()
        if not isinstance(issued, int) or issued > now:
            return _problem(f"{ISSUED_AT} must be an Integer representing the time of the assertion", 401)
        if not now < expires <= now + LONGEST_CLAIM:
            return _problem(f"{EXPIRES} is too far in the future", 401)
        return None

    def _app(self, bearer: str) -> App | None:
        claims = jwt.decode(bearer, options={"verify_signature": False})
        return self._apps.get(str(claims.get("iss")))

    def _claims(self, bearer: str, app: App) -> dict[str, Any]:
        options = {"require": ["iat", "exp", "iss"], "verify_exp": False, "verify_iat": False}
        claims: dict[str, Any] = jwt.decode(bearer, app.public_key, algorithms=["RS256"], options=options)  # type: ignore[arg-type]
        return claims

    def _find(self, app: App | None, login: str) -> Answer:
        for number, owner in app.installations.items() if app else ():
            if owner.lower() == login.lower() and number not in self.removed:
                return json_answer({"id": number, "account": {"login": owner}, "app_id": 1})
        return _problem("Not Found", 404)

    def _give(self, app: App | None, number: int) -> Answer:
        if app is None or number not in app.installations or number in self.removed:
            return _problem("Not Found", 404)
        if number in self.suspended:
            return _problem("This installation has been suspended", 403)
        value, expires = f"ghs_sample{next(self._numbers):06}", self._clock() + TOKEN_LASTS
        self._given[value] = (number, expires)
        moment = datetime.fromtimestamp(expires, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        shape = {"token": value, "expires_at": moment, "permissions": {}, "repository_selection": "all"}
        return json_answer(shape, 201)


def _problem(message: str, status: int) -> Answer:
    return json_answer({"message": message, "documentation_url": _DOCS, "status": str(status)}, status)
