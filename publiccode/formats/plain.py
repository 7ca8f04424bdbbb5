"""JSON for programs: everything a finding knows, in both languages."""

import json
from collections.abc import Sequence
from typing import Any

from publiccode.findings import Finding, Text
from publiccode.formats.result import Result
from publiccode.reading import RULES_VERSION


def write(results: Sequence[Result], _language: str) -> str:
    """One object with a list of files."""
    files = [
        {
            "file": result.name,
            "valid": result.valid,
            "findings": [as_data(finding) for finding in result.findings],
        }
        for result in results
    ]
    return json.dumps({"rules": RULES_VERSION, "files": files}, ensure_ascii=False, indent=2) + "\n"


def as_data(finding: Finding) -> dict[str, Any]:
    """A finding as plain data."""
    position = finding.position
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "key": finding.key_path,
        "line": position.line if position else None,
        "column": position.column if position else None,
        "value": finding.value,
        "message": _text(finding.message),
        "why": _text(finding.why),
        "cure": _text(finding.cure),
        "example": finding.example,
        "clause": finding.clause,
    }


def _text(text: Text) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en}
