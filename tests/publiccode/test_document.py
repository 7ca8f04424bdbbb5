import sys

import pytest

from publiccode.document import parse
from publiccode.nodes import Listing, Mapping, Scalar, to_plain
from tests.publiccode.hostile import HOSTILE
from tests.publiccode.sample import VALID, changed, codes, component, findings, reading


def plain(text: str) -> object:
    root = parse(text, depth=100, nodes=50_000).root
    assert root is not None
    return to_plain(root)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("null", None),
        ("12", 12),
        ("-7", -7),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".inf", ".inf"),
        ("1_000", "1_000"),
        ("2026-04-15", "2026-04-15"),
        ("12:30", "12:30"),
        ("'12'", "12"),
        ("9" * 30, "9" * 30),
        ("1e999", "1e999"),
    ],
)
def test_scalars_are_read_by_the_core_schema_of_yaml_1_2(written: str, meant: object) -> None:
    assert plain(f"key: {written}") == {"key": meant}


def test_places_count_from_one_in_code_points() -> None:
    root = parse('é: "ü"\nb: [c, d]', depth=100, nodes=100).root
    assert isinstance(root, Mapping)
    second = root.by_key["b"].value
    assert isinstance(second, Listing)
    assert (root.by_key["é"].value.line, root.by_key["é"].value.column) == (1, 4)
    assert (second.items[1].line, second.items[1].column) == (2, 8)


def test_of_duplicate_keys_the_first_with_a_value_counts() -> None:
    assert codes(changed("name: Zaakwijzer\n", "name:\nname: Een\nname: Twee\n")) == ["duplicate-key"] * 2
    assert component("name:\nname: Een\nname: Twee\n").name == "Een"


def test_merge_keys_are_read_and_overruled_by_what_stands_beside_them() -> None:
    document = parse("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n", depth=100, nodes=100)
    assert document.root is not None
    assert to_plain(document.root) == {"a": {"x": 1, "y": 2}, "b": {"x": 1, "y": 3}}
    assert [hit.code for hit in document.hits] == ["merge-key"]


def test_an_unknown_alias_is_a_finding_and_no_value() -> None:
    assert component("name: *nobody\nurl: https://a.nl").name is None
    assert "unknown-alias" in codes("name: *nobody\nurl: https://a.nl")


def test_an_anchor_that_refers_to_itself_is_cut() -> None:
    assert plain("a: &a [1, *a]") == {"a": [1, None]}


def test_only_the_first_document_is_read() -> None:
    assert codes(VALID + "---\nname: other\n") == ["several-documents"]
    assert component(VALID + "---\nname: other\n").name == "Zaakwijzer"


def test_carriage_returns_and_directives_are_fine() -> None:
    assert codes(VALID.replace("\n", "\r\n")) == []
    assert codes("%YAML 1.2\n---\n" + VALID) == []


def test_json_is_read_with_advice() -> None:
    assert codes('{"name": "a", "url": "https://a.nl"}')[-1] != "not-a-map"
    assert "json-document" in codes('{"name": "a", "url": "https://a.nl"}')


def test_line_breaks_of_yaml_1_1_are_characters() -> None:
    assert plain("a: b\u2028c\u0085d\u2029e") == {"a": "b\u2028c\u0085d\u2029e"}


def test_a_tab_behind_a_dash_is_fine() -> None:
    assert codes(VALID.replace("  - web", "  -\tweb")) == []
    assert component(VALID.replace("  - web", "  -\tweb")).platforms == ("web",)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_of_a_mebibyte_are_read_and_validated(name: str) -> None:
    text = HOSTILE[name](1024 * 1024)
    assert reading(text).size == len(text.encode())
    assert len(findings(text)) < 1000


@pytest.mark.parametrize("name", HOSTILE)
def test_the_work_for_a_hostile_file_grows_no_faster_than_the_file(name: str) -> None:
    """Counted in calls, the same on every machine; `benchmarks.publiccode_worst` has the seconds."""
    small, large = (_calls(HOSTILE[name](size)) for size in (20_000, 40_000))
    assert large < 2.3 * small + 20_000


def _calls(text: str) -> int:
    """How many functions are called to read and validate a text."""
    count = 0

    def note(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        codes(text)
    finally:
        sys.setprofile(None)
    return count


def test_what_aliases_unfold_to_is_bounded() -> None:
    bomb = "b0: &b0 [x, x]\n" + "".join(f"b{i}: &b{i} [*b{i - 1}, *b{i - 1}]\n" for i in range(1, 60))
    assert "too-many-values" in [finding.code for finding in reading(bomb).findings]
    assert len(str(reading(bomb).document)) < 2_000_000


def test_a_scalar_knows_whether_it_is_text() -> None:
    assert Scalar("0.4", True, "", None, 1, 1).is_text is False
    assert Scalar("0.4.1", True, "", None, 1, 1).is_text is True
    assert Scalar("yes", True, "", "tag:yaml.org,2002:bool", 1, 1).boolean() is None
