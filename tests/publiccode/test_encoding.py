import pytest

from tests.publiccode.sample import VALID, codes, component, reading


def test_the_sample_has_no_findings_at_all() -> None:
    assert codes(VALID) == []


def test_a_byte_order_mark_is_advice_and_the_file_is_read() -> None:
    content = b"\xef\xbb\xbf" + VALID.encode()
    assert codes(content) == ["byte-order-mark"]
    assert component(content).name == "Zaakwijzer"


def test_latin_1_is_an_error_with_its_place_and_is_read_all_the_same() -> None:
    content = VALID.replace("Zaakwijzer\n", "Caféwijzer\n").encode("cp1252")
    found = reading(content).findings
    assert [(finding.code, finding.position and finding.position.line) for finding in found] == [
        ("not-utf-8", 2)
    ]
    assert component(content).name == "Caféwijzer"


def test_windows_quotes_are_read_as_quotes() -> None:
    assert component(b"name: a\nurl: b\nroadmap: " + b"\x93x\x94").roadmap == "“x”"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_read_with_an_error(encoding: str) -> None:
    content = VALID.encode(encoding)
    assert codes(content) == ["not-utf-8"]
    assert component(content).name == "Zaakwijzer"


def test_a_control_character_is_an_error_with_its_place() -> None:
    found = reading("name: a\x01b\nurl: c").findings
    assert [(finding.code, finding.value) for finding in found] == [("control-character", "U+0001")]
    assert found[0].position is not None
    assert (found[0].position.line, found[0].position.column) == (1, 8)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b" \n\t\n", "empty-file"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "html-page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n", "lfs-pointer"),
        (b"../shared/publiccode.yml", "symlink-text"),
        (b"just a sentence", "not-a-map"),
        (b"- a\n- b\n", "not-a-map"),
        (b"# only a comment\n", "not-a-map"),
        (b"{}", "not-a-map"),
    ],
)
def test_what_is_no_mapping_has_no_component_and_says_what_it_is(content: bytes, code: str) -> None:
    made = reading(content)
    assert made.component is None
    assert made.document is None
    assert code in codes(content)


def test_beyond_the_size_limit_whole_lines_are_read() -> None:
    content = VALID.encode() + b"# " + b"x" * (1 << 20)
    assert codes(content) == ["too-large"]
    assert component(content).name == "Zaakwijzer"
