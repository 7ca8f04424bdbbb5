"""Break any one rule and a test fails: mutation testing of publiccode/rules/*.py.

`python -m benchmarks.publiccode_mutation [--sample 400] [--seed 1]` (all mutants without --sample): in a copy
of the tree each mutant is tested, first by the tests that need nothing else, then, if it survives, by
agreement with the reference material where that lies beside the checkout. Prints the page
`docs/evidence/publiccode-mutation.md`: the score, and every survivor.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import regex  # noqa: F401  loaded once, before the processes part

from benchmarks.publiccode_mutants import Mutant, mutants

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
ALONE = (
    "--noconftest",
    "-m",
    "not shared",
    "tests/publiccode/test_rules.py",
    "tests/publiccode/test_every_rule.py",
    "tests/publiccode/test_rules_version.py",
)
BESIDE = ("-m", "shared", "tests/publiccode/test_conformance.py", "tests/publiccode/test_rules.py")
SECONDS = 60


def copy_tree(folder: Path) -> Path:
    """A copy of what the tests need, beside the reference material if there is any."""
    scratch = folder / "checkout"
    scratch.mkdir()
    for name in ("publiccode", "tests", "docs"):
        shutil.copytree(ROOT / name, scratch / name, ignore=shutil.ignore_patterns("__pycache__", "*.zip"))
    shutil.copy(ROOT / "pyproject.toml", scratch)
    if (ROOT.parent / "shared").is_dir():
        (folder / "shared").symlink_to(ROOT.parent / "shared")
    return scratch


def passes(scratch: Path, tests: tuple[str, ...]) -> bool:
    """Whether the tests pass on the copy, in a process of their own; too slow is failed."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.chdir(scratch)
        sys.dont_write_bytecode = True
        sys.path[:] = [str(scratch), *(path for path in sys.path if Path(path or ".").resolve() != ROOT)]
        for name in [name for name in sys.modules if name.partition(".")[0] in {"publiccode", "tests"}]:
            del sys.modules[name]
        os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests])))
    return os.waitpid(child, 0)[1] == 0


def survivors(scratch: Path, chosen: list[Mutant], *, beside: bool) -> Iterator[tuple[Mutant, bool]]:
    """The mutants that no test of its own kills, and whether the reference material kills them."""
    for number, mutant in enumerate(chosen, 1):
        path = scratch / "publiccode" / "rules" / mutant.module
        whole = path.read_text(encoding="utf-8")
        path.write_text(mutant.source, encoding="utf-8")
        if passes(scratch, ALONE):
            yield mutant, beside and not passes(scratch, BESIDE)
        path.write_text(whole, encoding="utf-8")
        if number % 50 == 0:
            print(f"{number} of {len(chosen)}", file=sys.stderr)


def page(
    chosen: list[Mutant], every: int, alive: list[tuple[Mutant, bool]], *, seed: int, beside: bool
) -> str:
    """The score and who survived."""
    left = [mutant for mutant, by_reference in alive if not by_reference]
    total = Counter(mutant.module for mutant in chosen)
    lost = Counter(mutant.module for mutant in left)
    rows = "".join(f"| {name} | {count} | {count - lost[name]} |\n" for name, count in sorted(total.items()))
    listed = "".join(f"- `{one.module}` line {one.line}: {one.what}\n" for one in left)
    share = 100 * (len(chosen) - len(left)) / len(chosen)
    own = 100 * (len(chosen) - len(alive)) / len(chosen)
    return (
        "# Mutation testing of the rules\n\n"
        f"- command: `python -m benchmarks.publiccode_mutation --sample {len(chosen)} --seed {seed}`\n"
        f"- date: {datetime.now(UTC):%Y-%m-%d}\n"
        f"- mutants: {len(chosen)} drawn at random of {every}\n"
        f"- killed by the tests alone: {len(chosen) - len(alive)} ({own:.1f} %)\n"
        f"- killed with agreement on the reference material{'' if beside else ' (absent)'}: "
        f"{len(chosen) - len(left)} ({share:.1f} %)\n\n"
        f"| module | mutants | killed |\n|---|---|---|\n{rows}\n## Survivors\n\n{listed or 'None.'}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Mutation testing of the rules.")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rules = sorted((ROOT / "publiccode" / "rules").glob("[!_]*.py"))
    every = [one for path in rules for one in mutants(path.name, path.read_text(encoding="utf-8"))]
    chosen = random.Random(options.seed).sample(every, min(options.sample or len(every), len(every)))
    with tempfile.TemporaryDirectory() as folder:
        scratch = copy_tree(Path(folder))
        beside = (Path(folder) / "shared").exists()
        if not passes(scratch, ALONE) or (beside and not passes(scratch, BESIDE)):
            sys.exit("The tests fail without any mutant.")
        started = time.monotonic()
        alive = list(survivors(scratch, chosen, beside=beside))
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
    print(page(chosen, len(every), alive, seed=options.seed, beside=beside))


if __name__ == "__main__":
    main()
