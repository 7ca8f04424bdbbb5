"""Every fault through the whole harvester: what the exit code says, and what the database then holds.

One database lives through all of them, night after night: a night that goes wrong may add to its own rows
only, and the next good night finds everything as it was. The table was written before it was run.
"""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from harvester.credentials import Token
from harvester.forges import open_forge
from harvester.harvesting import HarvestPlan, harvest_step
from harvester.model import Scope
from harvester.night import WORK_DATABASE, ExitCode, NightContext, run_night
from harvester.registry_reading import standard_rules
from harvester.settings import ForgeSettings, HarvesterSettings
from harvester.telling import LogWatcher
from tests.builders import sources
from tests.forge.faults import FOR_EVER, Changed, Match, RawAnswer, Reset, Status, Truncate, Wrong
from tests.forge.limits import PLAIN_TOKEN
from tests.forge.server import SampleForge
from tests.harvester.looking import Clock, account_of, world_of
from tests.publiccode.sample import VALID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.database

GITHUB, GITLAB = "github.com", "gitlab.com"
FIRST = datetime(2026, 3, 1, 2, tzinfo=UTC)
DAY = 86400


def raw(body: bytes, status: str = "200 OK", *headers: str, length: int | None = None) -> RawAnswer:
    told = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {told}", "Connection: close", *headers]
    return RawAnswer(data="\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)


def said(status: int, message: str = "No", **headers: str) -> Status:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Status(status=status, headers=named, body=json.dumps({"message": message}).encode())


def odd(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda body: body.replace(old.encode(), new.encode())


def half(body: bytes) -> bytes:
    return body[: len(body) // 2]


ANSWER = b'{"data": {"repositoryOwner": null, "group": null}}'
GZIPPED = gzip.compress(ANSWER * 1000)
LASTING: dict[str, tuple[Wrong, str]] = {
    "401": (said(401, "Bad credentials"), "to the token SAMPLE_TOKEN: it has expired"),
    "403": (said(403, "Resource not accessible"), "to the token SAMPLE_TOKEN, which may not do this"),
    "403 html": (raw(b"<html>Blocked</html>", "403 Forbidden"), "a web page came instead of an answer"),
    "404 json": (said(404, "Not Found"), "something that is not the forge"),
    "404 html": (raw(b"<html>", "404 Not Found"), "something that is not the forge"),
    "404 empty": (raw(b"", "404 Not Found"), "something that is not the forge"),
    "404 list": (raw(b"[1]", "404 Not Found"), "something that is not the forge"),
    "407": (said(407), "the proxy on the way asks for a password"),
    "409": (said(409, "Git Repository is empty."), "something that is not the forge"),
    "410": (said(410, "Gone"), "something that is not the forge"),
    "422": (said(422), "it answered 422"),
    "451": (said(451, "Repository access blocked"), "something that is not the forge"),
    "500": (said(500), "it answered 500"),
    "502 html": (raw(b"<html>Unicorn", "502 Bad Gateway"), "it answered 502"),
    "503": (said(503), "it answered 503"),
    "504": (said(504), "it answered 504"),
    "520": (said(520), "it answered 520"),
    "200 empty": (raw(b""), "no readable JSON"),
    "200 html": (raw(b"<html>Maintenance"), "a web page"),
    "200 null": (raw(b"null"), "no object"),
    "200 list": (raw(b"[]"), "could not be read"),
    "200 number": (raw(b"1"), "no object"),
    "200 text": (raw(b'"x"'), "no object"),
    "200 NaN": (raw(b"NaN"), "no object"),
    "200 a number too long": (raw(b'{"data": ' + b"1" * 5000 + b"}"), "no readable JSON"),
    "200 deep": (raw(b'{"data":' * 50_000), "no readable JSON"),
    "200 no utf-8": (raw(b"\xff\xfe\x00"), "no readable JSON"),
    "204": (raw(b"", "204 No Content"), "no readable JSON"),
    "304": (raw(b"", "304 Not Modified"), "it answered 304"),
    "half the JSON": (Changed(change=half), "could not be read"),
    "half the body": (Truncate(after=10), "its answer broke off"),
    "more told than sent": (raw(ANSWER, length=9999), "its answer broke off"),
    "less told than sent": (raw(ANSWER, length=5), "no readable JSON"),
    "half a gzip": (raw(GZIPPED[:60], "200 OK", "Content-Encoding: gzip"), "could not be read"),
    "no gzip": (raw(b"plain", "200 OK", "Content-Encoding: gzip"), "its answer broke off"),
    "chunks that are none": (
        RawAnswer(data=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        "its answer broke off",
    ),
    "reset": (Reset(), "no connection"),
    "no http": (RawAnswer(data=b"\x00\x01\x02"), "no connection"),
    "headers without end": (RawAnswer(data=b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 2000), "no connection"),
    "301 elsewhere": (raw(b"", "301 Moved", "Location: https://elsewhere.invalid/"), "redirects to another"),
    "302 elsewhere": (raw(b"", "302 Found", "Location: //elsewhere.invalid/x"), "redirects to another"),
    "307 elsewhere": (raw(b"", "307 Moved", "Location: http://127.0.0.1:1/"), "redirects to another"),
    "308 to nowhere": (raw(b"", "308 Moved", "Location: "), "redirect"),
    "301 without a place": (raw(b"", "301 Moved"), "it answered 301"),
    "302 to no address": (raw(b"", "302 Found", "Location: http://[::1"), "redirect"),
    "302 to a file": (raw(b"", "302 Found", "Location: file:///etc/passwd"), "redirects to another"),
    "429 a day": (said(429, Retry_After=str(DAY)), "answers again after"),
    "429 absurd": (said(429, Retry_After="9" * 30), "answers again after"),
    "429 in 9999": (said(429, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT"), "answers again after"),
    "429 always": (said(429, Retry_After="1"), "answers again after"),
    "429 past": (said(429, Retry_After="Fri, 01 Mar 2002 02:00:00 GMT"), "answers again after"),
    "429 negative": (said(429, Retry_After="-5"), "answers again after"),
    "429 no figure": (raw(b"{}", "429 No", "Retry-After: \xb2"), "answers again after"),
    "403 secondary limit": (said(403, "You have exceeded a secondary rate limit"), "answers again after"),
    "limit of figures that are none": (
        raw(b"{}", "429 No", "X-RateLimit-Remaining: \xb2", "X-RateLimit-Reset: \xb3"),
        "answers again after",
    ),
    "limit far away": (
        said(403, "API rate limit exceeded", X_RateLimit_Remaining="0", X_RateLimit_Reset="9999999999"),
        "answers again after",
    ),
    "a clock that is wrong": (said(500, Date="Fri, 01 Jan 1990 00:00:00 GMT"), "it answered 500"),
}

ONCE: dict[str, Wrong] = {
    "500": said(500),
    "502": raw(b"<html>", "502 Bad Gateway"),
    "reset": Reset(),
    "half": Truncate(after=30),
    "html": raw(b"<html>"),
    "429 in 5": said(429, Retry_After="5"),
    "429 past": said(429, Retry_After="Fri, 01 Mar 2002 02:00:00 GMT"),
    "403 secondary": said(403, "You have exceeded a secondary rate limit"),
    "stars beyond all": Changed(change=odd('"stargazerCount":0', f'"stargazerCount":{10**30}')),
    "stars below zero": Changed(change=odd('"starCount":0', '"starCount":-1')),
    "a share beyond all": Changed(change=odd('"share":100.0', f'"share":{10**400}')),
    "Date of another day": Changed(change=lambda body: body),
}


class Life:
    """One account with three repositories, its database, and night after night."""

    def __init__(self, folder: Path, sample: SampleForge, host: str, clock: Clock) -> None:
        self.folder, self.sample, self.host, self.clock = folder, sample, host, clock
        self.nights = 0
        self.told: list[str] = []

    def night(self, **options: Any) -> ExitCode:
        # A fortnight apart, and every one a whole listing: none is spared what it would not ask for.
        self.clock.now = FIRST + timedelta(days=14 * self.nights)
        self.nights += 1
        listed = sources(account_of(self.host, "eigenaar", scope=Scope.ORGANISATION))
        forges = {self.host: ForgeSettings(api_url=self.sample.api_url(self.host))}
        settings = HarvesterSettings(forges=forges, **options)
        token = {self.host: Token(PLAIN_TOKEN, "SAMPLE_TOKEN")}
        plan = HarvestPlan(
            sources=listed,
            chosen=listed.accounts,
            rules=standard_rules(),
            tool_version="1",
            open_client=lambda forge, _: open_forge(forge, settings, token, self.clock, self.clock.sleep),
        )
        self.told = []
        context = NightContext(data_dir=self.folder, clock=self.clock, watcher=LogWatcher(self.told.append))
        return run_night(context, (harvest_step(plan),), "nightly")

    def outcome(self) -> tuple[str, int]:
        """What came of the account, and how many repositories are known."""
        with duckdb.connect(str(self.folder / WORK_DATABASE), read_only=True) as work:
            ((kind,),) = work.execute(
                "SELECT outcome FROM store.account_outcome ORDER BY run_id DESC LIMIT 1"
            ).fetchall()
            ((known,),) = work.execute(
                "SELECT count(*) FROM store.repository_version WHERE valid_to IS NULL AND state = 'present'"
            ).fetchall()
        return str(kind), int(known)


@pytest.fixture(params=[GITHUB, GITLAB])
def life(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    host, clock = request.param, Clock(FIRST)
    world = world_of(host, *(f"eigenaar/r{n}" for n in range(3)), files={"publiccode.yml": VALID.encode()})
    with SampleForge(world, clock=clock.seconds) as sample:
        found = Life(tmp_path, sample, host, clock)
        assert found.night() is ExitCode.DONE
        assert found.outcome() == ("complete", 3)
        yield found


def test_a_fault_that_lasts_makes_the_night_partial_says_why_and_takes_nothing_away(life: Life) -> None:
    wrong_ones = []
    for name, (wrong, sentence) in LASTING.items():
        life.sample.faults.add(Match(), wrong, times=FOR_EVER)
        came = life.night(), *life.outcome()
        if came != (ExitCode.PARTIAL, "could_not_look", 3) or not any(sentence in line for line in life.told):
            wrong_ones.append((name, came, life.told))
        life.sample.faults.clear()
    assert wrong_ones == []
    assert life.night() is ExitCode.DONE
    assert life.outcome() == ("complete", 3)


def test_a_fault_that_passes_is_not_seen_in_the_database(life: Life) -> None:
    wrong_ones = []
    for name, wrong in ONCE.items():
        life.sample.faults.add(Match(), wrong)
        came = life.night(), *life.outcome()
        if came != (ExitCode.DONE, "complete", 3):
            wrong_ones.append((name, came, life.told))
        life.sample.faults.clear()
    assert wrong_ones == []


def test_a_listing_that_never_shows_anything_new_is_left(life: Life) -> None:
    """Every page says that there is a next one, and gives it another place."""
    places = iter(range(10**9))

    def onwards(body: bytes) -> bytes:
        answer = json.loads(body)
        for holder in answer["data"].values():
            page = holder[{GITHUB: "repositories", GITLAB: "projects"}[life.host]]
            page["pageInfo"] = {"hasNextPage": True, "endCursor": None}
            page["pageInfo"]["endCursor"] = f"place-{next(places)}"
        return json.dumps(answer).encode()

    real = Changed(change=onwards)
    life.sample.faults.add(Match(kind="graphql", body='"after": null'), real, times=FOR_EVER)
    body = json.dumps({"data": going_on(life.host)}).encode()
    life.sample.faults.add(
        Match(kind="graphql", body='"after": "place'), Changed(change=lambda _: onwards(body)), times=FOR_EVER
    )
    assert life.night() is ExitCode.PARTIAL
    assert life.outcome() == ("partial", 3)
    assert any("again and again" in line for line in life.told), life.told


def going_on(host: str) -> dict[str, Any]:
    page: dict[str, Any] = {"pageInfo": None, "nodes": []}
    return {"repositoryOwner": {"repositories": page}} if host == GITHUB else {"group": {"projects": page}}


def test_a_repository_that_stands_on_two_pages_is_counted_once(life: Life) -> None:
    def doubled(body: bytes) -> bytes:
        answer = json.loads(body)
        for holder in answer["data"].values():
            page = holder[{GITHUB: "repositories", GITLAB: "projects"}[life.host]]
            page["nodes"] = [*page["nodes"], *page["nodes"]]
        return json.dumps(answer).encode()

    life.sample.faults.add(Match(kind="graphql"), Changed(change=doubled))
    assert life.night() is ExitCode.DONE
    assert life.outcome() == ("complete", 3)
    assert any("3 repositories" in line for line in life.told), life.told
