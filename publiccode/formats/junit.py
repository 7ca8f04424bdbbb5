"""JUnit's XML, which every CI server shows: a file is a test, which fails when the file is not valid."""

import re
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from publiccode.findings import Finding, Severity
from publiccode.formats.result import Result

_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, section 2.2."""


def write(results: Sequence[Result], language: str) -> str:
    """One suite with a test a file."""
    failures = sum(not result.valid for result in results)
    cases = "".join(_case(result, language) for result in results)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuite name="publiccode" tests="{len(results)}" failures="{failures}">\n{cases}</testsuite>\n'
    )


def _case(result: Result, language: str) -> str:
    name = quoteattr(_clean(result.name))
    errors = [finding for finding in result.findings if finding.severity is Severity.ERROR]
    others = [finding for finding in result.findings if finding.severity is not Severity.ERROR]
    parts = [f'  <testcase classname="publiccode" name={name}>\n']
    parts += [
        f"    <failure type={quoteattr(finding.code)} "
        f"message={quoteattr(_clean(finding.message.of(language)))}>{_details(finding, language)}</failure>\n"
        for finding in errors
    ]
    if others:
        said = "\n".join(f"{finding.code}: {_details(finding, language)}" for finding in others)
        parts.append(f"    <system-out>{said}</system-out>\n")
    return "".join([*parts, "  </testcase>\n"])


def _details(finding: Finding, language: str) -> str:
    place = f"{finding.position.line}:{finding.position.column} " if finding.position else ""
    sentences = (finding.message, finding.why, finding.cure)
    return escape(_clean(place + " ".join(text.of(language) for text in sentences)))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
