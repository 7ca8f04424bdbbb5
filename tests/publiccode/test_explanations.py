import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from publiccode import read
from publiccode.explanations import explain, rows
from publiccode.explanations.rows import Row
from publiccode.findings import Text
from publiccode.hits import Hit
from publiccode.rules.table import ROWS as RULES
from publiccode.rules.table import Kind
from publiccode.rules.table import Row as RuleRow
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


def test_of_two_names_for_one_key_the_old_one_is_to_be_joined_with_the_right_one() -> None:
    beside = findings(changed("categories:", "tags: [a]\ncategories:"))[0]
    assert beside.cure.en == "Move its values to “categories”, which is there too, and remove this key."
    alone = findings(changed("categories:", "tags:"))[0]
    assert alone.cure.en.startswith("Replace the name by “categories”")
    two = findings(changed("categories:\n", "tags: [gis]\ncategory:\n"))
    cures = [one.cure.en.split(" ")[0] for one in two if one.code == "former-key"]
    assert cures == ["Replace", "Move"]


def _paths() -> Iterator[tuple[str, RuleRow]]:
    """The key path of every key of the standard, with its row of the rules."""

    def below(section: str, inside: str) -> Iterator[tuple[str, RuleRow]]:
        for row in RULES[section]:
            path = inside + row.key
            yield path, row
            if row.section is not None and row.kind is Kind.LANGUAGES:
                yield from below(row.section.name, f"{path}.nl.")
            elif row.section is not None:
                yield from below(row.section.name, f"{path}[0]." if row.kind is Kind.SECTIONS else f"{path}.")

    return below("", "")


MOVED = {
    "monochromeLogo": "logo", "legal.repoOwner": "organisation", "it": "IT",
    "IT.riuso.codiceIPA": "organisation", "it.riuso.codiceIPA": "organisation",
}  # fmt: skip
"""Deprecated keys, and what their cure is about."""


@pytest.mark.parametrize(("path", "row"), [pytest.param(*one, id=one[0]) for one in _paths()])
def test_an_example_is_one_of_the_key_that_it_stands_with(path: str, row: RuleRow) -> None:
    kind = {Kind.TEXT: "expected-text", Kind.BOOLEAN: "yes-or-no", Kind.SECTION: "expected-section"}
    found = explain(Hit(kind.get(row.kind, "expected-list"), path, value="x"))
    assert found.example is not None
    assert f"{MOVED.get(path, row.key)}:" in found.example
    document = read(found.example.encode())
    assert [one.code for one in document.findings] == []


@pytest.mark.parametrize(
    ("path", "example"),
    [
        ("description.nl_NL", "description:\n  nl:"),
        ("localisation.availableLanguages[3]", "availableLanguages:\n  - nl"),
    ],
)
def test_a_language_has_the_example_of_its_place(path: str, example: str) -> None:
    assert (explain(Hit("invalid-language", path, value="x")).example or "").startswith(example)


@pytest.mark.parametrize(
    ("path", "cure"),
    [
        ("name", "Add the name that the software is known by."),
        ("maintenance.contacts[0].name", "Add the name of the person or the team."),
        ("maintenance.contractors[0].name", "Add the name of the supplier."),
        ("fundedBy[1].name", "Add the name of the organisation."),
        ("dependsOn.open[0].name", "Add the name of what is needed."),
    ],
)
def test_a_name_that_is_missing_is_asked_for_by_whose_it_is(path: str, cure: str) -> None:
    assert explain(Hit("required-key-missing", path)).cure.en == cure


def test_the_page_of_all_findings_is_up_to_date() -> None:
    from publiccode.explanations.__main__ import page

    written = SOURCES.parent / "docs" / "findings.md"
    assert written.read_text(encoding="utf-8") == page(), (
        "python -m publiccode.explanations > docs/findings.md"
    )
