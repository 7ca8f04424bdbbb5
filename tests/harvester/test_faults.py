"""What a forge may do wrong, as raw bytes from the sample forge, and what looking makes of it."""

import gzip
import json
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from harvester.forges import open_forge
from harvester.harvest import look_at
from harvester.model import Forge, ForgeKind, Scope
from harvester.observations import Page
from harvester.outcomes import AccountGone, AccountOutcome, Complete, CouldNotLook, Partial
from harvester.reasons import Reason
from harvester.settings import ForgeSettings, HarvesterSettings
from tests.forge.faults import (
    FOR_EVER,
    Changed,
    Drip,
    Hang,
    Match,
    RawAnswer,
    Reset,
    Status,
    Truncate,
    Wrong,
)
from tests.forge.server import SampleForge
from tests.forge.world_generator import generated
from tests.harvester.looking import FILE, Clock, Looked, account_of, look, opened, world_of

GITHUB, GITLAB = "github.com", "gitlab.com"
HOSTS = pytest.mark.parametrize("host", [GITHUB, GITLAB])
PAGES_SHRINK = {GITHUB: 5, GITLAB: 6}  # 25 → 12 → 6 → 3 → 1, and 50 before


class Trial:
    """An account of a host with thirty repositories, and a fault."""

    def __init__(self, host: str, *, repositories: int = 30, **options: Any) -> None:
        self.host = host
        self.clock = Clock()
        names = (f"eigenaar/r{n:02}" for n in range(repositories))
        self.world = world_of(host, *names, files={"publiccode.yml": FILE})
        self.options = options
        self.sent = 0

    def look(self, wrong: Wrong, *, times: int = 1, **match: Any) -> Looked:
        with SampleForge(self.world, clock=self.clock.seconds) as sample:
            sample.faults.add(Match(**match), wrong, times=times)
            found = look(
                opened(sample, self.host, self.clock, **self.options), account_of(self.host, "eigenaar")
            )
            self.sent = sample.count()
        assert "127.0.0.1" not in repr(found)
        assert "sample-token" not in repr(found)
        return found


ALL = Complete(repositories=30, files=30)


def raw(body: bytes, status: str = "200 OK", *headers: str) -> RawAnswer:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return RawAnswer(data="\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def in_seconds(seconds: int) -> str:
    return str(int(Clock().seconds()) + seconds)


PASSING: dict[str, tuple[Wrong, list[float]]] = {
    "500": (Status(status=500), [2]),
    "503 html": (Status(status=503, body=b"<html>down</html>"), [2]),
    "502": (Status(status=502), []),
    "504": (Status(status=504), []),
    "truncated body": (Truncate(after=200), [2]),
    "truncated JSON of the right length": (Changed(change=lambda body: body[: len(body) // 2]), [2]),
    "reset": (Reset(), [2]),
    "empty body": (raw(b""), [2]),
    "null body": (raw(b"null"), [2]),
    "a list for an object": (raw(b"[1]"), [2]),
    "html for json": (raw(b"<!DOCTYPE html><p>Maintenance"), [2]),
    "no http": (RawAnswer(data=b"SSH-2.0-OpenSSH\r\n"), [2]),
    "202": (raw(b"{}", "202 Accepted"), [2]),
    "429 and 5 seconds": (Status(status=429, headers={"Retry-After": "5"}), [5]),
    "429 and a date": (Status(status=429, headers={"Retry-After": "Sun, 01 Mar 2026 02:00:07 GMT"}), [7]),
    "429 and no time": (Status(status=429, body=b"Retry later\n"), [60]),
    "403 and 5 seconds": (Status(status=403, headers={"Retry-After": "5"}), [5]),
    "403 secondary limit": (
        Status(status=403, body=b'{"message": "You have exceeded a secondary rate limit."}'),
        [60],
    ),
    "403 primary limit": (
        Status(status=403, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": in_seconds(50)}),
        [51],
    ),
    "429 primary limit": (
        Status(status=429, headers={"RateLimit-Remaining": "0", "RateLimit-Reset": in_seconds(50)}),
        [51],
    ),
    "RATE_LIMITED in a 200": (
        Status(
            status=200,
            headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": in_seconds(50)},
            body=b'{"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}',
        ),
        [51],
    ),
    "a timeout told in a 200": (
        raw(b'{"errors": [{"message": "Something went wrong while executing your query. Timeout on x"}]}'),
        [],
    ),
    "resource limits with some data": (
        raw(
            b'{"data": {"repositoryOwner": null, "group": null}, "errors": [{"type": '
            b'"RESOURCE_LIMITS_EXCEEDED", "message": "Resource limits for this query exceeded."}]}'
        ),
        [],
    ),
    "too much for our bounds": (raw(b'"' + b"x" * 20_000_000 + b'"'), []),
    "a bomb": (raw(gzip.compress(b'"' + b"x" * 50_000_000), "200 OK", "Content-Encoding: gzip"), []),
    "broken gzip": (raw(b"not gzip", "200 OK", "Content-Encoding: gzip"), [2]),
    "headers that are no figures": (
        Status(status=500, headers={"X-RateLimit-Remaining": "many", "X-RateLimit-Reset": "soon"}),
        [2],
    ),
}


@HOSTS
@pytest.mark.parametrize("name", PASSING)
def test_a_fault_that_passes_costs_no_repository(host: str, name: str) -> None:
    wrong, slept = PASSING[name]
    trial = Trial(host)
    found = trial.look(wrong, kind="graphql")
    assert found.outcome == ALL
    assert len(found.seen) == 30
    for seconds, most in zip(trial.clock.slept, slept, strict=True):
        assert most / 2 <= seconds <= most  # a pause is shortened by chance


LASTING: dict[str, tuple[Wrong, str, int]] = {
    "401": (Status(status=401), "refuses access: it answered 401", 1),
    "407": (Status(status=407), "the proxy on the way asks for a password", 1),
    "422": (Status(status=422), "it answered 422", 1),
    "500": (Status(status=500), "could not be read: it answered 500 Internal Server Error", 5),
    "reset": (Reset(), "could not be read: no connection", 5),
    "html": (raw(b"<html>"), "it answered with a web page instead of JSON", 5),
    "a day": (Status(status=429, headers={"Retry-After": "86400"}), "answers again after 2 March 2026", 1),
    "an hour": (
        Status(status=403, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": in_seconds(3500)}),
        "answers again after 1 March 2026 at 02:58",
        1,
    ),
    "redirect elsewhere": (
        raw(b"", "301 Moved", "Location: http://elsewhere.invalid/"),
        "it redirects to another address, which is never followed",
        1,
    ),
    "redirect to https": (raw(b"", "308 Moved", "Location: https://127.0.0.1/"), "redirects to another", 1),
    "a query redirected": (raw(b"", "307 Moved", "Location: /api/graphql"), "it redirects a query", 1),
}


def assert_is_said_in_dutch(reason: Reason) -> None:
    """No word is left in English but names of statuses, and no technical detail is lost."""
    assert re.findall(r"\d+", reason.nl) == re.findall(r"\d+", reason.en)
    english = {"the", "it", "its", "answered", "could", "not", "connection", "answer", "by"}
    assert english.isdisjoint(re.findall("[a-z]+", reason.nl.replace("Not Found", "")))


@HOSTS
@pytest.mark.parametrize("name", LASTING)
def test_a_fault_that_lasts_is_told_and_nothing_is_concluded(host: str, name: str) -> None:
    wrong, sentence, sent = LASTING[name]
    trial = Trial(host)
    outcome = trial.look(wrong, times=FOR_EVER).outcome
    assert isinstance(outcome, CouldNotLook)
    assert sentence in outcome.reason.en
    assert (outcome.retry_at is not None) == ("answers again" in outcome.reason.en)
    assert_is_said_in_dutch(outcome.reason)
    assert trial.sent == sent


@HOSTS
@pytest.mark.parametrize("status", [502, 504])
def test_a_forge_that_chokes_on_any_page_is_given_up(host: str, status: int) -> None:
    trial = Trial(host)
    outcome = trial.look(Status(status=status), times=FOR_EVER).outcome
    assert isinstance(outcome, CouldNotLook)
    assert f"it answered {status}" in outcome.reason.en
    assert trial.sent == PAGES_SHRINK[host] - 1 + 5 + 1  # and one to step past what may be its cause


@HOSTS
def test_a_forge_that_never_answers_is_given_up(host: str) -> None:
    trial = Trial(host, page_size=1, tries=2, timeout_seconds=0.05)
    outcome = trial.look(Hang(), times=FOR_EVER).outcome
    assert isinstance(outcome, CouldNotLook)
    assert "it did not answer in time" in outcome.reason.en


@HOSTS
def test_a_forge_that_drips_is_cut_off_at_the_deadline(host: str) -> None:
    world = world_of(host, "eigenaar/r")
    options: dict[str, Any] = {"page_size": 1, "tries": 1, "deadline_seconds": 0.1}

    class RealClock(Clock):
        def __call__(self) -> datetime:
            return datetime.now(UTC).replace(tzinfo=None)

    with SampleForge(world) as sample:
        sample.faults.add(Match(), Drip(piece=1, pause_seconds=0.02), times=FOR_EVER)
        started = datetime.now(UTC)
        outcome = look(opened(sample, host, RealClock(), **options), account_of(host, "eigenaar")).outcome
        assert (datetime.now(UTC) - started).total_seconds() < 5
    assert isinstance(outcome, CouldNotLook)
    assert "it did not answer in time" in outcome.reason.en


@HOSTS
def test_a_forge_that_is_down_is_asked_less_for_the_next_account(host: str) -> None:
    trial = Trial(host)
    with SampleForge(trial.world) as sample:
        client = opened(sample, host, trial.clock)
        sample.down(host)
        sent = []
        for _ in range(3):
            assert isinstance(look(client, account_of(host, "eigenaar")).outcome, CouldNotLook)
            sent.append(client.requests()[0].sent)
        sample.up(host)
        assert look(client, account_of(host, "eigenaar")).outcome == ALL
    assert sent == [5, 6, 7]


@HOSTS
@pytest.mark.parametrize("status", [404, 410, 451])
def test_an_account_is_gone_only_when_the_forge_itself_says_so(host: str, status: int) -> None:
    told = Status(status=status, body=b'{"message": "Gone"}')
    trial = Trial(host)
    outcome = trial.look(told, times=FOR_EVER, path="/(users|groups|repos)/").outcome
    if host == GITLAB:  # GraphQL still answers
        assert outcome == ALL
    options: dict[str, Any] = {"token": None} if host == GITHUB else {}
    trial = Trial(host, **options)
    with SampleForge(trial.world) as sample:
        sample.faults.add(Match(path="/(users|groups)/"), told, times=FOR_EVER)
        sample.faults.add(Match(kind="graphql"), Status(status=404), times=FOR_EVER)
        outcome = look(
            opened(sample, host, trial.clock, **trial.options), account_of(host, "eigenaar")
        ).outcome
    assert isinstance(outcome, AccountGone)
    assert str(status) in outcome.reason.en


@HOSTS
@pytest.mark.parametrize("body", [b"<html>404</html>", b"", b"[]", b'{"message": "Not Found"}'])
def test_a_machine_in_between_cannot_make_an_account_disappear(host: str, body: bytes) -> None:
    outcome = Trial(host).look(Status(status=404, body=body), times=FOR_EVER).outcome
    assert isinstance(outcome, CouldNotLook)
    assert "something that is not the forge" in outcome.reason.en


@HOSTS
def test_where_graphql_is_refused_rest_takes_over(host: str) -> None:
    no = Status(status=403, body=b'{"message": "Resource not accessible"}')
    found = Trial(host).look(no, times=FOR_EVER, kind="graphql")
    assert found.outcome == ALL
    assert all(seen.files[0].content == FILE for seen in found.seen.values())


@HOSTS
def test_bytes_that_are_no_utf_8_spoil_one_text_only(host: str) -> None:
    def spoil(body: bytes) -> bytes:
        return body.replace(b'"description":null', b'"description":"caf\xe9"', 1)

    found = Trial(host).look(Changed(change=spoil), kind="graphql")
    assert found.outcome == ALL
    assert [seen.repository.description for seen in found.seen.values()].count("caf\ufffd") == 1


def odd(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda body: body.replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize(
    ("host", "change"),
    [
        (GITHUB, odd('"isPrivate":false', '"isPrivate":"false"')),
        (GITHUB, odd('"isPrivate":false', '"isPrivate":null')),
        (GITHUB, odd('"visibility":"PUBLIC"', '"visibility":1')),
        (GITHUB, odd('"databaseId":', '"databaseId":null,"x":')),
        (GITHUB, odd('"nameWithOwner":', '"nameWithOwner":[],"x":')),
        (GITHUB, odd('"root":{', '"root":null,"x":{')),
        (GITLAB, odd('"visibility":"public"', '"visibility":null')),
        (GITLAB, odd('"id":"gid://gitlab/Project/', '"id":"gid://gitlab/Project/x')),
        (GITLAB, odd('"tree":{', '"tree":null,"x":{')),
        (GITLAB, odd('"fullPath":', '"fullPath":{},"x":')),
    ],
)
def test_an_odd_repository_is_left_out_told_and_not_taken_for_gone(
    host: str, change: Callable[[bytes], bytes]
) -> None:
    found = Trial(host).look(Changed(change=change), kind="graphql", body="Page")
    assert isinstance(found.outcome, Partial)
    assert found.outcome.repositories == 29
    assert "did not show 1 repository of the listing" in found.outcome.reason.en


def with_errors(*errors: dict[str, Any]) -> Callable[[bytes], bytes]:
    return lambda body: json.dumps({**json.loads(body), "errors": errors}).encode()


@pytest.mark.parametrize(
    ("host", "path"),
    [(GITHUB, ["repositoryOwner", "repositories"]), (GITLAB, ["group", "projects"])],
)
def test_a_repository_of_which_an_error_took_a_part_is_read_by_rest(host: str, path: list[str]) -> None:
    error = {"type": "SERVICE_UNAVAILABLE", "message": "x", "path": [*path, "nodes", 3, "root"]}
    found = Trial(host).look(Changed(change=with_errors(error)), kind="graphql", body="Page")
    assert found.outcome == ALL
    assert {len(seen.files) for seen in found.seen.values()} == {1}


@HOSTS
def test_a_repository_of_which_an_error_took_all_is_told(host: str) -> None:
    def without_one(body: bytes) -> bytes:
        answer = json.loads(body)
        for holder in answer["data"].values():
            holder[{GITHUB: "repositories", GITLAB: "projects"}[host]]["nodes"][3] = None
        return json.dumps(answer).encode()

    found = Trial(host).look(Changed(change=without_one), kind="graphql", body="Page")
    assert isinstance(found.outcome, Partial)
    assert found.outcome.repositories == 29


@HOSTS
def test_one_repository_that_chokes_the_forge_is_read_by_rest_and_holds_up_nobody(host: str) -> None:
    choke = b'{"errors": [{"message": "Something went wrong while executing your query. Timeout on x"}]}'
    trial = Trial(host)
    with SampleForge(trial.world, clock=trial.clock.seconds) as sample:
        client = opened(sample, host, trial.clock, page_size=4, tries=2)
        start = look(client, account_of(host, "eigenaar"))
        after = (start.pages[0].cursor or "").partition(":")[2]
        # Whatever asks for contents from the second page on, chokes.
        match = Match(kind="graphql", body=f'(BlobParts|languages).*"after": "{after}"')
        sample.faults.add(match, raw(choke), times=FOR_EVER)
        found = look(client, account_of(host, "eigenaar"))
        assert sample.count(kind="rest") > 0
    assert found.outcome == ALL
    assert len(found.seen) == 30
    assert {len(seen.files) for seen in found.seen.values()} == {1}


@HOSTS
@pytest.mark.parametrize("written", ['"pageInfo":null', '"pageInfo":{"hasNextPage":true,"endCursor":null}'])
def test_a_page_without_its_place_is_asked_again(host: str, written: str) -> None:
    found = Trial(host).look(
        Changed(change=odd('"pageInfo":', f'{written},"x":')), kind="graphql", body="Page", times=1
    )
    assert found.outcome == ALL


@HOSTS
def test_a_listing_that_goes_round_is_left(host: str) -> None:
    def again(body: bytes) -> bytes:
        answer = json.loads(body)
        ((holder,),) = [answer["data"].values()]
        holder[{GITHUB: "repositories", GITLAB: "projects"}[host]]["pageInfo"] = {
            "hasNextPage": True,
            "endCursor": "round",
        }
        return json.dumps(answer).encode()

    with SampleForge(Trial(host).world) as sample:
        sample.faults.add(Match(kind="graphql", body="Page"), Changed(change=again), times=1)
        sample.faults.add(
            Match(kind="graphql", body='"after": "round"'),
            Status(status=200, body=json.dumps({"data": going_round(host)}).encode()),
            times=FOR_EVER,
        )
        outcome = look(opened(sample, host, Clock()), account_of(host, "eigenaar")).outcome
    assert isinstance(outcome, Partial)
    assert "the same page again and again" in outcome.reason.en


def going_round(host: str) -> dict[str, Any]:
    page = {"pageInfo": {"hasNextPage": True, "endCursor": "round"}, "nodes": []}
    return {"repositoryOwner": {"repositories": page}} if host == GITHUB else {"group": {"projects": page}}


@HOSTS
def test_what_was_left_out_before_a_resume_still_counts(host: str) -> None:
    clock = Clock()
    change = {
        GITHUB: odd('"isPrivate":false', '"isPrivate":0'),
        GITLAB: odd('"visibility":"public"', '"visibility":0'),
    }
    with SampleForge(Trial(host).world) as sample:
        sample.faults.add(Match(kind="graphql", body="Page"), Changed(change=change[host]))
        client = opened(sample, host, clock, page_size=5)
        first = next(iter(look_at(account_of(host, "eigenaar"), client)))
        assert isinstance(first, Page)
        outcome: AccountOutcome = look(client, account_of(host, "eigenaar"), first.cursor).outcome
    assert isinstance(outcome, Partial)
    assert "1 repository" in outcome.reason.en


def test_a_blob_that_cannot_be_had_is_told_and_the_rest_is_seen() -> None:
    trial = Trial(GITHUB)
    world = world_of(GITHUB, "eigenaar/r", files={"publiccode.yml": "é".encode("latin-1")})
    with SampleForge(world) as sample:
        sample.faults.add(Match(path="/git/blobs/"), Status(status=500), times=FOR_EVER)
        found = look(opened(sample, GITHUB, trial.clock), account_of(GITHUB, "eigenaar"))
    (seen,) = found.seen.values()
    assert found.outcome == Complete(repositories=1, files=1)
    assert "500 Internal Server Error" in seen.unreadable[0].reason.en


def test_other_bytes_than_were_listed_are_not_taken() -> None:
    trial = Trial(GITHUB)
    world = world_of(GITHUB, "eigenaar/r", files={"publiccode.yml": b"name: a\n"})
    with SampleForge(world) as sample:
        sample.faults.add(Match(body="Page"), Changed(change=odd("name: a", "name: b")))
        found = look(opened(sample, GITHUB, trial.clock), account_of(GITHUB, "eigenaar"))
    (seen,) = found.seen.values()
    assert [file.content for file in seen.files] == [b"name: a\n"]


@HOSTS
def test_a_token_reaches_no_other_host(host: str) -> None:
    world = world_of(host, "eigenaar/r", files={"publiccode.yml": FILE})
    with SampleForge(world) as ours, SampleForge(world) as other:
        moved = raw(b"", "301 Moved", f"Location: {other.api_url(host)}/users/eigenaar")
        ours.faults.add(Match(), moved, times=FOR_EVER)
        for path in ("eigenaar", "niemand"):
            outcome = look(opened(ours, host, Clock()), account_of(host, path)).outcome
            assert isinstance(outcome, CouldNotLook)
        assert other.count() == 0


@HOSTS
def test_a_netrc_file_is_not_read(host: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password sample-token-no-secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with SampleForge(world_of(host, "eigenaar/r")) as sample:
        look(opened(sample, host, Clock(), token=None), account_of(host, "eigenaar"))
        assert {entry.authorized for entry in sample.log} == {False}


def test_a_client_of_its_own_a_worker_gives_no_wrong_answers() -> None:
    owners, workers = 8, 8
    started = threading.Barrier(workers)
    with SampleForge(generated(owners=owners, repositories_per_owner=60)) as sample:

        def work(number: int) -> bool:
            client = opened(sample, GITHUB, Clock())
            started.wait()
            owner = f"sample-owner-{number:05d}"
            found = look(client, account_of(GITHUB, owner))
            return len(found.seen) == 60 and all(name.startswith(f"{owner}/") for name in found.seen)

        with ThreadPoolExecutor(workers) as pool:
            assert all(pool.map(work, range(owners)))


@pytest.mark.parametrize(("host", "query"), [(GITHUB, "Spelling"), (GITLAB, "Texts")])
@pytest.mark.parametrize("status", [403, 500])
def test_files_that_do_not_come_together_are_fetched_one_by_one(host: str, query: str, status: int) -> None:
    names = (f"eigenaar/r{n}" for n in range(3))
    with SampleForge(world_of(host, *names, files={"PublicCode.yml": FILE})) as sample:
        sample.faults.add(Match(kind="graphql", body=query), Status(status=status), times=FOR_EVER)
        found = look(opened(sample, host, Clock()), account_of(host, "eigenaar"))
        assert sample.count(kind="rest") == 1  # the same bytes are fetched once
    assert {file.content for seen in found.seen.values() for file in seen.files} == {FILE}
    assert found.outcome == Complete(repositories=3, files=3)


@pytest.mark.parametrize(("host", "name"), [(GITHUB, "repository"), (GITLAB, "project")])
def test_one_repository_alone_of_which_an_error_took_a_part_is_told(host: str, name: str) -> None:
    error = {"type": "X", "message": "x", "path": [name, "root"]}
    with SampleForge(world_of(host, "eigenaar/r")) as sample:
        sample.faults.add(Match(kind="graphql"), Changed(change=with_errors(error)))
        alone = account_of(host, "eigenaar/r", scope=Scope.REPOSITORY)
        outcome = look(opened(sample, host, Clock()), alone).outcome
    assert isinstance(outcome, CouldNotLook)
    assert "a part of the repository only" in outcome.reason.en


@pytest.mark.parametrize(
    ("host", "change"),
    [
        (GITHUB, odd('"isPrivate":false', '"isPrivate":0')),
        (GITLAB, odd('"visibility":"public"', '"visibility":0')),
    ],
)
def test_one_repository_alone_that_is_odd_is_told(host: str, change: Callable[[bytes], bytes]) -> None:
    with SampleForge(world_of(host, "eigenaar/r")) as sample:
        sample.faults.add(Match(kind="graphql"), Changed(change=change))
        alone = account_of(host, "eigenaar/r", scope=Scope.REPOSITORY)
        assert isinstance(look(opened(sample, host, Clock()), alone).outcome, CouldNotLook)


@HOSTS
def test_graphql_that_is_refused_halfway_leaves_what_was_seen(host: str) -> None:
    no = Status(status=403, body=b'{"message": "No"}')
    found = Trial(host, page_size=5).look(no, kind="graphql", body='(Page).*"after": "', times=FOR_EVER)
    assert isinstance(found.outcome, Partial)
    assert found.outcome.repositories == {GITHUB: 5, GITLAB: 10}[host]
    assert found.pages[-1].cursor is not None


@pytest.mark.parametrize(("host", "data"), [(GITHUB, "repositoryOwner"), (GITLAB, "group")])
def test_two_apis_that_disagree_about_an_account_do_not_make_it_gone(host: str, data: str) -> None:
    none = Status(status=200, body=json.dumps({"data": {data: None}}).encode())
    outcome = Trial(host).look(none, times=FOR_EVER, kind="graphql").outcome
    assert isinstance(outcome, CouldNotLook)
    assert "the other does not" in outcome.reason.en


@HOSTS
def test_a_limit_in_the_middle_ends_the_look_with_the_moment_it_can_go_on(host: str) -> None:
    limit = Status(status=429, headers={"Retry-After": "7200"})
    found = Trial(host, page_size=5).look(limit, kind="graphql", body='"after": "')
    assert isinstance(found.outcome, Partial)
    assert found.outcome.retry_at == datetime(2026, 3, 1, 4, 0)  # noqa: DTZ001 - naive UTC is what our values hold


def test_a_forge_of_another_kind_has_no_client() -> None:
    other = Forge(name="codeberg.org", kind=ForgeKind.OTHER)
    clock = Clock()
    assert open_forge(other, HarvesterSettings(), {}, clock, clock.sleep) is None


def test_opening_a_forge_sends_nothing() -> None:
    clock = Clock()
    for host in (GITHUB, GITLAB):
        settings = HarvesterSettings(forges={host: ForgeSettings(api_url="http://127.0.0.1:1/")})
        client = open_forge(
            Forge(name=host, kind=ForgeKind(host.removesuffix(".com"))), settings, {}, clock, clock.sleep
        )
        assert client is not None
        assert client.requests() == ()
