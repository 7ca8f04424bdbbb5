import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from publiccode.cli import FORMATS, validate
from publiccode.online import FetchError, fetch
from tests.publiccode.sample import VALID, changed

BROKEN = changed("  license: EUPL-1.2", "  license: GPLv3,%\x1b[0m").replace('"0"', '"0.4"')


def run(*arguments: str | Path, content: str | None = None) -> Result:
    return CliRunner().invoke(validate, [str(argument) for argument in arguments], input=content)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "a" / "publiccode.yml").write_text(VALID, encoding="utf-8")
    (tmp_path / "Publiccode.yaml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "node_modules" / "publiccode.yml").write_text("x", encoding="utf-8")
    return tmp_path


def test_a_valid_file_is_called_valid_and_exits_with_0(folder: Path) -> None:
    result = run(folder / "a" / "publiccode.yml", "--language", "nl")
    assert (result.exit_code, result.output.strip()) == (0, f"{folder / 'a' / 'publiccode.yml'}: geldig")


def test_an_invalid_file_exits_with_1_and_shows_line_caret_and_cure(folder: Path) -> None:
    result = run(folder / "Publiccode.yaml", "--language", "en")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0].endswith("not valid (2 errors, 1 warning)")
    at = next(number for number, line in enumerate(lines) if "license: GPLv3" in line)
    assert lines[at + 1].index("^") == lines[at].index("GPLv3")
    assert any("spdx.org" in line for line in lines)
    assert "deprecated, works until 1.0: publiccodeYmlVersion (line 1)" in lines[-2]
    assert lines[-1].startswith('      Cure (publiccodeYmlVersion): Set the version to "0"')
    assert "\x1b" not in result.output


def test_what_is_deprecated_stands_in_one_line_with_each_cure_once() -> None:
    old = changed("  license: EUPL-1.2", "  license: EUPL-1.2\n  repoOwner: Gemeente\n  authorsFile: A")
    old = old.replace("categories:", "intendedAudience: {countries: [nl, be]}\ncategories:")
    told = run("-", "--language", "en", content=old).stdout.splitlines()
    assert told[1] == (
        "  warning: deprecated, works until 1.0: intendedAudience.countries[0] (line 6), "
        "intendedAudience.countries[1] (line 6), legal.repoOwner (line 25), legal.authorsFile (line 26)"
    )
    cures = [line.strip().partition(": ") for line in told[2:]]
    assert [(where, cure.split(" ")[0]) for where, _, cure in cures] == [
        ("Cure (intendedAudience.countries[0], intendedAudience.countries[1])", "Write"),
        ("Cure (legal.repoOwner)", "Move"),
        ("Cure (legal.authorsFile)", "Remove"),
    ]
    assert "organisation/name" in told[3]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_the_line_that_is_shown_is_the_one_that_is_meant(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "publiccode.yml"
    text = changed("name: Zaakwijzer", "name: 'Zaak\u2028wij\x85zer'").replace("EUPL-1.2", "GPLv3")
    file.write_bytes(text.encode(encoding))
    lines = run(file, "--language", "en").stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if "[invalid-licence]" in line)
    assert lines[at + 1 : at + 3] == ["      |   license: GPLv3", "      |            ^"]


def test_a_folder_is_searched_and_others_files_are_skipped(folder: Path) -> None:
    result = run(folder, "--format", "json")
    assert [Path(row["file"]).name for row in json.loads(result.output)["files"]] == [
        "Publiccode.yaml",
        "publiccode.yml",
    ]
    assert "1 / 2 valid" in run(folder, "--language", "en").output


def test_standard_input_is_read(folder: Path) -> None:
    assert run("-", content=VALID).output == "<stdin>: valid\n"


def test_strict_makes_warnings_fail(folder: Path) -> None:
    old = changed('publiccodeYmlVersion: "0"', 'publiccodeYmlVersion: "0.4"')
    assert run("-", content=old).exit_code == 0
    assert run("-", "--strict", content=old).exit_code == 1


def test_the_profile_decides(folder: Path) -> None:
    alone = changed("platforms:\n  - web", "platforms: web")
    assert run("-", content=alone).exit_code == 0
    assert run("-", "--profile", "reference", content=alone).exit_code == 1


@pytest.mark.parametrize("place", ["nowhere.yml", "empty", "ftp://a/b"])
def test_what_cannot_be_read_exits_with_2_and_says_so(tmp_path: Path, place: str) -> None:
    (tmp_path / "empty").mkdir()
    result = run(tmp_path / place)
    assert result.exit_code == 2
    assert place.rpartition("/")[2] in result.output


def test_what_cannot_be_read_keeps_nobody_from_checking_the_rest(folder: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b" / "publiccode.yml").symlink_to("nowhere")
    result = run(folder / "missing.yml", folder, "--format", "json")
    assert result.exit_code == 2
    assert len(json.loads(result.stdout)["files"]) == 2
    assert result.stderr.splitlines() == [
        f"Error: {folder / 'missing.yml'} is no file and no folder.",
        f"Error: {folder / 'b' / 'publiccode.yml'} cannot be read: No such file or directory.",
    ]


def _in_a_shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a person types, with everything around it that only a process of its own has."""
    door = Path(__file__).parents[2] / "herbruik.py"
    return subprocess.run(
        ["/bin/bash", "-c", command.replace("herbruik", f"{sys.executable} {door}")],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        ("herbruik validate - <&-", 2, "Error: Standard input is closed.\n"),
        (
            "herbruik validate a >/dev/full",
            2,
            "Standard output cannot be written: No space left on device.\n",
        ),
        (
            "herbruik fix Publiccode.yaml >/dev/full",
            2,
            "Standard output cannot be written: No space left on device.\n",
        ),
        (
            "mkdir gone; cd gone; rmdir ../gone; herbruik validate .",
            2,
            "Error: There is no publiccode.yml in . or below it.\n",
        ),
        (f"herbruik validate {'x' * 300}", 2, f"Error: {'x' * 300} cannot be read: File name too long.\n"),
        ("herbruik validate a{,,,,}{,,,,}{,,,,}{,,,,}{,,,,} | true; exit ${PIPESTATUS[0]}", 1, ""),
        ("herbruik fix Publiccode.yaml | true; exit ${PIPESTATUS[0]}", 1, ""),
    ],
)
def test_what_goes_wrong_around_a_command_is_said_in_a_sentence(
    folder: Path, command: str, code: int, told: str
) -> None:
    result = _in_a_shell(command, folder)
    assert (result.returncode, result.stderr) == (code, told)


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
def test_a_folder_or_file_that_may_not_be_read_is_said(folder: Path) -> None:
    (folder / "a").chmod(0)
    result = run(folder / "a" / "publiccode.yml", folder / "a")
    (folder / "a").chmod(0o700)
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"Error: {folder / 'a' / 'publiccode.yml'} cannot be read: Permission denied.",
        f"Error: {folder / 'a'} cannot be read: Permission denied.",
    ]


def test_without_a_place_the_file_of_this_folder_is_checked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert run().output.startswith("Publiccode.yaml: not valid")
    monkeypatch.chdir(folder / "a")
    assert run().exit_code == 0
    (folder / "b").mkdir()
    monkeypatch.chdir(folder / "b")
    assert run().exit_code == 2


def test_the_language_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    assert run("-", content=VALID).output == "<stdin>: geldig\n"


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_writes_every_file(folder: Path, form: str) -> None:
    output = run(folder, "--format", form).output
    assert "Publiccode.yaml" in output
    assert "invalid-licence" in output


def test_sarif_names_the_rule_and_the_place(folder: Path) -> None:
    log = json.loads(run(folder, "--format", "sarif").output)
    first = next(one for one in log["runs"][0]["results"] if one["ruleId"] == "invalid-licence")
    assert (log["version"], first["ruleId"], first["level"]) == ("2.1.0", "invalid-licence", "error")
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 23, "startColumn": 12}
    rules = {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert rules == {"control-character", "invalid-licence", "version-old"}


def test_workflow_commands_escape_what_would_end_them(folder: Path) -> None:
    lines = run(folder, "--format", "github").output.splitlines()
    line = next(line for line in lines if "invalid-licence" in line)
    assert line.startswith("::error file=")
    assert ",line=23,col=12,title=invalid-licence::" in line
    assert "GPLv3,%25" in line


def test_code_quality_has_what_gitlab_needs(folder: Path) -> None:
    issues = json.loads(run(folder, "--format", "gitlab").output)
    assert {"description", "check_name", "fingerprint", "severity", "location"} == set(issues[0])
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_junit_is_xml_whatever_the_file_holds(folder: Path) -> None:
    suite = ET.fromstring(run(folder, "--format", "junit").output)
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.2/secret")
            self.end_headers()
            return
        self.send_response(200 if self.path == "/publiccode.yml" else 404)
        self.end_headers()
        self.wfile.write(VALID.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's own name
        """Tests are silent."""


@pytest.fixture
def pages() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "http_proxy",
        "https_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
        "LC_ALL",
        "LANG",
    ):
        monkeypatch.delenv(name, raising=False)


def test_an_allowed_address_is_fetched_up_to_the_limit(pages: str) -> None:
    answer = fetch(f"{pages}/publiccode.yml", limit=10, allowed_hosts={"127.0.0.1"})
    assert answer.content == VALID.encode()[:10]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/x", "http://[::1]/x", "http://10.0.0.1/", "ftp://a.nl/x", "http:///x"]
)
def test_private_networks_and_other_schemes_are_refused(address: str) -> None:
    with pytest.raises(FetchError):
        fetch(address, limit=10)


def test_a_redirect_to_a_private_network_is_refused(pages: str) -> None:
    with pytest.raises(FetchError, match="private network"):
        fetch(f"{pages}/away", limit=10, allowed_hosts={"127.0.0.1"})


def test_an_answer_that_is_no_success_is_said(pages: str) -> None:
    with pytest.raises(FetchError, match="404"):
        fetch(f"{pages}/nothing", limit=10, allowed_hosts={"127.0.0.1"})


def test_an_address_that_cannot_be_fetched_exits_with_2(pages: str) -> None:
    result = run(f"{pages}/publiccode.yml")
    assert result.exit_code == 2
    assert "private network" in result.output
