"""How long the hardest files of a mebibyte take to be read and validated: 2 seconds at most.

`python -m benchmarks.publiccode_worst`: processor time of one call in this process, the best of three. Exits
with 1 when one takes longer.
"""

import sys
import time
from datetime import date

from publiccode import read, validate
from tests.publiccode.hostile import HOSTILE

TODAY = date(2026, 7, 1)
MOST_SECONDS = 2


def _seconds(content: bytes) -> float:
    started = time.process_time()
    validate(read(content), today=TODAY)
    return time.process_time() - started


def main() -> int:
    slowest = 0.0
    print("| file | bytes | seconds |\n|---|---|---|")
    for name, text in HOSTILE.items():
        content = text(1024 * 1024).encode()
        seconds = min(_seconds(content) for _ in range(3))
        slowest = max(slowest, seconds)
        print(f"| {name} | {len(content):,} | {seconds:.3f} |")
    print(f"\nThe slowest takes {slowest:.2f} s; the limit is {MOST_SECONDS} s.")
    return int(slowest > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
