"""Coverage-guided fuzzing of reading and validating, with atheris, in a child process.

`python -m benchmarks.publiccode_fuzz --python VENV/bin/python [--seconds 1800]`: VENV holds atheris, PyYAML
and regex. Each input (at most 1 MiB) is read, and validated in both profiles; it may take 2 seconds and the
process 1 GiB. After a failure fuzzing goes on until the time is over. Prints the page
`docs/evidence/publiccode-fuzz.md`; inputs that broke something are left in the folder that it names.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "corpus" / "files"
TODAY = date(2026, 7, 1)
STATUS = re.compile(r"^#\d+\t.*?cov: (\d+) ft: (\d+) corp: (\d+)", re.MULTILINE)
STATISTIC = re.compile(r"^stat::(\w+):\s+(\d+)", re.MULTILINE)
LIMITS = ("-max_len=1048576", "-timeout=2", "-rss_limit_mb=1024", "-print_final_stats=1")


def fuzz() -> None:
    """The child: hands the program to libFuzzer, which never returns."""
    import atheris

    with atheris.instrument_imports(include=["publiccode"]):
        from publiccode import Profile, not_an_entry, read, validate
        from publiccode.explanations import explain
        from publiccode.rules import reference, standard

    def one(content: bytes) -> None:
        reading = read(content)
        not_an_entry(reading)
        for profile in Profile:
            validate(reading, today=TODAY, profile=profile)

    loaded = (explain, reference, standard)  # under instrumentation, not by the first input
    assert loaded
    atheris.Setup([sys.argv[0], *sys.argv[2:]], one)
    atheris.Fuzz()


def seed(folder: Path) -> int:
    """Write the first inputs: the valid sample, pieces of it, and real files where the material is there."""
    from tests.publiccode.sample import VALID

    texts = [VALID.encode(), VALID.replace("\n", "\r\n").encode(), b"[" * 2000, b"- " * 2000, b"\xff\xfe[\0"]
    texts += [VALID[start : start + 200].encode() for start in range(0, len(VALID), 150)]
    texts += [path.read_bytes() for path in sorted(SEEDS.rglob("publiccode.y*ml"))]
    for number, text in enumerate(texts):
        (folder / f"seed-{number}").write_bytes(text)
    return len(texts)


def words(path: Path) -> None:
    """The words of the standard, for libFuzzer to put together."""
    from publiccode.keys import SECTIONS

    keys = sorted({key for section in SECTIONS.values() for key in section.keys})
    marks = [": ", "- ", "&a ", "*a", "<<: ", "|", ">", "---\\x0A", "{{", "!!str ", "\\x0D\\x0A"]
    path.write_text("".join(f'"{word}"\n' for word in keys + marks), encoding="utf-8")


def campaign(python: str, seconds: int, folder: Path) -> list[str]:
    """Fuzz for `seconds`, again after every failure; what each child process said."""
    corpus, broken = folder / "corpus", folder / "broken"
    corpus.mkdir(exist_ok=True)
    broken.mkdir(exist_ok=True)
    words(folder / "words")
    said = []
    end = time.monotonic() + seconds
    while (left := int(end - time.monotonic())) > 0:
        files = (f"-dict={folder / 'words'}", f"-artifact_prefix={broken}/")
        options = [*LIMITS, f"-max_total_time={left}", *files]
        with (folder / "log").open("w+", encoding="utf-8", errors="replace") as log:
            command = [python, "-m", "benchmarks.publiccode_fuzz", "--child", *options, str(corpus)]
            subprocess.run(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, check=False)
            log.seek(0)
            said.append(log.read())
        if not STATUS.search(said[-1]):
            sys.exit(f"Fuzzing did not start:\n{said[-1][-2000:]}")
    return said


def page(said: list[str], seeds: int, seconds: float, folder: Path) -> str:
    """What was measured, as a page."""
    statistics = [dict(STATISTIC.findall(text)) for text in said]
    executed = sum(int(one.get("number_of_executed_units", 0)) for one in statistics)
    covered = [STATUS.findall(text)[-1] for text in said]
    broken = sorted(path for path in (folder / "broken").iterdir() if not path.name.startswith("slow-"))
    return f"""\
# Coverage-guided fuzzing of reading and validating

- command: `python -m benchmarks.publiccode_fuzz --python VENV/bin/python`
- date: {datetime.now(UTC):%Y-%m-%d}
- limits: 1 MiB an input, 2 s an input, 1 GiB for the process. The 2 seconds are wall time, instrumented:
  an input that took longer is run again by itself, which tells how long it takes its reader.

| | |
|---|---|
| wall time | {seconds / 60:.1f} minutes |
| child processes | {len(said)} |
| first inputs | {seeds} |
| executions | {executed:,} |
| edges covered (libFuzzer's count) | {max(int(one[0]) for one in covered):,} |
| features covered | {max(int(one[1]) for one in covered):,} |
| inputs kept as new | {max(int(one[2]) for one in covered):,} |
| slowest input | {max(int(one.get("slowest_unit_time_sec", 0)) for one in statistics)} s (whole seconds) |
| most memory | {max(int(one.get("peak_rss_mb", 0)) for one in statistics)} MiB |
| crashes, hangs, memory | {len(broken)} |
{"".join(f"| `{path.name}`, again by itself | {again(path)} |{chr(10)}" for path in broken)}"""


def again(path: Path) -> str:
    """What an input that broke something does without instrumentation, in a process of its own."""
    work = (
        "import sys, time; from datetime import date; from publiccode import Profile, read, validate\n"
        "content = open(sys.argv[1], 'rb').read(); validate(read(b'name: x'), today=date(2026, 7, 1))\n"
        "start = time.process_time()\n"
        "for profile in Profile: validate(read(content), today=date(2026, 7, 1), profile=profile)\n"
        "print(f'{time.process_time() - start:.2f} s of processor time')"
    )
    command = [sys.executable, "-c", work, str(path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return result.stdout.strip() if result.returncode == 0 else f"ends with {result.returncode}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Coverage-guided fuzzing of reading and validating.")
    parser.add_argument("--python", required=True, help="of an environment with atheris, PyYAML and regex")
    parser.add_argument("--seconds", type=int, default=1800)
    parser.add_argument("--folder", type=Path, help="where inputs are kept; a new temporary one by default")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="publiccode-fuzz-"))
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    seeds = seed(folder / "corpus")
    started = time.monotonic()
    said = campaign(options.python, options.seconds, folder)
    print(page(said, seeds, time.monotonic() - started, folder))
    print(f"Inputs are kept in {folder}.", file=sys.stderr)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        fuzz()
    else:
        main()
