"""``herbruik sources import``: lists that others keep, merged into ours without loss on either side."""

from __future__ import annotations

import json
import random
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from harvester.model import ForgeKind, Level, Scope
from harvester.settings import HarvesterSettings
from harvester.sources import load_sources
from harvester.sources.checking import check_sources, read_sound
from harvester.sources.cli import LARGEST, sources
from harvester.sources.formats import FORMATS
from harvester.sources.merging import merge
from publiccode.online import fetching

if TYPE_CHECKING:
    from harvester.model import Sources

ROOT = Path(__file__).parents[2]
TOOI = "https://identifier.overheid.nl/tooi/id/"
OURS = """\
# Ours, with a remark.
version = 1
include = ["more.toml"]

[[organisations]]  # first
id = "https://identifier.overheid.nl/tooi/id/gemeente/gm0363"
name = "Gemeente Amsterdam"
role = "government"
level = "municipality"
country = "NL"
aliases = ["Amsterdam"]
accounts = [
  { url = "https://github.com/Amsterdam" }, # the big one
]

[[organisations]]
id = "urn:x:bouwer"
name = "Bouwer BV"
role = "supplier"
level = "supplier"
country = "NL"
"""
MORE = f"""version = 1
[[organisations]]
id = "{TOOI}gemeente/gm0228"
name = "Gemeente Ede"
role = "government"
level = "municipality"
country = "NL"
"""
PUBLISHERS = """{"data": [
  {"id": "1", "description": "Amsterdam", "tooiUrl": "https://identifier.overheid.nl/tooi/id/gemeente/gm0363",
   "codeHosting": [{"url": "https://github.com/amsterdam/", "group": true},
                   {"url": "https://gitlab.com/amsterdam/los", "group": false}], "active": true},
  {"id": "2", "rooId": "7", "description": "Ede", "tooiUrl": "https://identifier.overheid.nl/tooi/id/gemeente/gm0228",
   "codeHosting": [{"url": "https://github.com/gemeente-ede", "group": true}], "active": false},
  {"id": "3", "rooId": "8", "description": "Bouwer BV", "tooiUrl": null, "codeHosting": [
     {"url": "https://git.example.org/bouwer", "group": true}, {"group": true}]},
  {"id": "4", "description": "Inspectie", "tooiUrl": "https://identifier.overheid.nl/tooi/id/oorg/oorg10001",
   "codeHosting": [{"url": "https://gitlab.com/inspectie", "group": true}]},
  {"id": "5"}
]}
"""


@dataclass(frozen=True)
class Front:
    harvester: HarvesterSettings = field(default_factory=HarvesterSettings)


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    (tmp_path / "more.toml").write_text(MORE, encoding="utf-8")
    path = tmp_path / "sources.toml"
    path.write_text(OURS, encoding="utf-8")
    return path


def imported(ours: Path, text: str, format_name: str, *options: str) -> Result:
    """Import into the list, writing it; the foreign file is called ``theirs``."""
    theirs = ours.parent / "theirs"
    theirs.write_text(text, encoding="utf-8")
    arguments = ["import", str(theirs), "--format", format_name, "--write", str(ours), *options]
    result = CliRunner().invoke(sources, arguments, obj=Front(HarvesterSettings(sources=ours)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def told(result: Result, ours: Path) -> list[str]:
    return result.stderr.replace(f"{ours.parent}/", "").splitlines()


def urls(listed: Sources) -> dict[str, list[str]]:
    names = {each.organisation_id: each.name for each in listed.organisations}
    found: dict[str, list[str]] = {}
    for account in listed.accounts:
        found.setdefault(names[account.organisation_id], []).append(account.url)
    return found


def test_accounts_reach_the_organisation_that_is_there_and_new_ones_get_an_entry(ours: Path) -> None:
    imported(ours, PUBLISHERS, "publishers-nl")
    listed = load_sources(ours)
    assert urls(listed) == {
        "Gemeente Amsterdam": ["https://github.com/Amsterdam", "https://gitlab.com/amsterdam/los"],
        "Gemeente Ede": ["https://github.com/gemeente-ede"],
        "Inspectie": ["https://gitlab.com/inspectie"],
    }
    assert {each.name: each.level for each in listed.organisations}["Inspectie"] is Level.AGENCY
    assert [each.path for each in listed.accounts if each.scope is Scope.REPOSITORY] == ["amsterdam/los"]


def test_what_could_not_be_used_is_told_with_file_and_line(ours: Path) -> None:
    result = imported(ours, PUBLISHERS, "publishers-nl")
    assert told(result, ours) == [
        'theirs:5: not used: "rooId" has no place in our list; it occurs 2 times.',
        "theirs:6: not used: the publisher is not active there; its accounts are taken over all the same.",
        "theirs:8: not used: an account without an address.",
        (
            "theirs:8: not used: https://git.example.org/bouwer: the kind of forge of git.example.org is not "
            "known. State it under [[forges]] in our list and import again."
        ),
        "theirs:11: not used: a publisher without a description.",
        "Added: 3 accounts, 2 organisations. There already: 1 accounts. Not used: 5.",
    ]
    assert result.exit_code == 1


def test_comments_and_order_stay_and_every_account_says_in_which_lists_it_stands(ours: Path) -> None:
    imported(ours, PUBLISHERS, "publishers-nl")
    text = ours.read_text(encoding="utf-8")
    listed = ', listed_in = ["developer.overheid.nl"] }'
    known = '  { url = "https://github.com/Amsterdam" }, # the big one\n'
    added = f'  {{ url = "https://gitlab.com/amsterdam/los", scope = "repository"{listed},\n'
    new = text[
        text.index('[[organisations]]\nid = "https://identifier.overheid.nl/tooi/id/gemeente/gm0228"') :
    ]
    assert text == OURS.replace(known, known.replace(" }", listed) + added) + "\n" + new
    assert new.endswith(
        f'country = "NL"\naccounts = [\n  {{ url = "https://gitlab.com/inspectie"{listed},\n]\n'
    )


def test_importing_twice_changes_nothing(ours: Path) -> None:
    imported(ours, PUBLISHERS, "publishers-nl")
    once = ours.read_text(encoding="utf-8")
    result = imported(ours, PUBLISHERS, "publishers-nl")
    assert ours.read_text(encoding="utf-8") == once
    assert told(result, ours)[-1].startswith("Added: 0 accounts, 0 organisations. There already: 4 accounts.")


def test_without_write_the_list_goes_to_stdout_and_ours_stays(ours: Path) -> None:
    theirs = ours.parent / "theirs"
    theirs.write_text(PUBLISHERS, encoding="utf-8")
    arguments = ["import", str(theirs), "--format", "publishers-nl", "--name", "Ander"]
    result = CliRunner().invoke(sources, arguments, obj=Front(HarvesterSettings(sources=ours)))
    assert ours.read_text(encoding="utf-8") == OURS
    assert 'listed_in = ["Ander"]' in result.stdout
    assert len(tomllib.loads(result.stdout)["organisations"]) == 4


def test_logins_by_country_become_organisations_of_that_country(ours: Path) -> None:
    text = "Netherlands:\n  - amsterdam\n  - kadaster\nU.S. City:\n  - boston\nMars:\n  - rover\n"
    result = imported(ours, text, "government-github")
    listed = load_sources(ours)
    assert {each.name: each.country for each in listed.organisations if each.level is Level.OTHER} == {
        "kadaster": "NL",
        "boston": "US",
        "rover": "ZZ",
    }
    assert told(result, ours) == [
        'theirs:6: not used: the country of "Mars" is not known; its organisations get "ZZ".',
        "Added: 3 accounts, 3 organisations. There already: 1 accounts. Not used: 1.",
    ]


def test_one_country_of_a_list_can_be_taken(ours: Path) -> None:
    text = "Netherlands:\n  - kadaster\nU.S. City:\n  - boston\n"
    result = imported(ours, text, "government-github", "--only-country", "NL")
    assert "kadaster" in urls(load_sources(ours))
    assert told(result, ours)[-1] == "Left out as not of NL: 1 organisations."
    assert result.exit_code == 0


FORGES = """\
gitlab.com:
  forge: gitlab
  owners:
    etalab:
      pso_id: db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8
      floss_policy: https://example.org/
    zonder:
git.example.fr:
  forge: gitlab
  pso_id: db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8
  ignored_since: 2024-08-09
hg.example.fr:
  forge: gogs
  pso_id: 00000000-0000-0000-0000-000000000000
  ignored_since: ever
github.com:
  forge: github
niets:
"""


def test_forges_and_their_owners_are_taken_with_kind_scope_and_since_when_ignored(ours: Path) -> None:
    result = imported(ours, FORGES, "organismes-publics")
    listed = load_sources(ours)
    assert urls(listed)["etalab"] == ["https://gitlab.com/etalab", "https://git.example.fr/"]
    of_host = {each.forge.name: each for each in listed.accounts}
    whole = of_host["git.example.fr"]
    assert (whole.scope, whole.forge.kind, whole.ignored_reason) == (
        Scope.INSTANCE,
        ForgeKind.GITLAB,
        "Ignored in the list of code.gouv.fr",
    )
    assert of_host["hg.example.fr"].forge.kind is ForgeKind.OTHER
    assert told(result, ours) == [
        'theirs:6: not used: "floss_policy" has no place in our list; it occurs 1 times.',
        'theirs:12: not used: "ever" is no date (ignored_since); the account is used.',
        (
            "theirs:16: not used: https://github.com all of github.com cannot be listed: the whole world "
            "uses it. Name accounts of it, as in https://github.com/ACCOUNT."
        ),
        "theirs:18: not used: niets says nothing about the forge.",
        "Added: 4 accounts, 3 organisations. There already: 0 accounts. Not used: 4.",
    ]


def test_bullets_with_addresses_are_read_with_slashes_and_all(ours: Path) -> None:
    text = (
        "# Swiss\n* https://github.com/cdc-si/\n- [x](https://gitlab.com/y)\n* nothing\n* https://[x\nText\n"
    )
    result = imported(ours, text, "account-links")
    assert urls(load_sources(ours)) == {
        "Gemeente Amsterdam": ["https://github.com/Amsterdam"],
        "cdc-si": ["https://github.com/cdc-si"],
        "y": ["https://gitlab.com/y"],
    }
    assert told(result, ours)[:2] == [
        'theirs:4: not used: "nothing" holds no address.',
        "theirs:5: not used: https://[x is no web address. Write https://HOST/ACCOUNT.",
    ]
    assert 'listed_in = ["theirs"]' in ours.read_text(encoding="utf-8")


CRAWLER = """\
- id: 8c5f5a5e-1111-2222-3333-444455556666
  name: Comune
  orgs: [https://github.com/comune]
  repos:
    - https://github.com/x/y
    - [1]
- organisationUrl: https://identifier.overheid.nl/tooi/id/provincie/pv23
  name: Overijssel
  org: https://gitlab.com/overijssel
  colour: red
- orgs: []
- text
"""


def test_both_variants_of_the_crawlers_list_are_read(ours: Path) -> None:
    result = imported(ours, CRAWLER, "publiccode-crawler", "--country", "IT")
    listed = load_sources(ours)
    assert urls(listed)["Comune"] == ["https://github.com/comune", "https://github.com/x/y"]
    found = {each.name: (each.organisation_id, each.level, each.country) for each in listed.organisations}
    assert found["Comune"] == ("urn:uuid:8c5f5a5e-1111-2222-3333-444455556666", Level.OTHER, "IT")
    assert found["Overijssel"] == (f"{TOOI}provincie/pv23", Level.PROVINCE, "IT")
    assert [line.partition(" not used: ")[2] for line in told(result, ours)[:-1]] == [
        'something under "repos" that is no address.',
        '"colour" has no place in our list; it occurs 1 times.',
        "a publisher without a name.",
        "no publisher: it has no keys.",
    ]


def test_an_account_that_would_be_read_twice_is_not_added_and_that_is_told(ours: Path) -> None:
    group = OURS.replace("https://github.com/Amsterdam", "https://gitlab.com/amsterdam/dso")
    ours.write_text(group.replace('/dso" }', '/dso", scope = "organisation" }'), encoding="utf-8")
    text = "- name: A\n  orgs: [https://gitlab.com/amsterdam, https://gitlab.com/amsterdam/dso/x]\n"
    result = imported(ours, text, "publiccode-crawler")
    assert sorted(told(result, ours)) == [
        "Added: 0 accounts, 0 organisations. There already: 0 accounts. Not used: 2.",
        (
            "theirs:2: not used: https://gitlab.com/amsterdam holds https://gitlab.com/amsterdam/dso, which "
            "our list has on its own. Keep one of them."
        ),
        (
            "theirs:2: not used: https://gitlab.com/amsterdam/dso/x lies within "
            "organisations[0].accounts[0], which is read whole. Keep one of them."
        ),
    ]


def test_an_account_under_another_organisation_stays_where_it_is(ours: Path) -> None:
    result = imported(ours, "- name: A\n  orgs: [https://github.com/amsterdam]\n", "publiccode-crawler")
    assert told(result, ours)[0] == (
        'theirs:2: not used: https://github.com/amsterdam is under "Gemeente Amsterdam" in our list; it '
        "stays there."
    )


def test_an_organisation_without_accounts_is_taken_over_too(ours: Path) -> None:
    imported(ours, "- name: Stil\n- name: Amsterdam\n", "publiccode-crawler")
    assert [each.name for each in load_sources(ours).organisations] == [
        "Gemeente Amsterdam",
        "Bouwer BV",
        "Stil",
        "Gemeente Ede",
    ]


def test_an_account_that_occurs_twice_in_their_file_is_added_once(ours: Path) -> None:
    text = "* https://github.com/a\n* https://github.com/A\n"
    result = imported(ours, text, "account-links")
    assert told(result, ours)[0] == "theirs:2: not used: https://github.com/A occurs before in the file."


@pytest.mark.parametrize("layout", ["inline", "tables", "none"])
def test_a_list_may_be_laid_out_in_any_way_that_toml_knows(ours: Path, layout: str) -> None:
    fields = 'id = "urn:x:a", name = "A", role = "government", level = "other", country = "NL"'
    account = '{ url = "https://github.com/a" }'
    tables = f"[[organisations]]\n{fields.replace(', ', chr(10))}\n"
    ours.write_text(
        "version = 1\n"
        + {
            "inline": f"organisations = [\n  {{ {fields}, accounts = [{account}] }}\n]\n",
            "tables": f'{tables}[[organisations.accounts]]\nurl = "https://github.com/a"\n',
            "none": tables,
        }[layout],
        encoding="utf-8",
    )
    text = "- name: A\n  orgs: [https://github.com/a, https://github.com/b]\n- {name: C, org: https://github.com/c}\n"
    imported(ours, text, "publiccode-crawler")
    assert urls(load_sources(ours)) == {
        "A": ["https://github.com/a", "https://github.com/b"],
        "C": ["https://github.com/c"],
    }


@pytest.mark.parametrize(
    ("format_name", "text", "sentence"),
    [
        ("publishers-nl", "[", "is neither YAML nor JSON"),
        ("publishers-nl", "[]", 'has no "data": it is no publishers.json.'),
        ("publiccode-crawler", "a: b", "is no list of publishers"),
        ("publiccode-crawler", "", "is empty."),
        ("government-github", "- a", "is no list of logins"),
        ("organismes-publics", "- a", "is no list of forges"),
        ("account-links", "Text", "holds no bullets with addresses."),
    ],
)
def test_a_file_of_another_format_is_refused(ours: Path, format_name: str, text: str, sentence: str) -> None:
    result = imported(ours, text, format_name)
    assert f"theirs {sentence}" in result.stderr
    assert result.exit_code == 2
    assert ours.read_text(encoding="utf-8") == OURS


def test_a_list_of_ours_with_mistakes_takes_nothing_in(ours: Path) -> None:
    ours.write_text(OURS.replace('"supplier"', '"suplier"', 1), encoding="utf-8")
    result = imported(ours, PUBLISHERS, "publishers-nl")
    assert 'Did you mean "supplier"?' in result.stderr
    assert result.exit_code == 2


def asked(ours: Path, source: str, *options: str) -> Result:
    arguments = ["import", source, "--format", "publishers-nl", *options]
    return CliRunner().invoke(sources, arguments, obj=Front(HarvesterSettings(sources=ours)))


def test_a_source_that_cannot_be_had_is_told(ours: Path, tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"\xe9")
    assert "cannot be read: No such file" in asked(ours, str(tmp_path / "absent")).stderr
    assert "is not UTF-8." in asked(ours, str(tmp_path / "latin")).stderr
    private = asked(ours, "http://127.0.0.1:9/publishers.json")
    assert "lies on a private network; such addresses are not fetched." in private.stderr
    assert private.exit_code == 2


def test_an_address_is_fetched_within_bounds(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {
        "https://example.org/p.json": PUBLISHERS.encode(),
        "https://example.org/big": b" " * (LARGEST + 1),
    }

    def fetch(url: str, *, limit: int) -> fetching.Fetched:
        return fetching.Fetched(url=url, content=answers[url][:limit])

    monkeypatch.setattr(fetching, "fetch", fetch)
    assert "https://example.org/p.json:5: not used:" in asked(ours, "https://example.org/p.json").stderr
    assert f"is larger than {LARGEST} bytes." in asked(ours, "https://example.org/big").stderr


def test_a_place_that_cannot_be_written_is_told(ours: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text(PUBLISHERS, encoding="utf-8")
    result = asked(ours, str(tmp_path / "theirs"), "--write", str(tmp_path / "absent" / "x.toml"))
    assert "cannot be written: No such file or directory." in result.stderr
    assert result.exit_code == 2


@pytest.mark.parametrize("option", ["--country", "--only-country"])
def test_a_country_is_two_capitals(ours: Path, option: str) -> None:
    result = imported(ours, PUBLISHERS, "publishers-nl", option, "Nederland")
    assert '"Nederland" is no country. Write two capitals, as in NL.' in result.stderr
    assert result.exit_code == 2


def any_url(chance: random.Random) -> str:
    hosts = [
        "github.com",
        "gitlab.com",
        "www.github.com",
        "git.example.org",
        "codeberg.org",
        "localhost",
        "x",
    ]
    parts = ["a", "b", "A", "c d", "", "orgs", "-", "x.git", "..", "~q", "é"]
    path = "/".join(chance.choice(parts) for _ in range(chance.randint(0, 4)))
    return f"{chance.choice(['https://', 'http://', '', 'ssh://'])}{chance.choice(hosts)}/{path}"


def any_list(chance: random.Random) -> str:
    """A list of ours, often with mistakes."""
    text = 'version = 1\n[[forges]]\nname = "git.example.org"\nkind = "gitlab"\n'
    for n in range(chance.randint(0, 2)):
        scope = chance.choice(["", ', scope = "repository"', ', scope = "instance"', ", subgroups = false"])
        text += (
            f'[[organisations]]\nid = "urn:x:{n}"\nname = "N{n}"\nrole = "government"\nlevel = "other"\n'
            f'country = "NL"\naccounts = [{{ url = {json.dumps(any_url(chance))}{scope} }}]\n'
        )
    return text


@pytest.mark.parametrize("seed", range(120))
def test_whatever_two_lists_hold_nothing_is_lost_and_the_second_time_changes_nothing(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    path = tmp_path / "sources.toml"
    path.write_text(any_list(chance), encoding="utf-8")
    while check_sources(path, {}).mistakes:
        path.write_text(any_list(chance), encoding="utf-8")
    theirs = [{"name": chance.choice(["N0", "N1", "Z"]), "orgs": [any_url(chance) for _ in range(6)]}]
    foreign = FORMATS["publiccode-crawler"].read(json.dumps(theirs), "NL")
    merged = merge(*read_sound(path, {}), foreign, "theirs", {})
    path.write_text(merged.text, encoding="utf-8")
    refused = [each for each in merged.unused if "it stays there" not in each.sentence]
    assert merged.accounts + merged.known + len(refused) == 6
    assert merge(*read_sound(path, {}), foreign, "theirs", {}).text == merged.text


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "format_name", "accounts"),
    [
        ("publishers-nl.json", "publishers-nl", 79),
        ("governments.yml", "government-github", 956),
        ("comptes-organismes-publics.yml", "organismes-publics", 387),
        ("swiss-index.md", "account-links", 45),
    ],
)
def test_the_real_lists_are_read_whole_and_the_second_time_changes_nothing(
    shared: Path, tmp_path: Path, file: str, format_name: str, accounts: int
) -> None:
    """The numbers are those of the lists' own description: none of their accounts may be lost."""
    for name in ("sources.toml", "organisations.toml"):
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    ours, text = tmp_path / "sources.toml", (shared / "sources" / file).read_text(encoding="utf-8")
    before = len(load_sources(ours).accounts)
    last = next(line for line in told(imported(ours, text, format_name), ours) if line.startswith("Added"))
    added, known = int(last.split()[1]), int(last.partition("There already: ")[2].split()[0])
    refused = imported(ours, text, format_name).stderr.count("is not known. State it under")
    assert added + known + refused == accounts
    once = ours.read_text(encoding="utf-8")
    imported(ours, text, format_name)
    assert ours.read_text(encoding="utf-8") == once
    assert len(load_sources(ours).accounts) == before + added
