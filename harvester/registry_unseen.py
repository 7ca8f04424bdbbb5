"""Recording where a repository differs from its account's outcome: not looked, could not look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.observations import BelowLooked, BelowNotLooked, BelowUnseen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from harvester.reasons import Reason
    from harvester.registry_known import Recording
    from harvester.registry_record import Sighting
    from harvester.registry_rows import Row


def record_unseen(recording: Recording, sightings: Sequence[Sighting], at: datetime) -> None:
    """Inside the transaction of the page."""
    _record_unreadable(recording, sightings)
    _record_below(recording, sightings, at)


def _record_unreadable(recording: Recording, sightings: Sequence[Sighting]) -> None:
    """A file that is there but could not be had: *could not look*; where nobody tried: *not looked*."""
    recording.work.insert(
        "repository_outcome",
        [
            _outcome_row(recording, each, file.reason, file.path, was_tried=file.was_tried)
            for each in sightings
            for file in each.observation.unreadable
        ],
    )


def _record_below(recording: Recording, sightings: Sequence[Sighting], at: datetime) -> None:
    """What came of looking below the roots."""
    outcomes, looks = [], []
    for each in sightings:
        below = each.observation.below
        if isinstance(below, BelowNotLooked | BelowUnseen):
            was_tried = isinstance(below, BelowUnseen)
            outcomes.append(_outcome_row(recording, each, below.reason, None, was_tried=was_tried))
        if isinstance(below, BelowLooked | BelowNotLooked) and below.mark is not None:
            why = below.reason if isinstance(below, BelowNotLooked) else None
            looks.append(
                {
                    "repository_id": each.repository_id,
                    "looked_at": at,
                    "run_id": recording.run_id,
                    "mark": below.mark,
                    "reason": why.en if why else None,
                    "reason_nl": why.nl if why else None,
                    "reason_code": why.code if why else None,
                }
            )
    recording.work.insert("repository_outcome", outcomes)
    recording.work.insert("subfolder_look", looks)


def _outcome_row(
    recording: Recording, sighting: Sighting, reason: Reason, path: str | None, *, was_tried: bool
) -> Row:
    return {
        "run_id": recording.run_id,
        "repository_id": sighting.repository_id,
        "path": path,
        "outcome": "could_not_look" if was_tried else "not_looked",
        "reason": reason.en,
        "reason_nl": reason.nl,
        "reason_code": reason.code,
    }
