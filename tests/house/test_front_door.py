"""``herbruik`` itself: quick help, honest exit codes, a thin door."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SLOW = (
    "duckdb",
    "github",
    "gitlab",
    "pydantic",
    "jinja2",
    "babel",
    "yaml",
    "rich",
    "requests",
    "markdown_it",
)


def herbruik(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "herbruik.py"), *arguments],
        cwd=cwd, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_front_door_is_thin() -> None:
    assert len((ROOT / "herbruik.py").read_text(encoding="utf-8").splitlines()) < 80


def test_help_names_every_command_and_loads_nothing_slow() -> None:
    code = (
        "import sys, herbruik\n"
        "from click.testing import CliRunner\n"
        "result = CliRunner().invoke(herbruik.main, ['--help'])\n"
        "assert result.exit_code == 0, result.output\n"
        "assert all(name in result.output for name in herbruik.COMMANDS)\n"
        f"print([name for name in {SLOW!r} if name in sys.modules])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_an_unknown_command_is_a_mistake_of_use() -> None:
    assert herbruik("harvset").returncode == 2


def test_config_show_lists_every_option_and_reads_back(tmp_path: Path) -> None:
    shown = herbruik("config", "show", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "[harvester]" in shown.stdout
    assert "[reports]" in shown.stdout
    (tmp_path / "herbruik.toml").write_text(shown.stdout, encoding="utf-8")
    again = herbruik("config", "show", cwd=tmp_path)
    assert again.stdout == shown.stdout


def test_the_shipped_configuration_holds_every_option_with_its_default(tmp_path: Path) -> None:
    shown = herbruik("config", "show", cwd=tmp_path)
    shipped = (ROOT / "herbruik.toml").read_text(encoding="utf-8")
    assert shown.stdout in shipped


def test_every_mistake_of_a_configuration_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "herbruik.toml").write_text(
        '[harvester]\npage_size = "many"\ncolour = 1\n[reports]\nkeep = []\n', encoding="utf-8"
    )
    result = herbruik("config", "show", cwd=tmp_path)
    assert result.returncode == 2
    for place in ("harvester.page_size", "harvester.colour", "reports.keep"):
        assert place in result.stderr
    assert "Traceback" not in result.stderr


def test_a_configuration_that_is_named_but_not_there_is_said(tmp_path: Path) -> None:
    result = herbruik("--config", str(tmp_path / "away.toml"), "config", "show")
    assert result.returncode == 2
    assert "away.toml" in result.stderr
