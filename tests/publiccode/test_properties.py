import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from publiccode import Limits, Profile, not_an_entry, read, validate
from publiccode.keys import TOP
from tests.publiccode.sample import VALID

PIECES = st.sampled_from(
    [
        "name", "url", "description", "nl", ":", ": ", "\n", "\n  ",
        "\n    ", "- ", "[", "]", "{", "}", "'", '"',
        "&a ", "*a", "<<: ", "|", ">", "#", "!", "%",
        "@", "\t", "\r\n", "---\n", "...", "{{ name }}", "0.4", "yes",
        "legal.", "description.nl.", "[0]",
        "null", "~", "2021-02-30", "\u2028", "é", "\x00", "\ufeff", "\U0001f1f3\U0001f1f1", *TOP.keys,
    ]
)  # fmt: skip
SNIPPETS = st.lists(PIECES, max_size=40).map("".join)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1))


def _check(content: bytes, today: date) -> None:
    reading = read(content)
    assert (reading.component is None) == (reading.document is None)
    json.dumps(reading.document, allow_nan=False)
    not_an_entry(reading)
    lines = content.count(b"\n") + content.count(b"\r") + 2
    for profile in Profile:
        for finding in validate(reading, today=today, profile=profile):
            assert finding.position is None or (
                1 <= finding.position.line <= lines and finding.position.column >= 1
            )
    assert read(content).component == reading.component


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), DAYS)
def test_any_bytes_are_read_and_validated(content: bytes, today: date) -> None:
    _check(content, today)


@settings(max_examples=300, deadline=None)
@given(SNIPPETS, DAYS)
def test_anything_that_looks_like_yaml_is_read_and_validated(text: str, today: date) -> None:
    _check(text.encode(), today)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(VALID)), st.integers(0, 30), SNIPPETS, DAYS)
def test_a_valid_file_with_a_hole_and_a_piece_in_it_is_read_and_validated(
    start: int, length: int, piece: str, today: date
) -> None:
    _check((VALID[:start] + piece + VALID[start + length :]).encode(), today)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(VALID)))
def test_a_file_that_was_cut_off_keeps_what_came_before(end: int) -> None:
    reading = read(VALID[:end].encode())
    if reading.component is not None and VALID[:end].count("\n") > 1:
        assert reading.component.name == "Zaakwijzer"


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 2000))
def test_the_limits_hold(limit: int) -> None:
    reading = read(VALID.encode(), limits=Limits(bytes=limit, nodes=limit % 60 + 1))
    assert len(json.dumps(reading.document)) <= 4 * limit + 4
