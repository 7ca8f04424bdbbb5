"""The list of sources: what it says, and what is said of its mistakes."""

from datetime import date
from pathlib import Path

import pytest

from harvester.model import ForgeKind, Level, Role, Scope, Sources
from harvester.sources import SourcesError, UnknownAccountError, load_sources, only

SHIPPED = Path(__file__).parents[2] / "sources.toml"
HEAD = 'version = 1\n[[organisations]]\nid = "urn:x:a"\nname = "A"\nrole = "government"\nlevel = "agency"\n'


def listed(tmp_path: Path, text: str) -> Sources:
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return load_sources(path)


def mistakes(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(SourcesError) as caught:
        listed(tmp_path, text)
    return str(caught.value).replace(f"{tmp_path}/", "").splitlines()


def accounts(*written: str) -> str:
    lines = "".join(f"  {{ {account} }},\n" for account in written)
    return f'{HEAD}country = "NL"\naccounts = [\n{lines}]\n'


def test_the_shipped_list_has_no_mistakes() -> None:
    sources = load_sources(SHIPPED)
    assert len(sources.accounts) >= 79
    assert {account.organisation_id for account in sources.accounts} <= {
        organisation.organisation_id for organisation in sources.organisations
    }


def test_everything_that_is_written_arrives(tmp_path: Path) -> None:
    sources = listed(
        tmp_path,
        accounts(
            'url = "https://GitHub.com/MinBZK/"',
            'url = "https://git.example.org/groep/team", subgroups = false',
            'url = "https://github.com/x/y.git", scope = "repository"',
            'url = "https://github.com/oud", ignored_since = 2023-01-01, ignored_reason = "Opgeheven"',
        )
        + '[[forges]]\nname = "git.example.org"\nkind = "gitlab"\n',
    )
    (organisation,) = sources.organisations
    assert (organisation.role, organisation.level) == (Role.GOVERNMENT, Level.AGENCY)
    ours, group, repository, old = sources.accounts
    assert (ours.account_id, ours.path, ours.url) == (
        "github.com/minbzk",
        "MinBZK",
        "https://github.com/MinBZK",
    )
    assert (group.forge.kind, group.path, group.subgroups) == (ForgeKind.GITLAB, "groep/team", False)
    assert (repository.scope, repository.path) == (Scope.REPOSITORY, "x/y")
    assert (old.ignored_since, old.ignored_reason) == (date(2023, 1, 1), "Opgeheven")


def test_an_organisation_without_accounts_is_kept(tmp_path: Path) -> None:
    sources = listed(tmp_path, f'{HEAD}country = "NL"\n')
    assert (len(sources.organisations), sources.accounts) == (1, ())


def test_all_mistakes_are_named_at_once_each_with_line_place_and_cure(tmp_path: Path) -> None:
    text = """\
version = 2
colour = 1

[[organisations]]
id = "no identifier"
nam = "A"
name = "A"
role = "goverment"
level = "agency"
country = "Nederland"
accounts = [
  { url = "https://github.com/MinBZK/", scop = "user" },
  { url = "https://github.com/minbzk.git" }, { url = "https://localhost:3000/x" },
  { url = "https://git.example.org/x", ignored_since = 2020-01-01 },
]
[[forges]]
name = "codeberg.org"
kind = "gitea"
"""
    assert mistakes(tmp_path, text) == [
        "sources.toml:1: version: must be 1, the only version of this format; found 2.",
        "sources.toml:2: colour: no such key. Use one of: forges, include, organisations, version.",
        (
            'sources.toml:5: organisations[0].id: "no identifier" is no identifier. Take its address in '
            "TOOI, or urn:herbruik:organisation:NAME."
        ),
        'sources.toml:6: organisations[0].nam: no such key. Did you mean "name"?',
        'sources.toml:8: organisations[0].role: "goverment" is not a role. Did you mean "government"?',
        'sources.toml:10: organisations[0].country: "Nederland" is no country. Write two capitals, as in NL.',
        'sources.toml:12: organisations[0].accounts[0].scop: no such key. Did you mean "scope"?',
        (
            "sources.toml:13: organisations[0].accounts[1].url: is already organisations[0].accounts[0] "
            "(letter case does not matter). Keep one of them."
        ),
        (
            "sources.toml:13: organisations[0].accounts[2].url: localhost:3000 is an address on a machine or "
            "network, no public forge. Write the forge's public name; where its API answers is an option in "
            "herbruik.toml."
        ),
        (
            "sources.toml:14: organisations[0].accounts[3].ignored_since: no reason is given. Say why in "
            "ignored_reason."
        ),
        (
            "sources.toml:14: organisations[0].accounts[3].url: git.example.org is not known, and its kind "
            'cannot be told from its name. Add [[forges]] with name = "git.example.org" and kind = "github", '
            '"gitlab" or "other".'
        ),
        (
            'sources.toml:18: forges[0].kind: "gitea" is no kind of forge. Write "github", "gitlab", or '
            '"other" for any that is neither.'
        ),
    ]


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        ('url = "https://github.com/a/b"', "has more parts than an account. Write https://github.com/a, or"),
        ('url = "https://github.com/orgs/a/repositories"', "Write https://github.com/a."),
        (
            'url = "https://gitlab.com/a/-/issues"',
            "is a page within the account. Write https://gitlab.com/a.",
        ),
        ('url = "https://gitlab.com/groups/a"', "is a page about the account. Write https://gitlab.com/a."),
        ('url = "https://github.com"', "names no account. Write https://github.com/ACCOUNT"),
        ('url = "https://github.com/a?tab=repositories"', "Leave out what follows ? or #"),
        ('url = "https://me:secret@github.com/a"', "holds a user name or password"),
        ('url = "https://127.0.0.1/a"', "no public forge"),
        ('url = "https://[::1]/a"', "no public forge"),
        ('url = "ssh://git@github.com/a"', "is no web address"),
        ('url = "https://github.com/a b"', '"a b" cannot be the name of an account'),
        ('url = "https://github.com/a", scope = "repository"', "names no repository"),
        ('url = "https://github.com", scope = "instance"', "all of github.com cannot be listed"),
        (
            'url = "https://gitlab.com", scope = "instance"',
            "Name accounts of it, as in https://gitlab.com/ACC",
        ),
        ('url = "https://gitlab.com/a", scope = "instance"', "a whole host has no path"),
        ('url = "https://github.com/a", scope = "organization"', 'Did you mean "organisation"?'),
        ('url = "https://github.com/a", ignored_reason = "x"', "Say since when in ignored_since"),
        ('url = "https://gitlap.com/a"', 'Did you mean "gitlab.com"?'),
        ('url = "https://github"', "github is no host"),
        ('url = "https://[x"', "is no web address"),
        ("url = 3", "must be a text"),
        ('scope = "user"', "url: is missing"),
    ],
)
def test_a_doubtful_account_is_named_with_its_cure(tmp_path: Path, account: str, sentence: str) -> None:
    (said,) = mistakes(tmp_path, accounts(account))
    assert sentence in said
    assert said.startswith("sources.toml:9: organisations[0].accounts[0]")


def test_an_account_within_another_that_is_read_whole_is_named(tmp_path: Path) -> None:
    (said,) = mistakes(tmp_path, accounts('url = "https://gitlab.com/a"', 'url = "https://gitlab.com/A/b"'))
    assert "lies within organisations[0].accounts[0]" in said
    apart = accounts('url = "https://gitlab.com/a", subgroups = false', 'url = "https://gitlab.com/a/b"')
    assert len(listed(tmp_path, apart).accounts) == 2


def test_mistakes_about_forges_and_names_are_named_too(tmp_path: Path) -> None:
    text = (
        HEAD.replace('"A"', '" "')
        + """country = "NL"
aliases = ['''
long''', "b"]
accounts = "none"
[[forges]]
name = "https://git.example.org/"
kind = "gitlab"
[[forges]]
name = "git.example.net"
kind = "gitlab"
[[forges]]
name = "GIT.example.net"
kind = "other"
[[forges]]
name = 3
kind = "other"
[[forges]]
name = "localhost"
kind = "other"
"""
    )
    assert mistakes(tmp_path, text) == [
        "sources.toml:4: organisations[0].name: is empty. Write the name by which people know it.",
        "sources.toml:10: organisations[0].accounts: must be a list. Write [ … ].",
        "sources.toml:12: forges[0].name: must be the name of the host alone, as in git.example.org.",
        "sources.toml:18: forges[2].name: GIT.example.net is already forges[1]. Keep one of them.",
        'sources.toml:21: forges[3].name: must be a text. Write it between " and ".',
        (
            "sources.toml:24: forges[4].name: localhost is an address on a machine or network, no public "
            "forge. Write the forge's public name; where its API answers is an option in herbruik.toml."
        ),
    ]


def test_everything_on_a_host_that_is_read_whole_lies_within_it(tmp_path: Path) -> None:
    whole = accounts(
        'url = "https://git.example.org", scope = "instance"', 'url = "https://git.example.org/a"'
    )
    for kind in ("github", "gitlab"):
        forge = f'[[forges]]\nname = "git.example.org"\nkind = "{kind}"\n'
        (said,) = mistakes(tmp_path, whole + forge)
        assert "organisations[0].accounts[1].url: lies within organisations[0].accounts[0]" in said


def test_two_organisations_with_one_identifier_are_named(tmp_path: Path) -> None:
    again = f'{HEAD}country = "NL"\n'
    (said,) = mistakes(tmp_path, again + again.removeprefix("version = 1\n"))
    assert said.startswith("sources.toml:9: organisations[1].id: is already that of organisations[0].")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"version = ", "is not TOML"),
        (b"\xff", "is not UTF-8. Save it as UTF-8."),
        (b"x = 1", "version: is missing"),
    ],
)
def test_a_file_that_is_none_is_said_to_be_none(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(content)
    with pytest.raises(SourcesError, match=sentence):
        load_sources(path)


def test_a_list_that_is_not_there_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match=r"harvester\.sources in herbruik\.toml"):
        load_sources(tmp_path / "absent.toml")


def test_the_kind_of_a_host_may_stand_in_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(accounts('url = "https://git.example.org/x"'), encoding="utf-8")
    sources = load_sources(path, {"git.example.org": ForgeKind.GITLAB})
    assert sources.accounts[0].forge.kind is ForgeKind.GITLAB


LIST = accounts('url = "https://github.com/MinBZK"', 'url = "https://gitlab.com/groep"')


@pytest.mark.parametrize("what", ["github.com/minbzk", "https://github.com/MINBZK/", "GitHub.com/MinBZK"])
def test_only_takes_an_account_by_id_or_address(tmp_path: Path, what: str) -> None:
    (account,) = only(listed(tmp_path, LIST), what).accounts
    assert account.account_id == "github.com/minbzk"


def test_only_takes_one_repository_of_a_known_account(tmp_path: Path) -> None:
    (account,) = only(listed(tmp_path, LIST), "https://gitlab.com/groep/team/kaarten.git").accounts
    assert (account.scope, account.path) == (Scope.REPOSITORY, "groep/team/kaarten")
    assert account.organisation_id == "urn:x:a"


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("github.com/minbzzk", 'Did you mean "github.com/minbzk"?'),
        ("https://git.example.org/x", "Add its account to the list first."),
        ("MinBZK", "minbzk is no host"),
    ],
)
def test_only_says_what_is_not_in_the_list(tmp_path: Path, what: str, sentence: str) -> None:
    with pytest.raises(UnknownAccountError) as caught:
        only(listed(tmp_path, LIST), what)
    assert sentence in str(caught.value)


MORE = """version = 1
organisations = [
  { id = "urn:x:b", name = "B", role = "government", level = "agency", country = "NL" },
  { id = "urn:x:a", name = "%s", role = "government", level = "agency", country = "NL", aliases = ["Aa"] },
]
"""


def included(tmp_path: Path, more: str, text: str) -> str:
    (tmp_path / "more.toml").write_text(more, encoding="utf-8")
    return text.replace("version = 1\n", 'version = 1\ninclude = ["more.toml"]\n', 1)


def test_an_included_file_adds_organisations_and_what_it_knows_of_those_that_are_there(
    tmp_path: Path,
) -> None:
    text = accounts('url = "https://github.com/a"').replace('"A"', '"A"\naliases = ["Aaa"]', 1)
    sources = listed(tmp_path, included(tmp_path, MORE % "A", text))
    assert [(each.name, each.aliases) for each in sources.organisations] == [("A", ("Aaa", "Aa")), ("B", ())]
    assert [each.organisation_id for each in sources.accounts] == ["urn:x:a"]


def test_files_that_contradict_each_other_are_a_mistake_that_names_both_places(tmp_path: Path) -> None:
    text = included(tmp_path, MORE % "Ander", accounts('url = "https://github.com/a"'))
    assert mistakes(tmp_path, text) == [
        (
            'sources.toml:5: organisations[0].name: is "A" here and "Ander" in organisations[1].name in '
            "more.toml:4. Write the same in both."
        )
    ]


def test_a_mistake_in_an_included_file_names_that_file_and_its_line(tmp_path: Path) -> None:
    more = (MORE % "A").replace('"urn:x:b"', '"urn:x:b", accounts = [{ url = "https://github.com/A" }]')
    text = included(
        tmp_path, more.replace('"agency"', '"agencie"', 1), accounts('url = "https://github.com/a"')
    )
    assert mistakes(tmp_path, text) == [
        (
            "more.toml:3: organisations[0].accounts[0].url: is already organisations[0].accounts[0] (letter "
            "case does not matter). Keep one of them."
        ),
        'more.toml:3: organisations[0].level: "agencie" is not a level. Did you mean "agency"?',
    ]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            None,
            "more.toml: cannot be read: No such file or directory. It is named in sources.toml, include[0].",
        ),
        ("version = ", "more.toml: is not TOML: Invalid value (at end of document)."),
        (
            'version = 1\ninclude = ["x.toml"]\n',
            "more.toml:2: include: only the list itself includes others. Name them in sources.toml.",
        ),
    ],
)
def test_an_included_file_that_cannot_be_used_is_named(
    tmp_path: Path, more: str | None, sentence: str
) -> None:
    text = included(tmp_path, more or "", accounts('url = "https://github.com/a"'))
    if more is None:
        (tmp_path / "more.toml").unlink()
    assert mistakes(tmp_path, text) == [sentence]
