"""The way that requests to one forge take: which proxy, whose certificates; it prints no password."""

from __future__ import annotations

import base64
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harvester.network import is_direct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from harvester.credentials import Token
    from harvester.settings import HarvesterSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """``proxy_url`` None: as the environment says, "": no proxy. ``ca_file`` None: as requests does."""

    proxy_url: str | None = None
    proxy_user: str | None = None
    proxy_password: Token | None = None
    proxy_ca_file: Path | None = None  # of a proxy that is itself reached by TLS
    no_proxy: tuple[str, ...] = ()
    ca_file: Path | None = None

    def proxies(self, url: str, usual: Mapping[str, str]) -> dict[str, str]:
        """The proxies that requests may use for ``url``, of which ``usual`` come from the environment."""
        if is_direct(urlsplit(url).hostname or "", self.no_proxy) or self.proxy_url == "":
            return {}
        return dict(usual) if self.proxy_url is None else {"all": self.proxy_url}

    def proxy_headers(self, proxy: str) -> dict[str, str]:
        """What says to ``proxy``, and to no other, who we are."""
        if proxy != self.proxy_url or self.proxy_user is None:
            return {}
        password = self.proxy_password.reveal() if self.proxy_password else ""
        pair = base64.b64encode(f"{self.proxy_user}:{password}".encode()).decode()
        return {"Proxy-Authorization": f"Basic {pair}"}

    def proxy_context(self, proxy: str) -> ssl.SSLContext | None:
        """How a proxy is known that is reached by TLS; None: as requests does."""
        if self.proxy_ca_file is None or not proxy.lower().startswith("https:"):
            return None
        return ssl.create_default_context(cafile=str(self.proxy_ca_file))


def route_to(name: str, settings: HarvesterSettings, passwords: Mapping[str, Token]) -> Route:
    """The way to the host called ``name``; ``passwords`` are what ``read_proxy_passwords`` read."""
    general, own = settings.network, settings.of_forge(name).network
    section, with_proxy = ("", general) if own.proxy_url is None else (name, own)
    no_proxy = own.no_proxy + (general.no_proxy if own.proxy_url is None else ())
    return Route(
        proxy_url=with_proxy.proxy_url,
        proxy_user=with_proxy.proxy_user,
        proxy_password=passwords.get(section),
        proxy_ca_file=general.ca_file,
        no_proxy=no_proxy,
        ca_file=own.ca_file or general.ca_file,
    )
