"""Writes docs/findings.md: `python -m publiccode.explanations > docs/findings.md`; a test fails when it is stale."""

import sys
from collections.abc import Iterator

from publiccode.explanations import rows
from publiccode.explanations.rows import BESIDE, Row
from publiccode.findings import Severity, Text

_HEAD = """\
# Findings

Every code that `herbruik validate` and the register give, made from the tables in `publiccode/explanations`.
Codes keep their meaning between releases. An error makes a file invalid; a warning and advice never do.
A code followed by a key has its own words for that key; where the cure is the same for many keys, `herbruik validate` shows
the example of the key in question (`publiccode/explanations/examples.py`). `{value}`, `{path}` and the like are filled in.
"""
_TITLES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.ADVICE: "Advice"}


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_sections()]) + "\n"


def _sections() -> Iterator[str]:
    for severity, title in _TITLES.items():
        yield f"## {title}\n"
        for row in rows().values():
            if row.severity is severity:
                yield from _row(row)


def _row(row: Row) -> Iterator[str]:
    code, _, key = row.code.partition(":")
    general = rows()[code]
    special = " where the right key is there too" if key == BESIDE else f" for `{key}`" if key else ""
    yield f"### `{code}`{special}\n"
    for title, text in (("", row.message or general.message), ("Why: ", row.why), ("Cure: ", row.cure)):
        if isinstance(text, Text):
            yield f"* {title}{text.en}"
            yield f"  <br>*{text.nl}*"
    if row.clause:
        yield f"* {row.clause}"
    yield ""
    if row.example:
        yield f"```yaml\n{row.example}\n```\n"


if __name__ == "__main__":
    sys.stdout.write(page())
