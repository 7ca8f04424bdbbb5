"""The way to a forge: by a proxy or directly, and whose certificates are trusted.

A job of cron has no environment, so all of it can stand in ``herbruik.toml``; what is not set there is taken
from the environment as usual (``HTTPS_PROXY``, ``NO_PROXY``, ``REQUESTS_CA_BUNDLE``).
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - pydantic reads the annotations when it loads the TOML
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator


def _doc(explanation: str) -> dict[str, str]:
    return {"doc": explanation}


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSettings:
    """The section ``[harvester.network]``, or ``[harvester.forges."HOST".network]`` for one host."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic's words: an unknown key is a mistake

    proxy_url: str | None = field(
        default=None,
        metadata=_doc('proxy, as "http://proxy.example.org:3128"; "": none; left out: as HTTPS_PROXY says'),
    )
    proxy_user: str | None = field(default=None, metadata=_doc("name that the proxy asks for"))
    proxy_password_env: str | None = field(
        default=None, metadata=_doc("environment variable that holds the password for the proxy")
    )
    proxy_password_file: Path | None = field(
        default=None, metadata=_doc("file that holds the password for the proxy, and nothing else")
    )
    no_proxy: tuple[str, ...] = field(
        default=(),
        metadata=_doc('hosts without the proxy: "git.example.org", ".example.org", "10.0.0.0/8", "*"'),
    )
    ca_file: Path | None = field(
        default=None,
        metadata=_doc("PEM file of the authorities that are trusted, in place of the public ones"),
    )

    def __post_init__(self) -> None:
        """Refuse what cannot work; the loader adds file and place."""
        wrong = list(_mistakes(self))
        if wrong:
            raise ValueError("; ".join(wrong))


def _mistakes(network: NetworkSettings) -> Iterator[str]:
    """Sentences that never quote an address: a password may stand in it."""
    if network.proxy_url:
        if not _is_proxy(network.proxy_url):
            yield "proxy_url must be an address as http://proxy.example.org:3128"
        elif "@" in network.proxy_url:
            yield "proxy_url must hold no user or password: name them in proxy_user and proxy_password_file"
    if network.proxy_password_env and network.proxy_password_file:
        yield "name proxy_password_env or proxy_password_file, not both"
    if (network.proxy_password_env or network.proxy_password_file) and not network.proxy_user:
        yield "a password for the proxy needs a proxy_user"
    if network.proxy_user and not network.proxy_url:
        yield "proxy_user needs a proxy_url in the same section"


def _is_proxy(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_direct(host: str, no_proxy: tuple[str, ...]) -> bool:
    """Whether ``host`` is one of those that are reached without a proxy."""
    return any(_covers(rule.strip().lower(), host.lower()) for rule in no_proxy)


def _covers(rule: str, host: str) -> bool:
    if rule == "*":
        return True
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(rule, strict=False)
    except ValueError:  # names, not numbers
        name = rule.removeprefix("*").lstrip(".")
        return bool(name) and (host == name or host.endswith("." + name))
