from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import requests

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

if TYPE_CHECKING:
    from tests.forge.server import SampleForge

GITHUB = Match(host="github.com")


def get(forge: SampleForge, timeout: float = 5, host: str = "github.com") -> requests.Response:
    path = "/orgs/gemeente-voorbeeld" if host == "github.com" else "/api/v4/groups/provincie"
    return requests.get(forge.api_url(host) + path, timeout=timeout)


def test_another_status_with_headers_and_body(sample_forge: SampleForge) -> None:
    sample_forge.faults.add(GITHUB, Status(status=503, headers={"Retry-After": "7"}, body=b"<html>"))
    answer = get(sample_forge)
    assert (answer.status_code, answer.headers["Retry-After"], answer.content) == (503, "7", b"<html>")
    assert get(sample_forge).status_code == 200
    assert sample_forge.faults.left == 0


def test_any_bytes_at_all(sample_forge: SampleForge) -> None:
    sample_forge.faults.add(GITHUB, RawAnswer(data=b"HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nhi"))
    answer = get(sample_forge)
    assert (answer.status_code, answer.text) == (299, "hi")


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (RawAnswer(data=b"this is no HTTP at all\r\n\r\n"), requests.ConnectionError),
        (RawAnswer(data=b""), requests.ConnectionError),
        (Truncate(after=20), requests.exceptions.ChunkedEncodingError),
        (Reset(), requests.ConnectionError),
    ],
)
def test_broken_answers_break_the_client(
    sample_forge: SampleForge, wrong: Wrong, error: type[Exception]
) -> None:
    sample_forge.faults.add(GITHUB, wrong)
    with pytest.raises(error):
        get(sample_forge)
    assert (sample_forge.log[-1].status, sample_forge.log[-1].fault) == (None, type(wrong).__name__)
    assert get(sample_forge).status_code == 200


def test_a_hanging_answer_ends_when_the_forge_does(sample_forge: SampleForge) -> None:
    sample_forge.faults.add(GITHUB, Hang())
    with pytest.raises(requests.exceptions.ReadTimeout):
        get(sample_forge, timeout=0.05)
    sample_forge.stop()
    assert sample_forge.log[-1].fault == "Hang"


def test_a_dripping_answer_outlives_a_short_timeout(sample_forge: SampleForge) -> None:
    sample_forge.faults.add(GITHUB, Drip(piece=400, pause_seconds=0.03))
    assert get(sample_forge, timeout=0.1).status_code == 200


def test_the_true_answer_can_be_changed(sample_forge: SampleForge) -> None:
    sample_forge.faults.add(GITHUB, Changed(change=lambda body: body.replace(b"gemeente", b"gemeinde")))
    assert get(sample_forge).json()["login"] == "gemeinde-voorbeeld"


def test_faults_hit_what_they_match_and_nothing_else(sample_forge: SampleForge) -> None:
    sample_forge.faults.add(
        Match(host="gitlab.com", method="GET", path="/groups/", kind="rest"), Status(status=500)
    )
    assert get(sample_forge).status_code == 200
    assert get(sample_forge, host="gitlab.com").status_code == 500


def test_a_fault_can_wait_and_repeat(sample_forge: SampleForge) -> None:
    sample_forge.faults.add(Match(skip=1), Status(status=500), times=2)
    assert [get(sample_forge).status_code for _ in range(4)] == [200, 500, 500, 200]


def test_a_fault_for_ever_lasts_until_it_is_cleared(sample_forge: SampleForge) -> None:
    sample_forge.faults.add(Match(), Status(status=500), times=FOR_EVER)
    assert [get(sample_forge).status_code for _ in range(3)] == [500, 500, 500]
    sample_forge.faults.clear()
    assert get(sample_forge).status_code == 200


def test_bodies_are_matched_too(sample_forge: SampleForge) -> None:
    sample_forge.faults.add(Match(body="viewer"), Status(status=502))
    url = sample_forge.api_url("gitlab.com") + "/api/graphql"
    assert requests.post(url, json={"query": "{ metadata { version } }"}, timeout=5).status_code == 200
    assert requests.post(url, json={"query": "{ viewer }"}, timeout=5).status_code == 502


def test_each_fault_is_taken_once_by_many_clients_at_once(sample_forge: SampleForge) -> None:
    sample_forge.faults.add(GITHUB, Status(status=500), times=3)
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(get(sample_forge).status_code)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200] * 5 + [500] * 3
