"""What happened, told from the row before and the row after. Long values are shortened."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from harvester.registry_rows import Row

_LONGEST_VALUE = 200
_PLACE_FIELDS = frozenset({"url", "full_name", "name"})
_KEPT_OUT = frozenset({
    *("row_hash", "repository_id", "content_id", "rules_version"),
    *("gone_reason", "gone_reason_nl", "gone_code"),
})  # fmt: skip
_PERSONAL = frozenset({"contacts"})  # events are published: that contacts changed is told, not how


def changes_between(old: Mapping[str, object], new: Mapping[str, object]) -> list[Row]:
    """The columns that differ, as items of ``store.event.changes``."""
    return [
        {
            "field": name,
            "old": None if name in _PERSONAL else _shown(old.get(name)),
            "new": None if name in _PERSONAL else _shown(new.get(name)),
        }
        for name in {**new, **old}
        if name not in _KEPT_OUT and _text(old.get(name)) != _text(new.get(name))
    ]


def _text(value: object) -> str | None:
    """A value as text, the same whether it comes from the world or from the database."""
    if value is None:
        return None
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _shown(value: object) -> str | None:
    text = _text(value)
    if text is None or len(text) <= _LONGEST_VALUE:
        return text
    return f"{text[: _LONGEST_VALUE - 1]}…"


def repository_events(
    old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[tuple[str, list[Row]]]:
    """The kinds of event, each with its fields, that lead from one version of a repository to the next."""
    changes = changes_between(old, new)
    if old["state"] == "gone":
        yield "back", [change for change in changes if change["field"] != "state"]
        return
    moved = _owner(old) != _owner(new)
    place = _PLACE_FIELDS | ({"account_id"} if moved else set())
    here = [change for change in changes if change["field"] in place]
    if here:
        yield "moved" if moved else "renamed", here
    archived = [change for change in changes if change["field"] == "is_archived"]
    if archived:
        yield "archived" if new["is_archived"] else "unarchived", archived
    told = place | {"is_archived"}
    rest = [change for change in changes if change["field"] not in told]
    if rest:
        yield "changed", rest


def _owner(row: Mapping[str, object]) -> str:
    return str(row["full_name"]).rpartition("/")[0].casefold()


def judgement_events(
    old: tuple[bool, str | None], new: tuple[bool, str | None]
) -> Iterator[tuple[str, list[Row]]]:
    """Events for a file that was and is there; both are (is valid, why it is no entry)."""
    (was_valid, old_code), (valid, code) = old, new
    if was_valid != valid:
        yield "became_valid" if valid else "became_invalid", []
    if (old_code is None) != (code is None):
        yield (
            "became_entry" if code is None else "ceased_entry",
            [{"field": "not_entry_code", "old": old_code, "new": code}],
        )


def event(
    kind: str,
    cause: str,
    *,
    run_id: int,
    at: datetime,
    repository_id: int,
    path: str | None = None,
    changes: Iterable[Row] = (),
) -> Row:
    """A row of ``store.event``."""
    return {
        "run_id": run_id,
        "happened_at": at,
        "repository_id": repository_id,
        "path": path,
        "kind": kind,
        "cause": cause,
        "changes": list(changes),
    }
