"""With how many repositories a page the next listing of an owner begins: how to ask, not what is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harvester.observations import NextSize
    from harvester.registry_known import Recording


def record_size(recording: Recording, size: NextSize | None) -> dict[str, int]:
    """What is known once the page is kept; a statement only where it changed, which is seldom."""
    known = recording.known.page_sizes
    if size is None or known.get(size.owner_id) == size.size:
        return known
    recording.work.run("DELETE FROM store.page_size WHERE owner_id = ?", size.owner_id)
    others = {owner_id: number for owner_id, number in known.items() if owner_id != size.owner_id}
    if size.size is None:
        return others
    recording.work.insert("page_size", [{"owner_id": size.owner_id, "size": size.size}])
    return {**others, size.owner_id: size.size}


def drop_sizes(recording: Recording) -> None:
    """Of owners whom no account of the list covers any more."""
    for owner_id in recording.known.page_sizes:
        forge_id, _, path = owner_id.partition("/")
        if recording.index.owner(forge_id, path) is None:
            recording.work.run("DELETE FROM store.page_size WHERE owner_id = ?", owner_id)
