import pytest

from tests.publiccode.sample import VALID, changed, codes, component, findings


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("  - web\n", "\t- web\n", "yaml-tab", 5),
        ("name: Zaakwijzer", "name: @zaakwijzer", "yaml-reserved-character", 2),
        ("name: Zaakwijzer", "name: Zaken: wijzer", "yaml-colon-in-value", 2),
        ("name: Zaakwijzer", "name: 'Zaakwijzer\"", "yaml-unclosed-quote", 2),
        ("name: Zaakwijzer", r'name: "Zaak\wijzer"', "yaml-escape", 2),
        ("name: Zaakwijzer", "name: *Zaakwijzer*", "yaml-reserved-character", 2),
        ("name: Zaakwijzer", "  name: Zaakwijzer", "yaml-colon-in-value", 2),
        ("    documentation:", "   documentation:", "yaml-indentation", 20),
        ("  license: EUPL-1.2", "  license: EUPL-1.2\n    text", "yaml-loose-text", 25),
        ("platforms:\n  - web", "platforms: [web", "yaml-unclosed-bracket", 4),
    ],
)
def test_a_mistake_in_one_place_is_told_and_the_rest_is_read(
    old: str, new: str, code: str, line: int
) -> None:
    text = changed(old, new)
    made = component(text)
    errors = [finding for finding in findings(text) if finding.code.startswith("yaml-")]
    if errors:  # the loose text continues the licence, which is no mistake of YAML
        assert errors[0].position is not None
        assert abs(errors[0].position.line - line) <= 2
    assert made.legal.license is not None
    assert made.legal.license.startswith("EUPL-1.2")
    assert made.localisation.available_languages == ("nl",)
    assert made.url == "https://github.com/gemeente/zaakwijzer"


def test_text_that_is_not_indented_below_its_key_is_read_as_its_value() -> None:
    text = """\
name: a
description:
  nl:
    longDescription: >
Een verhaal: met een dubbele punt
en nog een regel.
    features:
      - b
url: https://a.nl
"""
    made = component(text)
    assert made.description["nl"].long_description == "Een verhaal: met een dubbele punt en nog een regel."
    assert made.description["nl"].features == ("b",)
    assert made.url == "https://a.nl"
    assert "yaml-loose-text" in codes(text)


def test_of_a_merge_conflict_the_first_side_is_read() -> None:
    text = changed("name: Zaakwijzer\n", "<<<<<<< HEAD\nname: Een\n=======\nname: Twee\n>>>>>>> branch\n")
    assert component(text).name == "Een"
    assert codes(text) == ["merge-conflict"]


def test_what_cannot_be_mended_is_left_out_and_said() -> None:
    text = "name: a\n" + "".join(f"key{number}: @b\n" for number in range(30))
    assert component(text).name == "a"
    assert "yaml-unread-rest" in codes(text)


def test_places_stay_what_they_are_in_the_file() -> None:
    text = changed("name: Zaakwijzer", "name: Zaken: wijzer").replace("EUPL-1.2", "GPLv3")
    licence = next(finding for finding in findings(text) if finding.code == "invalid-licence")
    assert licence.position is not None
    assert text.splitlines()[licence.position.line - 1].strip() == "license: GPLv3"


def test_nothing_is_repaired_in_a_file_without_mistakes() -> None:
    assert codes(VALID) == []


@pytest.mark.parametrize("end", ["\n", "\n\n\n", ""])
def test_a_quote_that_never_closes_is_told_where_it_opens(end: str) -> None:
    found = findings(f'a: [1,\n b: "x{end}')
    first = next(finding for finding in found if finding.code == "yaml-unclosed-quote")
    assert first.position is not None
    assert first.position.line == 2
    assert first.message.en == 'A quotation mark opens and does not close: b: "x'
