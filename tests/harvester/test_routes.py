"""Ways to a forge through real TLS and real proxies on loopback: what is trusted, what is said when not."""

from __future__ import annotations

import logging
import socket
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from harvester.credentials import Token
from harvester.forges import open_forge
from harvester.network import NetworkSettings
from harvester.outcomes import Complete, CouldNotLook
from harvester.settings import ForgeSettings, HarvesterSettings
from tests.forge.authority import Authority
from tests.forge.limits import PLAIN_TOKEN
from tests.forge.relay import Proxy, Relay, secured
from tests.forge.server import SampleForge
from tests.forge.world import World
from tests.harvester.looking import Clock, Looked, account_of, forge_of, look, world_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GITHUB, GITLAB, INTERNAL = "github.com", "gitlab.com", "gitlab.intern.example"
HOSTS = pytest.mark.parametrize("host", [GITHUB, GITLAB])
API = {GITHUB: "api.github.com", GITLAB: GITLAB}
PASSWORD = "zeer-geheim-wachtwoord"
SEEN = Complete(repositories=1, files=0)
ENVIRONMENT = ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "ALL_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def looked(
    host: str,
    *,
    network: NetworkSettings | None = None,
    own: NetworkSettings | None = None,
    api_url: str | None = None,
    passwords: dict[str, Token] | None = None,
    **options: Any,
) -> Looked:
    settings = HarvesterSettings(
        network=network or NetworkSettings(),
        forges={host: ForgeSettings(api_url=api_url, network=own or NetworkSettings())},
        **options,
    )
    clock = Clock()
    client = open_forge(
        forge_of(host),
        settings,
        {host: Token(PLAIN_TOKEN)},
        clock,
        clock.sleep,
        proxy_passwords=passwords or {},
    )
    assert client is not None
    return look(client, account_of(host, "eigenaar"))


def reason(found: Looked) -> str:
    assert isinstance(found.outcome, CouldNotLook)
    assert found.outcome.reason.nl
    return found.outcome.reason.en


def port_of(sample: SampleForge, host: str) -> int:
    return int(sample.api_url(host).removeprefix("http://127.0.0.1:").partition("/")[0])


@contextmanager
def proxied(host: str, **given: Any) -> Iterator[tuple[Proxy, NetworkSettings, SampleForge]]:
    """A host that can be reached by a proxy only, under its true name; and the settings for that proxy."""
    with SampleForge(world_of(host, "eigenaar/a")) as sample:
        proxy = Proxy(places={f"{API[host]}:443": port_of(sample, host)}, **given)
        with Relay(proxy.converse) as relay:
            yield proxy, NetworkSettings(proxy_url=f"http://127.0.0.1:{relay.port}"), sample


def with_authority(network: NetworkSettings, authority: Authority, **more: Any) -> NetworkSettings:
    return NetworkSettings(proxy_url=network.proxy_url, ca_file=authority.file, **more)


@HOSTS
def test_a_forge_is_reached_by_a_proxy_that_looks_inside_when_its_authority_is_named(
    host: str, tmp_path: Path
) -> None:
    authority = Authority(tmp_path, "proxy")
    with proxied(host, inspect=authority.server) as (proxy, network, sample):
        assert "certificate is not trusted: name the authority" in reason(looked(host, network=network))
        assert sample.count() == 0
        assert looked(host, network=with_authority(network, authority)).outcome == SEEN
        assert set(proxy.asked) == {f"CONNECT {API[host]}:443"}
        assert {entry.token for entry in sample.log} == {PLAIN_TOKEN}


@pytest.mark.parametrize("bundle", ["none", "proxy", "internal", "absent"])
@pytest.mark.parametrize("outside", [GITHUB, GITLAB])
def test_an_own_authority_and_an_inspecting_proxy_work_in_one_process(
    outside: str, bundle: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``REQUESTS_CA_BUNDLE`` overrides a session's own setting in requests; here it must not."""
    proxys, internals = Authority(tmp_path, "proxy"), Authority(tmp_path, "internal")
    files = {"proxy": proxys.file, "internal": internals.file, "absent": tmp_path / "nowhere.pem"}
    if bundle != "none":
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(files[bundle]))
    inner = World(hosts=(*world_of(INTERNAL, "eigenaar/a").hosts,))
    with (
        proxied(outside, inspect=proxys.server) as (proxy, network, _),
        SampleForge(inner) as sample,
        secured(internals.server("127.0.0.1"), port_of(sample, INTERNAL)) as internal,
    ):
        general = with_authority(network, proxys, no_proxy=("127.0.0.0/8",))
        own = NetworkSettings(ca_file=internals.file)
        for _ in range(2):
            assert looked(outside, network=general).outcome == SEEN
            address = f"https://127.0.0.1:{internal.port}"
            assert looked(INTERNAL, network=general, own=own, api_url=address).outcome == SEEN
            assert "not trusted" in reason(looked(INTERNAL, network=general, api_url=address))
        assert set(proxy.asked) == {f"CONNECT {API[outside]}:443"}


@HOSTS
def test_without_settings_the_environment_counts(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path, "proxy")
    with proxied(host, inspect=authority.server) as (proxy, network, _):
        monkeypatch.setenv("https_proxy", str(network.proxy_url))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
        assert looked(host).outcome == SEEN
        asked = len(proxy.asked)
        closed = looked(host, network=NetworkSettings(proxy_url=""), api_url="https://127.0.0.1:9", tries=1)
        assert "no connection" in reason(closed)  # an empty proxy_url means: directly
        assert len(proxy.asked) == asked
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "nowhere.pem"))
        assert "the file of trusted authorities cannot be read" in reason(looked(host))


@HOSTS
def test_a_proxy_that_is_itself_reached_by_tls_may_have_the_general_authority(
    host: str, tmp_path: Path
) -> None:
    general, own = Authority(tmp_path, "general"), Authority(tmp_path, "own")
    with (
        SampleForge(world_of(host, "eigenaar/a")) as sample,
        secured(own.server(API[host]), port_of(sample, host)) as forge,
    ):
        proxy = Proxy(places={f"{API[host]}:443": forge.port})
        context = general.server("127.0.0.1")

        def converse(connection: socket.socket) -> None:
            with context.wrap_socket(connection, server_side=True) as inside:
                proxy.converse(inside)

        with Relay(converse) as relay:
            network = NetworkSettings(proxy_url=f"https://127.0.0.1:{relay.port}", ca_file=general.file)
            inside = NetworkSettings(ca_file=own.file)
            assert looked(host, network=network, own=inside).outcome == SEEN
            untrusted = NetworkSettings(proxy_url=network.proxy_url)
            assert "the proxy's certificate is not trusted" in reason(looked(host, network=untrusted))


@HOSTS
def test_the_password_of_a_proxy_reaches_the_proxy_and_nobody_else(
    host: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    authority = Authority(tmp_path, "proxy")
    with proxied(host, inspect=authority.server, password=f"jan:{PASSWORD}") as (_, network, sample):
        named = with_authority(network, authority, proxy_user="jan")
        right, wrong = {"": Token(PASSWORD)}, {"": Token("fout-" + PASSWORD)}
        assert looked(host, network=named, passwords=right).outcome == SEEN
        found = looked(host, network=named, passwords=wrong)
        assert "the proxy on the way asks for a password (407)" in reason(found)
        assert isinstance(found.outcome, CouldNotLook)
        assert "vraagt om een wachtwoord (407)" in found.outcome.reason.nl
        assert looked(host, network=named).outcome == found.outcome  # no password at all
        said = repr(found) + repr(named) + caplog.text + repr([vars(entry) for entry in caplog.records])
        assert PASSWORD not in said
        assert all(PASSWORD.encode() not in entry.body for entry in sample.log)


@HOSTS
def test_the_password_of_a_host_of_its_own_is_not_that_of_all(host: str, tmp_path: Path) -> None:
    authority = Authority(tmp_path, "proxy")
    with proxied(host, inspect=authority.server, password=f"jan:{PASSWORD}") as (_, network, _sample):
        own = with_authority(network, authority, proxy_user="jan")
        general = NetworkSettings(proxy_url="http://127.0.0.1:9", proxy_user="piet")
        passwords = {"": Token("van-piet"), host: Token(PASSWORD)}
        assert looked(host, network=general, own=own, passwords=passwords).outcome == SEEN


@HOSTS
@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (403, "the proxy does not let us through to it (403 Forbidden)"),
        (407, "the proxy on the way asks for a password (407)"),
        (503, "the proxy answered 503"),
    ],
)
def test_a_proxy_that_refuses_is_told_apart_from_the_forge(host: str, refusal: int, sentence: str) -> None:
    with proxied(host, refusal=refusal) as (_, network, _sample):
        assert sentence in reason(looked(host, network=network))


@HOSTS
@pytest.mark.parametrize("status", ["200 OK", "403 Forbidden", "401 Unauthorized", "503 Unavailable"])
def test_a_block_page_is_told_and_not_taken_for_the_forge(host: str, status: str, tmp_path: Path) -> None:
    authority = Authority(tmp_path, "proxy")
    body = b"<!DOCTYPE html><title>Blocked</title> abuse of policy, too many requests"
    page = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    with proxied(host, inspect=authority.server, page=page) as (_, network, sample):
        found = looked(host, network=with_authority(network, authority))
        assert isinstance(found.outcome, CouldNotLook)
        assert sample.count() == 0
        if not status.startswith("503"):
            assert "a web page" in found.outcome.reason.en
            assert "een webpagina" in found.outcome.reason.nl


@HOSTS
def test_a_proxy_that_is_not_there_is_told_apart_from_a_forge_that_is_not(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    found = looked(host, network=NetworkSettings(proxy_url=f"http://127.0.0.1:{port}"))
    assert "the proxy cannot be reached" in reason(found)
    assert "no connection" in reason(looked(host, api_url=f"https://127.0.0.1:{port}"))


@HOSTS
def test_a_name_that_leads_nowhere_is_told(host: str) -> None:
    assert "its name cannot be found" in reason(looked(host, api_url="https://forge.invalid", tries=1))


@HOSTS
def test_what_is_wrong_with_a_certificate_is_told(host: str, tmp_path: Path) -> None:
    authority = Authority(tmp_path, "own")
    own = NetworkSettings(ca_file=authority.file)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    wrong = {
        "its certificate has expired": authority.server("127.0.0.1", until=yesterday),
        "its certificate is for another host": authority.server("elders.example"),
        "its certificate is not trusted": Authority(tmp_path, "another").server("127.0.0.1"),
    }
    with SampleForge(world_of(host, "eigenaar/a")) as sample, ExitStack() as servers:
        for sentence, context in wrong.items():
            server = servers.enter_context(secured(context, port_of(sample, host)))
            assert sentence in reason(looked(host, own=own, api_url=f"https://127.0.0.1:{server.port}"))
        plain = f"https://127.0.0.1:{port_of(sample, host)}"
        assert "no secure connection" in reason(looked(host, own=own, api_url=plain, tries=1))


@HOSTS
def test_a_forge_is_told_who_asks_and_where_to_reach_them(host: str) -> None:
    with SampleForge(world_of(host, "eigenaar/a")) as sample:
        looked(host, api_url=sample.api_url(host), contact="mailto:beheer@example.org")
        assert {entry.user_agent for entry in sample.log} == {"herbruik (+mailto:beheer@example.org)"}
