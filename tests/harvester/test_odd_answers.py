"""Answers that look whole and are not, or that nobody would think of, through the whole harvester.

Each fault comes on a night on which everything is listed. Whatever it is: no traceback, nothing is taken for
gone, no endless loop, and the next good night finds everything.
"""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from harvester.night import ExitCode
from tests.builders import content
from tests.forge.faults import FOR_EVER, Changed, Match, RawAnswer, Stall, Status
from tests.forge.limits import PLAIN_TOKEN, Limits
from tests.forge.server import SampleForge
from tests.forge.world import HostKind, OwnerKind, World, make_host, make_owner, make_repository
from tests.harvester.looking import account_of
from tests.harvester.weeks import Weeks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.forge.faults import Wrong

pytestmark = pytest.mark.database

GITHUB, GITLAB = "github.com", "gitlab.com"
NO_GRAPHQL = Status(status=403, body=b'{"message": "Resource not accessible"}')
STOCK = {f"eigenaar/r{number}" for number in range(5)}
FIRST = datetime(2020, 1, 1)  # noqa: DTZ001 - naive UTC
PLACE = {GITHUB: ("repositoryOwner", "repositories"), GITLAB: ("group", "projects")}


def world(host: str) -> World:
    kind = HostKind.GITLAB if host == GITLAB else HostKind.GITHUB
    owner = make_owner(host, "eigenaar", OwnerKind.GROUP if host == GITLAB else OwnerKind.ORGANISATION)
    repositories = tuple(
        make_repository(
            host,
            path,
            files={"README.md": b"# x\n", "publiccode.yml": content("Z", f"https://{host}/{path}")},
        )
        for path in sorted(STOCK)
    )
    return World(hosts=(make_host(host, kind, owners=(owner,), repositories=repositories),))


def first_night(sample: SampleForge, host: str, folder: Path, **options: Any) -> Weeks:
    options = {
        "page_size": 1 if host == GITLAB else 2,
        "tries": 2,
    } | options  # two repositories a page at both
    weeks = Weeks(sample, folder, (account_of(host, "eigenaar"),), options=options)
    weeks.night()
    assert known(weeks) == STOCK
    return weeks


@pytest.fixture(params=[GITHUB, GITLAB])
def weeks(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Weeks]:
    with SampleForge(world(request.param)) as sample:
        yield first_night(sample, request.param, tmp_path / "data")


def known(weeks: Weeks) -> set[str]:
    return {
        name
        for (name,) in weeks.rows(
            "SELECT full_name FROM store.repository_version WHERE valid_to IS NULL AND state = 'present'"
        )
    }


def ever_gone(weeks: Weeks) -> set[str]:
    """What was taken for gone, if only for a night."""
    return {
        name for (name,) in weeks.rows("SELECT full_name FROM store.repository_version WHERE state = 'gone'")
    }


def host_of(weeks: Weeks) -> str:
    return weeks.accounts[0].forge.name


def listing(weeks: Weeks) -> str:
    (outcome,) = weeks.night(timedelta(days=8)).values()
    return outcome


def why(weeks: Weeks) -> str:
    ((said,),) = weeks.rows("SELECT reason FROM store.account_outcome ORDER BY run_id DESC LIMIT 1")
    return str(said)


def in_list(host: str, change: Callable[[dict[str, Any]], None]) -> Changed:
    """The true answer with its list of repositories changed."""

    def changed(body: bytes) -> bytes:
        answer = json.loads(body)
        holder, name = PLACE[host]
        change(answer["data"][holder][name])
        return json.dumps(answer).encode()

    return Changed(change=changed)


def with_errors(*errors: Any, **data: Any) -> Changed:
    return Changed(change=lambda body: json.dumps({**json.loads(body), "errors": errors, **data}).encode())


def both(one: Changed, two: Changed) -> Changed:
    return Changed(change=lambda body: two.change(one.change(body)))


def empty(page: dict[str, Any]) -> None:
    page["nodes"], page["pageInfo"] = [], {"hasNextPage": False, "endCursor": None}


def without_last(page: dict[str, Any]) -> None:
    page["nodes"].pop()


def raw(body: bytes, *headers: str, status: str = "200 OK") -> RawAnswer:
    lines = [f"HTTP/1.1 {status}", "Connection: close", *headers]
    return RawAnswer(data="\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)


def lists(skip: int = 0) -> Match:
    """The requests for pages, from the one with this number on."""
    return Match(kind="graphql", body="Page", skip=skip)


def test_errors_that_name_no_place_are_no_ground_to_believe_what_stands_beside_them(weeks: Weeks) -> None:
    cut = in_list(host_of(weeks), without_last)
    for error in ({"message": "Something"}, {"message": "x", "path": []}, {"message": "x", "path": "nodes"}):
        weeks.sample.faults.add(lists(), both(cut, with_errors(error)), times=FOR_EVER)
        assert listing(weeks) == "could_not_look"
        assert "an error that names no place" in why(weeks)
        assert known(weeks) == STOCK
        weeks.sample.faults.clear()
    assert listing(weeks) == "complete"


@pytest.mark.parametrize("depth", [1, 2])
@pytest.mark.parametrize("more", [["nodes"], ["pageInfo"], ["nodes", "3", "name"], []])
def test_an_error_in_a_list_is_no_ground_to_believe_the_list(
    weeks: Weeks, depth: int, more: list[str]
) -> None:
    host = host_of(weeks)
    path = [*PLACE[host]][:depth] + (more if depth == 2 else [])
    cut = in_list(host, without_last)
    error = {"type": "SERVICE_UNAVAILABLE", "message": "x", "path": path}
    weeks.sample.faults.add(lists(), both(cut, with_errors(error)), times=FOR_EVER)
    assert listing(weeks) in {"could_not_look", "partial"}
    assert known(weeks) == STOCK


def test_a_page_that_is_empty_though_it_was_announced_takes_nothing_away(weeks: Weeks) -> None:
    weeks.sample.faults.add(lists(1), in_list(host_of(weeks), empty), times=FOR_EVER)
    assert listing(weeks) == "partial"
    assert "a page was empty though the one before it said that there is more" in why(weeks)
    assert known(weeks) == STOCK
    weeks.sample.faults.clear()
    assert listing(weeks) == "complete"


@pytest.mark.parametrize("host", [GITHUB, GITLAB])
def test_by_rest_too(tmp_path: Path, host: str) -> None:
    many = replace(world(host).host(host))
    more = tuple(make_repository(host, f"eigenaar/x{n:03}", empty=True) for n in range(120))
    with SampleForge(World(hosts=(replace(many, repositories=(*many.repositories, *more)),))) as sample:
        sample.faults.add(Match(kind="graphql"), NO_GRAPHQL, times=FOR_EVER)
        weeks = Weeks(sample, tmp_path / "data", (account_of(host, "eigenaar"),))
        weeks.night()
        assert len(known(weeks)) == 125
        path = "/(users|groups)/eigenaar/(repos|projects)\\?.*page=2(&|$)"
        sample.faults.add(Match(path=path), Status(status=200, body=b"[]"), times=FOR_EVER)
        assert listing(weeks) == "partial"
        assert len(known(weeks)) == 125


@pytest.mark.parametrize(
    "info",
    [
        {"hasNextPage": True, "endCursor": None},
        {"hasNextPage": True, "endCursor": ""},
        {"hasNextPage": True, "endCursor": 7},
        {"hasNextPage": "false", "endCursor": None},
        {"hasNextPage": None},
        None,
        [],
    ],
)
def test_a_page_that_does_not_say_how_it_goes_on_is_not_the_last_one(weeks: Weeks, info: object) -> None:
    wrong = in_list(host_of(weeks), lambda page: page.__setitem__("pageInfo", info))
    weeks.sample.faults.add(lists(1), wrong, times=FOR_EVER)
    assert listing(weeks) == "partial"
    assert known(weeks) == STOCK


def test_a_cursor_that_comes_back_ends_the_look(weeks: Weeks) -> None:
    info = {"hasNextPage": True, "endCursor": "again"}
    wrong = in_list(host_of(weeks), lambda page: page.__setitem__("pageInfo", info))
    first = weeks.sample.faults
    first.add(lists(), wrong)
    same = Changed(change=lambda _: json.dumps({"data": nested(host_of(weeks), info)}).encode())
    first.add(Match(body='"after": "again"'), same, times=FOR_EVER)
    assert listing(weeks) == "partial"
    assert "it names the same page again and again" in why(weeks)
    assert weeks.requests < 20
    assert known(weeks) == STOCK


def nested(host: str, info: dict[str, Any]) -> dict[str, Any]:
    holder, name = PLACE[host]
    return {holder: {name: {"nodes": [], "pageInfo": info}}}


def test_a_repository_that_stands_on_two_pages_with_two_names_is_one(weeks: Weeks) -> None:
    """It was renamed meanwhile: the first that was seen counts tonight, the next listing sees the other."""
    host, kept = host_of(weeks), list[Any]()

    def keep(page: dict[str, Any]) -> None:
        kept.append(json.loads(json.dumps(page["nodes"][0])))

    def again(page: dict[str, Any]) -> None:
        key = "nameWithOwner" if host == GITHUB else "fullPath"
        page["nodes"].append(kept[0] | {key: "eigenaar/anders", "name": "anders"})

    weeks.sample.faults.add(lists(), in_list(host, keep))
    weeks.sample.faults.add(lists(), in_list(host, again))
    assert listing(weeks) == "complete"
    assert known(weeks) == STOCK
    assert weeks.rows("SELECT count(*) FROM store.repository") == [(5,)]


ODD_BYTES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "NUL in texts": (
        lambda body: body.replace(b'"description":null', b'"description":"a\\u0000b"'),
        "complete",
    ),
    "half a character": (
        lambda body: body.replace(b'"description":null', b'"description":"\\ud800"'),
        "complete",
    ),
    "a mark in front": (lambda body: b"\xef\xbb\xbf" + body, "complete"),
    "the same key twice": (lambda body: body[:-1] + b',"data":null}', "could_not_look"),
    "white space around": (lambda body: b"\r\n  " + body + b"\n\n", "complete"),
    "more after it": (lambda body: body + b"{}", "could_not_look"),
    "the year one": (lambda body: years(body, b"0001-01-01T00:00:00Z"), "complete"),
    "the last day": (lambda body: years(body, b"9999-12-31T23:59:59-14:00"), "complete"),
    "no moment": (lambda body: years(body, b"yesterday"), "complete"),
}


def years(body: bytes, moment: bytes) -> bytes:
    for key in (b"pushedAt", b"createdAt", b"lastActivityAt", b"committedDate"):
        start = b'"' + key + b'":"'
        parts = body.split(start)
        body = start.join([parts[0], *(moment + part[part.index(b'"') :] for part in parts[1:])])
    return body


@pytest.mark.parametrize("name", ODD_BYTES)
def test_odd_texts_and_moments_cost_no_repository_and_no_later_night(weeks: Weeks, name: str) -> None:
    change, expected = ODD_BYTES[name]
    weeks.sample.faults.add(lists(), Changed(change=change), times=FOR_EVER)
    assert listing(weeks) == expected
    assert known(weeks) == STOCK
    weeks.night(timedelta(hours=1))
    weeks.sample.faults.clear()
    weeks.night(timedelta(hours=1))
    assert known(weeks) == STOCK


def test_a_file_that_a_forged_tree_names_twice_is_one_file(weeks: Weeks) -> None:
    def twice(page: dict[str, Any]) -> None:
        for node in page["nodes"]:
            names = (
                node["root"]["entries"]
                if host_of(weeks) == GITHUB
                else node["repository"]["tree"]["blobs"]["nodes"]
            )
            names += names

    weeks.sample.faults.add(lists(), in_list(host_of(weeks), twice), times=FOR_EVER)
    assert listing(weeks) == "complete"
    assert weeks.code is ExitCode.DONE
    assert weeks.rows("SELECT count(*) FROM store.file_version WHERE valid_to IS NULL") == [(5,)]


WIRE: dict[str, Wrong] = {
    "chunks that break off": raw(b'5\r\n{"dat\r\n', "Transfer-Encoding: chunked"),
    "a chunk longer than it is": raw(b"ff\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
    "a negative chunk": raw(b"-5\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
    "a gzip that breaks off": raw(gzip.compress(b'{"data": {}}' * 999)[:40], "Content-Encoding: gzip"),
    "a gzip with a wrong sum": raw(gzip.compress(b"{}")[:-8] + b"\0" * 8, "Content-Encoding: gzip"),
    "an unknown encoding": raw(b"\x0b\x02\x80{}\x03", "Content-Encoding: br"),
    "a negative length": raw(b"{}", "Content-Length: -1"),
    "two lengths": raw(b"{}", "Content-Length: 2", "Content-Length: 7"),
    "a status that is none": raw(b"{}", status="999 Other"),
    "partial content": raw(b'{"data": ', "Content-Length: 9", status="206 Partial Content"),
    "a header without end": raw(b"{}", "X-Long: " + "x" * 70_000),
    "a redirect with a name in it": raw(b"", "Location: http://me@elsewhere.invalid/", status="307 Moved"),
    "a redirect to itself": raw(b"", "Location: ?x=1", status="302 Found"),
    "a redirect to a program": raw(b"", "Location: javascript:alert(1)", status="302 Found"),
}


@pytest.mark.parametrize("name", WIRE)
def test_what_goes_wrong_on_the_wire_takes_nothing_away(weeks: Weeks, name: str) -> None:
    weeks.sample.faults.add(Match(skip=1), WIRE[name], times=FOR_EVER)
    assert listing(weeks) == "partial"
    assert known(weeks) == STOCK
    weeks.sample.faults.clear()
    weeks.night()
    assert listing(weeks) == "complete"
    assert known(weeks) == STOCK


@pytest.mark.parametrize("host", [GITHUB, GITLAB])
def test_silence_in_the_middle_of_a_body_ends(tmp_path: Path, host: str) -> None:
    with SampleForge(world(host)) as sample:
        weeks = first_night(sample, host, tmp_path / "data", timeout_seconds=0.2)
        sample.faults.add(lists(1), Stall(after=30), times=FOR_EVER)
        assert listing(weeks) == "partial"
        assert "it did not answer in time" in why(weeks)
        assert known(weeks) == STOCK


WAITS: dict[str, tuple[dict[str, str], list[float]]] = {
    "seconds": ({"Retry-After": "7"}, [7]),
    "a date": ({"Retry-After": "Mon, 09 Mar 2026 02:00:09 GMT"}, [9]),
    "a date that is over": ({"Retry-After": "Mon, 02 Mar 2026 02:00:09 GMT"}, [60]),
    "nonsense": ({"Retry-After": "soon"}, [60]),
}


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("name", WAITS)
def test_a_forge_that_names_a_moment_is_asked_again_then(weeks: Weeks, status: int, name: str) -> None:
    headers, expected = WAITS[name]
    weeks.clock.slept.clear()
    weeks.clock.now = weeks.clock.now.replace(day=1, hour=2)
    weeks.sample.faults.add(lists(1), Status(status=status, headers=headers))
    assert listing(weeks) == "complete"
    assert weeks.clock.slept == pytest.approx(expected)


def test_a_forge_in_maintenance_for_hours_is_not_waited_for_and_the_moment_is_told(weeks: Weeks) -> None:
    body = b"<html>Maintenance</html>"
    weeks.sample.faults.add(
        lists(1), Status(status=503, headers={"Retry-After": "7200"}, body=body), times=FOR_EVER
    )
    assert listing(weeks) == "partial"
    assert "it is overloaded or in maintenance" in why(weeks)
    assert weeks.rows(
        "SELECT retry_at IS NOT NULL FROM store.account_outcome ORDER BY run_id DESC LIMIT 1"
    ) == [(True,)]
    assert known(weeks) == STOCK


ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, -1, 0, 1.5, 10**30, "", "x", "\0", "\ud800", "a" * 9999, "../../x", "\u00b2", "<b>"),
    *(["x"], [None], [[]], {}, {"x": 1}, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00"),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def spoiled(chance: random.Random) -> Changed:
    """Some value in the answer, at whatever depth, becomes another one of whatever type."""

    def spoil(body: bytes) -> bytes:
        try:
            answer = json.loads(body)
        except ValueError:  # the bytes of a file
            return body
        if not [*places(answer)]:  # an empty list
            return body
        for _ in range(chance.choice((1, 1, 3))):
            *way, last = chance.choice([*places(answer)])
            inner = answer
            for key in way:
                inner = inner[key]
            inner[last] = chance.choice(ODD_VALUES)
        return json.dumps(answer).encode()

    return Changed(change=spoil)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("host", [GITHUB, GITLAB])
def test_whatever_value_stands_wherever_nothing_breaks_and_nothing_is_lost(
    tmp_path: Path, host: str, seed: int
) -> None:
    chance = random.Random(seed)
    with SampleForge(world(host), limits={GITHUB: Limits(anonymous_requests=10**6)}) as sample:
        token = chance.choice([PLAIN_TOKEN, None])
        weeks = Weeks(sample, tmp_path / "data", (account_of(host, "eigenaar"),), {"tries": 2}, token=token)
        if chance.random() < 0.3:
            sample.faults.add(Match(kind="graphql"), NO_GRAPHQL, times=FOR_EVER)
        weeks.night()
        sample.faults.add(Match(skip=chance.randrange(3)), spoiled(chance), times=chance.choice((1, 2, 9)))
        listing(weeks)
        weeks.night(timedelta(hours=1))
        sample.faults.clear()
        weeks.night(timedelta(hours=1))
        listing(weeks)
        assert listing(weeks) == "complete"
        assert known(weeks) == STOCK


@pytest.mark.parametrize("deleted", [("x000",), ("x000", "x096"), ("x095", "x096"), ("x098",)])
def test_a_repository_deleted_between_two_pages_of_rest_hides_no_other(
    tmp_path: Path, deleted: tuple[str, ...]
) -> None:
    """Pages have numbers: what is deleted from one pulls the others forward, past the one who reads."""
    host = world(GITHUB).host(GITHUB)
    more = tuple(
        make_repository(
            GITHUB, f"eigenaar/x{n:03}", empty=True, created_at=FIRST + timedelta(days=n), native_id=5000 + n
        )
        for n in range(230)
    )
    full = replace(host, repositories=more)
    left = replace(host, repositories=tuple(each for each in more if each.name not in deleted))
    with SampleForge(World(hosts=(full,)), limits={GITHUB: Limits(anonymous_requests=10**6)}) as sample:
        weeks = Weeks(sample, tmp_path / "data", (account_of(GITHUB, "eigenaar"),), token=None)
        weeks.night()
        assert len(known(weeks)) == 230

        def deletes(body: bytes) -> bytes:
            sample.show(World(hosts=(left,)))
            return body

        sample.faults.add(Match(path="/repos/eigenaar/x099/git/trees"), Changed(change=deletes))
        assert listing(weeks) == "complete"
        assert sample.faults.left == 0
        assert listing(weeks) == "complete"
        assert ever_gone(weeks) == {f"eigenaar/{name}" for name in deleted}
        assert known(weeks) == {each.path for each in left.repositories}


@pytest.mark.parametrize(
    ("number", "deleted"),
    [
        (50, ("x000",)),
        (50, ("x000", "x007")),
        (50, ("x019",)),
        (50, ("x015", "x016", "x017", "x018", "x019")),
        (41, ("x003",)),  # the last page, which was promised, is empty now
        (40, ("x003",)),
        (90, ("x000",)),
    ],
)
def test_a_project_deleted_between_two_pages_of_a_group_hides_no_other(
    tmp_path: Path, number: int, deleted: tuple[str, ...]
) -> None:
    """GitLab goes on after an id for hosts and users only: the pages of a group have numbers."""
    host = world(GITLAB).host(GITLAB)
    more = tuple(
        make_repository(GITLAB, f"eigenaar/x{n:03}", empty=True, native_id=5000 + n) for n in range(number)
    )
    full = replace(host, repositories=more)
    left = replace(host, repositories=tuple(each for each in more if each.name not in deleted))
    with SampleForge(World(hosts=(full,))) as sample:
        sample.faults.add(Match(kind="graphql"), NO_GRAPHQL, times=FOR_EVER)
        weeks = Weeks(sample, tmp_path / "data", (account_of(GITLAB, "eigenaar"),), token=None)
        weeks.night()
        assert len(known(weeks)) == number

        def deletes(body: bytes) -> bytes:
            sample.show(World(hosts=(left,)))
            return body

        sample.faults.add(Match(path=r"/groups/.*/projects\?(.*&)?page=1(&|$)"), Changed(change=deletes))
        assert listing(weeks) == "complete"
        assert sample.faults.left == 1  # it was deleted; what is left refuses GraphQL
        assert listing(weeks) == "complete"
        assert ever_gone(weeks) == {f"eigenaar/{name}" for name in deleted}
        assert known(weeks) == {each.path for each in left.repositories}


@pytest.mark.parametrize("host", [GITHUB, GITLAB])
def test_a_listing_that_ends_with_a_full_page_of_rest_is_complete(tmp_path: Path, host: str) -> None:
    shown = replace(
        world(host).host(host),
        repositories=tuple(make_repository(host, f"eigenaar/x{n:03}", empty=True) for n in range(100)),
    )
    with SampleForge(World(hosts=(shown,)), limits={GITHUB: Limits(anonymous_requests=10**6)}) as sample:
        sample.faults.add(Match(kind="graphql"), NO_GRAPHQL, times=FOR_EVER)
        weeks = Weeks(sample, tmp_path / "data", (account_of(host, "eigenaar"),), token=None)
        assert set(weeks.night().values()) == {"complete"}
        assert len(known(weeks)) == 100
