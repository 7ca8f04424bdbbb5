"""Recording the files of a page: contents once by hash, versions of what lies where, judgements, events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.entry import NotAnEntry, Software, judge_said
from harvester.observations import BelowLooked
from harvester.registry_events import changes_between, event, judgement_events
from harvester.registry_known import KnownFile
from harvester.registry_reading import (
    components_of,
    content_id_of,
    content_row,
    known_facts,
    read_contents,
    restore_contents,
)
from harvester.registry_unseen import record_unseen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from harvester.entry import Place, Said
    from harvester.registry_known import Known, Recording
    from harvester.registry_reading import Facts
    from harvester.registry_record import Sighting
    from harvester.registry_rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """A file that lies somewhere: what was known of it before, and what lies there now."""

    sighting: Sighting
    path: str
    content_id: int
    before: KnownFile | None
    not_entry_code: str | None

    @property
    def key(self) -> tuple[int, str]:
        """Repository and path."""
        return self.sighting.repository_id, self.path

    @property
    def is_same_content(self) -> bool:
        """Whether the same bytes lay here before."""
        return self.before is not None and self.before.content_id == self.content_id

    @property
    def is_unchanged(self) -> bool:
        """Whether there is nothing to record."""
        return (
            self.before is not None
            and self.is_same_content
            and self.before.not_entry_code == self.not_entry_code
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedFiles:
    """What was recorded of a page's files, to be noted as known once it is committed."""

    contents: frozenset[int]
    lying: tuple[Lying, ...]
    gone: tuple[tuple[int, str], ...]
    at: datetime

    def note(self, known: Known) -> None:
        """Note it all as known."""
        known.contents |= self.contents
        known.forgotten -= self.contents
        known.readings |= self.contents
        for repository_id, path in self.gone:
            del known.files[repository_id][path]
        for each in self.lying:
            of_repository = known.files.setdefault(each.sighting.repository_id, {})
            of_repository[each.path] = KnownFile(each.content_id, each.not_entry_code, self.at)


def record_files(recording: Recording, sightings: Sequence[Sighting], at: datetime) -> RecordedFiles:
    """Inside the transaction of the page, whose repositories are recorded already."""
    record_unseen(recording, sightings, at)
    touched = [sighting for sighting in sightings if _is_touched(sighting, recording.known)]
    contents = {
        content_id_of(file.content): file.content for each in touched for file in each.observation.files
    }
    facts = _read(recording, contents, at)
    lying = [each for each in _lying(recording, touched, facts) if not each.is_unchanged]
    gone = _gone(recording, touched)
    recording.work.insert(
        "event", [*_events(recording, lying, facts, at), *_gone_events(recording, gone, at)]
    )
    closed = [each.key for each in lying if each.before is not None]
    close_files(recording, [*closed, *gone], at)
    recording.work.insert("file_version", [_version(recording, each, at) for each in lying])
    return RecordedFiles(contents=frozenset(contents), lying=tuple(lying), gone=tuple(gone), at=at)


def _is_touched(sighting: Sighting, known: Known) -> bool:
    """Whether anything about the files may be new: most nights, of most repositories, nothing is."""
    before = _before(sighting, known)
    seen = {file.path: file for file in sighting.observation.files}
    if sighting.is_changed and (before or seen):
        return True
    unreadable = {file.path for file in sighting.observation.unreadable}
    return before.keys() - unreadable != seen.keys() or any(
        before[path].content_id != content_id_of(file.content) for path, file in seen.items()
    )


def _before(sighting: Sighting, known: Known) -> dict[str, KnownFile]:
    """The known files of those places that were looked at: below the root, nobody may have looked."""
    files = known.files.get(sighting.repository_id, {})
    if isinstance(sighting.observation.below, BelowLooked):
        return files
    return {path: file for path, file in files.items() if "/" not in path}


def _read(recording: Recording, contents: Mapping[int, bytes], at: datetime) -> dict[int, Facts]:
    """Keep what is new and read what was not read under these rules; the facts of all."""
    known = recording.known
    unknown = {key: content for key, content in contents.items() if key not in known.contents}
    back = {key: content for key, content in unknown.items() if key in known.forgotten}
    restore_contents(recording, back)
    new = [content_row(unknown[key], at, recording.run_id) for key in unknown.keys() - back.keys()]
    recording.work.insert("content", new)
    unread = {key: content for key, content in contents.items() if key not in known.readings}
    return {**read_contents(recording, unread, at), **known_facts(recording, contents.keys() - unread.keys())}


def _lying(recording: Recording, touched: Sequence[Sighting], facts: Mapping[int, Facts]) -> Iterable[Lying]:
    for sighting in touched:
        before = recording.known.files.get(sighting.repository_id, {})
        for file in sighting.observation.files:
            content_id = content_id_of(file.content)
            said = facts[content_id].said
            yield Lying(
                sighting=sighting,
                path=file.path,
                content_id=content_id,
                before=before.get(file.path),
                not_entry_code=not_entry_code(sighting.observation.repository, file.path, said),
            )


def not_entry_code(place: Place, path: str, said: Said) -> str | None:
    """Why a file is no entry; None for software."""
    match judge_said(place, path, said):
        case Software():
            return None
        case NotAnEntry(code):
            return code


def _gone(recording: Recording, touched: Sequence[Sighting]) -> list[tuple[int, str]]:
    """Known files that the listing lacks; one whose bytes could not be had is still there."""
    gone = []
    for sighting in touched:
        observation = sighting.observation
        seen = {file.path for file in observation.files} | {file.path for file in observation.unreadable}
        before = _before(sighting, recording.known)
        gone += [(sighting.repository_id, path) for path in before if path not in seen]
    return gone


def _events(
    recording: Recording, lying: Sequence[Lying], facts: Mapping[int, Facts], at: datetime
) -> Iterable[Row]:
    replaced = {each.before.content_id for each in lying if each.before is not None}
    old_facts = known_facts(recording, replaced)
    said = components_of(recording, replaced | {each.content_id for each in lying if each.before is not None})
    for each in lying:
        for kind, changes in _kinds(each, facts, old_facts, said):
            repository_id, path = each.key
            yield event(
                kind,
                each.sighting.cause,
                run_id=recording.run_id,
                at=at,
                repository_id=repository_id,
                path=path,
                changes=changes,
            )


def _kinds(
    each: Lying, facts: Mapping[int, Facts], old_facts: Mapping[int, Facts], said: Mapping[int, Row]
) -> Iterable[tuple[str, list[Row]]]:
    if each.before is None:
        yield "file_appeared", []
        return
    if not each.is_same_content:
        yield (
            "file_changed",
            changes_between(said.get(each.before.content_id, {}), said.get(each.content_id, {})),
        )
    was = old_facts.get(each.before.content_id)
    now = facts[each.content_id]
    was_valid = now.is_valid if was is None else was.is_valid
    yield from judgement_events((was_valid, each.before.not_entry_code), (now.is_valid, each.not_entry_code))


def _gone_events(recording: Recording, gone: Iterable[tuple[int, str]], at: datetime) -> Iterable[Row]:
    for repository_id, path in gone:
        yield event(
            "file_gone", "world", run_id=recording.run_id, at=at, repository_id=repository_id, path=path
        )


def _version(recording: Recording, each: Lying, at: datetime) -> Row:
    repository_id, path = each.key
    return {
        "repository_id": repository_id,
        "path": path,
        "valid_from": at,
        "first_run": recording.run_id,
        "content_id": each.content_id,
        "commit_oid": each.sighting.observation.repository.head_oid,
        "entry": "software" if each.not_entry_code is None else "not_an_entry",
        "not_entry_code": each.not_entry_code,
        "rules_version": recording.rules.version,
        "unchanged_since": at,
    }


def close_files(recording: Recording, keys: Sequence[tuple[int, str]], at: datetime) -> None:
    """End the current versions of some files."""
    if keys:
        recording.work.run(
            # Numbered: DuckDB counts the question marks of FROM before those of SET.
            "UPDATE store.file_version SET valid_to = $1, last_run = $2 "
            "FROM (SELECT unnest($3::BIGINT[]) AS id, unnest($4::VARCHAR[]) AS at_path) AS ended "
            "WHERE valid_to IS NULL AND repository_id = ended.id AND path = ended.at_path",
            at,
            recording.run_id,
            [repository_id for repository_id, _ in keys],
            [path for _, path in keys],
        )
