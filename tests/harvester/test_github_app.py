"""A GitHub App instead of a token: found, renewed during long runs, refused with a sentence, never told."""

from __future__ import annotations

import base64
import logging
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption

from harvester.connecting import Connections, connect
from harvester.credentials import AppCredentials, read_tokens
from harvester.harvesting import HarvestPlan, harvest_step
from harvester.model import Forge, ForgeKind
from harvester.night import ExitCode, NightContext, run_night
from harvester.outcomes import Complete, CouldNotLook
from harvester.reasons import REFUSED
from harvester.registry_reading import standard_rules
from harvester.settings import ForgeSettings, HarvesterSettings, SettingsError
from harvester.telling import LogWatcher
from tests.builders import sources
from tests.forge.faults import FOR_EVER, Match, RawAnswer, Status
from tests.forge.limits import Limits
from tests.forge.server import SampleForge
from tests.harvester.app_keys import INSTALLATION, NUMBER, app_of, new_key, pem_of, public_pem_of
from tests.harvester.looking import FILE, Clock, account_of, forge_of, look, world_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric import rsa

    from tests.harvester.looking import Looked

HOST = "github.com"
TOKENS = re.compile(rb"ghs_sample\d+|eyJ[\w-]+\.eyJ[\w-]+")


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return new_key()


class Stage:
    """A sample forge with one app, installed at two owners, and harvests with its key."""

    def __init__(self, folder: Path, key: rsa.RSAPrivateKey, host: str = HOST, **more: Any) -> None:
        app = app_of(key, {INSTALLATION: "gemeente", INSTALLATION + 1: "provincie"})
        self.clock = Clock()
        self.host = host
        paths = [f"{owner}/r{n}" for owner in ("gemeente", "elders") for n in range(3)]
        world = world_of(host, *paths, files={"publiccode.yml": FILE})
        self.theirs: Callable[[], float] = self.clock.seconds
        self.sample = SampleForge(world, clock=self._now, apps=(app,), **more)
        self.folder = folder
        self.environment: dict[str, str] = {}
        (folder / "app.pem").write_bytes(pem_of(key))
        self.options: dict[str, Any] = {
            "app_id": NUMBER,
            "app_key_file": folder / "app.pem",
            "app_installations": (INSTALLATION,),
        }

    def _now(self) -> float:
        return self.theirs()

    def connected(self, **more: Any) -> Connections:
        of_host = ForgeSettings(api_url=self.sample.api_url(self.host), **self.options)
        settings = HarvesterSettings(forges={self.host: of_host}, request_reserve=0.0)
        return connect(settings, self.environment, self.clock, **more)

    def look(self, ways: Connections | None = None) -> Looked:
        client = (ways or self.connected()).open(forge_of(self.host), self.clock.sleep)
        assert client is not None
        return look(client, account_of(self.host, "gemeente"))

    def asked(self, part: str) -> int:
        return sum(part in entry.path for entry in self.sample.log)

    def night(self, lines: list[str], **more: Any) -> ExitCode:
        listed = sources(*(account_of(HOST, owner) for owner in ("gemeente", "elders")))
        ways = self.connected(**more)
        plan = HarvestPlan(
            sources=listed,
            chosen=listed.accounts,
            rules=standard_rules(),
            tool_version="1",
            open_client=ways.open,
            further=ways.further(account.forge for account in listed.accounts),
        )
        context = NightContext(data_dir=self.folder, clock=ways.clock, watcher=LogWatcher(lines.append))
        return run_night(context, (harvest_step(plan),), "nightly")


@pytest.fixture
def stage(tmp_path: Path, key: rsa.RSAPrivateKey) -> Any:
    found = Stage(tmp_path, key)
    with found.sample:
        yield found


def test_an_app_is_asked_by_graphql_with_the_token_of_its_installation(stage: Stage) -> None:
    assert stage.look().outcome == Complete(repositories=3, files=3)
    used = {entry.token for entry in stage.sample.log if entry.kind == "graphql"}
    assert used == {"ghs_sample000001"}
    assert stage.asked("/access_tokens") == 1


@pytest.mark.parametrize("owner", ["gemeente", "GEMEENTE"])
def test_an_installation_is_found_by_its_owner(stage: Stage, owner: str) -> None:
    stage.options |= {"app_installations": (), "app_owners": (owner,)}
    assert stage.look().outcome == Complete(repositories=3, files=3)
    assert stage.asked(f"/users/{owner}/installation") == 1
    assert stage.asked(f"/app/installations/{INSTALLATION}/access_tokens") == 1


def test_a_token_is_renewed_in_a_long_run_and_not_before(stage: Stage) -> None:
    client = stage.connected().open(forge_of(HOST), stage.clock.sleep)
    assert client is not None
    exchanges = []
    for _ in range(6):  # two and a half hours, half an hour at a time
        found = look(client, account_of(HOST, "gemeente"))
        assert found.outcome == Complete(repositories=3, files=3)
        exchanges.append(stage.asked("/access_tokens"))
        stage.clock.sleep(1800)
    assert exchanges == [1, 1, 2, 2, 3, 3]
    assert not [entry for entry in stage.sample.log if entry.status == 401]


def test_a_token_that_was_withdrawn_during_the_run_is_replaced(stage: Stage) -> None:
    client = stage.connected().open(forge_of(HOST), stage.clock.sleep)
    assert client is not None
    look(client, account_of(HOST, "gemeente"))
    stage.sample.apps(HOST).withdraw()
    assert look(client, account_of(HOST, "elders")).outcome == Complete(repositories=3, files=3)
    assert stage.asked("/access_tokens") == 2


@pytest.mark.parametrize("fault", ["withdrawn", "told as suspended"])
def test_every_request_is_counted_also_those_that_are_sent_again(stage: Stage, fault: str) -> None:
    client = stage.connected().open(forge_of(HOST), stage.clock.sleep)
    assert client is not None
    look(client, account_of(HOST, "gemeente"))
    if fault == "withdrawn":
        stage.sample.apps(HOST).withdraw()
    else:
        message = b'{"message": "This installation has been suspended"}'
        stage.sample.faults.add(Match(kind="graphql"), Status(status=403, body=message))
    assert look(client, account_of(HOST, "elders")).outcome == Complete(repositories=3, files=3)
    counts = {count.kind: (count.sent, count.retried) for count in client.requests()}
    assert counts == {"graphql": (stage.sample.count(kind="graphql"), 1), "rest": (2, 0)}
    assert stage.asked("/access_tokens") == 2


def test_a_clock_that_is_a_little_slow_renews_when_the_forge_has_let_the_token_expire(stage: Stage) -> None:
    stage.theirs = lambda: stage.clock.seconds() + timedelta(minutes=7).total_seconds()
    client = stage.connected().open(forge_of(HOST), stage.clock.sleep)
    assert client is not None
    look(client, account_of(HOST, "gemeente"))
    stage.clock.sleep(timedelta(minutes=61).total_seconds())  # ours says: four minutes and more are left
    assert look(client, account_of(HOST, "elders")).outcome == Complete(repositories=3, files=3)
    assert stage.asked("/access_tokens") == 2


def test_an_app_of_an_enterprise_server_is_asked_below_its_own_path(
    tmp_path: Path, key: rsa.RSAPrivateKey
) -> None:
    stage = Stage(tmp_path, key, host="git.example.org")
    with stage.sample:
        assert stage.look().outcome == Complete(repositories=3, files=3)
    assert stage.asked(f"/api/v3/app/installations/{INSTALLATION}/access_tokens") == 1


def test_the_key_may_stand_in_the_environment(stage: Stage, key: rsa.RSAPrivateKey) -> None:
    stage.options |= {"app_key_file": None, "app_key_env": "APP_KEY"}
    with pytest.raises(SettingsError, match="the variable APP_KEY is not set"):
        stage.connected()
    stage.environment["APP_KEY"] = pem_of(key).decode()
    assert stage.look().outcome == Complete(repositories=3, files=3)


@pytest.mark.database
def test_every_installation_has_a_worker_and_a_limit_of_its_own(
    tmp_path: Path, key: rsa.RSAPrivateKey
) -> None:
    stage = Stage(tmp_path, key, limits={HOST: Limits(graphql_points=1)})  # a listing
    with stage.sample:
        alone: list[str] = []
        assert stage.night(alone) is ExitCode.PARTIAL
        stage.options |= {"app_owners": ("provincie",)}
        stage.clock.sleep(86_400)
        lines: list[str] = []
        assert stage.night(lines) is ExitCode.DONE
    assert sum("complete, 3 repositories" in line for line in alone) == 1
    assert stage.asked(f"/app/installations/{INSTALLATION + 1}/access_tokens") == 1


def test_neither_a_claim_nor_a_token_follows_a_forge_to_another_host(stage: Stage) -> None:
    with SampleForge(stage.sample.world, clock=stage.clock.seconds) as other:
        away = f"HTTP/1.1 307 Moved\r\nLocation: {other.api_url(HOST)}/x\r\nContent-Length: 0\r\n\r\n"
        stage.sample.faults.add(Match(path=".*/access_tokens"), RawAnswer(data=away.encode()), times=FOR_EVER)
        assert isinstance(stage.look().outcome, CouldNotLook)
        assert stage.asked("/access_tokens") > 0
        assert other.count() == 0


def test_an_app_at_what_the_list_calls_a_gitlab_is_a_mistake_of_configuration(stage: Stage) -> None:
    ways = stage.connected()
    with pytest.raises(SettingsError, match="apps, are of use at GitHub only"):
        ways.further([Forge(name=HOST, kind=ForgeKind.GITLAB)])
    assert ways.further([Forge(name="gitlab.com", kind=ForgeKind.GITLAB)]) == {}


def other_key(stage: Stage) -> None:
    (stage.folder / "app.pem").write_bytes(pem_of(new_key()))


def other_app(stage: Stage) -> None:
    stage.options["app_id"] = "1"


def removed(stage: Stage) -> None:
    stage.sample.apps(HOST).removed.add(INSTALLATION)


def suspended(stage: Stage) -> None:
    stage.sample.apps(HOST).suspended.add(INSTALLATION)


def kept_out(stage: Stage) -> None:
    message = b'{"message": "the organization has an IP allow list enabled"}'
    stage.sample.faults.add(Match(path=".*/access_tokens"), Status(status=403, body=message), times=FOR_EVER)


def other_owner(stage: Stage) -> None:
    stage.options |= {"app_installations": (), "app_owners": ("elders",)}


def slow_clock(stage: Stage) -> None:
    stage.theirs = lambda: stage.clock.seconds() + timedelta(minutes=30).total_seconds()


def fast_clock(stage: Stage) -> None:
    stage.theirs = lambda: stage.clock.seconds() - timedelta(minutes=2).total_seconds()


REFUSALS = pytest.mark.parametrize(
    ("wrong", "en", "nl"),
    [
        (other_key, "the key was withdrawn or is of another app", "ingetrokken, of van een andere app"),
        (other_app, "there is no app 1 (404 Not Found): check app_id", "app 1 bestaat daar niet"),
        (removed, "app 4711 (55) is not installed there", "app 4711 (55) is daar niet of niet meer"),
        (other_owner, "app 4711 (elders) is not installed there", "app 4711 (elders) is daar niet of niet"),
        (suspended, "of app 4711 (55) is suspended (403", "van app 4711 (55) is opgeschort (403"),
        (kept_out, "app 4711 (55) gets no token (403", "app 4711 (55) krijgt geen token (403"),
        (slow_clock, "is 30 minutes behind the forge's", "loopt 30 minuten achter op die van het platform"),
        (fast_clock, "is 2 minutes ahead of the forge's", "loopt 2 minuten voor op die van het platform"),
    ],
)


@REFUSALS
@pytest.mark.database
def test_each_way_to_be_refused_has_its_sentence_and_is_asked_once(
    stage: Stage, wrong: Callable[[Stage], None], en: str, nl: str
) -> None:
    wrong(stage)
    lines: list[str] = []
    assert stage.night(lines) is ExitCode.PARTIAL
    assert len(stage.sample.log) == 1  # for two accounts: neither mends itself
    with duckdb.connect(str(stage.folder / "work.duckdb"), read_only=True) as work:
        kept = work.execute(
            "SELECT outcome, reason, reason_nl FROM store.account_outcome ORDER BY account_id"
        ).fetchall()
    assert len(kept) == 2
    for outcome, told, verteld in kept:
        assert outcome == "could_not_look"
        assert en in told
        assert nl in verteld
    assert sum(en in line for line in lines) == 2


def test_an_app_that_is_suspended_in_the_middle_of_a_run_keeps_what_was_seen(stage: Stage) -> None:
    client = stage.connected().open(forge_of(HOST), stage.clock.sleep)
    assert client is not None
    assert look(client, account_of(HOST, "gemeente")).outcome == Complete(repositories=3, files=3)
    suspended(stage)
    outcome = look(client, account_of(HOST, "elders")).outcome
    assert isinstance(outcome, CouldNotLook)
    assert outcome.reason.code == REFUSED
    assert "is suspended" in outcome.reason.en


@pytest.mark.parametrize("status", [500, 502, 429])
def test_an_exchange_that_fails_is_tried_again(stage: Stage, status: int) -> None:
    stage.sample.faults.add(Match(path=".*/access_tokens"), Status(status=status, body=b"{}"), times=2)
    assert stage.look().outcome == Complete(repositories=3, files=3)
    assert stage.asked("/access_tokens") == 3


def test_an_answer_without_a_token_is_no_answer(stage: Stage) -> None:
    stage.sample.faults.add(Match(path=".*/access_tokens"), Status(status=201, body=b"{}"), times=FOR_EVER)
    outcome = stage.look().outcome
    assert isinstance(outcome, CouldNotLook)
    assert "expires_at that is no moment" in outcome.reason.en


@pytest.mark.database
def test_neither_key_nor_claim_nor_token_is_in_anything_that_a_night_leaves(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = b'{"message": "Bad ghs_sample000001", "token": "ghs_sample000001"}'
    stage.sample.faults.add(Match(kind="graphql"), Status(status=500, body=echo))
    lines: list[str] = []
    assert stage.night(lines, record=stage.folder / "recording") is ExitCode.DONE
    said = caplog.text + repr([vars(record) for record in caplog.records]) + repr(lines)
    kept = [path for path in stage.folder.rglob("*") if path.is_file() and path.name != "app.pem"]
    assert {"work.duckdb", "recording.json"} <= {path.name for path in kept}
    assert any(b"access_tokens" in path.read_bytes() for path in kept)
    secret = (stage.folder / "app.pem").read_text(encoding="utf-8").splitlines()[5]
    for data in (said.encode(), *(path.read_bytes() for path in kept)):
        assert TOKENS.search(data) is None
        assert secret.encode() not in data
        assert base64.b64encode(b"ghs_sample000001").rstrip(b"=") not in data


def test_a_recording_of_an_app_is_replayed_without_its_key(stage: Stage) -> None:
    recorded = stage.look(stage.connected(record=stage.folder / "recording"))
    (stage.folder / "app.pem").unlink()
    replayed = stage.look(stage.connected(replay=stage.folder / "recording"))
    assert replayed.outcome == recorded.outcome == Complete(repositories=3, files=3)


def test_what_holds_a_secret_does_not_print_it(stage: Stage) -> None:
    ways = stage.connected()
    ((credentials,),) = ways.tokens.values()
    assert isinstance(credentials, AppCredentials)
    secret = (stage.folder / "app.pem").read_text(encoding="utf-8").splitlines()[5]
    for shown in (repr(ways), str(credentials), repr(credentials.key)):
        assert secret not in shown
    assert NUMBER in repr(credentials)


@pytest.mark.parametrize("content", [None, b"", b"nonsense", b"public", b"elliptic", b"locked"])
def test_a_key_that_cannot_sign_is_told_before_the_night_and_never_quoted(
    stage: Stage, key: rsa.RSAPrivateKey, content: bytes | None
) -> None:
    made = {
        b"public": public_pem_of(key),
        b"elliptic": pem_of(ec.generate_private_key(ec.SECP256R1())),
        b"locked": pem_of(key, BestAvailableEncryption(b"x")),
    }
    path = stage.folder / "app.pem"
    path.unlink()
    if content is not None:
        path.write_bytes(made.get(content, content))
    with pytest.raises(SettingsError, match=r'harvester\.forges\."github\.com"\.app_key_file') as caught:
        stage.connected()
    assert "BEGIN" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "options",
    [
        {"app_id": "1"},
        {"app_installations": (1,)},
        {"app_owners": ("a",)},
        {"app_key_env": "KEY"},
        {"app_id": "1", "app_key_file": "x"},
        {"app_id": "1", "app_owners": ("a",)},
        {"app_id": "1", "app_key_file": "x", "app_key_env": "KEY", "app_owners": ("a",)},
    ],
)
def test_half_an_app_is_a_mistake_of_configuration(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"app_(id|key)"):
        ForgeSettings(**options)


def test_an_app_stands_beside_tokens_with_a_worker_of_its_own(stage: Stage) -> None:
    settings = HarvesterSettings(forges={HOST: ForgeSettings(**stage.options)})
    (token, app) = read_tokens(settings, {"GITHUB_TOKEN": "a"})[HOST]
    assert (token.name, app.name) == ("GITHUB_TOKEN", "app 4711 (55)")
