"""Small things that GitLab's GraphQL values share: ids, times and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from graphql import GraphQLError

from tests.forge.gitlab_cost import LARGEST_PAGE
from tests.forge.paging import Bounds, CursorError, Page, page_as_listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

T = TypeVar("T")
Value = dict[str, Any]


def moment(at: datetime) -> str:
    """A time as GitLab's GraphQL writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def gid(kind: str, number: int) -> str:
    """A global id."""
    return f"gid://gitlab/{kind}/{number}"


def gid_number(identifier: str) -> int:
    """The number in a global id, or the number itself; 0, which nothing has, for other text."""
    number = identifier.rpartition("/")[2]
    return int(number) if number.isdigit() else 0


def paged(page: Callable[[Bounds], Page[T]], given: dict[str, Any]) -> Page[T]:
    """The page for a connection's arguments; GitLab silently makes pages of 100 of larger or unsized ones."""
    sizes = {
        bound: min(given[bound], LARGEST_PAGE) for bound in ("first", "last") if given.get(bound) is not None
    }
    bounds = Bounds(
        after=given.get("after"), before=given.get("before"), **(sizes or {"first": LARGEST_PAGE})
    )
    try:
        return page(bounds)
    except CursorError as error:
        raise GraphQLError("Please provide a valid cursor") from error


def listed(items: Sequence[T], given: dict[str, Any]) -> Page[T]:
    """The page of a short list in its own order."""
    return paged(lambda bounds: page_as_listed(items, bounds), given)
