import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from publiccode import Severity, not_an_entry, read
from publiccode.cli_fixing import fix as fix_command
from publiccode.fixing import Fixed, NoPubliccode
from publiccode.fixing import fix as fix_or_refuse
from tests.publiccode.sample import TODAY, VALID, changed, findings


def fix(content: bytes, *, today: date) -> Fixed:
    fixed = fix_or_refuse(content, today=today)
    assert isinstance(fixed, Fixed)
    return fixed


def run(file: Path, *options: str) -> Result:
    return CliRunner().invoke(fix_command, [str(file), *options])


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


def test_only_line_ends_of_yaml_count_as_such() -> None:
    broken = changed("name: Zaakwijzer", "name: 'Zaak\u2028wij\u2029zer'").replace("categories:", "tags:")
    assert fix(broken.encode(), today=TODAY).text == broken.replace("tags:", "categories:")


def test_a_valid_file_stays_as_it_is() -> None:
    assert fix(VALID.encode(), today=TODAY).text == VALID


def test_line_ends_stay_and_a_byte_order_mark_goes() -> None:
    content = b"\xef\xbb\xbf" + changed("categories:", "tags:").replace("\n", "\r\n").encode()
    assert fix(content, today=TODAY).text == VALID.replace("\n", "\r\n")


def test_a_file_that_is_no_yaml_is_left_alone() -> None:
    text = changed("name: Zaakwijzer", "name: @a").replace("EUPL", "eupl")
    assert fix(text.encode(), today=TODAY).text == text


OTHERS = [
    (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4",
        None,
    ),
    (b"\x7fELF\x02\x01\x01\x00\nname: %s\nurl: x\n\x00\x00", "control-character"),
    (b"name: \xe9\nurl: \x01\n", "control-character"),
    (b"\xff\xd8\xff\xe0 JFIF \x9d\x8f \x12", None),
    (b"just some text\n", "not-a-map"),
    (b"- a list\n- of texts\n", "not-a-map"),
    (b"openapi: 3.0.0\npaths: {}\n", "no-known-keys"),
    (b"name: Gemeente\nsoftwareOwned: []\n", "describes-an-organisation"),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:a\n", "lfs-pointer"),
    (b"<!doctype html><html></html>", "html-page"),
    (b"../publiccode.yml", "symlink-text"),
    (b"", "empty-file"),
]


@pytest.mark.parametrize(("content", "code"), OTHERS)
def test_a_file_that_is_no_publiccode_yml_is_never_changed(
    tmp_path: Path, content: bytes, code: str | None
) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_bytes(content)
    result = run(file, "--write")
    assert (result.exit_code, result.stdout, file.read_bytes()) == (1, "", content)
    assert result.stderr.startswith(f"{file}: this is no publiccode.yml: not changed. ")
    assert code is None or f"[{code}]" in result.stderr


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_are_no_publiccode_yml(content: bytes) -> None:
    refused = isinstance(fix_or_refuse(content, today=TODAY), NoPubliccode)
    assert refused or not_an_entry(read(content)) is None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252"])
def test_another_encoding_is_mended_and_counted(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "publiccode.yml"
    text = changed("name: Zaakwijzer", "name: Zaakwijzér")
    file.write_bytes(text.encode(encoding))
    result = run(file, "--write")
    assert (result.exit_code, result.stderr) == (0, f"{file}: 1 mended, written.\n")
    assert file.read_text(encoding="utf-8") == text


def test_the_command_shows_and_writes_only_when_asked(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    broken = changed("  localisationReady: false", "  localisationReady: yes")
    file.write_text(broken, encoding="utf-8")
    shown = run(file)
    assert shown.exit_code == 0
    assert "+  localisationReady: true" in shown.stdout
    assert shown.stderr == f"{file}: 1 mended, not written: add --write.\n"
    assert file.read_text(encoding="utf-8") == broken
    file.chmod(0o640)
    written = run(file, "--write")
    assert (written.exit_code, written.stderr) == (0, f"{file}: 1 mended, written.\n")
    assert findings(file.read_text(encoding="utf-8")) == ()
    assert file.stat().st_mode & 0o777 == 0o640
    assert run(file, "--write").stderr == f"{file}: nothing to mend mechanically; the file is valid.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["publiccode.yml"]


def test_dates_put_in_quotes_are_counted_too(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_text(changed("categories:", "releaseDate: 2026-01-02\ncategories:"), encoding="utf-8")
    assert run(file, "--write").stderr == f"{file}: 1 mended, written.\n"


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "real.yml", tmp_path / "publiccode.yml"
    file.write_text(changed("categories:", "tags:"), encoding="utf-8")
    link.symlink_to(file)
    assert run(link, "--write").exit_code == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == VALID


def test_errors_that_are_left_exit_with_1_and_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_text(changed("  license: EUPL-1.2", "  license: GPLv3"), encoding="utf-8")
    result = run(file)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{file}: nothing to mend mechanically; 1 error is left: herbruik validate {file}\n"
    )
    text = changed("  license: EUPL-1.2", "  license: GPLv3").replace("categories:", "tags:")
    file.write_text(text.replace("name: Zaakwijzer\n", ""), encoding="utf-8")
    result = run(file, "--write")
    assert result.exit_code == 1
    assert result.stderr == f"{file}: 1 mended, written; 2 errors are left: herbruik validate {file}\n"


@contextmanager
def _no_room() -> Iterator[None]:
    """No file can grow: what a full disk is like."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_that_cannot_be_written_is_said_and_stays_whole(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    broken = changed("categories:", "tags:")
    file.write_text(broken, encoding="utf-8")
    with _no_room():
        result = run(file, "--write")
    assert (result.exit_code, result.stderr) == (2, f"{file} cannot be written: File too large.\n")
    assert file.read_text(encoding="utf-8") == broken
    assert [path.name for path in tmp_path.iterdir()] == ["publiccode.yml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everything")
def test_a_read_only_file_or_folder_is_said(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_text(changed("categories:", "tags:"), encoding="utf-8")
    for path, mode in ((file, 0o400), (tmp_path, 0o500)):
        path.chmod(mode)
        result = run(file, "--write")
        path.chmod(0o700)
        assert (result.exit_code, result.stderr) == (2, f"{file} cannot be written: Permission denied.\n")


def test_a_file_that_is_too_large_is_said(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_bytes(VALID.encode() + b"#" * 2**20)
    result = run(file, "--write")
    assert (result.exit_code, result.stderr) == (2, f"{file} is too large to be mended.\n")


@pytest.mark.parametrize("name", ["away.yml", "folder", "broken-link.yml"])
def test_what_is_no_file_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken-link.yml").symlink_to("nowhere")
    result = run(tmp_path / name, "--write")
    assert result.exit_code == 2
    assert name in result.stderr


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
