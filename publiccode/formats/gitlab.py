"""GitLab's code quality report."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

from publiccode.findings import Finding, Severity
from publiccode.formats.result import Result

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def write(results: Sequence[Result], language: str) -> str:
    """A list of all findings."""
    issues = [_issue(result.name, finding, language) for result in results for finding in result.findings]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(name: str, finding: Finding, language: str) -> dict[str, Any]:
    """The fingerprint leaves out the line, so that a finding that only moved is not a new one."""
    identity = "\0".join((name, finding.code, finding.key_path, finding.value or ""))
    return {
        "description": f"{finding.message.of(language)} {finding.cure.of(language)}",
        "check_name": finding.code,
        "fingerprint": hashlib.sha256(identity.encode()).hexdigest(),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": name, "lines": {"begin": finding.position.line if finding.position else 1}},
    }
