"""Several tokens for one GitHub host: accounts are shared out; one worker's end is not that of others."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from harvester.connecting import connect
from harvester.credentials import Token
from harvester.crew import look_everywhere
from harvester.forges import open_forge
from harvester.forges.errors import RateLimited
from harvester.harvest import look_at
from harvester.harvesting import HarvestPlan, harvest_step
from harvester.left_out import LeftOut, Patience
from harvester.looking import Ended, Looking, Sent, Shown, Stopped
from harvester.night import ExitCode, NightContext, run_night
from harvester.observations import LastLook
from harvester.outcomes import Complete, CouldNotLook, Partial
from harvester.reasons import REFUSED
from harvester.registry_reading import standard_rules
from harvester.settings import ForgeSettings, HarvesterSettings
from harvester.sharing import Turn, Turns
from harvester.telling import LogWatcher
from tests.builders import sources
from tests.forge.faults import Match, Status
from tests.forge.limits import HOUR_SECONDS, Limits
from tests.forge.limits import Token as Known
from tests.forge.server import SampleForge
from tests.forge.world import World, make_host, make_owner, make_repository
from tests.harvester.looking import FILE, START, Clock, account_of, world_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from harvester.connecting import Connections
    from harvester.forges import ForgeClient
    from harvester.looking import Item, Wait
    from harvester.model import Account

HOST = "github.com"
KNOWN = tuple(Known(value=f"sample-token-number-{number}") for number in range(3))
OWNERS = tuple(f"eigenaar-{number}" for number in range(4))
PLENTY = Limits(graphql_points=10_000, rest_requests=10_000)


def world(repositories: int = 30, owners: tuple[str, ...] = OWNERS) -> World:
    paths = [f"{owner}/r{number}" for owner in owners for number in range(repositories)]
    return world_of(HOST, *paths, files={"publiccode.yml": FILE})


@dataclass
class Crew:
    """Looks at the owners with some of the tokens."""

    sample: SampleForge
    clock: Clock = field(default_factory=Clock)
    secrets: tuple[str, ...] = tuple(token.value for token in KNOWN[:2])

    def options(self) -> dict[str, Any]:
        settings = HarvesterSettings(
            forges={HOST: ForgeSettings(api_url=self.sample.api_url(HOST))}, request_reserve=0.0
        )

        def opened(secret: str, wait: Callable[[float], None]) -> Any:
            forge = account_of(HOST, "x").forge
            return open_forge(forge, settings, {HOST: Token(secret)}, self.clock, wait)

        first, *rest = (partial(opened, secret) for secret in self.secrets)
        return {"open_client": lambda _, wait: first(wait), "further": {HOST: tuple(rest)}}

    def look(self, owners: tuple[str, ...] = OWNERS, **more: Any) -> tuple[Item, ...]:
        accounts = tuple(account_of(HOST, owner) for owner in owners)
        looking = Looking(clock=self.clock, cursors=more.pop("cursors", {}), **self.options(), **more)
        return tuple(item for some in look_everywhere(accounts, looking) for item in some)

    def night(self, folder: Path, lines: list[str]) -> ExitCode:
        accounts: tuple[Account, ...] = tuple(account_of(HOST, owner) for owner in OWNERS)
        listed = sources(*accounts)
        plan = HarvestPlan(
            sources=listed, chosen=listed.accounts, rules=standard_rules(), tool_version="1", **self.options()
        )
        context = NightContext(data_dir=folder, clock=self.clock, watcher=LogWatcher(lines.append))
        return run_night(context, (harvest_step(plan),), "nightly")


def outcomes(items: tuple[Item, ...]) -> dict[str, Any]:
    ended = [item for item in items if isinstance(item, Ended)]
    assert len({item.account.path for item in ended}) == len(ended)  # one outcome an account, never two
    return {item.account.path: item.outcome for item in ended}


def seen(items: tuple[Item, ...]) -> list[str]:
    pages = [item.page for item in items if isinstance(item, Shown)]
    return [shown.repository.full_name for page in pages for shown in page.observations]


def served(limits: Limits, shown: World | None = None, **more: Any) -> SampleForge:
    return SampleForge(shown or world(), tokens=KNOWN, limits={HOST: limits}, **more)


def test_two_tokens_with_small_limits_see_together_what_one_of_them_cannot() -> None:
    clock = Clock()
    with served(Limits(graphql_points=5), clock=clock.seconds) as sample:  # a listing costs two of them
        alone = Crew(sample, clock, secrets=(KNOWN[2].value,)).look()
        together = Crew(sample, clock).look()
    assert [type(outcome) for outcome in outcomes(alone).values()] == [
        Complete,
        Complete,
        Partial,
        CouldNotLook,
    ]
    assert outcomes(together) == dict.fromkeys(OWNERS, Complete(repositories=30, files=30))
    assert sorted(seen(together)) == sorted(f"{owner}/r{n}" for owner in OWNERS for n in range(30))


def test_a_listing_that_a_limit_cut_off_is_ended_by_another_token_from_there() -> None:
    clock = Clock()
    with served(Limits(graphql_points=3), world(90, OWNERS[:2]), clock=clock.seconds) as sample:
        crew = Crew(sample, clock, secrets=tuple(token.value for token in KNOWN))
        items = crew.look(OWNERS[:2])
        used = {entry.token for entry in sample.log}
    assert outcomes(items) == dict.fromkeys(OWNERS[:2], Complete(repositories=90, files=90))
    assert len(seen(items)) == len(set(seen(items))) == 180
    assert used == {token.value for token in KNOWN}


def test_when_all_tokens_are_used_up_what_is_left_says_when_the_first_can_be_used_again() -> None:
    clock = Clock()
    with served(Limits(graphql_points=3), clock=clock.seconds) as sample:
        items = Crew(sample, clock).look()
    found = outcomes(items)
    assert list(found) != []
    assert len(seen(items)) == sum(getattr(outcome, "repositories", 0) for outcome in found.values()) < 120
    left = [outcome for outcome in found.values() if not isinstance(outcome, Complete)]
    assert {type(outcome) for outcome in left} <= {Partial, CouldNotLook}
    assert {(outcome.retry_at - clock()).total_seconds() for outcome in left} <= {
        HOUR_SECONDS,
        HOUR_SECONDS + 1,
    }
    assert len([item for item in items if isinstance(item, Stopped)]) == 1


def test_a_token_that_is_refused_is_left_out_after_three_accounts_and_told_once(tmp_path: Path) -> None:
    lines: list[str] = []
    with served(PLENTY, world(3)) as sample:
        crew = Crew(sample, secrets=("expired-long-ago", KNOWN[0].value))
        code = crew.night(tmp_path, lines)
    assert code is ExitCode.DONE
    assert sum("complete, 3 repositories" in line for line in lines) == len(OWNERS)
    assert sum("one of its tokens is left out" in line for line in lines) <= 1
    assert "expired-long-ago" not in repr(lines)


def test_what_no_token_may_see_is_refused_once() -> None:
    with served(PLENTY, world(3)) as sample:
        items = Crew(sample, secrets=("wrong-one", "wrong-two")).look()
    found = outcomes(items)
    assert len(found) == len(OWNERS)
    assert {outcome.reason.code for outcome in found.values()} == {REFUSED}


def test_requests_are_told_once_a_forge_and_are_those_of_all_workers() -> None:
    with served(PLENTY) as sample:
        items = Crew(sample, secrets=tuple(token.value for token in KNOWN)).look()
        (sent,) = [item for item in items if isinstance(item, Sent)]
        assert {count.kind: count.sent for count in sent.counts}["graphql"] == sample.count(kind="graphql")
        assert sum(count.sent for count in sent.counts) == sample.count()


def test_accounts_are_taken_in_the_fair_order_and_what_goes_back_comes_first() -> None:
    accounts = tuple(account_of(HOST, owner) for owner in OWNERS)
    sweep = (LastLook(account=accounts[0], listed=1, newest_at=None),)
    turns = Turns(accounts, {}, sweep, 2, Patience(clock=Clock()))
    assert turns.take(0) == sweep
    one = turns.take(1)
    assert isinstance(one, Turn)
    assert one.account == accounts[1]
    turns.to_list(accounts[:1])  # the sweep could not tell
    limited = CouldNotLook(reason=RateLimited(HOST, START.replace(tzinfo=None)).reason)
    assert turns.goes_back(1, one, limited)
    assert turns.take(1) == LeftOut(reason=limited.reason)  # its token is used up
    assert turns.take(1) is None  # and nobody said until when
    taken = [turns.take(0) for _ in OWNERS]
    assert [turn.account for turn in taken if isinstance(turn, Turn)] == list(accounts)
    assert turns.take(0) is None


def test_a_sweep_that_a_limit_ended_is_gone_on_with_by_another_worker() -> None:
    accounts = tuple(account_of(HOST, owner) for owner in OWNERS)
    looks = tuple(LastLook(account=account, listed=1, newest_at=None) for account in accounts)
    turns = Turns(accounts, {}, looks, 2, Patience(clock=Clock()))
    limited = CouldNotLook(reason=RateLimited(HOST, START.replace(tzinfo=None)).reason)
    assert turns.take(0) == looks
    assert turns.hands_over(0, looks[2:], limited)
    assert turns.take(0) == LeftOut(reason=limited.reason)
    assert turns.take(0) is None
    assert turns.take(1) == looks[2:]
    assert not turns.hands_over(1, looks[3:], limited)  # nobody is left who could


@pytest.mark.database
def test_the_database_is_that_of_one_worker(tmp_path: Path) -> None:
    kept = []
    for number in (1, 3):
        with served(PLENTY) as sample:
            crew = Crew(sample, secrets=tuple(token.value for token in KNOWN[:number]))
            folder = tmp_path / str(number)
            for _ in range(2):  # the second night is mostly a sweep
                assert crew.night(folder, []) is ExitCode.DONE
                crew.clock.sleep(86_400)
        with duckdb.connect(str(folder / "work.duckdb"), read_only=True) as work:
            names = [
                str(name)
                for (name,) in work.execute(
                    "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'store'"
                ).fetchall()
                if name != "request"
            ]
            kept.append({name: work.execute(f"FROM store.{name} ORDER BY ALL").fetchall() for name in names})
    assert len(kept[0]["repository"]) == 120
    assert kept[0] == kept[1]


def test_answers_are_never_mixed_up_between_the_workers_of_a_host() -> None:
    owners = tuple(f"eigenaar-{number}" for number in range(9))
    shown = World(
        hosts=(
            make_host(
                HOST,
                world().hosts[0].kind,
                owners=tuple(make_owner(HOST, owner, world().hosts[0].owners[0].kind) for owner in owners),
                repositories=tuple(
                    make_repository(
                        HOST,
                        f"{owner}/r{number}",
                        files={"publiccode.yml": f"name: {owner}/r{number}\n".encode()},
                        description=f"of {owner}/r{number}",
                    )
                    for owner in owners
                    for number in range(30)
                ),
            ),
        )
    )
    with served(PLENTY, shown) as sample:
        items = Crew(sample, secrets=tuple(token.value for token in KNOWN)).look(owners)
        assert {entry.token for entry in sample.log} == {token.value for token in KNOWN}
    pages = [(item.account.path, item.page) for item in items if isinstance(item, Shown)]
    found = [(path, each) for path, page in pages for each in page.observations]
    assert len(found) == 270
    for path, each in found:
        name = each.repository.full_name
        assert name.startswith(f"{path}/")
        assert each.repository.description == f"of {name}"
        assert [file.content for file in each.files] == [f"name: {name}\n".encode()]


def test_a_recording_hides_every_token_and_is_replayed_with_as_many_workers(tmp_path: Path) -> None:
    forge = account_of(HOST, "x").forge
    with served(PLENTY, world(2)) as sample:
        settings = HarvesterSettings(
            forges={HOST: ForgeSettings(api_url=sample.api_url(HOST), token_envs=("TWO",))}
        )
        environment = {"GITHUB_TOKEN": KNOWN[0].value, "TWO": KNOWN[1].value}
        echo = f'{{"message": "no, {KNOWN[1].value}"}}'.encode()
        sample.faults.add(Match(skip=1), Status(status=500, body=echo), times=2)
        live = connect(settings, environment, Clock(), record=tmp_path / "recording")
        (further,) = live.further([forge])[HOST]
        looks = [
            look_at(account_of(HOST, OWNERS[n]), client) for n, client in enumerate(_both(live, further))
        ]
        assert [type(tuple(look)[-1]) for look in looks] == [Complete, Complete]
        assert {entry.token for entry in sample.log} == {KNOWN[0].value, KNOWN[1].value}
    kept = [path.read_text(encoding="utf-8") for path in (tmp_path / "recording").rglob("*.json")]
    assert any("(removed)" in text for text in kept)
    assert [text for text in kept if KNOWN[0].value in text or KNOWN[1].value in text] == []
    again = connect(settings, {}, Clock(), replay=tmp_path / "recording")
    assert len(again.further([forge])[HOST]) == 1


def _both(live: Connections, further: Callable[[Wait], ForgeClient | None]) -> tuple[Any, Any]:
    clock = Clock()
    return live.open(account_of(HOST, "x").forge, clock.sleep), further(clock.sleep)
