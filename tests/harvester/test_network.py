"""The way to forges in the configuration: read, refused, shown; its secrets never."""

from pathlib import Path

import pytest

from harvester.configuration import ConfigurationError, load_settings, show_settings
from harvester.credentials import read_proxy_passwords
from harvester.network import NetworkSettings, is_direct
from harvester.settings import ForgeSettings, HarvesterSettings, SettingsError
from tests.forge.authority import Authority

PROXY = "http://proxy.example.org:3128"


def loaded(tmp_path: Path, text: str) -> HarvesterSettings:
    path = tmp_path / "herbruik.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(HarvesterSettings, path)


def test_the_way_is_read_and_shown_for_all_and_for_one_host(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        f'[network]\nproxy_url = "{PROXY}"\nno_proxy = [".example.org"]\n'
        '[forges."git.example.org".network]\nproxy_url = ""\nca_file = "/etc/ssl/own.pem"\n',
    )
    assert settings.network == NetworkSettings(proxy_url=PROXY, no_proxy=(".example.org",))
    assert settings.of_forge("git.example.org").network.ca_file == Path("/etc/ssl/own.pem")
    assert settings.of_forge("github.com").network == NetworkSettings()
    shown = show_settings(settings)
    assert loaded(tmp_path, shown) == settings
    assert '[forges."git.example.org".network]' in shown


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('proxy_url = "proxy.example.org:3128"', "proxy_url must be an address"),
        ('proxy_url = "socks5://proxy.example.org"', "proxy_url must be an address"),
        ('proxy_url = "http://x:99999999"', "proxy_url must be an address"),
        (
            'proxy_url = "http://jan:geheim-woord@proxy.example.org:3128"',
            "proxy_url must hold no user or password",
        ),
        (f'proxy_url = "{PROXY}"\nproxy_user = "jan"\nproxy_password = "geheim-woord"', "no such option"),
        (f'proxy_url = "{PROXY}"\nproxy_password_env = "X"', "a password for the proxy needs a proxy_user"),
        ('proxy_user = "jan"', "proxy_user needs a proxy_url"),
        (
            f'proxy_url = "{PROXY}"\nproxy_user = "j"\nproxy_password_env = "X"\nproxy_password_file = "/y"',
            "not both",
        ),
    ],
)
def test_a_way_that_cannot_work_is_named_and_no_password_is_quoted(
    tmp_path: Path, text: str, sentence: str
) -> None:
    for section in ("network", 'forges."git.example.org".network'):
        with pytest.raises(ConfigurationError) as caught:
            loaded(tmp_path, f"[{section}]\n{text}\n")
        assert sentence in str(caught.value)
        assert "geheim-woord" not in str(caught.value)


@pytest.mark.parametrize(
    ("host", "rules", "direct"),
    [
        ("git.example.org", ("example.org",), True),
        ("git.example.org", (".example.org",), True),
        ("git.example.org", ("*.example.org",), True),
        ("GIT.example.org", ("git.EXAMPLE.org",), True),
        ("gitexample.org", ("example.org",), False),
        ("github.com", ("example.org", "10.0.0.0/8"), False),
        ("10.1.2.3", ("10.0.0.0/8",), True),
        ("11.1.2.3", ("10.0.0.0/8",), False),
        ("10.1.2.3", ("10.1.2.3",), True),
        ("2001:db8::1", ("2001:db8::/32",), True),
        ("github.com", ("*",), True),
        ("github.com", ("",), False),
        ("github.com", (), False),
    ],
)
def test_which_hosts_are_reached_without_a_proxy(host: str, rules: tuple[str, ...], direct: bool) -> None:
    assert is_direct(host, rules) is direct


def test_passwords_come_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("uit-bestand\n", encoding="utf-8")
    settings = HarvesterSettings(
        network=NetworkSettings(proxy_url=PROXY, proxy_user="jan", proxy_password_env="PROXY_PASSWORD"),
        forges={
            "a.example": ForgeSettings(
                network=NetworkSettings(proxy_url=PROXY, proxy_user="piet", proxy_password_file=file)
            ),
            "b.example": ForgeSettings(),
        },
    )
    passwords = read_proxy_passwords(settings, {"PROXY_PASSWORD": "uit omgeving"})
    assert {name: each.reveal() for name, each in passwords.items()} == {
        "": "uit omgeving",
        "a.example": "uit-bestand",
    }
    with pytest.raises(SettingsError, match=r"harvester\.network\.proxy_password_env: the variable PROXY_"):
        read_proxy_passwords(settings, {})


@pytest.mark.parametrize("content", [None, b"no certificates\n"])
def test_authorities_that_cannot_be_read_are_told_before_the_night(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "own.pem"
    if content is not None:
        path.write_bytes(content)
    settings = HarvesterSettings(
        forges={"git.example.org": ForgeSettings(network=NetworkSettings(ca_file=path))}
    )
    with pytest.raises(SettingsError, match=r'forges\."git\.example\.org"\.network\.ca_file: .*own\.pem'):
        read_proxy_passwords(settings, {})


def test_authorities_that_can_be_read_are_silent(tmp_path: Path) -> None:
    settings = HarvesterSettings(network=NetworkSettings(ca_file=Authority(tmp_path, "own").file))
    assert read_proxy_passwords(settings, {}) == {}
