"""SARIF 2.1.0, which code scanning on GitHub and many editors read."""

import json
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from publiccode.findings import Finding, Severity
from publiccode.formats.result import Result
from publiccode.reading import RULES_VERSION

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def write(results: Sequence[Result], language: str) -> str:
    """One run with all files."""
    findings = [(result, finding) for result in results for finding in result.findings]
    rules = {finding.code: finding for _, finding in findings}
    driver = {
        "name": "herbruik validate",
        "semanticVersion": f"0.1.0+rules.{RULES_VERSION}",
        "rules": [_rule(rules[code], language) for code in sorted(rules)],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(result.name, finding, language) for result, finding in findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "id": finding.code,
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
        "help": {"text": finding.cure.of(language)},
    }


def _result(name: str, finding: Finding, language: str) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(name, safe="/:")}}
    if finding.position is not None:
        location["region"] = {"startLine": finding.position.line, "startColumn": finding.position.column}
    message = f"{finding.message.of(language)} {finding.cure.of(language)}"
    return {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [{"physicalLocation": location}],
    }
