"""``herbruik sources check``: every mistake and every doubt in a list, with file, line and cure."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harvester.model import ForgeKind
from harvester.settings import ForgeSettings, HarvesterSettings
from harvester.sources.cli import sources

ROOT = Path(__file__).parents[2]
TOOI = "https://identifier.overheid.nl/tooi/id/"


@dataclass(frozen=True)
class Front:
    harvester: HarvesterSettings = field(default_factory=HarvesterSettings)


def organisation(
    name: str = "Gemeente Voorbeeld",
    *accounts: str,
    identifier: str = "urn:x:a",
    role: str = "government",
    level: str = "municipality",
    aliases: str = "[]",
) -> str:
    """Eight lines, of which the accounts are the last."""
    written = ", ".join(f"{{ {account} }}" for account in accounts)
    return (
        f'[[organisations]]\nid = "{identifier}"\nname = "{name}"\nrole = "{role}"\nlevel = "{level}"\n'
        f'country = "NL"\naliases = {aliases}\naccounts = [{written}]\n'
    )


def checked(tmp_path: Path, *organisations: str, more: str = "", front: Front | None = None) -> Result:
    path = tmp_path / "sources.toml"
    path.write_text("version = 1\n" + "".join(organisations) + more, encoding="utf-8")
    return CliRunner().invoke(sources, ["check", str(path)], obj=front or Front())


def doubts(tmp_path: Path, *organisations: str, more: str = "") -> list[str]:
    result = checked(tmp_path, *organisations, more=more)
    assert result.exit_code == 1, result.output
    lines = result.output.replace(f"{tmp_path}/", "").splitlines()[:-1]
    assert all(line.endswith(" (doubt)") for line in lines)
    return [line.removesuffix(" (doubt)") for line in lines]


def test_the_shipped_list_has_neither_mistakes_nor_doubts() -> None:
    result = CliRunner().invoke(sources, ["check", str(ROOT / "sources.toml")], obj=Front())
    (line,) = result.output.splitlines()
    assert line.endswith(" Mistakes: 0, doubts: 0.")
    assert result.exit_code == 0


def test_without_a_file_the_list_of_the_configuration_is_checked(tmp_path: Path) -> None:
    front = Front(HarvesterSettings(sources=tmp_path / "ours.toml"))
    result = CliRunner().invoke(sources, ["check"], obj=front)
    assert f"{tmp_path}/ours.toml: cannot be read: No such file or directory." in result.output
    assert result.exit_code == 2


def test_mistakes_come_before_doubts_and_decide_the_exit_code(tmp_path: Path) -> None:
    result = checked(
        tmp_path,
        organisation("A", 'url = "http://github.com/a"'),
        organisation("B", 'url = "https://github.com/A"', identifier="urn:x:b"),
    )
    assert result.output.replace(f"{tmp_path}/", "").splitlines() == [
        (
            "sources.toml:17: organisations[1].accounts[0].url: is already organisations[0].accounts[0] "
            "(letter case does not matter). Keep one of them."
        ),
        (
            "sources.toml:9: organisations[0].accounts[0].url: http://github.com/a is read as "
            "https://github.com/a. Write that. (doubt)"
        ),
        "The list cannot be used. Mistakes: 1, doubts: 1.",
    ]
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://github.com/a", "https://github.com/a"),
        ("https://github.com/a/", "https://github.com/a"),
        ("https://www.github.com/a", "https://github.com/a"),
        ("github.com/a", "https://github.com/a"),
        ("https://github.com/a.git", "https://github.com/a"),
    ],
)
def test_an_address_that_is_put_right_silently_is_a_doubt(tmp_path: Path, url: str, plain: str) -> None:
    (line,) = doubts(tmp_path, organisation("A", f'url = "{url}"'))
    assert line == f"sources.toml:9: organisations[0].accounts[0].url: {url} is read as {plain}. Write that."


def test_capitals_are_a_doubt_in_the_host_and_none_in_the_account(tmp_path: Path) -> None:
    (line,) = doubts(tmp_path, organisation("A", 'url = "https://GitHub.com/MinBZK"'))
    assert line.endswith("has capitals in the name of the host. Write https://github.com/MinBZK.")
    assert checked(tmp_path, organisation("A", 'url = "https://github.com/MinBZK"')).exit_code == 0


def test_a_path_on_gitlab_without_scope_may_be_a_sub_group_or_a_repository(tmp_path: Path) -> None:
    listed = organisation(
        "A", 'url = "https://gitlab.com/a", subgroups = false', 'url = "https://gitlab.com/a/b"'
    )
    (line,) = doubts(tmp_path, listed)
    assert line == (
        "sources.toml:9: organisations[0].accounts[1].url: https://gitlab.com/a/b is a sub-group or a single "
        'repository. Say which: scope = "organisation" or scope = "repository".'
    )
    said = organisation("A", 'url = "https://gitlab.com/a/b", scope = "organisation"')
    assert checked(tmp_path, said).exit_code == 0


@pytest.mark.parametrize(
    "identifier",
    [
        f"{TOOI}gemeente/0363",
        f"{TOOI}gemeenten/gm0363",
        "http://identifier.overheid.nl/tooi/id/gemeente/gm0363",
    ],
)
def test_an_identifier_that_has_not_the_form_of_tooi_is_a_doubt(tmp_path: Path, identifier: str) -> None:
    (line,) = doubts(tmp_path, organisation(identifier=identifier))
    assert line.startswith(
        f"sources.toml:3: organisations[0].id: {identifier} has not the form of an address"
    )


def test_an_identifier_of_another_level_is_a_doubt(tmp_path: Path) -> None:
    assert doubts(tmp_path, organisation(identifier=f"{TOOI}provincie/pv23")) == [
        (
            'sources.toml:6: organisations[0].level: is "municipality", but the identifier is that of a '
            "province. Look which is right."
        )
    ]


def test_a_supplier_that_is_none_by_its_level_is_a_doubt(tmp_path: Path) -> None:
    assert doubts(tmp_path, organisation(role="supplier")) == [
        (
            'sources.toml:6: organisations[0].level: is "municipality" and the role is "supplier": a '
            'supplier has "supplier" for both.'
        )
    ]


def test_names_that_look_like_each_other_are_a_doubt_unless_a_register_tells_them_apart(
    tmp_path: Path,
) -> None:
    pair = ("Gemeente Súdwest-Fryslân", "gemeente sudwest fryslan")
    assert doubts(tmp_path, organisation(pair[0]), organisation(pair[1], identifier="urn:x:b")) == [
        (
            'sources.toml:12: organisations[1].name: "gemeente sudwest fryslan" names organisations[0] too. '
            "Give each a name of its own, or make them one organisation."
        )
    ]
    assert doubts(
        tmp_path, organisation("Gemeente Leiden"), organisation("Gemeente Leidn", identifier="urn:b")
    ) == [
        (
            "sources.toml:12: organisations[1].name: looks much like the name of organisations[0]. "
            "If they are one, keep one of them."
        )
    ]
    ids = (f"{TOOI}gemeente/gm0001", f"{TOOI}gemeente/gm0002")
    two = (
        organisation("Gemeente Veere", identifier=ids[0]),
        organisation("Gemeente Veert", identifier=ids[1]),
    )
    assert checked(tmp_path, *two).exit_code == 0


@pytest.mark.parametrize(
    ("one", "other", "is_doubt"),
    [
        ("Dienst Werken", "Dienst Werkens", True),
        ("Dienst Werkens", "Dienst Werken", True),
        ("Dienst Werken", "Dienst Merken", True),
        ("Dienst Werken", "Dienst Merkem", False),
        ("Dienst Werken", "Dienst Wreken", False),
        ("Best", "Beek", False),
    ],
)
def test_one_letter_apart_means_one_letter(tmp_path: Path, one: str, other: str, is_doubt: bool) -> None:
    result = checked(tmp_path, organisation(one), organisation(other, identifier="urn:x:b"))
    assert result.exit_code == is_doubt


def test_an_alias_that_is_the_name_of_another_organisation_is_a_doubt(tmp_path: Path) -> None:
    (line,) = doubts(
        tmp_path, organisation("Alfa", aliases='["Beta"]'), organisation("Beta", identifier="urn:x:b")
    )
    assert line.startswith('sources.toml:12: organisations[1].name: "Beta" names organisations[0] too.')


def test_a_forge_without_accounts_is_a_doubt(tmp_path: Path) -> None:
    forge = '[[forges]]\nname = "git.example.org"\nkind = "gitlab"\n'
    (line,) = doubts(tmp_path, organisation("A"), more=forge)
    assert (
        line
        == "sources.toml:11: forges[0].name: no account of the list lies on git.example.org. Leave it out."
    )
    used = organisation("A", 'url = "https://git.example.org/a"')
    assert checked(tmp_path, used, more=forge).exit_code == 0


def test_a_doubt_in_an_included_file_names_that_file(tmp_path: Path) -> None:
    more = "version = 1\n" + organisation("B", 'url = "http://github.com/b"', identifier="urn:x:b")
    (tmp_path / "more.toml").write_text(more, encoding="utf-8")
    (line,) = doubts(tmp_path, 'include = ["more.toml"]\n', organisation("A"))
    assert line.startswith("more.toml:9: organisations[0].accounts[0].url: http://github.com/b is read as")


def test_kinds_of_forges_that_the_settings_state_are_known(tmp_path: Path) -> None:
    listed = organisation("A", 'url = "https://git.example.org/a/b"')
    front = Front(HarvesterSettings(forges={"git.example.org": ForgeSettings(kind=ForgeKind.GITLAB)}))
    assert checked(tmp_path, listed).exit_code == 2
    assert "is a sub-group or a single repository" in checked(tmp_path, listed, front=front).output


@pytest.mark.parametrize(
    "url",
    ["codeberg.org/a", "bitbucket.org/a", "dev.azure.com/a/b", "sourceforge.net/projects/a", "git.sr.ht/~a"],
)
def test_an_account_on_a_forge_that_is_not_supported_is_kept(tmp_path: Path, url: str) -> None:
    result = checked(tmp_path, organisation("A", f'url = "https://{url}"'))
    assert result.exit_code == 0, result.output


def test_a_list_of_another_shape_is_told_without_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text('version = 1\norganisations = ["a", 3]\nforges = 4\n', encoding="utf-8")
    result = CliRunner().invoke(sources, ["check", str(path)], obj=Front())
    assert result.exit_code == 2
    assert "sources.toml:2: organisations[0]: must be a table." in result.output
