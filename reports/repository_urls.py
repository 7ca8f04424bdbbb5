"""Addresses of repositories in one form, so that the same repository is the same text."""

from __future__ import annotations

import re
from typing import Final

_SCHEME: Final = re.compile(r"^(?:git\+)?(?:https?|git|ssh)://(?:[^@/]+@)?(?:www\.)?", re.IGNORECASE)
_SCP: Final = re.compile(r"^[\w.-]+@([\w.-]+):")
_BEHIND: Final = re.compile(r"(?:/-)?/(?:tree|blob|raw|src)/.*$|[?#].*$")


def same_place(url: str) -> str:
    """Host and path in lower case, without scheme, `.git`, a slash at the end, or a folder within.

    As in `github.com/minbzk/amt`; a text that is no address comes back in lower case.
    """
    text = _SCHEME.sub("", _SCP.sub(r"https://\1/", url.strip()))
    text = _BEHIND.sub("", text).rstrip("/")
    return text.removesuffix(".git").rstrip("/").casefold()


def account_of(url: str) -> str | None:
    """Host and owner of a repository's address, as in `github.com/minbzk`; None: it has no such parts."""
    parts = same_place(url).split("/")
    return "/".join(parts[:-1]) if len(parts) > 2 else None  # noqa: PLR2004 -- host, owner, name
