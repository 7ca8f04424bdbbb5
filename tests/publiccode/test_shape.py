from datetime import date

import pytest

from publiccode import Component, Contractor, Description, NotAnEntry, Organisation, not_an_entry
from publiccode.dates import understood_date
from publiccode.languages import is_language, today_tag
from tests.publiccode.sample import VALID, component, reading

OLD = """\
publiccode-yaml-version: "http://w3id.org/publiccode/version/0.1"
name: Oud
url: https://git.example.nl/oud
platforms: web
tags: [content-management]
softwareType: standalone
developmentStatus: Stable
isBasedOn: https://git.example.nl/ouder
releaseDate: 2021-19-02
intendedAudience:
  onlyFor: [health-services]
  countries: [nl]
description:
  eng:
    shortDescription: Old
    featureList:
      - Works: well
legal:
  license: EUPL-1.2
  repoOwner: Gemeente
maintenance:
  type: contract
  contractors:
    name: Leverancier
    until: 2099-01-01
localisation:
  localisationReady: yes
  availableLanguages: [eng, nld]
dependsOn:
  open:
    - MySQL
    - name: PostgreSQL
      optional: no
nl:
  gemma: {}
it:
  riuso:
    codiceIPA: c_h501
"""


def test_every_key_of_a_valid_file_is_read() -> None:
    made = component(VALID)
    assert made.publiccode_yml_version == "0"
    assert made.platforms == ("web",)
    assert made.organisation == Organisation(uri="https://www.gemeente.example", name="Gemeente")
    assert made.description["nl"].features == ("Zaken toewijzen",)
    assert made.maintenance.contacts[0].email == "zaken@gemeente.nl"
    assert made.localisation.localisation_ready is False


def test_old_forms_are_read_into_todays_model() -> None:
    made = component(OLD)
    assert made.publiccode_yml_version == "0.1"
    assert made.platforms == ("web",)
    assert made.categories == ("content-management",)
    assert made.software_type == "standalone/other"
    assert made.development_status == "stable"
    assert made.is_based_on == ("https://git.example.nl/ouder",)
    assert made.release_date == date(2021, 2, 19)
    assert made.intended_audience.scope == ("healthcare",)
    assert made.intended_audience.countries == ("NL",)
    assert made.description["en"] == Description(short_description="Old", features=("Works: well",))
    assert made.organisation == Organisation(uri="urn:x-italian-pa:c_h501", name="Gemeente")
    assert made.maintenance.contractors == (Contractor(name="Leverancier", until=date(2099, 1, 1)),)
    assert made.localisation.localisation_ready is True
    assert made.localisation.available_languages == ("en", "nl")
    assert [one.name for one in made.depends_on.open] == ["MySQL", "PostgreSQL"]
    assert made.depends_on.open[1].optional is False
    assert dict(made.country_sections) == {"nl": {"gemma": {}}, "it": {"riuso": {"codiceIPA": "c_h501"}}}


def test_misspelt_and_misplaced_keys_are_read_as_what_they_mean() -> None:
    made = component("Name: a\nlandingUrl: https://b.nl\ndevelopmnentStatus: beta\ncontacts:\n  name: Jan\n")
    assert (made.name, made.landing_url, made.development_status) == ("a", "https://b.nl", "beta")
    assert made.maintenance.contacts[0].name == "Jan"


def test_a_description_without_a_language_is_undetermined() -> None:
    assert dict(component("name: a\ndescription: Iets").description) == {
        "und": Description(short_description="Iets")
    }


def test_the_best_text_is_the_readers_language_then_english_then_any() -> None:
    made = Component(
        description={
            "it": Description(short_description="it"),
            "en-GB": Description(short_description="en"),
            "nl": Description(localised_name="no text"),
        }
    )
    assert made.best_text(["nl", "it"]) == ("it", Description(short_description="it"))
    assert made.best_text(["nl"]) == ("en-GB", Description(short_description="en"))
    assert Component(description={"nl": Description()}).best_text(["nl"]) is None


def test_an_end_far_ahead_reads_as_not_stated() -> None:
    assert Contractor(until=date(2099, 1, 1)).stated_until(date(2026, 7, 1)) is None
    assert Contractor(until=date(2036, 7, 1)).stated_until(date(2026, 7, 1)) == date(2036, 7, 1)
    assert Contractor().stated_until(date(2026, 7, 1)) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-02-19", date(2021, 2, 19)),
        ("2021-19-02", date(2021, 2, 19)),
        ("2021-2-9", date(2021, 2, 9)),
        ("2021/02/19", date(2021, 2, 19)),
        ("2021-02-19T10:00:00Z", date(2021, 2, 19)),
        ("19-02-2021", date(2021, 2, 19)),
        ("02/19/2021", date(2021, 2, 19)),
        ("03-04-2021", None),
        ("04-04-2021", date(2021, 4, 4)),
        ("2021-02-30", None),
        ("2021-30-30", None),
        ("t.b.d.", None),
    ],
)
def test_a_date_is_understood_when_it_can_mean_one_day_only(text: str, day: date | None) -> None:
    assert understood_date(text) == day


@pytest.mark.parametrize(
    "tag", ["nl", "en-GB", "zh-Hant-TW", "es-419", "de-x-formal", "i-klingon", "sl-rozaj", "zh-yue"]
)
def test_these_are_languages(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize(
    "tag", ["eng", "en_GB", "en-USA", "english", "", "nl-", "xx", "en-Xxxx", "de-yue", "nl-foobar"]
)
def test_these_are_no_languages(tag: str) -> None:
    assert not is_language(tag)


def test_languages_get_todays_spelling() -> None:
    assert [today_tag(tag) for tag in ("eng", "en_us", "Italiano", "zh-hant", "nld")] == [
        "en", "en-US", "it", "zh-Hant", "nl",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name: '{{ name }}'\nurl: x", NotAnEntry.TEMPLATE_MARKS),
        ("name: {{ name }}\nurl: x", NotAnEntry.TEMPLATE_MARKS),
        ("name: a\nurl: https://github.com/${ORG}/a", NotAnEntry.TEMPLATE_MARKS),
        ("name: Gemeente\nsoftwareOwned:\n- https://a.nl", NotAnEntry.DESCRIBES_AN_ORGANISATION),
        ("openapi: 3.0.0\ninfo: {}", NotAnEntry.NO_KNOWN_KEYS),
        ("text", NotAnEntry.NOT_A_MAP),
        ("name: a", None),
        (VALID, None),
    ],
)
def test_some_files_are_no_entries_of_a_register(text: str, reason: NotAnEntry | None) -> None:
    assert not_an_entry(reading(text)) is reason
