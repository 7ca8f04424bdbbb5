from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests

from tests.forge.__main__ import main
from tests.forge.limits import PLAIN_TOKEN, Token
from tests.forge.server import SampleForge

if TYPE_CHECKING:
    from pathlib import Path

    from tests.forge.world import World

ORGANISATION = "/orgs/gemeente-voorbeeld"


def test_every_host_has_an_address_of_its_own(sample_forge: SampleForge) -> None:
    urls = sample_forge.api_urls()
    assert set(urls) == {"github.com", "gitlab.com"}
    assert urls["github.com"].endswith("/api/v3")
    assert len({urlsplit(url).port for url in urls.values()}) == 2


def test_many_requests_go_over_one_connection(sample_forge: SampleForge) -> None:
    url = urlsplit(sample_forge.api_url("github.com"))
    connection = http.client.HTTPConnection(url.netloc, timeout=5)
    for _ in range(3):
        connection.request("GET", url.path + ORGANISATION)
        used = connection.sock
        assert connection.getresponse().read()
        assert connection.sock is used
    connection.request("HEAD", url.path + ORGANISATION)
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b"")
    connection.close()


def test_a_chunked_body_is_understood(sample_forge: SampleForge) -> None:
    url = sample_forge.api_url("gitlab.com") + "/api/graphql"
    body = iter([b'{"query": "{ proj', b'ects(first: 1) { count } }"}'])
    assert requests.post(url, data=body, timeout=5).json() == {"data": {"projects": {"count": 2}}}


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    ],
)
def test_what_is_no_request_is_answered_with_400(sample_forge: SampleForge, sent: bytes) -> None:
    url = urlsplit(sample_forge.api_url("github.com"))
    with socket.create_connection((url.hostname or "", url.port or 0), timeout=5) as connection:
        connection.sendall(sent)
        assert connection.recv(100).startswith(b"HTTP/1.1 400 ")


def test_requests_are_logged(sample_forge: SampleForge) -> None:
    headers = {"Authorization": f"token {PLAIN_TOKEN}", "User-Agent": "herbruik-test"}
    answer = requests.get(sample_forge.api_url("github.com") + ORGANISATION, headers=headers, timeout=5)
    requests.get(sample_forge.api_url("gitlab.com") + "/api/v4/groups/weg?x=1", timeout=5)
    one, two = sample_forge.log
    assert (one.host, one.method, one.kind, one.status) == ("github.com", "GET", "rest", 200)
    assert (one.authorized, one.token, one.user_agent) == (True, PLAIN_TOKEN, "herbruik-test")
    assert one.sent_bytes > len(answer.content)
    assert (two.host, two.path, two.status, two.authorized) == (
        "gitlab.com",
        "/api/v4/groups/weg?x=1",
        404,
        False,
    )
    assert (
        sample_forge.count(),
        sample_forge.count(host="github.com"),
        sample_forge.count(kind="graphql"),
    ) == (2, 1, 0)
    sample_forge.forget()
    assert sample_forge.log == ()


def test_a_host_can_go_down_and_come_back_at_the_same_address(sample_forge: SampleForge) -> None:
    url = sample_forge.api_url("github.com")
    with requests.Session() as session:
        assert session.get(url + ORGANISATION, timeout=5).status_code == 200
        sample_forge.down("github.com")
        with pytest.raises(requests.ConnectionError):
            session.get(url + ORGANISATION, timeout=5)
        assert (
            requests.get(sample_forge.api_url("gitlab.com") + "/api/v4/projects", timeout=5).status_code
            == 200
        )
        sample_forge.up("github.com")
        assert sample_forge.api_url("github.com") == url
        assert session.get(url + ORGANISATION, timeout=5).status_code == 200


def test_the_world_can_change_while_it_is_served(sample_forge: SampleForge) -> None:
    url = sample_forge.api_url("github.com") + "/repos/gemeente-voorbeeld/leeg"
    assert requests.get(url, timeout=5).status_code == 200
    sample_forge.show(sample_forge.world.changed("github.com", "gemeente-voorbeeld/leeg", deleted=True))
    assert requests.get(url, timeout=5).status_code == 404
    with pytest.raises(KeyError):
        sample_forge.world.changed("github.com", "gemeente-voorbeeld/niets", deleted=True)
    with pytest.raises(KeyError):
        sample_forge.world.host("git.example.org")


def test_a_token_is_known_at_its_own_host_only(small_world: World) -> None:
    token = Token(value="sample-token-for-gitlab", host="gitlab.com")
    headers = {"Authorization": f"Bearer {token.value}"}
    with SampleForge(small_world, tokens=(token,)) as forge:
        assert (
            requests.get(forge.api_url("github.com") + ORGANISATION, headers=headers, timeout=5).status_code
            == 401
        )
        url = forge.api_url("gitlab.com") + "/api/v4/version"
        assert requests.get(url, headers=headers, timeout=5).status_code == 200


def test_a_token_may_come_as_a_basic_password(sample_forge: SampleForge) -> None:
    url = sample_forge.api_url("github.com") + ORGANISATION
    assert requests.get(url, auth=("anyone", PLAIN_TOKEN), timeout=5).status_code == 200
    assert requests.get(url, headers={"Authorization": "Basic ?"}, timeout=5).status_code == 401


def test_the_command_prints_the_addresses_and_serves_until_it_is_ended() -> None:
    command = [sys.executable, "-m", "tests.forge", "serve", "--generated", "3"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        told = json.loads(served.stdout.readline())
        url = told["api_urls"]["github.com"] + "/orgs/sample-owner-00000/repos"
        assert len(requests.get(url, timeout=5).json()) == 3
        served.send_signal(signal.SIGTERM)
        assert served.wait(timeout=5) == 0


@pytest.mark.parametrize("option", ["--world", "--corpus"])
def test_the_command_refuses_a_folder_that_holds_no_world(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    assert main(["serve", option, str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
