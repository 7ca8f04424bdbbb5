"""Addresses: what a URL, a URN and an e-mail address are, by RFC 3986, RFC 2141 and RFC 5322.

Where those leave room, as strict as the reference validator.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_USER_INFO: Final = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*+")
_HOST: Final = re.compile(
    r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:\[\]<>\"]++|[^\x00-\x7f]++|%[89A-Fa-f][0-9A-Fa-f]|%25)*+"
)
_PORT: Final = re.compile(r"(?::[0-9]*)?")
_URN: Final = re.compile(
    r"urn:(?!urn:)[A-Za-z0-9][A-Za-z0-9-]{0,31}:(?:[A-Za-z0-9()+,\-.:=@;$_!*']|%[0-9A-Fa-f]{2})+",
    re.IGNORECASE,
)
_EMAIL: Final = re.compile(
    r"(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u00a0-\uffef]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u00a0-\uffef]+)*"
    r"|\"(?:[^\"\\\r\n]|\\.)*\")"
    r"@(?:[A-Za-z0-9\u00a0-\uffef](?:[A-Za-z0-9\-~\u00a0-\uffef]*[A-Za-z0-9\u00a0-\uffef])?\.)+"
    r"[A-Za-z\u00a0-\uffef](?:[A-Za-z0-9\-~\u00a0-\uffef]*[A-Za-z\u00a0-\uffef])?"
)
_LONGEST: Final = 400
ITALIAN_URN: Final = "urn:x-italian-pa:"
_ITALIAN_CODE: Final = re.compile(r"[A-Za-z0-9_]{2,20}")
"""How codes of the Italian index of public administrations (iPA) are formed."""


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a URL that decide what it is; `rest` is what stands for a host in `mailto:` and `urn:`."""

    scheme: str
    host: str
    path: str
    fragment: str
    rest: str


@lru_cache(maxsize=8192)
def split(text: str) -> Address | None:
    """The parts of a URL; None when it cannot be one at all (a space in the host, a port of letters)."""
    if _CONTROL.search(text):
        return None
    before, _, fragment = text.partition("#")
    if _BAD_ESCAPE.search(fragment):
        return None
    return _split(before, fragment)


def _split(text: str, fragment: str) -> Address | None:
    scheme, colon, after = text.partition(":")
    if colon and not scheme:
        return None
    if not colon or not _SCHEME.fullmatch(scheme):
        scheme, after = "", text
    rest = after.partition("?")[0]
    if not rest.startswith("/"):
        if scheme:
            return Address(scheme.lower(), "", "", fragment, rest)
        if ":" in rest.partition("/")[0]:
            return None
    host = ""
    path = rest
    if rest.startswith("//") and (scheme or not rest.startswith("///")):
        authority, slash, tail = rest[2:].partition("/")
        path = slash + tail
        user_info, _, host = authority.rpartition("@")
        if not _is_user_info(user_info) or not _is_host(host):
            return None
    if _BAD_ESCAPE.search(path):
        return None
    return Address(scheme.lower(), host, path, fragment, "")


def _is_user_info(text: str) -> bool:
    return _USER_INFO.fullmatch(text) is not None and not _BAD_ESCAPE.search(text)


def _is_host(host: str) -> bool:
    if host.startswith("["):
        inside, bracket, port = host.rpartition("]")
        return bool(bracket) and _PORT.fullmatch(port) is not None and _HOST.fullmatch(inside) is not None
    name, colon, port = host.rpartition(":")
    if not colon:
        name, port = host, ""
    elif not (port == "" or (port.isascii() and port.isdigit())):
        return False
    return _HOST.fullmatch(name) is not None


def is_url(text: str) -> bool:
    """Whether a text is a URL of any scheme, such as `https:`, `git:`, `ssh:` or `urn:`."""
    address = split(text)
    if address is None or not address.scheme:
        return False
    if address.scheme == "file":
        return address.path not in {"", "/"}
    return bool(address.host or address.fragment or address.rest)


def is_web_address(text: str) -> bool:
    """Whether a text is an `http:` or `https:` URL with a host."""
    address = split(text)
    return address is not None and address.scheme in {"http", "https"} and bool(address.host)


def is_uri(text: str) -> bool:
    """Whether a text is a URN, or a URL with a host: what names an organisation."""
    if text[:4].lower() == "urn:":
        return _URN.fullmatch(text) is not None
    if not text or "#" in text.partition("//")[2].partition("/")[0]:
        return False
    address = split(text)
    return address is not None and bool(address.scheme) and bool(address.host)


def is_italian_urn(text: str) -> bool:
    """Whether a text is meant as `urn:x-italian-pa:CODE`."""
    return text.lower().startswith(ITALIAN_URN)


def is_italian_code(text: str) -> bool:
    """Whether a text is formed as a code of the Italian index of public administrations."""
    return _ITALIAN_CODE.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Whether a text is one bare e-mail address with a domain that has a dot."""
    return len(text) < _LONGEST and _EMAIL.fullmatch(text) is not None


def repository_key(url: str) -> str:
    """The address of a repository without what does not tell repositories apart: `github.com/minbzk/amt`.

    That is scheme, user, `www.`, `.git`, a slash at the end, letter case, and pages below the repository.
    """
    key = re.sub(r"^[a-z][a-z+.-]*://", "", url.strip().casefold())
    key = re.sub(r"^[^/@]*@([^/:]+):(?!\d)", r"\1/", key)  # git@host:owner/name
    key = re.sub(r"^[^/@]*@", "", key)
    key = re.split(r"[?#]", key, maxsplit=1)[0].removeprefix("www.")
    key = re.split(r"/-/|(?<=[^/])/(?:tree|blob|raw|releases|wiki)(?:/|$)", key, maxsplit=1)[0]
    return key.rstrip("/").removesuffix(".git").rstrip("/")
