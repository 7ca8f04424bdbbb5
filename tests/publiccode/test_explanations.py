import re
from pathlib import Path

import pytest

from publiccode.explanations import rows
from publiccode.explanations.rows import Row
from publiccode.findings import Text
from publiccode.suggestions import suggestion
from tests.publiccode.sample import changed, findings

SOURCES = Path(__file__).parents[2] / "publiccode"


@pytest.mark.parametrize("row", rows().values(), ids=lambda row: row.code)
def test_every_row_is_complete_in_both_languages(row: Row) -> None:
    general = rows()[row.code.partition(":")[0]]
    for text in (row.message or general.message, row.why or general.why, row.cure or general.cure):
        assert text is not None
        assert text.nl.strip()
        assert text.en.strip()
        assert set(re.findall(r"\{\w+\}", text.nl)) == set(re.findall(r"\{\w+\}", text.en))
    assert row.severity is general.severity


def test_every_code_in_the_sources_has_a_row() -> None:
    used: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        if "explanations" not in path.parts:
            used |= set(
                re.findall(r'(?:Hit|_hit|_wrong|_limit)\(\s*"([a-z0-9-]+)"', path.read_text(encoding="utf-8"))
            )
    assert used
    assert used <= set(rows()), used - set(rows())


def test_a_finding_says_its_sentence_in_the_readers_language() -> None:
    text = Text("Ja", "Yes")
    assert (text.of("nl"), text.of("nl-BE"), text.of("en"), text.of("fr")) == ("Ja", "Ja", "Yes", "Yes")


def test_a_long_value_is_shortened() -> None:
    found = findings(changed("  - document-management", "  - " + "x" * 300))[0]
    assert found.value is not None
    assert len(found.value) == 200


def test_braces_in_a_value_are_only_text() -> None:
    found = findings(changed("  - document-management", "  - 'a{b}c'"))[0]
    assert "a{b}c" in found.message.en


@pytest.mark.parametrize(
    ("code", "value", "meant"),
    [
        ("invalid-date", "2021-19-02", "2021-02-19"),
        ("invalid-date", "2021-19-22", None),
        ("invalid-licence", "GPLv3", "GPL-3.0-or-later"),
        ("invalid-licence", "EUPL-1.2-or-later", "EUPL-1.2"),
        ("invalid-licence", "MIT or Apache-2.0", "MIT OR Apache-2.0"),
        ("invalid-licence", "eigen licentie", None),
        ("unknown-category", "document management", "document-management"),
        ("unknown-scope", "cities", "local-authorities"),
        ("unknown-software-type", "web", "standalone/web"),
        ("unknown-software-type", "softwareAddon", "addon"),
        ("invalid-country", "UK", "GB"),
        ("invalid-language", "eng", "en"),
        ("unparsable-url", "git@github.com:a/b.git", "https://github.com/a/b"),
        ("invalid-web-address", "www.a.nl", "https://www.a.nl"),
        ("invalid-email", "a", None),
    ],
)
def test_what_a_wrong_value_most_likely_means(code: str, value: str, meant: str | None) -> None:
    assert suggestion(code, value) == meant


def test_the_page_of_all_findings_is_up_to_date() -> None:
    from publiccode.explanations.__main__ import page

    written = SOURCES.parent / "docs" / "findings.md"
    assert written.read_text(encoding="utf-8") == page(), (
        "python -m publiccode.explanations > docs/findings.md"
    )
