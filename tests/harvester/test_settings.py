"""The harvester's options, and tokens that are named in them but never held."""

import traceback
from pathlib import Path

import pytest

from harvester.configuration import ConfigurationError, load_settings, show_settings
from harvester.credentials import Credential, Token, read_tokens
from harvester.model import Forge, ForgeKind
from harvester.settings import ForgeSettings, HarvesterSettings, SettingsError, api_url


def loaded(tmp_path: Path, text: str) -> HarvesterSettings:
    path = tmp_path / "herbruik.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(HarvesterSettings, path)


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert loaded(tmp_path, "") == HarvesterSettings()


def test_a_forge_is_set_by_its_stable_name(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        'page_size = 10\n[forges."git.example.org"]\nkind = "gitlab"\napi_url = "https://10.0.0.1:8443/"\n'
        'token_file = "/run/secrets/token"\n',
    )
    of_forge = settings.of_forge("git.example.org")
    assert of_forge.token_file == Path("/run/secrets/token")
    assert settings.kinds == {"git.example.org": ForgeKind.GITLAB}
    forge = Forge(name="git.example.org", kind=ForgeKind.GITLAB)
    assert api_url(forge, settings) == "https://10.0.0.1:8443"
    assert settings.page_size == 10


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("page_size = 0", "page_size must be 1 to 100"),
        ("tries = 0", "tries must be at least 1"),
        ("request_reserve = 1", "request_reserve is a share"),
        ("max_duration_seconds = -1", "max_duration_seconds must not be negative"),
        ("timeout_seconds = 0", "timeout_seconds must be more than 0"),
        ("deadline_seconds = 0", "deadline_seconds must be more than 0"),
        ("largest_answer_bytes = 0", "largest_answer_bytes must be more than 0"),
        ("longest_wait_seconds = -1", "longest_wait_seconds must not be negative"),
        ('[forges."x.example"]\ntoken = "secret"', "forges.x.example.token: no such option"),
        ('[forges."x.example"]\nkind = "gitea"', "forges.x.example.kind"),
    ],
)
def test_an_option_that_cannot_work_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        loaded(tmp_path, text)
    assert sentence in str(caught.value)


def test_every_option_says_what_it_means() -> None:
    shown = show_settings(HarvesterSettings(forges={"github.com": ForgeSettings()})).splitlines()
    options = [n for n, line in enumerate(shown) if " =" in line]
    assert len(options) > 10
    assert all(shown[n - 1].startswith("# ") for n in options)


@pytest.mark.parametrize(
    ("name", "kind", "url"),
    [
        ("github.com", ForgeKind.GITHUB, "https://api.github.com"),
        ("ghe.example.org", ForgeKind.GITHUB, "https://ghe.example.org/api/v3"),
        ("gitlab.com", ForgeKind.GITLAB, "https://gitlab.com"),
        ("git.example.org", ForgeKind.GITLAB, "https://git.example.org"),
    ],
)
def test_the_address_of_an_api_follows_from_name_and_kind(name: str, kind: ForgeKind, url: str) -> None:
    assert api_url(Forge(name=name, kind=kind), HarvesterSettings()) == url


def secret(credential: Credential) -> str:
    assert isinstance(credential, Token)
    return credential.reveal()


def test_tokens_come_from_the_environment_each_for_its_own_host() -> None:
    settings = HarvesterSettings(forges={"git.example.org": ForgeSettings(token_env="OURS")})
    environment = {"GITHUB_TOKEN": "a", "GITLAB_TOKEN": " b\n", "OURS": "c", "HOME": "/x"}
    tokens = read_tokens(settings, environment)
    assert {name: [secret(token) for token in each] for name, each in tokens.items()} == {
        "github.com": ["a"],
        "gitlab.com": ["b"],
        "git.example.org": ["c"],
    }


def test_no_token_and_an_empty_one_are_the_same() -> None:
    assert read_tokens(HarvesterSettings(), {"GITHUB_TOKEN": " "}) == {}


def test_another_variable_takes_the_place_of_the_usual_one() -> None:
    settings = HarvesterSettings(forges={"github.com": ForgeSettings(token_env="OURS")})
    assert read_tokens(settings, {"GITHUB_TOKEN": "a"}) == {}


def test_a_file_may_hold_the_token(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("abc\n", encoding="utf-8")
    settings = HarvesterSettings(forges={"github.com": ForgeSettings(token_file=path)})
    (token,) = read_tokens(settings, {"GITHUB_TOKEN": "other"})["github.com"]
    assert (secret(token), token.name) == ("abc", "token")


def test_a_github_host_may_have_several_tokens_each_used_once(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("c", encoding="utf-8")
    further = ForgeSettings(token_envs=("TWO", "AGAIN"), token_files=(path,))
    environment = {"GITHUB_TOKEN": "a", "TWO": "b", "AGAIN": "a"}
    tokens = read_tokens(HarvesterSettings(forges={"github.com": further}), environment)["github.com"]
    assert [(secret(token), token.name) for token in tokens] == [
        ("a", "GITHUB_TOKEN"),
        ("b", "TWO"),
        ("c", "token"),
    ]


def test_a_further_token_that_is_named_must_be_there() -> None:
    settings = HarvesterSettings(forges={"github.com": ForgeSettings(token_envs=("TWO",))})
    with pytest.raises(
        SettingsError, match=r"token_envs: the variable TWO is not set\. Set it, or take it out"
    ):
        read_tokens(settings, {"GITHUB_TOKEN": "a"})


@pytest.mark.parametrize(
    ("host", "kind"), [("gitlab.com", None), ("x.example", ForgeKind.GITLAB), ("x.example", ForgeKind.OTHER)]
)
def test_several_tokens_are_of_use_at_github_only(host: str, kind: ForgeKind | None) -> None:
    with pytest.raises(ValueError, match="several tokens, and apps, are of use at GitHub only"):
        HarvesterSettings(forges={host: ForgeSettings(kind=kind, token_envs=("TWO",))})


@pytest.mark.parametrize("content", [None, "", "two words", "\n"])
def test_a_file_that_holds_no_token_is_named_but_never_quoted(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    settings = HarvesterSettings(forges={"github.com": ForgeSettings(token_file=path)})
    with pytest.raises(SettingsError) as caught:
        read_tokens(settings, {})
    assert 'harvester.forges."github.com".token_file' in str(caught.value)
    assert "two words" not in str(caught.value)


def test_a_token_never_prints_itself() -> None:
    token = Token("sekreet")
    shown = [repr(token), str(token), f"{token}", repr({"a": token}), repr([token])]
    try:
        int(repr(token))
    except ValueError:
        shown.append(traceback.format_exc())
    assert not any("sekreet" in text for text in shown)
