from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from reports.model.history import FieldChange
from reports.pages.reality import mismatches
from reports.pages.versions import is_older
from tests.reports.builders import (
    REPOSITORY_URL,
    change,
    component,
    file,
    organisation,
    repository,
    role,
    snapshot,
)
from tests.reports.site.editions import edition

ELSEWHERE = "https://identifier.overheid.nl/tooi/id/gemeente/gm8888"


def codes(seen: dict[str, Any] | None = None, rows: dict[str, Any] | None = None, **stated: Any) -> list[str]:
    """What is said of an entry that states this, in a repository that was seen like that."""
    entry, path = component(**stated), stated.get("path", "publiccode.yml")
    default: dict[str, Any] = {
        "components": (entry,),
        "repositories": (repository(**(seen or {})),),
        "files": (file(path=path),),
        "organisations": (organisation(),),
    }
    made = edition(snapshot(**{**default, **(rows or {})}))
    return [one.code for one in mismatches(made, entry)]


def test_a_description_that_agrees_with_its_repository_gets_no_advice() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    "url",
    [
        f"{REPOSITORY_URL}.git",
        f"{REPOSITORY_URL}/",
        REPOSITORY_URL.replace("https://github.com", "http://www.GitHub.com"),
        REPOSITORY_URL.replace("formulieren", "Formulieren"),
        f"{REPOSITORY_URL}/tree/main/src",
        "https://github.com/gemeente-voorbeeld/oude-naam",
        "https://github.com/voorganger/oude-naam",
        "nergens",
        None,
    ],
)
def test_another_writing_or_a_possible_earlier_name_is_no_other_address(url: str | None) -> None:
    assert codes(url=url) == []


def test_an_address_on_another_forge_is_elsewhere_unless_the_repository_once_was_there() -> None:
    url = "https://gitlab.com/gemeente/formulieren"
    assert codes(url=url) == ["url-elsewhere"]
    moved = change(kind="moved", changes=(FieldChange(field="url", old=url, new=REPOSITORY_URL),))
    assert codes(url=url, rows={"changes": (moved,)}) == []


def test_an_address_of_another_repository_that_we_know_is_elsewhere() -> None:
    other = repository(repository_id=2, url="https://github.com/elders/formulieren")
    both = {"repositories": (repository(), other)}
    assert codes(url=other.url, rows=both) == ["url-elsewhere"]
    gone = {"repositories": (repository(), replace(other, state="gone"))}
    assert codes(url=other.url, rows=gone) == []


def test_the_original_of_a_fork_is_elsewhere() -> None:
    url = "https://github.com/elders/formulieren"
    assert codes(url=url, seen={"is_fork": True, "fork_of_url": url}) == ["url-elsewhere"]


@pytest.mark.parametrize(
    ("stated", "newest", "older"),
    [
        ("1.2", "v1.3", True),
        ("v1.9.0", "1.10.0", True),
        ("1.2", "v1.2.0", False),
        ("v1.2", "1.2", False),
        ("2.0", "1.9", False),
        ("1.2", "1.3-rc1", False),
        ("1.2", "web-1.3", False),
        ("1.2", "2024.1", False),
        ("2023.4", "2024.1", True),
        ("nieuwste", "1.3", False),
        ("1.2", "Release 1.3", True),
    ],
)
def test_versions_are_older_only_where_both_can_be_compared(stated: str, newest: str, older: bool) -> None:
    assert is_older(stated, newest) is older


def test_a_newer_release_makes_version_and_date_older() -> None:
    seen = {"release_name": "v3.0.0", "released_at": datetime(2026, 11, 15)}  # noqa: DTZ001 -- naive UTC
    assert codes(seen=seen) == ["version-older", "release-date-older"]
    assert codes(seen={**seen, "release_name": "v3.0.0-rc.1"}) == []


def test_a_date_within_a_month_of_the_release_is_no_difference() -> None:
    assert codes(release_date=date(2026, 9, 5)) == []
    assert codes(release_date=date(2026, 8, 5)) == ["release-date-older"]


def test_releases_and_licence_of_a_repository_say_nothing_of_a_part_of_it() -> None:
    seen = {
        "release_name": "v3.0.0",
        "licence_spdx": "MIT",
        "released_at": datetime(2026, 11, 15),  # noqa: DTZ001
    }
    assert codes(seen=seen, path="deel/publiccode.yml") == []
    two = {"files": (file(), file(path="deel/publiccode.yml"))}
    assert codes(seen=seen, rows=two) == []


@pytest.mark.parametrize(
    ("stated", "seen", "found"),
    [
        ("EUPL-1.2", "MIT", ["licence-differs"]),
        ("GPL-3.0-or-later", "GPL-3.0", []),
        ("AGPL-3.0-only", "AGPL-3.0", []),
        ("eupl-1.2", "EUPL-1.2", []),
        ("EUPL-1.2", "NOASSERTION", []),
        ("EUPL-1.2", None, []),
        ("MIT OR EUPL-1.2", "MIT", []),
        ("eupl v1.2", "EUPL-1.2", []),
        (None, "MIT", []),
    ],
)
def test_licences_differ_when_they_are_two_texts(
    stated: str | None, seen: str | None, found: list[str]
) -> None:
    assert codes(licence=stated, seen={"licence_spdx": seen}) == found


def test_a_status_that_goes_on_differs_from_an_archived_or_silent_repository() -> None:
    silent: dict[str, Any] = {"head_committed_at": datetime(2024, 11, 1), "released_at": None}  # noqa: DTZ001
    assert codes(is_archived=True) == ["status-archived"]
    assert codes(is_archived=True, development_status="obsolete") == []
    assert codes(is_archived=True, development_status=None) == []
    assert codes(**silent) == ["status-silent"]
    assert codes(**{**silent, "head_committed_at": datetime(2024, 12, 1)}) == []  # noqa: DTZ001


def test_a_status_differs_from_a_repository_that_only_bots_keep_up() -> None:
    old, new = datetime(2024, 11, 1), datetime(2026, 11, 1)  # noqa: DTZ001
    bots: dict[str, Any] = {"head_author_kind": "bot", "head_committed_at": new, "released_at": None}
    entry = component(**bots, last_human_activity_at=old, last_not_by_bot_at=old)
    made = edition(snapshot(components=(entry,), repositories=(repository(),), files=(file(),)))
    (found,) = mismatches(made, entry)
    assert found.code == "status-silent"
    assert "since 1 November 2024 we saw only changes by bots" in found.message
    assert codes(**bots, last_human_activity_at=None, last_not_by_bot_at=None) == []  # we do not know
    assert codes(**bots, last_human_activity_at=old, last_not_by_bot_at=new) == []  # perhaps a person


@pytest.mark.parametrize(
    ("owner", "named", "found"),
    [
        ({}, {}, ["organisation-not-owner"]),
        ({"role": "supplier", "level": "supplier"}, {}, []),
        ({"role": "association", "level": "other"}, {}, []),
        ({"level": "cooperation"}, {}, []),
        ({}, {"role": "supplier", "level": "supplier"}, []),
    ],
)
def test_another_government_than_the_owner_of_the_account_differs(
    owner: dict[str, Any], named: dict[str, Any], found: list[str]
) -> None:
    rows = {
        "organisations": (
            organisation(**owner),
            organisation(organisation_id=ELSEWHERE, name="Gemeente Elders", **named),
        ),
        "roles": (role(organisation_id=ELSEWHERE, organisation="Gemeente Elders"),),
    }
    assert codes(rows=rows) == found


def test_an_organisation_that_is_the_owner_or_is_not_known_is_no_difference() -> None:
    assert codes(rows={"roles": (role(),)}) == []
    assert codes(rows={"roles": (role(organisation_id=None),)}) == []
