"""What a forge's answer says about its limit of requests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from harvester.forges.errors import USED_UP
from harvester.forges.failures import LimitedError
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harvester.forges.answers import Answer

BUSY = Phrase("it is overloaded or in maintenance", "het is overbelast of in onderhoud")
A_YEAR = 366 * 86400  # seconds
TOO_LONG = len("99999999999")
LIMIT_WORDS = (b"rate limit", b"abuse", b"too many requests", b"retry later")


def raise_for_limit(answer: Answer) -> None:
    """Raise ``LimitedError`` when the answer says that the limit is used up, or when to come back."""
    if is_limit(answer):
        raise LimitedError(USED_UP)
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE and answer.headers.get("retry-after"):
        raise LimitedError(BUSY)


def is_limit(answer: Answer) -> bool:
    """GitHub tells a limit as 403 or 429, GitLab as 429."""
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return True
    if answer.status != HTTPStatus.FORBIDDEN:
        return False
    said = answer.body[:2000].lower()
    if answer.is_web_page:  # of a filter: it may hold any word
        said = b""
    told = "retry-after" in answer.headers or figure(answer.headers, "remaining") == 0
    return told or any(word in said for word in LIMIT_WORDS)


def open_again_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """From when on a forge answers again, by Retry-After (seconds or a date) or the end of the window."""
    stated = headers.get("retry-after", "").strip()
    if is_figure(stated):
        return now + timedelta(seconds=min(int(stated) if len(stated) < TOO_LONG else A_YEAR, A_YEAR))
    if stated:
        try:
            return parsedate_to_datetime(stated).astimezone(UTC).replace(tzinfo=None)
        except (TypeError, ValueError, OverflowError):
            pass
    # The window's end says nothing about GitHub's secondary limits: under those, something is left of it.
    reset = reset_at(headers) if figure(headers, "remaining") == 0 else None
    return None if reset is None else reset + timedelta(seconds=1)


def figure(headers: Mapping[str, str], name: str) -> int | None:
    """A figure of the limit: ``x-ratelimit-…`` at GitHub, ``ratelimit-…`` at GitLab."""
    text = headers.get(f"x-ratelimit-{name}", headers.get(f"ratelimit-{name}", "")).strip()
    return int(text) if is_figure(text) and len(text) < TOO_LONG else None


def is_figure(text: str) -> bool:
    """Whether a header holds a whole number; ``isdigit`` alone holds for a raised 2, too."""
    return text.isascii() and text.isdigit()


def reset_at(headers: Mapping[str, str]) -> datetime | None:
    """When the window of the limit ends."""
    seconds = figure(headers, "reset")
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
