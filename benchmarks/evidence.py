"""The long proofs: ``make evidence`` runs all, ``make evidence ONLY="requests reports"`` some.

Each writes ``docs/evidence/NAME.md``: what was run, when, on what, and what it printed.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
PROOFS = {  # name -> module, and what it shows
    "front_door": "`herbruik --help` is quick: it loads nothing it does not need.",
    "requests": "Requests of first, later and rolling nights, measured on the sample forge.",
    "subfolders": "Requests for what lies below the roots of repositories, measured on the sample forge.",
    "killed_harvests": "A harvest killed (SIGKILL) at 50 random moments: nothing lost, nothing told twice.",
    "concurrency": "Forges looked at all at once: does every answer belong to the repository asked for?",
    "harvest_scale": "Memory, time and processor time of a harvest, up to 100,000 repositories.",
    "recording": "How long it takes to record 20,000 repositories: a first night, a quiet one, a usual one.",
    "simulated_year": "A year of nights, 20,000 repositories: size, time, questions; a row a night beside.",
    "many_repositories": "Ten nights over 1,000,000 repositories, and publishing them: time and memory.",
    "reports": "How long concluding, the published databases and the site take for 20,000 repositories.",
    "exports": "Time and size of all downloads, for 20,000 repositories.",
    "publiccode_worst": "How long the hardest files of a mebibyte take to be read and validated.",
    "kill_publishing": "A publication killed at 100 moments: what readers see always opens and agrees.",
    "killed_nights": "Whole nights killed at 100 random moments: nothing lost, all agrees, all cleaned up.",
    "concluding": "How long all that is concluded takes for 5,000 entries mixed of real texts.",
    "publiccode_speed": "Reading and validating, beside libyaml's own composer over the same files.",
}

REMARKS = {
    "many_repositories": (
        "The trial of the schema took 0.3 s a quiet night at this size. The product records page by page, so "
        "that a night that is killed\nloses one page. A forge gives such a page in a second or more, so "
        "recording is not what a night waits for."
    ),
}


def prove(name: str, shows: str) -> int:
    """Run one proof and write its page; the exit code of the proof."""
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.stderr.write(f"{name} failed ({result.returncode}):\n{result.stdout}\n{result.stderr}\n")
        return result.returncode
    printed = result.stdout.strip()
    shown = printed if printed.startswith("|") else f"```text\n{printed}\n```"
    page = (
        f"# {name}\n\n{shows}\n\n"
        f"- command: `make evidence ONLY={name}` (`python -m benchmarks.{name}`)\n"
        f"- date: {datetime.now(UTC):%Y-%m-%d}\n"
        f"- on: {os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}, "
        f"DuckDB {duckdb.__version__}\n\n{shown}\n"
    )
    page += f"\n{REMARKS[name]}\n" if name in REMARKS else ""
    folder = ROOT / "docs" / "evidence"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.md").write_text(page, encoding="utf-8")
    print(f"docs/evidence/{name}.md")
    return 0


def main(chosen: list[str]) -> int:
    """Run the chosen proofs, all of them when none is chosen."""
    unknown = sorted(set(chosen) - set(PROOFS))
    if unknown:
        sys.stderr.write(f"No such proof: {', '.join(unknown)}. There are: {', '.join(PROOFS)}.\n")
        return 2
    came = [prove(name, shows) for name, shows in PROOFS.items() if not chosen or name in chosen]
    return int(any(came))  # what dies of a signal ends below nought


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
