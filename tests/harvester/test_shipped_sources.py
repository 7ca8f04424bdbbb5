"""The shipped list of accounts is consistent in itself; read with tomllib alone: no loader hides a slip."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

SOURCES = Path(__file__).parents[2] / "sources.toml"
ROLES = {"government", "supplier", "association"}
LEVELS = {
    "ministry",
    "agency",
    "province",
    "municipality",
    "water_board",
    "cooperation",
    "judiciary",
    "parliament",
    "supplier",
    "other",
}
SCOPES = {"organisation", "user", "repository", "instance"}
# The kinds of TOOI identifier that the list of publishers uses, each with the form of its number.
TOOI = re.compile(
    r"https://identifier\.overheid\.nl/tooi/id/"
    r"(gemeente/gm\d{4}|provincie/pv\d{2}|waterschap/ws\d{4}|ministerie/mnre\d{4}|oorg/oorg\d{5}|zbo/zb\d{6})"
)
OWN = re.compile(r"urn:herbruik:organisation:[a-z0-9]+(-[a-z0-9]+)*")


def organisations() -> list[dict[str, object]]:
    document = tomllib.loads(SOURCES.read_text(encoding="utf-8"))
    listed = document["organisations"]
    assert isinstance(listed, list)
    return listed


def accounts(organisation: dict[str, object]) -> list[dict[str, object]]:
    listed = organisation["accounts"]
    assert isinstance(listed, list)
    return listed


def addresses() -> list[str]:
    return [str(account["url"]) for organisation in organisations() for account in accounts(organisation)]


def test_the_list_names_its_version_and_nothing_unexpected() -> None:
    document = tomllib.loads(SOURCES.read_text(encoding="utf-8"))
    assert document["version"] == 1
    assert set(document) <= {"version", "include", "organisations", "forges"}


def test_the_dutch_publishers_and_their_accounts_are_there() -> None:
    assert len(organisations()) >= 48
    assert len(addresses()) >= 79


@pytest.mark.parametrize("organisation", organisations(), ids=lambda organisation: str(organisation["name"]))
def test_an_organisation_says_who_and_what_it_is(organisation: dict[str, object]) -> None:
    assert set(organisation) <= {"id", "name", "role", "level", "country", "aliases", "accounts"}
    identifier = str(organisation["id"])
    assert TOOI.fullmatch(identifier) or OWN.fullmatch(identifier)
    assert organisation["role"] in ROLES
    assert organisation["level"] in LEVELS
    assert organisation["country"] == "NL"
    assert accounts(organisation)


@pytest.mark.parametrize("organisation", organisations(), ids=lambda organisation: str(organisation["name"]))
def test_the_kind_in_the_identifier_the_level_and_the_formal_name_agree(
    organisation: dict[str, object],
) -> None:
    identifier, level, name = str(organisation["id"]), organisation["level"], str(organisation["name"])
    if "/tooi/id/gemeente/" in identifier:
        assert level == "municipality"
    if "/tooi/id/provincie/" in identifier:
        assert level == "province"
    if "/tooi/id/ministerie/" in identifier:
        assert level == "ministry"
    formal = {"municipality": "Gemeente ", "province": "Provincie ", "ministry": "Ministerie van "}
    assert name.startswith(formal.get(str(level), ""))
    assert (level == "supplier") == (organisation["role"] == "supplier")


def test_no_identifier_and_no_name_occurs_twice() -> None:
    for key in ("id", "name"):
        counted = Counter(str(organisation[key]).casefold() for organisation in organisations())
        assert {value for value, number in counted.items() if number > 1} == set()


def test_no_account_occurs_twice_whatever_its_letter_case() -> None:
    counted = Counter(address.casefold() for address in addresses())
    assert {address for address, number in counted.items() if number > 1} == set()


def test_one_name_or_alias_never_points_to_two_organisations() -> None:
    owners: dict[str, set[str]] = {}
    for organisation in organisations():
        aliases = organisation.get("aliases", [])
        assert isinstance(aliases, list)
        for name in (organisation["name"], *aliases):
            owners.setdefault(str(name).casefold(), set()).add(str(organisation["id"]))
    assert {name for name, identifiers in owners.items() if len(identifiers) > 1} == set()


@pytest.mark.parametrize("address", addresses())
def test_an_account_lies_on_a_known_forge_and_its_address_is_plain(address: str) -> None:
    parts = urlsplit(address)
    assert parts.scheme == "https"
    assert parts.netloc in {"github.com", "gitlab.com"}
    assert re.fullmatch(r"/[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9._-]+)*", parts.path)
    assert not parts.query
    assert not parts.fragment
    if parts.netloc == "github.com":
        assert parts.path.count("/") == 1


def test_accounts_say_only_what_the_format_knows() -> None:
    for organisation in organisations():
        for account in accounts(organisation):
            assert set(account) <= {
                "url",
                "scope",
                "subgroups",
                "ignored_since",
                "ignored_reason",
                "listed_in",
            }
            assert account.get("scope", "organisation") in SCOPES


def test_an_account_says_in_which_lists_of_others_it_stands() -> None:
    counted = Counter(
        name
        for organisation in organisations()
        for account in accounts(organisation)
        for name in account.get("listed_in", [])  # type: ignore[attr-defined]
    )
    assert counted == {"developer.overheid.nl": 79, "government.github.com": 19}
