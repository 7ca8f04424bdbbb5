"""What a night records of the list of sources, and what follows from a change of the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path  # noqa: TC003 - pytest reads the annotations of fixtures

import pytest

from harvester.outcomes import AccountGone, CouldNotLook, NotLooked
from harvester.reasons import LEFT_THE_LIST
from tests.builders import GITLAB, account, file, observation, organisation, reason, sources
from tests.harvester.recorded import Nights

pytestmark = pytest.mark.database

HERE, AWAY = account("voorbeeld"), account("elders")
OURS, THEIRS = observation("voorbeeld/a", file()), observation("elders/b")
CURRENT = "SELECT account_id FROM store.account_version WHERE valid_to IS NULL ORDER BY ALL"


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path / "work.duckdb")


def test_organisations_and_accounts_of_the_list_are_recorded_with_or_without_accounts(nights: Nights) -> None:
    bare = organisation("urn:org:zonder", name="Zonder account", aliases=("Z.",))
    nights.run({HERE: []}, listed=sources(HERE, organisations=[bare]))

    assert nights.rows("SELECT name, aliases FROM store.organisation_version ORDER BY ALL") == [
        ("Gemeente Voorbeeld", []),
        ("Zonder account", ["Z."]),
    ]
    assert nights.rows(CURRENT) == [("github.com/voorbeeld",)]
    assert nights.rows("FROM store.forge") == [("github.com", "github")]


def test_a_changed_organisation_gets_a_new_version_and_nothing_else_does(nights: Nights) -> None:
    nights.run({HERE: []})
    renamed = organisation(name="Gemeente Voorbeeldstad")
    nights.run({HERE: []}, listed=sources(HERE, organisations=[renamed]))

    assert nights.rows(
        "SELECT name, valid_to IS NULL FROM store.organisation_version ORDER BY valid_from"
    ) == [
        ("Gemeente Voorbeeld", False),
        ("Gemeente Voorbeeldstad", True),
    ]
    assert nights.rows("SELECT count(*) FROM store.account_version") == [(1,)]


def test_an_account_that_leaves_the_list_ends_and_its_repositories_are_gone_for_that_reason(
    nights: Nights,
) -> None:
    nights.run({HERE: [OURS], AWAY: [THEIRS]})
    nights.run({AWAY: [THEIRS]})

    assert nights.events() == [("file_gone", "source_removed"), ("gone", "source_removed")]
    assert nights.rows(CURRENT) == [("github.com/elders",)]
    assert nights.rows("SELECT gone_reason FROM store.repository_version WHERE state = 'gone'") == [
        (LEFT_THE_LIST.en,)
    ]


def test_an_account_that_is_put_back_in_the_list_brings_its_repositories_back(nights: Nights) -> None:
    nights.run({HERE: [OURS], AWAY: []})
    nights.run({AWAY: []})
    nights.run({HERE: [OURS], AWAY: []})

    assert nights.events() == [("back", "source_added"), ("file_appeared", "source_added")]


def test_a_new_account_is_looked_at_for_the_first_time_while_others_are_known(nights: Nights) -> None:
    nights.run({HERE: []})
    nights.run({HERE: [OURS], AWAY: [THEIRS]})

    assert nights.events() == [("appeared", "first_look"), ("appeared", "world"), ("file_appeared", "world")]
    assert nights.rows("SELECT account_id, run_id FROM store.account_first_listing ORDER BY run_id") == [
        ("github.com/voorbeeld", 20260301020000),
        ("github.com/elders", 20260302020000),
    ]


def test_a_look_that_fails_is_no_first_look(nights: Nights) -> None:
    nights.run({HERE: [CouldNotLook(reason=reason("down"))]})
    nights.run({HERE: [OURS]})

    assert nights.events() == [("appeared", "first_look"), ("file_appeared", "first_look")]


def test_a_repository_that_two_accounts_show_belongs_to_the_one_with_the_longest_path(nights: Nights) -> None:
    group, below = account("groep", forge=GITLAB), account("groep/team", forge=GITLAB)
    seen = observation("groep/team/a", forge=GITLAB)
    nights.run({group: [seen], below: [seen]})
    nights.run({below: [seen], group: [seen]})

    assert nights.events() == []
    assert nights.rows("SELECT account_id FROM store.repository_version") == [("gitlab.com/groep/team",)]


def test_a_repository_stays_when_its_account_is_replaced_by_one_that_covers_it(nights: Nights) -> None:
    group, below = account("groep", forge=GITLAB), account("groep/team", forge=GITLAB)
    seen = observation("groep/team/a", forge=GITLAB)
    nights.run({below: [seen]})
    nights.run({group: [CouldNotLook(reason=reason("down"))]})
    assert nights.events() == []

    nights.run({group: [seen]})
    assert nights.events() == [("changed", "source_added")]


def test_what_an_ignored_account_holds_is_not_recorded_through_another_account(nights: Nights) -> None:
    group = account("groep", forge=GITLAB)
    left_out = account("groep/kopie", forge=GITLAB, ignored_since=date(2026, 1, 1), ignored_reason="copies")
    seen = observation("groep/kopie/a", forge=GITLAB)
    nights.run({group: [seen], left_out: [NotLooked(reason=reason("Left out."))]})

    assert nights.rows("SELECT count(*) FROM store.repository") == [(0,)]


def test_an_account_that_is_gone_makes_its_repositories_gone_only_when_the_forge_says_so_again(
    nights: Nights,
) -> None:
    gone = AccountGone(reason=reason("The forge says 404."))
    nights.run({HERE: [OURS], AWAY: []})
    nights.run({HERE: [gone], AWAY: []})
    assert nights.events() == []

    nights.run({HERE: [gone], AWAY: []})
    assert nights.events() == [("file_gone", "world"), ("gone", "world")]
    assert nights.rows("SELECT gone_reason FROM store.repository_version WHERE state = 'gone'") == [
        ("The forge says 404.",)
    ]


def test_an_account_that_is_gone_once_and_down_the_next_night_loses_nothing(nights: Nights) -> None:
    gone = AccountGone(reason=reason("The forge says 404."))
    nights.run({HERE: [OURS]})
    nights.run({HERE: [gone]})
    nights.run({HERE: [CouldNotLook(reason=reason("down"))]})
    nights.run({HERE: [gone]})

    assert nights.rows("SELECT state FROM store.repository_version WHERE valid_to IS NULL") == [("present",)]


def test_letter_case_in_the_list_makes_no_other_account(nights: Nights) -> None:
    nights.run({HERE: [OURS]})
    nights.run({replace(HERE, path="Voorbeeld"): [OURS]})

    assert nights.events() == []
    assert nights.rows("SELECT path FROM store.account_version WHERE valid_to IS NULL") == [("Voorbeeld",)]
