"""A forge in memory: what it shows of each account, page by page, and where it fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harvester.forges.errors import ForgeError
from harvester.observations import Page, RequestCount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from harvester.model import Account, Forge

Shown = Page | BaseException


@dataclass
class FakeForge:
    """Shows pages and raises exceptions in the order given; a page's cursor is its place in that order."""

    shown: Mapping[str, Sequence[Shown]]
    name: str = "github.com"
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def pages(self, account: Account, *, cursor: str | None = None) -> Iterator[Page]:
        self.asked.append((account.account_id, cursor))
        items = self.shown[account.account_id]
        for number in range(int(cursor or 0), len(items)):
            item = items[number]
            if not isinstance(item, Page):
                raise item
            is_last = all(isinstance(rest, ForgeError) for rest in items[number + 1 :]) and number + 1 == len(
                items
            )
            yield Page(observations=item.observations, cursor=None if is_last else str(number + 1))

    def requests(self) -> tuple[RequestCount, ...]:
        return (RequestCount(forge=self.name, kind="graphql", sent=len(self.asked)),)


def clients(*forges: FakeForge) -> Callable[[Forge, Callable[[float], None]], FakeForge]:
    """What opens the client of a forge."""
    by_name = {forge.name: forge for forge in forges}
    return lambda forge, _wait: by_name[forge.name]
