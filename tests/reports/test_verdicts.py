from typing import Any

import duckdb
import pytest

from reports.pages.decision import checks
from reports.pages.edition import Edition
from reports.pages.labels import labels_in
from reports.pages.lookup import look_up
from reports.pages.reality import mismatches
from reports.translation import load_words
from tests.reports.conftest import Built

pytestmark = pytest.mark.database


def _query(built: Built, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(built.register), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _edition(built: Built, language: str) -> Edition:
    words = load_words(language)
    return Edition(words=words, labels=labels_in(words), lookup=look_up(built.snapshot))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_and_the_published_verdicts_are_the_same(built: Built, language: str) -> None:
    made = _edition(built, language)
    on_pages = [
        (component.component_id, n, check.state.value, check.reason, check.source and check.source.url)
        for component in built.snapshot.components
        for n, check in enumerate(checks(made, component), start=1)
    ]
    published = _query(
        built, f"SELECT component_id, n, answer, reason_{language}, source FROM decision ORDER BY ALL"
    )
    assert published == sorted(on_pages)
    assert len(published) == 9 * 2


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_differs_is_published_as_the_code_of_pages_finds_it(built: Built, language: str) -> None:
    made = _edition(built, language)
    found = [
        (component.component_id, one.code, one.message)
        for component in built.snapshot.components
        for one in mismatches(made, component)
    ]
    assert found == [("voorbeeld-zaken--onder-deel", "status-archived", found[0][2])]
    assert _query(built, f"SELECT component_id, code, message_{language} FROM mismatch") == found


def test_a_question_can_be_asked_over_all_software(built: Built) -> None:
    archived = _query(built, "SELECT answer FROM decision WHERE question = 'maintained' ORDER BY answer")
    assert archived == [("no",), ("yes",)]


def test_each_answer_has_a_source_and_the_day_that_it_rests_on(built: Built) -> None:
    assert _query(built, "SELECT count(*) FROM decision WHERE source IS NULL OR rests_on IS NULL") == [(0,)]
    contact = "SELECT source, line FROM decision WHERE question = 'contact' AND answer = 'yes'"
    [(source, line)] = _query(built, contact)
    assert line == 4  # of RAW in conftest.py
    assert source.endswith("/publiccode.yml#L4")


def test_what_is_known_of_a_licence_can_be_asked(built: Built) -> None:
    assert _query(built, "FROM licence ORDER BY ALL") == [
        (
            "voorbeeld-formulieren",
            "EUPL-1.2",
            "EUPL-1.2",
            "EUPL-1.2",
            True,
            "network_copyleft",
            "same",
            "same",
        ),
        ("voorbeeld-zaken--onder-deel", None, None, None, None, None, "unknown", "not_compared"),
    ]


def test_a_standard_is_stated_in_supports_or_only_named(built: Built) -> None:
    found = _query(built, "SELECT standard_id, name, basis, key_path FROM standard")
    assert found == [("gdpr", "GDPR (AVG)", "supports", "supports[0]")]


def test_the_lines_of_keys_are_those_of_the_file(built: Built) -> None:
    found = _query(built, "SELECT key_path, line FROM key_line ORDER BY line")
    assert found == [("maintenance.type", 3), ("maintenance.contacts", 4)]
