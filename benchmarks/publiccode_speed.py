"""How fast files are read and validated, against `yaml.compose` (CSafeLoader) of the same files.

`python -m benchmarks.publiccode_speed [--files FOLDER] [--rounds 5]`: rounds alternate in one process, and
the best of each counts, in processor time. The goal is 0.35 of the rate of compose, which is what the
reference validator reaches.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import yaml

from publiccode import read, validate

TODAY = date(2026, 7, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed of reading and validating.")
    default = Path(__file__).parents[2] / "shared" / "corpus" / "files"
    parser.add_argument("--files", type=Path, default=default)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    contents = [path.read_bytes() for path in sorted(options.files.rglob("publiccode.y*ml"))]
    if not contents:
        sys.exit(f"There are no files in {options.files}.")
    _read_and_validate(contents)
    pairs = [
        (_seconds(_compose, contents), _seconds(_read_and_validate, contents)) for _ in range(options.rounds)
    ]
    compose, ours = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    print(f"files: {len(contents)}")
    print(f"yaml.compose: {len(contents) / compose:.0f} files a second")
    print(f"read and validate: {len(contents) / ours:.0f} files a second, {compose / ours:.3f} of compose")
    beyond = _start("import publiccode") - _start("pass")
    print(f"import publiccode: {1000 * beyond:.0f} ms beyond the interpreter")


def _seconds(work: Callable[[list[bytes]], None], contents: list[bytes]) -> float:
    started = time.process_time()
    work(contents)
    return time.process_time() - started


def _compose(contents: list[bytes]) -> None:
    for content in contents:
        try:
            yaml.compose(content, Loader=yaml.CSafeLoader)
        except (yaml.YAMLError, ValueError):
            continue


def _read_and_validate(contents: list[bytes]) -> None:
    for content in contents:
        validate(read(content), today=TODAY)


def _start(code: str) -> float:
    """Processor seconds of a new interpreter that runs `code`; the least of some."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(once() for _ in range(15))


if __name__ == "__main__":
    main()
