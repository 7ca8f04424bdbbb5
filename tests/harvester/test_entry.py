"""Which files are entries of the register, by what they say and by where they lie."""

from __future__ import annotations

from typing import Any

import pytest

import publiccode
from harvester.entry import (
    NOT_ENTRY_TEXTS,
    NotAnEntry,
    Said,
    Software,
    is_same_repository,
    judge_entry,
    judge_said,
    names_another,
)
from tests.builders import GITLAB, content, repository

OWN = "https://github.com/voorbeeld/zaaksysteem"
OTHER = "https://github.com/origineel/zaken"


def judged(
    path: str = "publiccode.yml", url: str | None = OWN, is_based_on: tuple[str, ...] = (), **fields: Any
) -> str:
    """The code of the judgement; "software" for an entry."""
    place = repository(**fields)
    match judge_said(place, path, Said(url=url, is_based_on=is_based_on)):
        case NotAnEntry(code):
            return code
        case Software():
            return "software"


def test_a_file_in_the_root_of_its_own_repository_is_software() -> None:
    reading = publiccode.read(content())

    assert judge_entry(repository(), "publiccode.yml", reading) == Software()


@pytest.mark.parametrize(
    ("bytes_of_file", "code"),
    [(b"", "not-a-map"), (b'name: "{{ name }}"\nurl: "{{ url }}"\n', "template-marks")],
)
def test_what_the_content_alone_says_comes_first(bytes_of_file: bytes, code: str) -> None:
    reading = publiccode.read(bytes_of_file)

    assert judge_entry(repository(), "tests/publiccode.yml", reading) == NotAnEntry(code)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("publiccode.yaml", "software"),
        ("packages/api/publiccode.yml", "software"),
        ("onderdelen/testportaal/publiccode.yml", "software"),
        ("test-portal/publiccode.yml", "software"),
        ("tests/fixtures/publiccode.yml", "fixture"),
        ("Test_Data/publiccode.yml", "fixture"),
        ("docs/examples/full/publiccode.yml", "fixture"),
        ("src/__tests__/publiccode.yml", "fixture"),
        ("voorbeelden/publiccode.yml", "fixture"),
        ("templates/publiccode.yml", "template-folder"),
        ("sjablonen/nieuw/publiccode.yml", "template-folder"),
        ("template-engine/publiccode.yml", "software"),
        ("{{cookiecutter.project_slug}}/publiccode.yml", "template-folder"),
        ("src/[[ naam ]]/publiccode.yml", "template-folder"),
        ("apps/demo/publiccode.yml", "software"),
        ("env/lib/python3.11/site-packages/pakket/publiccode.yml", "vendored"),
        ("vendored/pakket/publiccode.yml", "vendored"),
        ("vendor/leverancier/publiccode.yml", "vendored"),
        ("web/node_modules/pakket/publiccode.yml", "vendored"),
    ],
)
def test_folders_tell_tests_examples_templates_and_vendored_software(path: str, code: str) -> None:
    assert judged(path) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("test-fixtures", "fixture-repository"),
        ("publiccode.yml-examples", "fixture-repository"),
        ("test", "fixture-repository"),
        ("testomgeving", "software"),
        ("publiccode.yml-validator", "software"),
        ("example-app", "software"),
        ("corona-test", "software"),
        ("open-source-project-template", "software"),
    ],
)
def test_a_repository_of_nothing_but_fixtures_is_told_by_its_whole_name(name: str, code: str) -> None:
    assert judged(url=None, full_name=f"voorbeeld/{name}") == code


@pytest.mark.parametrize("name", ["example", "test", "Voorbeeld", "sample-data"])
def test_software_that_is_called_example_is_software_when_its_file_names_its_own_repository(
    name: str,
) -> None:
    own = f"https://github.com/voorbeeld/{name}"
    assert judged(url=own, full_name=f"voorbeeld/{name}") == "software"
    assert judged(url=OTHER, full_name=f"voorbeeld/{name}") == "fixture-repository"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (OWN, "software"),
        (None, "template-repository"),
        ("https://github.com/ORG/REPO", "template-repository"),
    ],
)
def test_a_template_repository_is_software_only_when_the_file_is_filled_in(
    url: str | None, code: str
) -> None:
    assert judged(url=url, is_template=True) == code


@pytest.mark.parametrize(
    ("url", "is_based_on", "code"),
    [
        (OTHER, (), "technical-fork"),
        (OTHER, ("https://github.com/iets/anders",), "technical-fork"),
        (OTHER, (OTHER,), "software"),
        (OTHER, ("git@github.com:Origineel/Zaken.git",), "software"),
        (OWN, (), "software"),
        (OWN, (OTHER,), "software"),
        (None, (), "software"),
        ("https://zaken.example.org", (), "software"),
    ],
)
def test_a_fork_with_the_file_of_the_original_is_technical_and_a_variant_is_software(
    url: str | None, is_based_on: tuple[str, ...], code: str
) -> None:
    assert judged(url=url, is_based_on=is_based_on, is_fork=True, fork_of_url=OTHER) == code


def test_a_fork_of_an_unknown_original_that_names_any_is_a_variant() -> None:
    assert judged(url=OTHER, is_based_on=(OTHER,), is_fork=True) == "software"
    assert judged(url=OTHER, is_fork=True) == "technical-fork"


def test_a_url_elsewhere_alone_is_no_reason_to_leave_software_out() -> None:
    assert judged(url=OTHER) == "software"


def test_a_mirror_that_names_the_original_is_no_entry() -> None:
    assert judged(url=OTHER, is_mirror=True) == "technical-fork"
    assert judged(url=OWN, is_mirror=True) == "software"


def test_a_mirror_is_told_by_its_name_where_the_forge_does_not_say_so() -> None:
    assert judged(url=OTHER, full_name="voorbeeld/spiegel-zaken") == "technical-fork"
    assert judged(url=OTHER, full_name="voorbeeld/mirrored") == "software"
    assert judged(url=None, full_name="voorbeeld/mirror") == "software"


@pytest.mark.parametrize(
    ("path", "url", "code"),
    [
        ("catalogus/zaken/publiccode.yml", OTHER, "copy-in-catalogue"),
        ("dist/zaken.publiccode.yml", OTHER, "copy-in-catalogue"),
        ("zaken_publiccode.yml", OTHER, "copy-in-catalogue"),
        ("onderdelen/zaken/publiccode.yml", "https://github.com/voorbeeld/zaken", "software"),
        ("onderdelen/zaken/publiccode.yml", "https://github.com/vroeger/zaaksysteem", "software"),
        ("onderdelen/zaken/publiccode.yml", f"{OWN}/tree/main/onderdelen/zaken", "software"),
        ("onderdelen/zaken/publiccode.yml", "https://www.voorbeeld.nl/zaken/systeem", "software"),
    ],
)
def test_a_copy_in_a_catalogue_names_software_of_another_owner_and_another_name(
    path: str, url: str, code: str
) -> None:
    assert judged(path, url=url) == code


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/Voorbeeld/Zaaksysteem",
        "http://www.github.com/voorbeeld/zaaksysteem/",
        "https://github.com/voorbeeld/zaaksysteem.git",
        "git@github.com:voorbeeld/zaaksysteem.git",
        "ssh://git@github.com/voorbeeld/zaaksysteem",
        "git+https://github.com/voorbeeld/zaaksysteem.git/",
        "github.com/voorbeeld/zaaksysteem",
        "https://github.com/voorbeeld/zaaksysteem/tree/main/api",
        "https://github.com/voorbeeld/zaaksysteem#readme",
        " https://github.com/voorbeeld/zaaksysteem?tab=readme-ov-file ",
    ],
)
def test_spellings_of_one_address_are_one_repository(url: str) -> None:
    assert is_same_repository(url, OWN)
    assert not names_another(url, OWN)


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/voorbeeld/zaaksysteem-2",
        "https://gitlab.com/voorbeeld/zaaksysteem",
        "https://github.com/elders/zaaksysteem",
    ],
)
def test_other_addresses_on_hosts_of_code_are_other_repositories(url: str) -> None:
    assert names_another(url, OWN)


def test_pages_of_a_gitlab_repository_are_that_repository() -> None:
    own = repository("groep/team/naam", forge=GITLAB).url

    assert is_same_repository("https://gitlab.com/groep/team/naam/-/blob/main/publiccode.yml", own)
    assert names_another("https://gitlab.com/groep/naam", own)


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    assert {reason.value for reason in publiccode.NotAnEntry} < NOT_ENTRY_TEXTS.keys()
    for text in NOT_ENTRY_TEXTS.values():
        assert text.nl.endswith(".")
        assert text.en.endswith(".")
        assert text.nl != text.en
