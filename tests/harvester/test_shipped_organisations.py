"""The shipped organisations: the denominators that the site counts with. The numbers come from elsewhere.

342 municipalities (Statistics Netherlands, 1 January 2023 to 2026), 12 provinces (since 1986), 21 water
boards (Unie van Waterschappen, since 2018), 12 ministries (since 23 February 2026).
"""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from harvester.model import Level
from harvester.sources import load_sources

ROOT = Path(__file__).parents[2]
TOOI = "https://identifier.overheid.nl/tooi/id/"
FORMS: dict[str, tuple[str, str | tuple[str, ...]]] = {
    "municipality": (r"gemeente/gm\d{4}", "Gemeente "),
    "province": (r"provincie/pv\d{2}", "Provincie "),
    "water_board": (r"waterschap/ws\d{4}", ("Waterschap ", "Hoogheemraadschap ", "Wetterskip ")),
    "ministry": (r"ministerie/mnre\d{4}", "Ministerie van "),
}


def shipped() -> list[dict[str, str]]:
    document = tomllib.loads((ROOT / "organisations.toml").read_text(encoding="utf-8"))
    listed: list[dict[str, str]] = document["organisations"]
    return listed


def test_the_numbers_are_those_that_everybody_knows() -> None:
    assert Counter(each["level"] for each in shipped()) == {
        "municipality": 342,
        "province": 12,
        "water_board": 21,
        "ministry": 12,
    }


def test_every_identifier_has_the_form_of_its_level_and_occurs_once() -> None:
    for each in shipped():
        form, start = FORMS[each["level"]]
        assert re.fullmatch(re.escape(TOOI) + form, each["id"]), each
        assert each["name"].startswith(start), each
    assert len({each["id"] for each in shipped()}) == len({each["name"] for each in shipped()}) == 387


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("gemeente/gm0014", "Gemeente Groningen"),
        ("gemeente/gm0363", "Gemeente Amsterdam"),
        ("gemeente/gm0518", "Gemeente Den Haag"),
        ("gemeente/gm0599", "Gemeente Rotterdam"),
        ("gemeente/gm0796", "Gemeente 's-Hertogenbosch"),
        ("gemeente/gm1992", "Gemeente Voorne aan Zee"),
        ("provincie/pv23", "Provincie Overijssel"),
        ("waterschap/ws0652", "Waterschap Brabantse Delta"),
        ("ministerie/mnre1034", "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties"),
    ],
)
def test_what_other_files_say_of_an_identifier_is_what_this_one_says(code: str, name: str) -> None:
    assert {each["id"]: each["name"] for each in shipped()}[TOOI + code] == name


def test_municipalities_that_are_no_more_are_not_listed() -> None:
    names = {each["name"].removeprefix("Gemeente ") for each in shipped()}
    assert not names & {"Weesp", "Brielle", "Hellevoetsluis", "Westvoorne"}


def test_both_files_together_are_one_list_in_which_no_level_is_counted_beyond_its_number() -> None:
    counted = Counter(each.level for each in load_sources(ROOT / "sources.toml").organisations)
    assert [counted[level] for level in (Level.MUNICIPALITY, Level.PROVINCE, Level.WATER_BOARD)] == [
        342,
        12,
        21,
    ]


def test_a_name_or_alias_points_to_one_organisation() -> None:
    owners: dict[str, set[str]] = {}
    for each in load_sources(ROOT / "sources.toml").organisations:
        for name in (each.name, *each.aliases):
            owners.setdefault(name.casefold(), set()).add(each.organisation_id)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}
