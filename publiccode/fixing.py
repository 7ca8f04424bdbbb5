"""Mechanical repairs of a file's text, which keep its comments and layout.

A change is made only where what is meant is beyond doubt, and kept only when it takes away its finding and
adds no error nor, in its place, a warning. Nothing is invented: what only the owner can know stays as it is.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from publiccode.dates import exact_date
from publiccode.encoding import decode
from publiccode.findings import Finding, Severity
from publiccode.nodes import Listing, Mapping, Node, Scalar
from publiccode.reading import Limits, Reading, read
from publiccode.rewriting import REPAIRS
from publiccode.validating import validate

_MAX_CHANGES: Final = 300
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""A line with its end, by YAML 1.2.2, section 5.4."""
_BY_DECODING: Final = frozenset({"byte-order-mark", "not-utf-8", "control-character"})
"""What is mended by writing the text as UTF-8."""
_OTHER_DATA: Final = ("no-known-keys", "describes-an-organisation")
"""What shows that a file with keys is something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A file's text after its repairs, the findings that were mended, and those that are left.

    `days_in_quotes` counts the dates that were put in quotes, which no finding asks for.
    """

    text: str
    mended: tuple[Finding, ...]
    left: tuple[Finding, ...]
    days_in_quotes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPubliccode:
    """The file is something else, which must stay as it is; `reason` says what shows it."""

    reason: Finding


def fix(content: bytes, *, today: date) -> Fixed | NoPubliccode:
    """Mend what can be mended without asking. The text is UTF-8 without byte order mark, whatever it was."""
    as_it_was = read(content)
    found = validate(as_it_was, today=today)
    reason = _something_else(content, as_it_was, found)
    if reason is not None:
        return NoPubliccode(reason=reason)
    text = decode(content, Limits().bytes).text
    reading = read(text.encode())
    findings = validate(reading, today=today)
    mended = [finding for finding in found if finding.code in _BY_DECODING]
    if reading.component is None or any(finding.code.startswith("yaml-") for finding in findings):
        return Fixed(text=text, mended=tuple(mended), left=findings)
    return _mended(text, findings, mended, today)


def _something_else(content: bytes, reading: Reading, found: tuple[Finding, ...]) -> Finding | None:
    """The finding that shows that this is no publiccode.yml but another file, a binary one for instance."""
    by_code = {finding.code: finding for finding in found}
    is_wide = "not-utf-8" in by_code and by_code["not-utf-8"].position is None  # UTF-16 is full of zero bytes
    if not is_wide and (b"\0" in content or by_code.keys() >= {"not-utf-8", "control-character"}):
        return by_code.get("control-character") or by_code.get("not-utf-8") or found[0]
    if reading.component is None:
        return found[0]  # `validate` puts first what keeps programs from reading the file at all
    return next((by_code[code] for code in _OTHER_DATA if code in by_code), None)


def _mended(text: str, findings: tuple[Finding, ...], mended: list[Finding], today: date) -> Fixed:
    """The text with every repair that helps."""
    tried: set[tuple[str, str, str | None]] = set()
    while len(mended) < _MAX_CHANGES:
        step = _step(text, findings, tried, today)
        if step is None:
            break
        text, finding, findings = step
        mended.append(finding)
    quoted, days = _days_in_quotes(text)
    return Fixed(text=quoted, mended=tuple(mended), left=findings, days_in_quotes=days)


def _step(
    text: str, findings: tuple[Finding, ...], tried: set[tuple[str, str, str | None]], today: date
) -> tuple[str, Finding, tuple[Finding, ...]] | None:
    """The first repair that helps: the text with it, what it mended, and the findings then."""
    for finding in findings:
        key = (finding.code, finding.key_path, finding.value)
        make = REPAIRS.get(finding.code)
        if make is None or key in tried or finding.position is None:
            continue
        tried.add(key)
        lines = _LINE.findall(text)
        changed = make(lines, finding)
        if changed is None:
            continue
        candidate = "".join(changed)
        after = _validated(candidate, today)
        if after is not None and _helps(findings, after, finding):
            return candidate, finding, after
    return None


def _validated(text: str, today: date) -> tuple[Finding, ...] | None:
    reading: Reading = read(text.encode())
    return None if reading.component is None else validate(reading, today=today)


def _helps(before: tuple[Finding, ...], after: tuple[Finding, ...], finding: Finding) -> bool:
    """Whether the finding is gone, with no more errors than before, nor more warnings in their stead."""
    gone = sum(one.code == finding.code for one in after) < sum(one.code == finding.code for one in before)
    return gone and _harm(after) < _harm(before)


def _harm(findings: tuple[Finding, ...]) -> tuple[int, int, int]:
    counts = Counter(finding.severity for finding in findings)
    return counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.ADVICE]


def _days_in_quotes(text: str) -> tuple[str, int]:
    """Dates in quotes, and how many: without them YAML 1.1 reads a date where the standard asks a text."""
    root = read(text.encode()).root
    lines = text.split("\n")
    count = 0
    for node in [] if root is None else _days(root):
        line = lines[node.line - 1]
        end = node.column - 1 + len(node.text)
        if node.plain and exact_date(node.text) and line[node.column - 1 : end] == node.text:
            lines[node.line - 1] = f'{line[: node.column - 1]}"{node.text}"{line[end:]}'
            count += 1
    return "\n".join(lines), count


def _days(node: Node) -> Iterator[Scalar]:
    """The values of `releaseDate` and `until`, wherever they are."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            if entry.text in {"releaseDate", "until"} and isinstance(entry.value, Scalar):
                yield entry.value
            else:
                yield from _days(entry.value)
    elif isinstance(node, Listing):
        for item in node.items:
            yield from _days(item)
