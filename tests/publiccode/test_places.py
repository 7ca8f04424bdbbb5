import pytest

from publiccode.places import lines_of

FILE = b"""\
publiccodeYmlVersion: "0.5"
name: Formulieren
legal:
  license: EUPL-1.2
description:
  nl:
    features:
      - Een
  en: {features: [One], shortDescription: Forms}
maintenance: {type: internal}
"""


def test_keys_are_found_at_their_lines_those_that_are_not_there_are_left_out() -> None:
    assert lines_of(FILE, ("legal.license", "maintenance.type", "usedBy", "name.no")) == {
        "legal.license": 4,
        "maintenance.type": 10,
    }


def test_a_star_stands_for_every_language() -> None:
    assert lines_of(FILE, ("description.*.features", "description.*.shortDescription")) == {
        "description.nl.features": 7,
        "description.en.features": 9,
        "description.en.shortDescription": 9,
    }


@pytest.mark.parametrize("content", [b"", b"- a list", b"\x00\xff", b"name: [", b"legal: EUPL", b"{{{{"])
def test_any_bytes_have_an_answer(content: bytes) -> None:
    assert lines_of(content, ("legal.license",)) == {}


def test_lines_keep_their_numbers_past_a_mistake_in_the_yaml() -> None:
    content = b"name: a: b\nlegal:\n  license: MIT\n"
    assert lines_of(content, ("legal.license",)) == {"legal.license": 3}
