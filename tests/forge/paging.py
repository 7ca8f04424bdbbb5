"""Connections of GraphQL: pages of a list with cursors that name the last item, not its place.

A cursor holds the sort key of its item, as GitHub's and GitLab's do: an item that appears or goes away
between two requests shifts no page.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")
Key = tuple[Any, ...]  # JSON values only


class CursorError(ValueError):
    """A cursor that this forge never gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Generic[T]):
    """How a list is sorted; ``key`` must tell all items apart."""

    key: Callable[[T], Key]
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The four arguments of every connection."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """A part of a sorted list."""

    items: tuple[T, ...]
    total: int
    has_next: bool
    has_previous: bool
    cursors: tuple[str, ...]

    def info(self) -> dict[str, Any]:
        """The PageInfo of both forges."""
        return {
            "hasNextPage": self.has_next,
            "hasPreviousPage": self.has_previous,
            "startCursor": self.cursors[0] if self.cursors else None,
            "endCursor": self.cursors[-1] if self.cursors else None,
        }


def page_of(items: Sequence[T], order: Order[T], bounds: Bounds) -> Page[T]:
    """The page that ``bounds`` ask for; CursorError on a foreign cursor."""
    ranked = sorted(
        ((order.key(item), item) for item in items), key=lambda pair: pair[0], reverse=order.descending
    )
    start, stop = 0, len(ranked)
    if bounds.after:
        passed = _cursor_key(bounds.after)
        start = sum(1 for key, _ in ranked if not _is_after(key, passed, order.descending))
    if bounds.before:
        limit = _cursor_key(bounds.before)
        stop = sum(1 for key, _ in ranked if _is_after(limit, key, order.descending))
    if bounds.first is not None:
        stop = min(stop, start + bounds.first)
    elif bounds.last is not None:
        start = max(start, stop - bounds.last)
    chosen = ranked[start:stop]
    return Page(
        items=tuple(item for _, item in chosen),
        total=len(ranked),
        has_next=stop < len(ranked),
        has_previous=start > 0,
        cursors=tuple(_cursor(key) for key, _ in chosen),
    )


def page_as_listed(items: Sequence[T], bounds: Bounds) -> Page[T]:
    """The same for a short list whose own order counts."""
    numbered = list(enumerate(items))
    page = page_of(numbered, Order(key=lambda pair: (pair[0],)), bounds)
    return Page(
        items=tuple(item for _, item in page.items),
        total=page.total,
        has_next=page.has_next,
        has_previous=page.has_previous,
        cursors=page.cursors,
    )


def connection(page: Page[T], node: Callable[[T], dict[str, Any]], **more: Any) -> dict[str, Any]:
    """The connection type's value; nodes are made when asked for."""

    def edges(_info: Any) -> Iterator[dict[str, Any]]:
        return ({"cursor": c, "node": node(item)} for c, item in zip(page.cursors, page.items, strict=True))

    return {
        "totalCount": page.total,
        "count": page.total,
        "pageInfo": page.info(),
        "nodes": lambda _info: [node(item) for item in page.items],
        "edges": lambda info: list(edges(info)),
        **more,
    }


def _is_after(key: Key, other: Key, descending: bool) -> bool:
    return key < other if descending else key > other


def _cursor(key: Key) -> str:
    return base64.urlsafe_b64encode(b"cursor:v2:" + json.dumps(key).encode()).decode()


def _cursor_key(cursor: str) -> Key:
    try:
        text = base64.urlsafe_b64decode(cursor.encode()).removeprefix(b"cursor:v2:")
        return tuple(json.loads(text))
    except (binascii.Error, ValueError, TypeError) as error:
        raise CursorError(cursor) from error
