"""Where a listing was cut off: what the cursors that leave the rooms of the forges are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from harvester.reasons import NOTHING, Phrase

GRAPHQL, REST = "graphql", "rest"  # the two ways of listing
_TOLD_BEFORE: Final = Phrase("told in an earlier run", "gemeld in een eerdere ronde")
INCOMPLETE = "!"  # something before this place could not be read: the listing must not count as complete


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """``mode`` tells ways of listing apart, whose places cannot be exchanged; no ``place``: the start."""

    mode: str
    place: str | None = None
    lost: int = 0  # repositories that could not be read so far
    why: Phrase = NOTHING

    @property
    def written(self) -> str:
        """As a cursor."""
        return f"{self.mode}{INCOMPLETE if self.lost else ''}:{self.place or ''}"

    def after(self, place: str | None, lost: int, why: Phrase) -> Bookmark:
        """The place behind one more page, of which ``lost`` repositories could not be read."""
        return replace(self, place=place, lost=self.lost + lost, why=self.why if self.lost else why)


def open_at(mode: str, cursor: str | None) -> Bookmark:
    """The bookmark that ``cursor`` is, or the start when it belongs to another way of listing."""
    kept, _, place = (cursor or "").partition(":")
    if kept.removesuffix(INCOMPLETE) != mode or not place:
        return Bookmark(mode=mode)
    lost = kept.endswith(INCOMPLETE)
    return Bookmark(mode=mode, place=place, lost=int(lost), why=_TOLD_BEFORE if lost else NOTHING)
