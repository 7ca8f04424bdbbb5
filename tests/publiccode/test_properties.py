import json
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publiccode import Finding, Limits, Profile, not_an_entry, read, validate
from publiccode.encoding import decode
from publiccode.keys import TOP
from tests.publiccode.hostile import HOSTILE
from tests.publiccode.sample import TODAY, VALID

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


_LINE_END = re.compile(r"\r\n|\r|\n")
_UNFILLED = re.compile(r"(?<!\{)\{\w+\}")


def _lines(content: bytes) -> list[str]:
    """The lines that an editor shows; behind the last line end is a line only when something stands there."""
    *lines, last = _LINE_END.split(decode(content, Limits().bytes).text)
    return [*lines, last] if last or not lines else lines


def _check_words(finding: Finding) -> None:
    """Every sentence is whole; what the file itself says is taken out first."""
    for text in (finding.message, finding.why, finding.cure):
        for sentence in (text.nl, text.en):
            assert sentence
            own = sentence.replace(finding.value or "\0", "").replace(finding.key_path or "\0", "")
            assert "None" not in own, finding
            assert not _UNFILLED.search(own), finding


WHOLE_FILE = {
    "empty-file", "not-a-map", "html-page", "lfs-pointer", "symlink-text", "too-large", "too-many-directives",
    "not-utf-8",
}  # fmt: skip
"""As docs/validate.md names them."""


def _check_place(finding: Finding, lines: list[str]) -> None:
    if finding.position is None:
        assert finding.code in WHOLE_FILE, finding
    else:
        assert 1 <= finding.position.line <= len(lines), finding
        assert 1 <= finding.position.column <= len(lines[finding.position.line - 1]) + 1, finding


def _check(content: bytes, today: date) -> None:
    reading = read(content)
    assert (reading.component is None) == (reading.document is None)
    json.dumps(reading.document, allow_nan=False)
    not_an_entry(reading)
    lines = _lines(content)
    for profile in Profile:
        for finding in validate(reading, today=today, profile=profile):
            _check_words(finding)
            if profile is Profile.STANDARD:  # the reference counts some line ends twice, and so do we there
                _check_place(finding, lines)
    assert read(content).component == reading.component


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("size", [1, 2, 60, 700])
def test_hostile_texts_are_told_in_whole_sentences_with_places_in_the_file(name: str, size: int) -> None:
    _check(HOSTILE[name](size).encode(), TODAY)


ODD = [
    b'a: [1,\n b: "x\n', b'a: "x\n\n\n', b"a: 'x", b"a:\n\t\n", b"- [\n\n", b"\xef\xbb\xbf# a\nb: c\n",
    b"a: b\rc: \xe9\r", b"a: b\r\nc: 'd\r\n", b"a: \x85b: c: d\n", b"a: \xe2\x80\xa8b: c: d\n",
    b"name: &a\nurl: *b\n", b"a: |\n", b"legal:\n", b"legal:\n\n\n", b"name: \xe9\x01\n",
    b"{{ name }}: x\nname: y\n", b"x: y\n\x00", b"\x00\x01\x02", b"name: a\n...\nb: [\n",
    b"\xe2\x80\xa8\nname: {{ name }}\n",
    b"m\nname\naintenance:\n  type: x\n", b"name: a\n  url: 'b\n  legal: {license: c: d}\n",
]  # fmt: skip


@pytest.mark.parametrize("content", ODD)
def test_odd_texts_are_told_in_whole_sentences_with_places_in_the_file(content: bytes) -> None:
    _check(content, TODAY)


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
