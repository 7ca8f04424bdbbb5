"""Looking below the root: only where asked, only what changed, within bounds; what is left out is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from harvester.forges import TreeClient
from harvester.model import ForgeKind
from harvester.observations import BelowLooked, BelowNotLooked, BelowUnseen, Observation, Page
from harvester.settings import ForgeSettings, HarvesterSettings
from harvester.subfolders import BelowPlan, Bounds, LastBelow, Subfolders, bounds_below
from tests.builders import content
from tests.forge.server import SampleForge
from tests.harvester.git_folder import checkout
from tests.harvester.looking import Clock, account_of, look, opened, world_of
from tests.harvester.test_folder import account, client_of

if TYPE_CHECKING:
    from pathlib import Path

GENEROUS = Bounds(depth=4, files=20, names=1000, requests=100)
FILE = content()
FILES = {
    "README.md": b"x",
    "onderdelen/a/publiccode.yml": FILE,
    "onderdelen/b/PublicCode.YAML": content(name="B"),
    "tests/publiccode.yml": content(name="Test"),
}


def below(client: object, last: dict[int, LastBelow] | None = None, **bounds: int) -> Subfolders:
    assert isinstance(client, TreeClient)
    plan = BelowPlan(bounds=replace(GENEROUS, **bounds), last=last or {}, described=frozenset())
    return Subfolders(client, plan)


def seen_below(looker: Subfolders, *seen: Observation) -> tuple[Observation, ...]:
    return looker.seen_with(Page(observations=seen, cursor=None)).observations


def paths(seen: Observation) -> list[str]:
    return sorted(file.path for file in seen.files)


@pytest.mark.parametrize("host", ["github.com", "gitlab.com"])
def test_files_below_the_root_are_read_by_the_api_and_counted_apart(host: str) -> None:
    with SampleForge(world_of(host, "voorbeeld/monorepo", files=FILES)) as sample:
        client = opened(sample, host, Clock())
        found = look(client, account_of(host, "voorbeeld"))
        sent = sum(count.sent for count in client.requests())
        looker = below(client)
        (seen,) = seen_below(looker, *found.seen.values())

    assert paths(seen) == [
        "onderdelen/a/publiccode.yml",
        "onderdelen/b/PublicCode.YAML",
        "tests/publiccode.yml",
    ]
    assert seen.files[0].content == FILE
    counts = {count.kind: count.sent for count in looker.counts()}
    assert counts.pop("tree") == 1 + 3
    assert sum(counts.values()) == sent


@pytest.fixture
def monorepo(tmp_path: Path) -> Path:
    checkout(tmp_path / "gemeente" / "monorepo", FILES)
    return tmp_path


def test_the_same_folders_are_not_looked_through_twice(monorepo: Path) -> None:
    client = client_of(monorepo)
    (seen,) = look(client, account()).seen.values()
    (first,) = seen_below(below(client), seen)
    assert isinstance(first.below, BelowLooked)
    last = {seen.repository.repository_id: LastBelow(mark=first.below.mark, reason=None)}

    again = below(client, last)
    (second,) = seen_below(again, seen)
    (wider,) = seen_below(below(client, last, depth=5), seen)

    assert second == seen
    assert "tree" not in {count.kind for count in again.counts()}
    assert isinstance(wider.below, BelowLooked)


def test_a_change_in_the_root_alone_costs_nothing_and_one_below_it_does(monorepo: Path) -> None:
    client = client_of(monorepo)

    def mark() -> str:
        (seen,) = seen_below(below(client), *look(client, account()).seen.values())
        assert isinstance(seen.below, BelowLooked)
        return seen.below.mark

    before = mark()
    made = checkout(monorepo / "away")
    made = replace(made, folder=monorepo / "gemeente" / "monorepo")
    made.commit({"README.md": b"other"})
    assert mark() == before
    made.commit({"onderdelen/a/publiccode.yml": b"name: Other\n"})
    assert mark() != before


def test_a_repository_with_a_file_in_its_root_is_not_looked_through(tmp_path: Path) -> None:
    checkout(tmp_path / "gemeente" / "monorepo", {**FILES, "publiccode.yml": FILE})
    client = client_of(tmp_path)
    (seen,) = look(client, account()).seen.values()

    assert seen_below(below(client), seen) == (seen,)


def test_one_that_is_known_to_have_files_below_is_looked_through_whatever_lies_in_its_root(
    tmp_path: Path,
) -> None:
    checkout(tmp_path / "gemeente" / "monorepo", {**FILES, "publiccode.yml": FILE})
    client = client_of(tmp_path)
    (seen,) = look(client, account()).seen.values()
    assert isinstance(client, TreeClient)
    known = frozenset({seen.repository.repository_id})

    (more,) = seen_below(Subfolders(client, BelowPlan(bounds=GENEROUS, last={}, described=known)), seen)

    assert len(more.files) == 4


@pytest.mark.parametrize(
    ("bounds", "read", "passed"),
    [
        (
            {"files": 1},
            ["onderdelen/a/publiccode.yml"],
            {"onderdelen/b/PublicCode.YAML", "tests/publiccode.yml"},
        ),
        (
            {"depth": 1},
            ["tests/publiccode.yml"],
            {"onderdelen/a/publiccode.yml", "onderdelen/b/PublicCode.YAML"},
        ),
    ],
)
def test_what_a_bound_leaves_out_of_a_repository_is_not_looked_and_fixtures_go_first(
    monorepo: Path, bounds: dict[str, Any], read: list[str], passed: set[str]
) -> None:
    client = client_of(monorepo)

    (seen,) = seen_below(below(client, **bounds), *look(client, account()).seen.values())

    assert paths(seen) == read
    assert {file.path for file in seen.unreadable} == passed
    assert not any(file.was_tried for file in seen.unreadable)
    assert {file.reason.code for file in seen.unreadable} == {"bound-met"}


def test_a_tree_that_is_too_large_is_not_looked_until_it_changes(monorepo: Path) -> None:
    client = client_of(monorepo)
    (seen,) = look(client, account()).seen.values()

    (first,) = seen_below(below(client, names=2), seen)
    assert isinstance(first.below, BelowNotLooked)
    assert first.below.mark is not None
    last = {seen.repository.repository_id: LastBelow(mark=first.below.mark, reason=first.below.reason)}
    again = below(client, last, names=2)
    (second,) = seen_below(again, seen)

    assert second.below == BelowNotLooked(reason=first.below.reason)
    assert "more than 2 names" in first.below.reason.en


@pytest.mark.parametrize("host", ["github.com", "gitlab.com"])
def test_a_tree_that_is_too_large_for_an_api_is_not_looked(host: str) -> None:
    many = {f"map/{number}.txt": b"x" for number in range(120)}
    with SampleForge(world_of(host, "voorbeeld/groot", files=many)) as sample:
        client = opened(sample, host, Clock())
        (seen,) = seen_below(
            below(client, names=100), *look(client, account_of(host, "voorbeeld")).seen.values()
        )

    assert isinstance(seen.below, BelowNotLooked)
    assert not seen.files


def test_the_requests_of_a_night_are_bounded_and_the_next_night_goes_on(tmp_path: Path) -> None:
    for number in range(3):
        checkout(tmp_path / "gemeente" / f"n{number}", FILES)
    client = client_of(tmp_path)
    found = look(client, account()).seen.values()

    one, two, three = seen_below(below(client, requests=1), *found)

    assert isinstance(one.below, BelowLooked)
    for left in (two, three):
        assert isinstance(left.below, BelowNotLooked)
        assert left.below.mark is None
        assert "used up" in left.below.reason.en


def test_a_tree_that_cannot_be_had_is_could_not_look(monorepo: Path) -> None:
    client = client_of(monorepo)
    (seen,) = look(client, account()).seen.values()
    gone = replace(seen, repository=replace(seen.repository, full_name="gemeente/weg"))

    (unseen,) = seen_below(below(client), gone)

    assert isinstance(unseen.below, BelowUnseen)
    assert "it went away meanwhile" in unseen.below.reason.en


def test_nobody_looks_below_unless_asked_to(tmp_path: Path) -> None:
    assert bounds_below(HarvesterSettings()) is None
    settings = HarvesterSettings(
        subfolders=True, forges={"git.example.org": ForgeSettings(kind=ForgeKind.FOLDER, path=tmp_path)}
    )
    assert bounds_below(settings) == Bounds(depth=4, files=20, names=20_000, requests=1000)
    wrong: dict[str, Any] = {"subfolder_depth": 0, "subfolder_files": 0}
    with pytest.raises(ValueError, match="subfolder_depth must be at least 1; subfolder_files"):
        HarvesterSettings(**wrong)
