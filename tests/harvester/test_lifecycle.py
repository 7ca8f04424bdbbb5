"""What can happen to a repository over weeks of nights, on both forges: each is told once, by its name.

What a push shows is told the next night; what no push shows (archived, renamed, moved, gone) within a week.
The lives and what they are called were written down before any of them was run.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from harvester.credentials import Token
from harvester.forges import open_forge
from harvester.harvesting import HarvestPlan, harvest_step
from harvester.model import Scope
from harvester.night import ExitCode, NightContext, run_night
from harvester.registry_reading import standard_rules
from harvester.settings import ForgeSettings, HarvesterSettings
from harvester.telling import LogWatcher
from tests.builders import sources
from tests.forge.limits import PLAIN_TOKEN
from tests.forge.server import SampleForge
from tests.forge.world import Visibility, World, make_repository
from tests.harvester.looking import Clock, account_of, world_of
from tests.publiccode.sample import VALID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.database

HOSTS = ("github.com", "gitlab.com")
FIRST_DAY = datetime(2026, 3, 1, 2, tzinfo=UTC)
FILE = VALID.encode()
WEEK = 7
Told = list[tuple[str, str | None]]


@dataclass
class Weeks:
    """Night after night over one world that changes; all of it by the real clients."""

    folder: Path
    host: str
    sample: SampleForge
    clock: Clock = field(default_factory=lambda: Clock(FIRST_DAY))
    nights: int = 0

    def night(self) -> ExitCode:
        """One night, a day after the one before."""
        self.clock.now = FIRST_DAY + timedelta(days=self.nights)
        self.nights += 1
        accounts = tuple(
            account_of(self.host, path, scope=Scope.ORGANISATION) for path in ("voorbeeld", "elders")
        )
        listed = sources(*accounts)
        settings = HarvesterSettings(
            forges={self.host: ForgeSettings(api_url=self.sample.api_url(self.host))}
        )
        plan = HarvestPlan(
            sources=listed,
            chosen=listed.accounts,
            rules=standard_rules(),
            tool_version="1",
            open_client=lambda forge, _wait: open_forge(
                forge, settings, {self.host: Token(PLAIN_TOKEN)}, self.clock, self.clock.sleep
            ),
        )
        context = NightContext(data_dir=self.folder, clock=self.clock, watcher=LogWatcher(lambda _line: None))
        return run_night(context, (harvest_step(plan),), "nightly")

    def week(self) -> None:
        """Long enough for all that no push date shows."""
        for _ in range(WEEK):
            assert self.night() is ExitCode.DONE

    def change(self, repository: str, /, *, pushed: bool = False, **changes: Any) -> None:
        """Something happens to a repository on the day before the next night."""
        if pushed:
            at = (FIRST_DAY + timedelta(days=self.nights, hours=-5)).replace(tzinfo=None)
            changes |= {"committed_at": at, "pushed_at": at, "updated_at": at}
        self.sample.show(self.sample.world.changed(self.host, repository, **changes))

    def told(self) -> Told:
        """What the world did, in the order in which it was told: kind of event, and path of the file."""
        rows = self.rows(
            "SELECT kind, path FROM store.event WHERE cause = 'world' AND run_id > "
            "(SELECT min(run_id) FROM store.run) ORDER BY run_id, path NULLS FIRST, kind"
        )
        return [(str(kind), path) for kind, path in rows]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.folder / "work.duckdb")) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(params=HOSTS)
def weeks(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Weeks]:
    """After the first night of `voorbeeld` (repositories `zaak`, `rust`) and `elders` (repository `bord`)."""
    host: str = request.param
    world = world_of(host, "voorbeeld/zaak", "voorbeeld/rust", "elders/bord", files={"publiccode.yml": FILE})
    clock = Clock(FIRST_DAY)
    with SampleForge(world, clock=clock.seconds) as sample:
        weeks = Weeks(tmp_path, host, sample, clock)
        assert weeks.night() is ExitCode.DONE
        yield weeks


def test_nothing_happens(weeks: Weeks) -> None:
    weeks.week()
    assert weeks.told() == []
    assert weeks.rows("SELECT count(*) FROM store.repository_version") == [(3,)]
    assert weeks.rows("SELECT count(*) FROM store.file_version") == [(3,)]


def test_a_repository_appears(weeks: Weeks) -> None:
    at = (FIRST_DAY + timedelta(hours=5)).replace(tzinfo=None)
    new = make_repository(
        weeks.host, "voorbeeld/nieuw", files={"publiccode.yml": FILE}, created_at=at, committed_at=at
    )
    _add(weeks, new)
    weeks.night()
    assert weeks.told() == [("appeared", None), ("file_appeared", "publiccode.yml")]
    weeks.week()
    assert len(weeks.told()) == 2


def test_a_fork_appears(weeks: Weeks) -> None:
    at = (FIRST_DAY + timedelta(hours=5)).replace(tzinfo=None)
    fork = make_repository(
        weeks.host, "elders/zaak", fork_of="voorbeeld/zaak", files={"publiccode.yml": FILE}, created_at=at,
        committed_at=at,
    )  # fmt: skip
    _add(weeks, fork)
    weeks.night()
    assert weeks.told() == [("appeared", None), ("file_appeared", "publiccode.yml")]
    rows = weeks.rows(
        "SELECT is_fork, fork_of_url FROM store.repository_version WHERE full_name = 'elders/zaak'"
    )
    assert rows == [(True, f"https://{weeks.host}/voorbeeld/zaak")]


def test_a_file_is_edited(weeks: Weeks) -> None:
    weeks.change(
        "voorbeeld/zaak", pushed=True, files={"publiccode.yml": FILE.replace(b"Zaakwijzer", b"Zaakstelsel")}
    )
    weeks.night()
    assert weeks.told() == [("file_changed", "publiccode.yml")]
    weeks.week()
    assert len(weeks.told()) == 1


def test_a_file_is_broken_and_mended(weeks: Weeks) -> None:
    weeks.change("voorbeeld/zaak", pushed=True, files={"publiccode.yml": FILE + b"onbekend: x\n"})
    weeks.night()
    broken = weeks.told()
    weeks.change("voorbeeld/zaak", pushed=True, files={"publiccode.yml": FILE})
    weeks.night()
    assert broken == [("became_invalid", "publiccode.yml"), ("file_changed", "publiccode.yml")]
    assert weeks.told()[2:] == [("became_valid", "publiccode.yml"), ("file_changed", "publiccode.yml")]
    assert weeks.rows("SELECT count(*) FROM store.content") == [(2,)]


def test_a_file_gets_its_other_name(weeks: Weeks) -> None:
    weeks.change("voorbeeld/zaak", pushed=True, files={"publiccode.yaml": FILE})
    weeks.night()
    assert [one for one in weeks.told() if one[1] is not None] == [
        ("file_appeared", "publiccode.yaml"),
        ("file_gone", "publiccode.yml"),
    ]
    weeks.week()
    assert weeks.rows(
        "SELECT path FROM store.file_version f JOIN store.repository_version r USING (repository_id) "
        "WHERE full_name = 'voorbeeld/zaak' AND f.valid_to IS NULL AND r.valid_to IS NULL"
    ) == [("publiccode.yaml",)]


def test_a_file_is_removed_and_put_back(weeks: Weeks) -> None:
    weeks.change("voorbeeld/zaak", pushed=True, files={})
    weeks.night()
    weeks.change("voorbeeld/zaak", pushed=True, files={"publiccode.yml": FILE})
    weeks.night()
    assert [one for one in weeks.told() if one[1] is not None] == [
        ("file_gone", "publiccode.yml"),
        ("file_appeared", "publiccode.yml"),
    ]


def test_a_repository_is_renamed(weeks: Weeks) -> None:
    weeks.change("voorbeeld/zaak", path="voorbeeld/zaken", renamed_from=("voorbeeld/zaak",))
    weeks.week()
    assert weeks.told() == [("renamed", None)]
    assert _state(weeks, "voorbeeld/zaken") == "present"
    assert weeks.rows("SELECT count(*) FROM store.repository") == [(3,)]


def test_a_repository_moves_to_another_owner(weeks: Weeks) -> None:
    weeks.change("voorbeeld/zaak", path="elders/zaak", renamed_from=("voorbeeld/zaak",))
    weeks.week()
    assert weeks.told() == [("moved", None)]
    assert _state(weeks, "elders/zaak") == "present"
    assert weeks.rows("SELECT count(*) FROM store.file_version WHERE valid_to IS NULL") == [(3,)]


def test_a_repository_is_archived_and_unarchived(weeks: Weeks) -> None:
    weeks.change("voorbeeld/zaak", archived=True)
    weeks.week()
    weeks.change("voorbeeld/zaak", archived=False)
    weeks.week()
    assert weeks.told() == [("archived", None), ("unarchived", None)]


def test_a_repository_is_deleted(weeks: Weeks) -> None:
    weeks.change("voorbeeld/zaak", deleted=True)
    weeks.week()
    assert weeks.told() == [("gone", None), ("file_gone", "publiccode.yml")]
    assert _state(weeks, "voorbeeld/zaak") == "gone"
    assert weeks.rows("SELECT count(*) FROM store.content WHERE raw IS NOT NULL") == [(1,)]


def test_a_repository_goes_private_and_comes_back(weeks: Weeks) -> None:
    weeks.change("voorbeeld/zaak", visibility=Visibility.PRIVATE)
    weeks.week()
    weeks.change("voorbeeld/zaak", visibility=Visibility.PUBLIC)
    weeks.week()
    assert weeks.told() == [
        ("gone", None), ("file_gone", "publiccode.yml"), ("back", None), ("file_appeared", "publiccode.yml"),
    ]  # fmt: skip
    assert _state(weeks, "voorbeeld/zaak") == "present"


def test_the_default_branch_is_renamed(weeks: Weeks) -> None:
    weeks.change("voorbeeld/zaak", default_branch="hoofd")
    weeks.week()
    assert weeks.told() == [("changed", None)]
    changes = weeks.rows("SELECT changes FROM store.event WHERE kind = 'changed'")
    assert changes == [([{"field": "default_branch", "old": "main", "new": "hoofd"}],)]


def test_a_description_changes_without_a_push(weeks: Weeks) -> None:
    weeks.change("voorbeeld/zaak", description="Zaken van de gemeente", topics=("zaken",))
    weeks.week()
    assert weeks.told() == [("changed", None)]


def test_a_whole_account_is_gone(weeks: Weeks) -> None:
    _delete_owner(weeks, "voorbeeld")
    weeks.week()
    gone = [("gone", None), ("gone", None), ("file_gone", "publiccode.yml"), ("file_gone", "publiccode.yml")]
    assert weeks.told() == gone
    last = weeks.rows(
        "SELECT account_id, outcome FROM store.account_outcome "
        "WHERE run_id = (SELECT max(run_id) FROM store.run) AND account_id LIKE '%voorbeeld'"
    )
    assert last == [(f"{weeks.host}/voorbeeld", "gone")]


def test_an_account_that_cannot_be_looked_at_for_three_nights_loses_nothing(weeks: Weeks) -> None:
    weeks.sample.down(weeks.host)
    assert [weeks.night() for _ in range(3)] == [ExitCode.PARTIAL] * 3
    assert weeks.told() == []
    weeks.sample.up(weeks.host)
    assert weeks.night() is ExitCode.DONE
    weeks.week()
    assert weeks.told() == []
    outcomes = weeks.rows(
        "SELECT outcome FROM store.account_outcome WHERE account_id LIKE '%voorbeeld' ORDER BY run_id"
    )
    assert [outcome for (outcome,) in outcomes[1:4]] == ["could_not_look"] * 3


def _state(weeks: Weeks, full_name: str) -> str:
    rows = weeks.rows(
        f"SELECT state FROM store.repository_version WHERE full_name = '{full_name}' AND valid_to IS NULL"
    )
    assert len(rows) == 1
    return str(rows[0][0])


def _add(weeks: Weeks, new: Any) -> None:
    host = weeks.sample.world.host(weeks.host)
    weeks.sample.show(weeks.sample.world.with_host(replace(host, repositories=(*host.repositories, new))))


def _delete_owner(weeks: Weeks, path: str) -> None:
    host = weeks.sample.world.host(weeks.host)
    owners = tuple(replace(one, deleted=True) if one.path == path else one for one in host.owners)
    repositories = tuple(one for one in host.repositories if one.owner != path)
    changed: World = weeks.sample.world.with_host(replace(host, owners=owners, repositories=repositories))
    weeks.sample.show(changed)
