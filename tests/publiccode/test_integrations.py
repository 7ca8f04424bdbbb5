"""What pre-commit, GitHub and GitLab would run, run here; only installing is left out."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.publiccode.sample import VALID, changed

ROOT = Path(__file__).parents[2]
BROKEN = changed("  license: EUPL-1.2", "  license: GPLv3")
OLD = changed('publiccodeYmlVersion: "0"', 'publiccodeYmlVersion: "0.4"')


def _file(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with a publiccode.yml, and the commands that its CI finds on the path."""
    commands = tmp_path / "commands"
    commands.mkdir()
    root, python = shlex.quote(str(ROOT)), shlex.quote(sys.executable)
    for name, what in {
        "herbruik": f'PYTHONPATH={root} exec {python} -m herbruik "$@"',
        "python": f'echo "$@" >> {shlex.quote(str(tmp_path / "installed"))}',
    }.items():
        (commands / name).write_text(f"#!/bin/sh\n{what}\n", encoding="utf-8")
        (commands / name).chmod(0o755)
    (tmp_path / "publiccode.yml").write_text(VALID, encoding="utf-8")
    return tmp_path


def _shell(folder: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={"PATH": f"{folder / 'commands'}:/usr/bin:/bin", "LANG": "C.UTF-8", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def _action(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    action = _file("action.yml")
    values = {name: inputs.get(name, one["default"]) for name, one in action["inputs"].items()}
    install, check = (step for step in action["runs"]["steps"] if "run" in step)
    assert _shell(folder, install["run"], GITHUB_ACTION_PATH="/action").returncode == 0
    given = {
        name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda match: values[match[1]], text)
        for name, text in check["env"].items()
    }
    assert "${{" not in install["run"] + check["run"] + "".join(given.values())
    return _shell(folder, check["run"], **given)


def _gitlab(folder: Path, **variables: str) -> tuple[int, list[dict[str, Any]], str]:
    job = _file("ci-templates/publiccode-gitlab.yml")["publiccode"]
    done = _shell(
        folder, "\n".join(job["before_script"] + job["script"]), **{**job["variables"], **variables}
    )
    report = folder / job["artifacts"]["reports"]["codequality"]
    return done.returncode, json.loads(report.read_text(encoding="utf-8")), done.stdout


def _hook(folder: Path) -> subprocess.CompletedProcess[str]:
    (hook,) = _file(".pre-commit-hooks.yaml")
    assert hook["language"] == "python"
    names = [path.name for path in sorted(folder.iterdir()) if re.search(hook["files"], path.name)]
    return _shell(folder, shlex.join([*shlex.split(hook["entry"]), *names]))


def test_the_action_passes_a_good_file_after_installing_itself(folder: Path) -> None:
    assert _action(folder).returncode == 0
    assert (folder / "installed").read_text(encoding="utf-8").split()[:3] == ["-m", "pip", "install"]


def test_the_action_fails_a_bad_file_and_annotates_its_line(folder: Path) -> None:
    (folder / "publiccode.yml").write_text(BROKEN, encoding="utf-8")
    done = _action(folder)
    assert done.returncode == 1
    assert "::error file=publiccode.yml,line=23,col=12,title=invalid-licence::" in done.stdout


def test_the_action_takes_several_places_and_every_option(folder: Path) -> None:
    (folder / "sub dir").mkdir()
    (folder / "sub dir" / "publiccode.yml").write_text(OLD, encoding="utf-8")
    places = "publiccode.yml\nsub dir\n"
    assert _action(folder, path=places).returncode == 0
    assert _action(folder, path=places, strict="true").returncode == 1
    assert _action(folder, path="$(touch ran)", language="nl", profile="reference").returncode == 2
    assert not (folder / "ran").exists()


def test_the_gitlab_job_passes_a_good_file(folder: Path) -> None:
    code, report, log = _gitlab(folder)
    assert (code, [one["severity"] for one in report if one["severity"] == "major"]) == (0, [])
    assert "publiccode.yml: valid" in log


def test_the_gitlab_job_fails_a_bad_file_and_leaves_its_report(folder: Path) -> None:
    (folder / "publiccode.yml").write_text(BROKEN, encoding="utf-8")
    code, report, log = _gitlab(folder)
    assert code == 1
    assert report[0]["check_name"] == "invalid-licence"
    assert report[0]["location"] == {"path": "publiccode.yml", "lines": {"begin": 23}}
    assert "license: GPLv3" in log


def test_the_gitlab_job_takes_options(folder: Path) -> None:
    (folder / "publiccode.yml").write_text(OLD, encoding="utf-8")
    assert _gitlab(folder)[0] == 0
    assert _gitlab(folder, PUBLICCODE_OPTIONS="--strict --language nl")[0] == 1


def test_the_hook_checks_the_files_it_is_given(folder: Path) -> None:
    assert _hook(folder).returncode == 0
    (folder / "PublicCode.yaml").write_text(BROKEN, encoding="utf-8")
    done = _hook(folder)
    assert (done.returncode, "PublicCode.yaml: not valid" in done.stdout) == (1, True)


def test_the_hook_leaves_other_files_alone() -> None:
    (hook,) = _file(".pre-commit-hooks.yaml")
    names = ["publiccode.yml", "a/b/publiccode.yaml", "mypubliccode.yml", "publiccode.yml.j2", "a.yml"]
    assert [name for name in names if re.search(hook["files"], name)] == names[:2]
