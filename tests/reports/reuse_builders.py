"""One builder a value of the questions of reuse, every field defaulted."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from reports.entry import Entry, EntryText, FileKey, Material, Organisation, SeenRepository

SEEN_AT = datetime(2026, 11, 1, 2, 30)  # noqa: DTZ001 -- moments are naive UTC


def organisation(name: str = "Gemeente Voorbeeld", **changes: Any) -> Organisation:
    default = Organisation(
        organisation_id=f"urn:test:{name}",
        name=name,
        role="government",
        level="municipality",
        country="NL",
        account_ids=(),
    )
    return replace(default, **changes)


def repository(repository_id: int = 1, **changes: Any) -> SeenRepository:
    name = changes.get("name", f"software-{repository_id}")
    default = SeenRepository(
        repository_id=repository_id,
        account_id="github.com/voorbeeld",
        organisation_id="urn:test:Gemeente Voorbeeld",
        url=f"https://github.com/voorbeeld/{name}",
        name=name,
        first_seen_at=SEEN_AT,
        head_committed_at=SEEN_AT,
    )
    return replace(default, **changes)


def entry(repository_id: int = 1, *, seen: dict[str, Any] | None = None, **changes: Any) -> Entry:
    """An entry in the root of its own repository; `seen` changes the repository."""
    default = Entry(
        key=FileKey(repository_id, changes.pop("path", "publiccode.yml")),
        repository=repository(repository_id, **(seen or {})),
        stated_on=date(2026, 11, 1),
        name=f"Software {repository_id}",
    )
    return replace(default, **changes)


def text(short: str = "Helpt gemeenten.", **changes: Any) -> EntryText:
    return replace(EntryText(language="nl", short_description=short), **changes)


def material(*entries: Entry, **changes: Any) -> Material:
    default = Material(
        organisations=(organisation(),),
        repositories=tuple({one.repository.repository_id: one.repository for one in entries}.values()),
        entries=entries,
    )
    return replace(default, **changes)
