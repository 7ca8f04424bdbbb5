"""For people: each finding with its line of the file, a caret, and the cure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from publiccode.encoding import LINE_END
from publiccode.explanations import rows
from publiccode.findings import Finding, Severity
from publiccode.formats.result import Result

_WORDS: Final = {
    "nl": {
        "error": "fout", "warning": "let op", "advice": "advies", "one error": "fout",
        "one warning": "waarschuwing", "one advice": "advies", "errors": "fouten",
        "warnings": "waarschuwingen", "advices": "adviezen", "valid": "geldig", "invalid": "niet geldig",
        "cure": "Oplossing", "why": "Waarom", "example": "Voorbeeld", "old": "verouderd, werkt nog tot 1.0",
        "line": "regel",
    },
    "en": {
        "error": "error", "warning": "warning", "advice": "advice", "one error": "error",
        "one warning": "warning", "one advice": "piece of advice", "errors": "errors",
        "warnings": "warnings", "advices": "pieces of advice", "valid": "valid", "invalid": "not valid",
        "cure": "Cure", "why": "Why", "example": "Example", "old": "deprecated, works until 1.0",
        "line": "line",
    },
}  # fmt: skip
_FOLDED: Final = frozenset(
    {"version-old", "deprecated-key", "lowercase-country", "old-country-extension-version"}
)
"""What only newer versions of the standard ask: one line for all of it."""
_COUNTRY: Final = "lowercase-country"
_WIDTH: Final = 100
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def write(results: Sequence[Result], language: str) -> str:
    """All results, with a summary at the end when there are several."""
    words = _WORDS[language]
    blocks = ["\n".join(_result(result, language)) for result in results]
    if len(results) > 1:
        valid = sum(result.valid for result in results)
        blocks.append(f"{valid} / {len(results)} {words['valid']}")
    return "\n\n".join(blocks) + "\n"


def _result(result: Result, language: str) -> Iterator[str]:
    words = _WORDS[language]
    yield f"{result.name}: {words['valid' if result.valid else 'invalid']}{_counts(result, language)}"
    lines = LINE_END.split(result.text)
    folded = [finding for finding in result.findings if finding.code in _FOLDED]
    for finding in result.findings:
        if finding.code not in _FOLDED:
            yield from _finding(finding, lines, language)
    if folded:
        yield from _folded(folded, language)


def _folded(findings: Sequence[Finding], language: str) -> Iterator[str]:
    """What is old: where it stands in one line, then each cure once."""
    words = _WORDS[language]
    places = ", ".join(
        finding.key_path + (f" ({words['line']} {finding.position.line})" if finding.position else "")
        for finding in findings
    )
    yield f"  {words['warning']}: {words['old']}: {places}"
    paths: dict[str, list[str]] = {}
    for finding in findings:
        own = rows()[finding.code].cure if finding.code == _COUNTRY else None  # one cure for all countries
        paths.setdefault((own or finding.cure).of(language), []).append(finding.key_path)
    for cure, where in paths.items():
        yield f"      {words['cure']} ({', '.join(where)}): {_printable(cure)}"


def _counts(result: Result, language: str) -> str:
    words = _WORDS[language]
    parts = []
    for severity in Severity:
        count = result.count(severity)
        if count:
            parts.append(f"{count} {words[f'one {severity}' if count == 1 else f'{severity}s']}")
    return " (" + ", ".join(parts) + ")" if parts else ""


def _finding(finding: Finding, lines: list[str], language: str) -> Iterator[str]:
    words = _WORDS[language]
    place = f"{finding.position.line}:{finding.position.column} " if finding.position else ""
    yield f"  {place}{words[finding.severity]}: {_printable(finding.message.of(language))} [{finding.code}]"
    if finding.position is not None and finding.position.line <= len(lines):
        yield from _caret(lines[finding.position.line - 1], finding.position.column)
    yield f"      {words['why']}: {_printable(finding.why.of(language))}"
    yield f"      {words['cure']}: {_printable(finding.cure.of(language))}"
    if finding.example:
        first, *rest = finding.example.split("\n")
        yield f"      {words['example']}: {first}"
        for line in rest:
            yield f"      {' ' * len(words['example'])}  {line}"


def _caret(line: str, column: int) -> Iterator[str]:
    """The line, around the place when it is long, with a caret below the place."""
    start = max(0, column - _WIDTH // 2) if len(line) > _WIDTH else 0
    yield f"      | {_printable(line[start : start + _WIDTH].replace(chr(9), ' '))}"
    yield f"      | {' ' * (column - 1 - start)}^"


def _printable(text: str) -> str:
    """Foreign text on a terminal never holds control characters."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text).replace("\n", " ")
