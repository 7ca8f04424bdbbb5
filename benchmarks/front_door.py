"""How long ``herbruik --help`` takes, beside a bare interpreter and beside importing what it leaves alone.

``python -m benchmarks.front_door``: medians of whole processes, in turn in one run. The goal is under 0.3 s.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 11
COMMANDS = {
    "bare interpreter": [sys.executable, "-c", "pass"],
    "herbruik --help": [sys.executable, "-m", "herbruik", "--help"],
    "herbruik config show": [sys.executable, "-m", "herbruik", "config", "show"],
    "import of all libraries": [
        sys.executable,
        "-c",
        "import duckdb, github, gitlab, pydantic, jinja2, babel.dates, yaml, rich.progress",
    ],
}  # fmt: skip


def seconds(command: list[str]) -> float:
    """Wall time of one process from start to end."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def main() -> None:
    """Print a row a command: median seconds, and how many times the bare interpreter that is."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            taken[name].append(seconds(command))
    bare = statistics.median(taken["bare interpreter"])
    print("| command | median s | times bare |\n|---|---|---|")
    for name, values in taken.items():
        median = statistics.median(values)
        print(f"| {name} | {median:.3f} | {median / bare:.1f} |")


if __name__ == "__main__":
    main()
