"""Addresses of others, before they become links."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

_MANY = 8192  # the address of a repository stands at a dozen places


@lru_cache(maxsize=_MANY)
def web_address(text: str | None) -> str | None:
    """The address when a page may link to it.

    Http or https, with a host, without spaces or control characters.

    Escaping does not stop `javascript:`; this does.
    """
    url = (text or "").strip()
    if " " in url or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def contact_address(text: str | None) -> str | None:
    """As `web_address`, and a mailto address too: for the register's own contact, which is configuration."""
    url = (text or "").strip()
    if "@" in url and "/" not in url and ":" not in url:
        url = f"mailto:{url}"
    if url.startswith("mailto:") and " " not in url and url.isprintable():
        return url
    return web_address(url)


def short_address(url: str) -> str:
    """The address as a person reads it: without scheme and closing slash."""
    return url.removeprefix("https://").removeprefix("http://").removesuffix("/")
