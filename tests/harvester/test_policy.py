"""The request policy: what is tried again, how long is waited, and what is counted."""

import ssl
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
import requests

from harvester.forges.answers import Answer
from harvester.forges.errors import RateLimited, Refused, TimeIsUp, Unavailable
from harvester.forges.failures import DeniedError, LimitedError, MissingError, ShrinkError
from harvester.forges.policy import RequestPolicy
from harvester.forges.transport import ForeignRedirectError, TooLargeError
from harvester.observations import RequestCount
from harvester.settings import HarvesterSettings
from tests.builders import phrase
from tests.harvester.looking import Clock

GOOD = Answer(status=200, headers={}, body=b'{"a": 1}')


def answer(status: int, body: bytes = b"{}", /, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, headers=named, body=body)


class Wire:
    """Gives these answers, or raises these failures, one after the other; the last one for ever."""

    def __init__(self, *things: Answer | Exception) -> None:
        self.things = list(things)

    def send(self) -> Answer:
        thing = self.things.pop(0) if len(self.things) > 1 else self.things[0]
        if isinstance(thing, Exception):
            raise thing
        return thing


def policy(clock: Clock, **options: Any) -> RequestPolicy:
    return RequestPolicy("github.com", HarvesterSettings(**options), clock, clock.sleep, lambda: 1.0)


def ask(asked: RequestPolicy, wire: Wire, *, shrinkable: bool = False) -> Mapping[str, object]:
    return asked.ask("graphql", wire.send, lambda a: a.fields().values, shrinkable=shrinkable)


def reset_in(clock: Clock, seconds: int) -> str:
    return str(int(clock.seconds()) + seconds)


@pytest.mark.parametrize(
    "failure",
    [
        requests.exceptions.ConnectionError(),
        requests.exceptions.ConnectTimeout(),
        requests.exceptions.ReadTimeout(),
        requests.exceptions.ProxyError(),
        requests.exceptions.SSLError(),
        requests.exceptions.ChunkedEncodingError(),
        requests.exceptions.ContentDecodingError(),
        answer(500),
        answer(502),
        answer(503, b"<html>"),
        answer(504),
        answer(408),
        answer(200, b"<html>maintenance</html>"),
        answer(200, b'{"a": '),
        answer(200, b""),
        answer(200, b"null"),
        answer(200, b"[" * 100_000),
    ],
)
def test_what_can_heal_is_tried_again_after_a_growing_pause(failure: Answer | Exception) -> None:
    clock = Clock()
    asked = policy(clock)
    assert ask(asked, Wire(failure, failure, GOOD)) == {"a": 1}
    assert clock.slept == [2, 4]
    assert asked.counts() == (RequestCount(forge="github.com", kind="graphql", sent=3, retried=2),)


def test_a_pause_is_shorter_by_chance_so_that_workers_do_not_return_together() -> None:
    clock = Clock()
    asked = RequestPolicy("github.com", HarvesterSettings(), clock, clock.sleep, lambda: 0.0)
    ask(asked, Wire(answer(500), GOOD))
    assert clock.slept == [1]


def test_after_every_try_the_forge_is_unavailable_and_the_next_request_is_tried_once() -> None:
    clock = Clock()
    asked = policy(clock)
    dead = Wire(requests.exceptions.ConnectionError())
    for sent in (5, 6, 7):
        with pytest.raises(Unavailable, match=r"^github\.com could not be read: no connection\.$"):
            ask(asked, dead)
        assert asked.counts()[0].sent == sent
    ask(asked, Wire(GOOD))
    with pytest.raises(Unavailable):
        ask(asked, dead)
    assert asked.counts()[0].sent == 8 + 5


@pytest.mark.parametrize(
    ("failure", "kind", "sentence"),
    [
        (answer(401), Refused, "it answered 401 Unauthorized; without a valid token it shows nothing"),
        (answer(403, b'{"message": "no"}'), DeniedError, "it answered 403 Forbidden"),
        (answer(404), MissingError, "it answered 404 Not Found"),
        (answer(409), MissingError, "409 Conflict"),
        (answer(410), MissingError, "410 Gone"),
        (answer(451), MissingError, "451 Unavailable For Legal Reasons"),
        (answer(422), Unavailable, "422 Unprocessable"),
        (answer(407), Unavailable, "the proxy on the way asks for a password"),
        (answer(499), Unavailable, "it answered 499"),
        (
            requests.exceptions.SSLError(ssl.SSLCertVerificationError()),
            Unavailable,
            "its certificate is not trusted",
        ),
        (
            ForeignRedirectError(phrase("it redirects to another address")),
            Unavailable,
            "redirects to another address",
        ),
        (TooLargeError(phrase("its answer is larger than allowed")), Unavailable, "larger than allowed"),
    ],
)
def test_what_cannot_heal_is_asked_once(
    failure: Answer | Exception, kind: type[Exception], sentence: str
) -> None:
    clock = Clock()
    asked = policy(clock)
    with pytest.raises(kind, match=sentence):
        ask(asked, Wire(failure))
    assert (clock.slept, asked.counts()[0].sent) == ([], 1)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"message": "Not Found"}', True),
        (b'{"error": "404 Not Found"}', True),
        (b"{}", False),
        (b"[1]", False),
        (b"", False),
        (b"<html>Not Found</html>", False),
    ],
)
def test_only_a_forge_itself_can_say_that_something_is_not_there(body: bytes, told: bool) -> None:
    with pytest.raises(MissingError) as caught:
        ask(policy(Clock()), Wire(answer(404, body)))
    assert caught.value.told is told


@pytest.mark.parametrize(
    "failure",
    [
        answer(502),
        answer(504),
        requests.exceptions.ReadTimeout(),
        TooLargeError(phrase("too large")),
        ShrinkError(phrase("x")),
    ],
)
def test_too_much_at_once_is_for_the_caller_to_shrink(failure: Answer | Exception) -> None:
    clock = Clock()
    with pytest.raises(ShrinkError):
        ask(policy(clock), Wire(failure), shrinkable=True)
    assert clock.slept == []


@pytest.mark.parametrize(
    ("limit", "waited"),
    [
        (answer(429, retry_after="30"), 30),
        (answer(403, retry_after="5"), 5),
        (answer(429, retry_after="Sun, 01 Mar 2026 02:00:20 GMT"), 20),
        (answer(429, retry_after="soon"), 60),
        (answer(429), 60),
        (answer(403, b'{"message": "You have exceeded a secondary rate limit"}'), 60),
        (answer(429, b"Retry later\n"), 60),
    ],
)
def test_a_limit_is_waited_out_as_the_forge_says(limit: Answer, waited: float) -> None:
    clock = Clock()
    assert ask(policy(clock), Wire(limit, GOOD)) == {"a": 1}
    assert clock.slept == [waited]


@pytest.mark.parametrize("status", [403, 429])
@pytest.mark.parametrize("prefix", ["x_ratelimit", "ratelimit"])
def test_a_limit_without_retry_after_is_waited_out_until_its_reset(status: int, prefix: str) -> None:
    clock = Clock()
    headers = {f"{prefix}_remaining": "0", f"{prefix}_reset": reset_in(clock, 50)}
    assert ask(policy(clock), Wire(answer(status, b"{}", **headers), GOOD)) == {"a": 1}
    assert clock.slept == [51]


def test_the_window_of_a_secondary_limit_is_not_waited_out() -> None:
    clock = Clock()
    said = b'{"message": "You have exceeded a secondary rate limit"}'
    limit = answer(403, said, x_ratelimit_remaining="4000", x_ratelimit_reset=reset_in(clock, 3000))
    ask(policy(clock), Wire(limit, GOOD))
    assert clock.slept == [60]


@pytest.mark.parametrize("stated", ["86400", "99999999999999999999", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_a_limit_beyond_what_we_wait_ends_the_look_and_says_until_when(stated: str) -> None:
    clock = Clock()
    asked = policy(clock)
    with pytest.raises(RateLimited) as caught:
        ask(asked, Wire(answer(429, retry_after=stated)))
    assert caught.value.until >= clock() + timedelta(days=1)
    with pytest.raises(RateLimited):
        ask(asked, Wire(GOOD))
    assert (clock.slept, asked.counts()[0].sent) == ([], 1)


def test_a_limit_that_never_ends_is_not_waited_out_for_ever() -> None:
    clock = Clock()
    with pytest.raises(RateLimited):
        ask(policy(clock), Wire(answer(429, retry_after="0")))
    assert sum(clock.slept) <= 900


def test_a_limit_told_in_the_body_alone_is_a_limit() -> None:
    clock = Clock()
    limited = answer(200, x_ratelimit_remaining="0", x_ratelimit_reset=reset_in(clock, 40))
    wire = Wire(limited, GOOD)

    def understand(answer: Answer) -> str:
        if answer is limited:
            raise LimitedError(phrase("used up"))
        return "good"

    assert policy(clock, request_reserve=0.0).ask("graphql", wire.send, understand) == "good"
    assert clock.slept == [41]


def test_the_reserve_of_a_limit_is_left_to_others() -> None:
    clock = Clock()
    asked = policy(clock, request_reserve=0.1)
    low = {
        "x_ratelimit_limit": "5000",
        "x_ratelimit_remaining": "500",
        "x_ratelimit_reset": reset_in(clock, 3000),
    }
    ask(asked, Wire(answer(200, b"{}", **low)))
    with pytest.raises(RateLimited) as caught:
        ask(asked, Wire(GOOD))
    assert caught.value.until == clock() + timedelta(seconds=3000)
    assert asked.counts() == (RequestCount(forge="github.com", kind="graphql", sent=1, left=500),)


def test_each_kind_of_request_has_a_limit_of_its_own() -> None:
    clock = Clock()
    asked = policy(clock)
    with pytest.raises(RateLimited):
        ask(asked, Wire(answer(429, retry_after="86400")))
    assert asked.ask("rest", Wire(GOOD).send, lambda a: a.status) == 200
    assert [count.kind for count in asked.counts()] == ["graphql", "rest"]


@pytest.mark.parametrize("nonsense", ["abc", "-1", "1e9", "", "99999999999999"])
def test_figures_that_are_none_are_ignored(nonsense: str) -> None:
    clock = Clock()
    asked = policy(clock)
    headers = {
        "x_ratelimit_limit": nonsense,
        "x_ratelimit_remaining": nonsense,
        "x_ratelimit_reset": nonsense,
    }
    ask(asked, Wire(answer(200, b"{}", **headers)))
    assert asked.counts()[0].left is None


def test_a_wait_that_would_go_past_the_end_of_the_run_is_not_begun_and_says_when_to_go_on() -> None:
    clock = Clock()

    def never(_seconds: float) -> None:
        raise TimeIsUp

    asked = RequestPolicy("github.com", HarvesterSettings(), clock, never, lambda: 1.0)
    wire = Wire(answer(429, retry_after="600"), GOOD)
    for _ in range(2):  # and neither is any later one: nothing is sent before the forge is open again
        with pytest.raises(RateLimited) as limit:
            ask(asked, wire)
        assert limit.value.until == clock() + timedelta(seconds=600)
    assert asked.counts()[0].sent == 1
    clock.now += timedelta(seconds=601)
    assert ask(asked, wire) == {"a": 1}


def test_a_pause_before_another_try_is_not_begun_past_the_end_of_the_run() -> None:
    def never(_seconds: float) -> None:
        raise TimeIsUp

    asked = RequestPolicy("github.com", HarvesterSettings(), Clock(), never, lambda: 1.0)
    with pytest.raises(TimeIsUp):
        ask(asked, Wire(answer(503)))
