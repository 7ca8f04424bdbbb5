"""Addresses of accounts: what a person pastes from a browser → host and path, or what is wrong with it."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from harvester.model import ForgeKind

USUAL_KINDS = {
    "github.com": ForgeKind.GITHUB,
    "gitlab.com": ForgeKind.GITLAB,
    # kept and told as not looked:
    "bitbucket.org": ForgeKind.OTHER,
    "codeberg.org": ForgeKind.OTHER,
    "dev.azure.com": ForgeKind.OTHER,
    "git.sr.ht": ForgeKind.OTHER,
    "sourceforge.net": ForgeKind.OTHER,
}
"""Forges of which everybody knows the kind; any other host is stated under ``[[forges]]``."""
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:\d{1,5})?")
_PART = re.compile(r"~?[A-Za-z0-9_.-]+")  # git.sr.ht writes ~ before a name


class AddressError(ValueError):
    """The address cannot be that of an account; the message says why and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A place on a forge: host in lower case, path without slashes at its ends and without ``.git``."""

    host: str
    path: str


def parse_address(text: str) -> Address:
    """Raises ``AddressError``. Slashes at the end, ``.git``, ``www.`` and ``http`` are put right silently."""
    try:
        parts = urlsplit(text.strip() if "://" in text else f"https://{text.strip()}")
    except ValueError:
        raise AddressError(f"{text} is no web address. Write https://HOST/ACCOUNT.") from None
    if parts.scheme not in ("https", "http"):
        raise AddressError(f"{text} is no web address. Write https://HOST/ACCOUNT.")
    if "@" in parts.netloc:
        raise AddressError(
            "The address holds a user name or password. Write https://HOST/ACCOUNT without it."
        )
    host = parts.netloc.lower().removeprefix("www.").removesuffix(":443")
    _check_host(host)
    path = unquote(parts.path).strip("/").removesuffix(".git").strip("/")
    for part in path.split("/") if path else ():
        if not _PART.fullmatch(part) or part in (".", ".."):
            raise AddressError(f'"{part}" cannot be the name of an account. Write https://HOST/ACCOUNT.')
    if parts.query or parts.fragment:
        raise AddressError("Leave out what follows ? or # in the address.")
    return Address(host=host, path=path)


def _check_host(host: str) -> None:
    name = host if host.endswith("]") else re.sub(r":\d*$", "", host)
    local = name == "localhost" or name.endswith((".localhost", ".local"))
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        address = None
    if local or address is not None:
        raise AddressError(
            f"{host} is an address on a machine or network, no public forge. Write the forge's public name; "
            "where its API answers is an option in herbruik.toml."
        )
    if not _HOST.fullmatch(host):
        raise AddressError(f"{host or 'nothing'} is no host. Write https://HOST/ACCOUNT.")
