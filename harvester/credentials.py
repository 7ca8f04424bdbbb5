"""Secrets: read from the environment or from files that the settings name, and never printable."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from harvester.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from harvester.settings import HarvesterSettings

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


def read_tokens(settings: HarvesterSettings, environment: Mapping[str, str]) -> dict[str, tuple[Token, ...]]:
    """The tokens that are there, by the forge's stable name, each once.

    A file that is not there, or a further variable that is not set: ``SettingsError``.
    """
    tokens: dict[str, tuple[Token, ...]] = {}
    for name in dict.fromkeys((*USUAL_TOKENS, *settings.forges)):
        found = (*_first_token(name, settings, environment), *_further_tokens(name, settings, environment))
        each_once: dict[str, Token] = {}
        for token in found:
            each_once.setdefault(token.reveal(), token)
        if each_once:
            tokens[name] = tuple(each_once.values())
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
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is no text"  # never the bytes
        raise SettingsError(
            f"{place}: {path} cannot be read ({reason}). Name a file that holds the {what}."
        ) from None
    if not secret or len(secret.split()) != 1:
        raise SettingsError(f"{place}: {path} must hold one {what} and nothing else.")
    return secret
