from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from publiccode import Severity
from publiccode.cli import fix as fix_command
from publiccode.fixing import fix
from tests.publiccode.sample import TODAY, VALID, changed, findings

CASES = [
    ('publiccodeYmlVersion: "0"', "publiccodeYmlVersion: 0.4 # oud", 'publiccodeYmlVersion: "0.4" # oud'),
    ("categories:", "softwareVersion: 1.10\ncategories:", 'softwareVersion: "1.10"\ncategories:'),
    (
        "categories:",
        "releaseDate: 2026-01-02 # dag\ncategories:",
        'releaseDate: "2026-01-02" # dag\ncategories:',
    ),
    ("categories:", "releaseDate: '2021-19-02'\ncategories:", "releaseDate: '2021-02-19'\ncategories:"),
    ("categories:", "releaseDate: 2021-19-42\ncategories:", "releaseDate: 2021-19-42\ncategories:"),
    (
        "categories:",
        "intendedAudience:\n  countries: [nl, 'be'] # landen\ncategories:",
        "intendedAudience:\n  countries: [NL, 'BE'] # landen\ncategories:",
    ),
    ("categories:", "landingUrl: https://a.nl\ncategories:", "landingURL: https://a.nl\ncategories:"),
    ("categories:", "tags:", "categories:"),
    ("categories:", "monochromeLogo: a.svg\ncategories:", "logo: a.svg\ncategories:"),
    ("categories:", "inputTypes:\n- text/plain\n\n# soort\ncategories:", "\n# soort\ncategories:"),
    ("softwareType: standalone/web", "softwareType: softwareAddon", "softwareType: addon"),
    ("developmentStatus: stable", "developmentStatus: 'Stable'", "developmentStatus: 'stable'"),
    ("  - document-management", "  - Document management", "  - document-management"),
    ("  - document-management", "  - documents", "  - documents"),
    (
        "  localisationReady: false",
        "  localisationReady: no  # nog niet",
        "  localisationReady: false  # nog niet",
    ),
    ("    - nl\n", "    - nld\n", "    - nl\n"),
    ("  license: EUPL-1.2", "  license: eupl-1.2", "  license: EUPL-1.2"),
    ("  license: EUPL-1.2", "  license: GPLv3", "  license: GPLv3"),
    ("    features:", "    genericName: Zaken\n    features:", "    features:"),
]


@pytest.mark.parametrize(("old", "broken", "mended"), CASES, ids=[broken.strip() for _, broken, _ in CASES])
def test_what_is_beyond_doubt_is_mended_in_its_place(old: str, broken: str, mended: str) -> None:
    assert fix(changed(old, broken).encode(), today=TODAY).text == changed(old, mended)


def test_a_valid_file_stays_as_it_is() -> None:
    assert fix(VALID.encode(), today=TODAY).text == VALID


def test_line_ends_stay_and_a_byte_order_mark_goes() -> None:
    content = b"\xef\xbb\xbf" + changed("categories:", "tags:").replace("\n", "\r\n").encode()
    assert fix(content, today=TODAY).text == VALID.replace("\n", "\r\n")


def test_a_file_that_is_no_yaml_is_left_alone() -> None:
    text = changed("name: Zaakwijzer", "name: @a").replace("EUPL", "eupl")
    assert fix(text.encode(), today=TODAY).text == text


def test_the_command_shows_and_writes_only_when_asked(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    broken = changed("  localisationReady: false", "  localisationReady: yes")
    file.write_text(broken, encoding="utf-8")
    shown = CliRunner().invoke(fix_command, [str(file)])
    assert shown.exit_code == 0
    assert "+  localisationReady: true" in shown.output
    assert file.read_text(encoding="utf-8") == broken
    assert CliRunner().invoke(fix_command, [str(file), "--write"]).exit_code == 0
    assert findings(file.read_text(encoding="utf-8")) == ()


def test_errors_that_are_left_exit_with_1(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_text(changed("  license: EUPL-1.2", "  license: GPLv3"), encoding="utf-8")
    assert CliRunner().invoke(fix_command, [str(file)]).exit_code == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(CASES), min_size=1, max_size=4, unique_by=lambda case: case[0]))
def test_a_repair_never_adds_an_error_and_a_second_run_changes_nothing(
    cases: list[tuple[str, str, str]],
) -> None:
    text = VALID
    for old, broken, _ in cases:
        text = text.replace(old, broken)
    before = sum(finding.severity is Severity.ERROR for finding in findings(text))
    fixed = fix(text.encode(), today=TODAY)
    assert sum(finding.severity is Severity.ERROR for finding in fixed.left) <= before
    assert fix(fixed.text.encode(), today=TODAY).text == fixed.text


@pytest.mark.shared
def test_files_of_the_corpus_lose_findings_and_no_meaning(shared: Path) -> None:
    from publiccode import read

    mended = 0
    for path in sorted((shared / "corpus" / "files").rglob("publiccode.yml"))[::6]:
        content = path.read_bytes()
        before, fixed = read(content).component, fix(content, today=TODAY)
        after = read(fixed.text.encode()).component
        if before is not None and after is not None:
            mended += len(fixed.mended)
            assert (before.name, before.url, before.legal.license and before.legal.license.lower()) == (
                after.name,
                after.url,
                after.legal.license and after.legal.license.lower(),
            )
            assert before.maintenance.contacts == after.maintenance.contacts
    assert mended > 100
