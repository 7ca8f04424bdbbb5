"""Mechanical repairs of a file's text, which keep its comments and layout.

A change is made only where what is meant is beyond doubt, and kept only when it takes away its finding and
adds no error nor, in its place, a warning. Nothing is invented: what only the owner can know stays as it is.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from publiccode import licences, vocabulary
from publiccode.dates import exact_date
from publiccode.encoding import decode
from publiccode.findings import Finding, Severity
from publiccode.keys import SECTIONS, meant_key
from publiccode.nodes import OLD_TRUES, Listing, Mapping, Node, Scalar
from publiccode.reading import Limits, Reading, read
from publiccode.suggestions import suggestion
from publiccode.validating import validate

_MAX_CHANGES: Final = 300
_DROPPED: Final = frozenset({"genericName", "authorsFile", "inputTypes", "outputTypes", "conforme"})
"""Deprecated keys that the standard says can simply go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A file's text after its repairs, the findings that were mended, and those that are left."""

    text: str
    mended: tuple[Finding, ...]
    left: tuple[Finding, ...]


def fix(content: bytes, *, today: date) -> Fixed:
    """Mend what can be mended without asking. The text is UTF-8 without byte order mark, whatever it was."""
    text = decode(content, Limits().bytes).text
    reading = read(text.encode())
    findings = validate(reading, today=today)
    if reading.component is None or any(finding.code.startswith("yaml-") for finding in findings):
        return Fixed(text=text, mended=(), left=findings)
    mended: list[Finding] = []
    tried: set[tuple[str, str, str | None]] = set()
    while len(mended) < _MAX_CHANGES:
        step = _step(text, findings, tried, today)
        if step is None:
            break
        text, finding, findings = step
        mended.append(finding)
    return Fixed(text=_days_in_quotes(text), mended=tuple(mended), left=findings)


def _step(
    text: str, findings: tuple[Finding, ...], tried: set[tuple[str, str, str | None]], today: date
) -> tuple[str, Finding, tuple[Finding, ...]] | None:
    """The first repair that helps: the text with it, what it mended, and the findings then."""
    for finding in findings:
        key = (finding.code, finding.key_path, finding.value)
        make = _REPAIRS.get(finding.code)
        if make is None or key in tried or finding.position is None:
            continue
        tried.add(key)
        lines = text.splitlines(keepends=True)
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


_Lines = list[str]
_Repair = Callable[[_Lines, Finding], _Lines | None]


def _replaced(lines: _Lines, finding: Finding, new: str | None, *, quoted: bool = False) -> _Lines | None:
    """The lines with the finding's value replaced in its place, keeping its quotes, or put in quotes."""
    if new is None or finding.position is None or not finding.value:
        return None
    index, start = finding.position.line - 1, finding.position.column - 1
    line = lines[index]
    start += line[start : start + 1] in {'"', "'"}
    if not line[start:].startswith(finding.value):
        return None
    new = f'"{new}"' if quoted else new
    changed = list(lines)
    changed[index] = line[:start] + new + line[start + len(finding.value) :]
    return changed


def _suggested(lines: _Lines, finding: Finding) -> _Lines | None:
    return _replaced(lines, finding, suggestion(finding.code, finding.value or ""))


def _same_word(lines: _Lines, finding: Finding) -> _Lines | None:
    """A value of a closed list that differs in case and dashes only, or by its former name."""
    value = finding.value or ""
    meant = suggestion(finding.code, value)
    folded = value.casefold().replace(" ", "-").replace("_", "-")
    former = value in vocabulary.SCOPES_BEFORE_0_2 or folded == "softwareaddon"
    return _replaced(lines, finding, meant) if meant and (former or meant.casefold() == folded) else None


def _in_quotes(lines: _Lines, finding: Finding) -> _Lines | None:
    return _replaced(lines, _at_value(lines, finding), finding.value, quoted=True)


def _at_value(lines: _Lines, finding: Finding) -> Finding:
    """The finding, pointing at its value where it points at its key."""
    position = finding.position
    if position is None or finding.value is None:
        return finding
    column = lines[position.line - 1].find(finding.value, position.column - 1) + 1
    return replace(finding, position=replace(position, column=column or position.column))


def _boolean(lines: _Lines, finding: Finding) -> _Lines | None:
    return _replaced(lines, finding, "true" if finding.value in OLD_TRUES else "false")


def _licence(lines: _Lines, finding: Finding) -> _Lines | None:
    expression = licences.parse(finding.value or "")
    at = _at_value(lines, finding)
    return (
        _replaced(lines, at, expression.licences[0]) if expression and len(expression.licences) == 1 else None
    )


def _key(lines: _Lines, finding: Finding) -> _Lines | None:
    """The key that was meant, in the place of the one that is there."""
    inside = [part.partition("[")[0] for part in finding.key_path.split(".")[:-1]]
    name = "description" if inside[:1] == ["description"] else (inside[-1] if inside else "")
    section = SECTIONS.get(
        {"open": "dependency", "proprietary": "dependency", "hardware": "dependency"}.get(name, name)
    )
    if section is None or not finding.value:
        return None
    return _replaced(lines, finding, meant_key(section, finding.value))


def _deprecated(lines: _Lines, finding: Finding) -> _Lines | None:
    """`it` becomes IT, `monochromeLogo` becomes logo where there is none, what can simply go goes."""
    key = finding.key_path.rpartition(".")[2]
    position = finding.position
    if position is None:
        return None
    index = position.line - 1
    if finding.key_path in {"it", "monochromeLogo"}:
        new = "IT" if finding.key_path == "it" else "logo"
        if any(line.startswith(f"{new}:") for line in lines) or not lines[index].startswith(f"{key}:"):
            return None
        return [*lines[:index], new + lines[index][len(key) :], *lines[index + 1 :]]
    return _without_block(lines, index, key) if key in _DROPPED else None


def _without_block(lines: _Lines, index: int, key: str) -> _Lines | None:
    """The lines without a key and what is indented below it."""
    line = lines[index]
    indent = len(line) - len(line.lstrip(" "))
    if not line.lstrip(" ").startswith((f"{key}:", f'"{key}":', f"'{key}':")):
        return None
    end = index + 1
    while end < len(lines) and _belongs(lines[end], indent):
        end += 1
    while end > index + 1 and not lines[end - 1].strip():
        end -= 1
    return [*lines[:index], *lines[end:]]


def _belongs(line: str, indent: int) -> bool:
    own = len(line) - len(line.lstrip(" "))
    return not line.strip() or own > indent or (own == indent and line.lstrip(" ").startswith("- "))


def _days_in_quotes(text: str) -> str:
    """Dates in quotes: without them YAML 1.1 reads a date where the standard asks a text."""
    root = read(text.encode()).root
    lines = text.split("\n")
    for node in [] if root is None else _days(root):
        line = lines[node.line - 1]
        end = node.column - 1 + len(node.text)
        if node.plain and exact_date(node.text) and line[node.column - 1 : end] == node.text:
            lines[node.line - 1] = f'{line[: node.column - 1]}"{node.text}"{line[end:]}'
    return "\n".join(lines)


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


_REPAIRS: Final[dict[str, _Repair]] = {
    "version-is-a-number": _in_quotes,
    "version-without-quotes": _in_quotes,
    "lowercase-country": _suggested,
    "invalid-date": _suggested,
    "invalid-language": _suggested,
    "unknown-category": _same_word,
    "unknown-scope": _same_word,
    "unknown-development-status": _same_word,
    "unknown-software-type": _same_word,
    "unknown-maintenance-type": _same_word,
    "yes-or-no": _boolean,
    "licence-spelling": _licence,
    "misspelt-key": _key,
    "former-key": _key,
    "deprecated-key": _deprecated,
}
