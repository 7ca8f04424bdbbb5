"""From commits to versions: odd clocks, renames, deletions, and never behind the register's first look."""

from __future__ import annotations

from datetime import datetime

import pytest

from harvester.forges.folder_history import Change
from harvester.history import PastVersion, versions_before

FIRST_LOOK = datetime(2026, 3, 1, 2)  # noqa: DTZ001


def day(number: int) -> datetime:
    return datetime(2024, 1, number)  # noqa: DTZ001


def change(at: datetime | None, number: int = 1, **files: str) -> Change:
    """``yml`` and ``yaml`` stand for the two names."""
    lying = tuple((f"publiccode.{ending}", oid) for ending, oid in files.items())
    return Change(commit_oid=f"c{number}", committed_at=at, files=lying)


def told(*changes: Change, until: datetime = FIRST_LOOK) -> list[tuple[str, str, datetime, datetime]]:
    return [
        (each.path.partition(".")[2], each.git_oid, each.valid_from, each.valid_to)
        for each in versions_before(until, changes)
    ]


def test_each_version_lasts_until_the_next_and_the_last_one_until_the_first_look() -> None:
    versions = versions_before(FIRST_LOOK, [change(day(1), 1, yml="a"), change(day(2), 2, yml="b")])

    assert versions == (
        PastVersion(path="publiccode.yml", git_oid="a", commit_oid="c1", valid_from=day(1), valid_to=day(2)),
        PastVersion(
            path="publiccode.yml", git_oid="b", commit_oid="c2", valid_from=day(2), valid_to=FIRST_LOOK
        ),
    )


def test_a_rename_ends_one_path_and_begins_the_other() -> None:
    assert told(change(day(1), yml="a"), change(day(2), yaml="a")) == [
        ("yml", "a", day(1), day(2)),
        ("yaml", "a", day(2), FIRST_LOOK),
    ]


def test_a_file_that_was_away_for_a_while_has_two_versions() -> None:
    assert told(change(day(1), yml="a"), change(day(2)), change(day(5), yml="a")) == [
        ("yml", "a", day(1), day(2)),
        ("yml", "a", day(5), FIRST_LOOK),
    ]


def test_a_commit_that_changes_one_of_two_files_leaves_the_other_as_it_is() -> None:
    assert told(change(day(1), yml="a", yaml="b"), change(day(2), yml="c", yaml="b")) == [
        ("yaml", "b", day(1), FIRST_LOOK),
        ("yml", "a", day(1), day(2)),
        ("yml", "c", day(2), FIRST_LOOK),
    ]


def test_what_was_committed_after_the_first_look_is_left_to_looking() -> None:
    assert told(change(day(1), yml="a"), change(day(9), yml="b"), until=day(5)) == [
        ("yml", "a", day(1), day(5))
    ]
    assert told(change(day(9), yml="b"), until=day(5)) == []


def test_a_clock_that_ran_backwards_begins_no_version_before_the_one_it_follows() -> None:
    assert told(change(day(5), yml="a"), change(day(3), yml="b"), change(day(7), yml="c")) == [
        ("yml", "b", day(5), day(7)),
        ("yml", "c", day(7), FIRST_LOOK),
    ]


@pytest.mark.parametrize("odd", [None, datetime(1969, 12, 31), datetime(1970, 1, 1), datetime(2099, 1, 1)])  # noqa: DTZ001
def test_a_date_that_cannot_be_counts_as_that_of_the_commit_before(odd: datetime | None) -> None:
    changes = (change(day(1), yml="a"), change(odd, yml="b"), change(day(3), yml="c"))

    assert told(*changes) == [("yml", "b", day(1), day(3)), ("yml", "c", day(3), FIRST_LOOK)]


def test_a_first_commit_without_a_sensible_date_tells_nothing_before_the_next() -> None:
    assert told(change(None, yml="a"), change(day(3), yml="b")) == [("yml", "b", day(3), FIRST_LOOK)]
    assert told(change(None, yml="a")) == []


def test_no_commits_are_no_versions() -> None:
    assert told() == []
