"""Secrets: read from the environment or from files that the settings name, and never printable.

With what a forge is asked: a token, or a GitHub App whose key is exchanged for one.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.settings import OF_USE_AT_GITHUB, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from harvester.settings import ForgeSettings, HarvesterSettings

USUAL_TOKENS = {"github.com": "GITHUB_TOKEN", "gitlab.com": "GITLAB_TOKEN"}


class Token:
    """A secret for one host: it never prints itself, in no message, log or traceback."""

    __slots__ = ("_secret", "name")

    def __init__(self, secret: str, name: str = "") -> None:
        """Hold ``secret`` where neither ``repr`` nor ``str`` show it; ``name`` is what people call it."""
        self._secret = secret
        self.name = name

    def reveal(self) -> str:
        """The secret itself: only for the header of a request to its own host."""
        return self._secret

    def __repr__(self) -> str:
        return "Token(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCredentials:
    """A GitHub App at one of the places where it is installed, each with tokens and a limit of its own."""

    app: str
    key: Token
    installation: int | None  # None: the one at ``owner``
    owner: str | None

    @property
    def name(self) -> str:
        """What people know it by, in every language."""
        return f"app {self.app} ({self.owner or self.installation})"


Credential = Token | AppCredentials


def read_tokens(
    settings: HarvesterSettings, environment: Mapping[str, str]
) -> dict[str, tuple[Credential, ...]]:
    """The tokens that are there, by the forge's stable name, each once; then the installations of its app.

    A file that is not there, or a further variable that is not set: ``SettingsError``.
    """
    tokens: dict[str, tuple[Credential, ...]] = {}
    for name in dict.fromkeys((*USUAL_TOKENS, *settings.forges)):
        found = (*_first_token(name, settings, environment), *_further_tokens(name, settings, environment))
        each_once: dict[str, Token] = {}
        for token in found:
            each_once.setdefault(token.reveal(), token)
        credentials: tuple[Credential, ...] = (
            *each_once.values(),
            *_installations(name, settings.of_forge(name), environment),
        )
        if credentials:
            tokens[name] = credentials
    return tokens


def _first_token(name: str, settings: HarvesterSettings, environment: Mapping[str, str]) -> tuple[Token, ...]:
    """The one in ``token_file``, else that of ``token_env`` or of the usual variable; there may be none."""
    of_forge = settings.of_forge(name)
    if of_forge.token_file:
        place = f'harvester.forges."{name}".token_file'
        return (Token(_from_file(place, of_forge.token_file, "token"), of_forge.token_file.name),)
    variable = of_forge.token_env or USUAL_TOKENS.get(name)
    secret = environment.get(variable, "").strip() if variable else ""
    return (Token(secret, variable or ""),) if secret else ()


def _further_tokens(
    name: str, settings: HarvesterSettings, environment: Mapping[str, str]
) -> Iterator[Token]:
    """Those that were named beside the first one; a name without a token would be missed by nobody."""
    of_forge, place = settings.of_forge(name), f'harvester.forges."{name}"'
    for variable in of_forge.token_envs:
        secret = environment.get(variable, "").strip()
        if not secret:
            raise SettingsError(
                f"{place}.token_envs: the variable {variable} is not set. Set it, or take it out of the list."
            )
        yield Token(secret, variable)
    for path in of_forge.token_files:
        yield Token(_from_file(f"{place}.token_files", path, "token"), path.name)


def token_of(name: str, credentials: Sequence[Credential]) -> Token | None:
    """The one token of a host that is no GitHub: it takes no app, and one worker asks it.

    More than that, where only the list of sources says what kind of host it is: ``SettingsError``.
    """
    token, *further = credentials or (None,)
    if further or isinstance(token, AppCredentials):
        raise SettingsError(
            f'harvester.forges."{name}": {OF_USE_AT_GITHUB}, which the list of sources says it is not.'
        )
    return token


def _installations(
    name: str, of_forge: ForgeSettings, environment: Mapping[str, str]
) -> Iterator[AppCredentials]:
    """The app of a host, once for every place where it is installed and may be used."""
    if of_forge.app_id is None:
        return
    key = _key(f'harvester.forges."{name}"', of_forge, environment)
    for number in dict.fromkeys(of_forge.app_installations):
        yield AppCredentials(app=of_forge.app_id, key=key, installation=number, owner=None)
    for owner in dict.fromkeys(of_forge.app_owners):
        yield AppCredentials(app=of_forge.app_id, key=key, installation=None, owner=owner)


def _key(place: str, of_forge: ForgeSettings, environment: Mapping[str, str]) -> Token:
    """The private key of an app; its name is where it stands."""
    if of_forge.app_key_file is not None:
        where = f"{place}.app_key_file"
        return Token(
            _text_of(where, of_forge.app_key_file, "app's private key"), f"{where}: {of_forge.app_key_file}"
        )
    variable = of_forge.app_key_env or ""
    pem = environment.get(variable, "").strip()
    if not pem:
        raise SettingsError(f"{place}.app_key_env: the variable {variable} is not set.")
    return Token(pem, f"{place}.app_key_env: {variable}")


def read_proxy_passwords(settings: HarvesterSettings, environment: Mapping[str, str]) -> dict[str, Token]:
    """The passwords for proxies, by the stable name of the forge; "" is the one for all.

    One that is named but not there, and authorities that cannot be read: ``SettingsError``.
    """
    sections = {"": ("harvester.network", settings.network)}
    for name, forge in settings.forges.items():
        sections[name] = (f'harvester.forges."{name}".network', forge.network)
    passwords: dict[str, Token] = {}
    for name, (place, network) in sections.items():
        if network.ca_file is not None:
            _check_authorities(place, network.ca_file)
        if network.proxy_password_file is not None:
            secret = _from_file(f"{place}.proxy_password_file", network.proxy_password_file, "password")
            passwords[name] = Token(secret)
        elif network.proxy_password_env is not None:
            secret = environment.get(network.proxy_password_env, "")
            if not secret:
                raise SettingsError(
                    f"{place}.proxy_password_env: the variable {network.proxy_password_env} is not set."
                )
            passwords[name] = Token(secret)
    return passwords


def _check_authorities(place: str, path: Path) -> None:
    """Refuse a file that holds no certificates, before a night is spent on it."""
    try:
        ssl.create_default_context(cafile=str(path))
    except OSError as problem:  # ssl.SSLError is one
        raise SettingsError(
            f"{place}.ca_file: {path} cannot be used ({problem}). Name a PEM file of certificates."
        ) from None


def _from_file(place: str, path: Path, what: str) -> str:
    secret = _text_of(place, path, what)
    if not secret or len(secret.split()) != 1:
        raise SettingsError(f"{place}: {path} must hold one {what} and nothing else.")
    return secret


def _text_of(place: str, path: Path, what: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is no text"  # never the bytes
        raise SettingsError(
            f"{place}: {path} cannot be read ({reason}). Name a file that holds the {what}."
        ) from None
