"""When a person last did something in a repository, as far as the register saw it, over many nights."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path  # noqa: TC003 - pytest reads the annotations of fixtures
from typing import TYPE_CHECKING, Any

import pytest

from harvester.model import AuthorKind
from harvester.outcomes import Swept
from tests.builders import account, file, night, observation, page, repository
from tests.harvester.recorded import Nights, Shown

if TYPE_CHECKING:
    from harvester.observations import Observation

pytestmark = pytest.mark.database

HERE = account("voorbeeld")
PERSON, BOT, UNKNOWN = AuthorKind.PERSON, AuthorKind.BOT, AuthorKind.UNKNOWN
ACTIVITY = "SELECT head_author_kind, last_human_activity_at FROM store.repository_activity"


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path / "work.duckdb")


def seen(kind: AuthorKind | None, at: datetime, head: str = "a", **given: Any) -> Observation:
    fields = {"head_oid": head * 40, "head_committed_at": at, "head_author_kind": kind, **given}
    return observation("voorbeeld/zaak", file(), **fields)


def activity(nights: Nights) -> tuple[Any, ...]:
    (row,) = nights.rows(ACTIVITY)
    return row


def test_a_bot_at_first_look_leaves_the_last_person_unknown(nights: Nights) -> None:
    nights.run({HERE: [seen(BOT, night(0))]})

    assert activity(nights) == ("bot", None)


def test_a_bot_and_an_unknown_author_do_not_move_the_last_person(nights: Nights) -> None:
    nights.run({HERE: [seen(PERSON, night(0), "a")]})
    nights.run({HERE: [seen(BOT, night(1), "b")]})
    assert activity(nights) == ("bot", night(0))
    nights.run({HERE: [seen(UNKNOWN, night(2), "c")]})
    assert activity(nights) == ("unknown", night(0))
    nights.run({HERE: [seen(PERSON, night(3), "d")]})
    assert activity(nights) == ("person", night(3))


def test_an_older_head_by_a_person_does_not_move_it_back(nights: Nights) -> None:
    nights.run({HERE: [seen(PERSON, night(0), "a")]})
    nights.run({HERE: [seen(PERSON, night(0) - timedelta(days=90), "b")]})  # another default branch

    assert activity(nights) == ("person", night(0))


def test_what_one_way_could_tell_stays_known_when_another_cannot(nights: Nights) -> None:
    nights.run({HERE: [seen(PERSON, night(0))]})
    nights.run({HERE: [seen(UNKNOWN, night(0))]})

    assert nights.rows("SELECT head_author_kind FROM store.repository_day ORDER BY seen_at") == [
        ("person",),
        ("unknown",),
    ]
    assert activity(nights) == ("person", night(0))


def test_who_turns_out_to_be_a_bot_was_one(nights: Nights) -> None:
    nights.run({HERE: [seen(PERSON, night(0))]})
    nights.run({HERE: [seen(BOT, night(0))]})

    assert activity(nights) == ("bot", None)


def test_a_clock_that_is_ahead_makes_no_activity_after_it_was_seen(nights: Nights) -> None:
    nights.run({HERE: [seen(PERSON, datetime(2099, 1, 1))]})  # noqa: DTZ001
    nights.run({HERE: [seen(PERSON, datetime(2099, 1, 1), stars=7)]})  # noqa: DTZ001

    assert activity(nights) == ("person", night(1) + timedelta(minutes=5))


def test_a_head_without_a_date_is_not_dated_by_our_looking(nights: Nights) -> None:
    undated: dict[str, Any] = {"head_oid": "a" * 40, "head_committed_at": None, "head_author_kind": PERSON}
    nights.run({HERE: [observation("voorbeeld/zaak", file(), **undated)]})
    assert activity(nights) == ("person", None)
    assert nights.rows("SELECT last_not_by_bot_at FROM store.repository_activity") == [(None,)]


def test_a_head_that_was_not_looked_at_says_nothing_and_takes_nothing_away(nights: Nights) -> None:
    nights.run({HERE: [seen(PERSON, night(0))]})
    gone_file = observation("voorbeeld/zaak", head_oid=None, stars=3)  # by REST, without a file
    nights.run({HERE: [gone_file]})

    assert activity(nights) == (None, night(0))


def test_it_survives_quiet_nights_sweeps_whole_listings_and_thinning_out(nights: Nights) -> None:
    nights.run({HERE: [seen(PERSON, night(0), "a")]})
    nights.run({HERE: [seen(BOT, night(1), "b")]})
    for number in range(3, 12):
        swept = Swept(repositories=0, files=0, listed=1, newest_at=night(1))
        pushed = page(seen(BOT, night(number), "c")) if number == 6 else page()
        shown: list[Shown] = [seen(BOT, night(6), "c")] if number == 9 else [pushed, swept]
        nights.run({HERE: shown}, keep_outcomes=timedelta(0))

    assert activity(nights) == ("bot", night(0))
    assert nights.rows("FROM store.integrity_problem") == []


def test_it_goes_with_what_is_forgotten_and_begins_anew_when_the_repository_comes_back(
    nights: Nights,
) -> None:
    nights.run({HERE: [seen(PERSON, night(0))]})
    nights.run({HERE: []}, forget_after=timedelta(0))
    nights.run({HERE: []}, forget_after=timedelta(0))
    assert nights.rows(ACTIVITY) == []

    nights.run({HERE: [seen(BOT, night(3), "b")]})
    assert activity(nights) == ("bot", None)


def test_a_repository_that_came_back_in_time_keeps_it(nights: Nights) -> None:
    nights.run({HERE: [seen(PERSON, night(0))]})
    nights.run({HERE: []})
    nights.run({HERE: [seen(BOT, night(2), "b")]})

    assert activity(nights) == ("bot", night(0))


def test_the_same_numbers_make_no_row_and_another_kind_does(nights: Nights) -> None:
    nights.run({HERE: [seen(UNKNOWN, night(0))]})
    nights.run({HERE: [seen(UNKNOWN, night(0))]})
    assert nights.rows("SELECT count(*) FROM store.repository_day") == [(1,)]
    nights.run({HERE: [seen(PERSON, night(0))]})
    assert nights.rows("SELECT count(*) FROM store.repository_day") == [(2,)]


def test_every_repository_has_its_own(nights: Nights) -> None:
    other = repository("voorbeeld/ander").repository_id
    nights.run({HERE: [seen(PERSON, night(0)), observation("voorbeeld/ander", head_author_kind=BOT)]})

    assert nights.rows(f"{ACTIVITY} WHERE repository_id = ?", other) == [("bot", None)]
    assert nights.rows(f"{ACTIVITY} WHERE repository_id <> ?", other) == [("person", night(0))]
