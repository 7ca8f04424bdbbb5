"""How one finding is mended in the lines of a file: its value or its key rewritten, in its place.

Each function gives the lines with the change, or None when it is not beyond doubt what is meant.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from publiccode import licences, vocabulary
from publiccode.findings import Finding
from publiccode.keys import SECTIONS, meant_key
from publiccode.nodes import OLD_TRUES
from publiccode.suggestions import suggestion

_DROPPED: Final = frozenset({"genericName", "authorsFile", "inputTypes", "outputTypes", "conforme"})
"""Deprecated keys that the standard says can simply go."""

Lines = list[str]
Repair = Callable[[Lines, Finding], Lines | None]


def _replaced(lines: Lines, finding: Finding, new: str | None, *, quoted: bool = False) -> Lines | None:
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


def _suggested(lines: Lines, finding: Finding) -> Lines | None:
    return _replaced(lines, finding, suggestion(finding.code, finding.value or ""))


def _same_word(lines: Lines, finding: Finding) -> Lines | None:
    """A value of a closed list that differs in case and dashes only, or by its former name."""
    value = finding.value or ""
    meant = suggestion(finding.code, value)
    folded = value.casefold().replace(" ", "-").replace("_", "-")
    former = value in vocabulary.SCOPES_BEFORE_0_2 or folded == "softwareaddon"
    return _replaced(lines, finding, meant) if meant and (former or meant.casefold() == folded) else None


def _in_quotes(lines: Lines, finding: Finding) -> Lines | None:
    return _replaced(lines, _at_value(lines, finding), finding.value, quoted=True)


def _at_value(lines: Lines, finding: Finding) -> Finding:
    """The finding, pointing at its value where it points at its key."""
    position = finding.position
    if position is None or finding.value is None:
        return finding
    column = lines[position.line - 1].find(finding.value, position.column - 1) + 1
    return replace(finding, position=replace(position, column=column or position.column))


def _boolean(lines: Lines, finding: Finding) -> Lines | None:
    return _replaced(lines, finding, "true" if finding.value in OLD_TRUES else "false")


def _licence(lines: Lines, finding: Finding) -> Lines | None:
    expression = licences.parse(finding.value or "")
    at = _at_value(lines, finding)
    return (
        _replaced(lines, at, expression.licences[0]) if expression and len(expression.licences) == 1 else None
    )


def _key(lines: Lines, finding: Finding) -> Lines | None:
    """The key that was meant, in the place of the one that is there."""
    inside = [part.partition("[")[0] for part in finding.key_path.split(".")[:-1]]
    name = "description" if inside[:1] == ["description"] else (inside[-1] if inside else "")
    section = SECTIONS.get(
        {"open": "dependency", "proprietary": "dependency", "hardware": "dependency"}.get(name, name)
    )
    if section is None or not finding.value:
        return None
    return _replaced(lines, finding, meant_key(section, finding.value))


def _deprecated(lines: Lines, finding: Finding) -> Lines | None:
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


def _without_block(lines: Lines, index: int, key: str) -> Lines | None:
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


REPAIRS: Final[dict[str, Repair]] = {
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
"""What rewrites the lines of a file so that a finding of a code is gone; None where that is not certain."""
