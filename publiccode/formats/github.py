"""Workflow commands: GitHub shows them as annotations beside the lines of a pull request."""

from collections.abc import Sequence
from typing import Final

from publiccode.findings import Finding, Severity
from publiccode.formats.result import Result

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def write(results: Sequence[Result], language: str) -> str:
    """A line a finding."""
    return "".join(
        f"{_command(result.name, finding, language)}\n" for result in results for finding in result.findings
    )


def _command(name: str, finding: Finding, language: str) -> str:
    place = [f"file={_property(name)}"]
    if finding.position is not None:
        place += [f"line={finding.position.line}", f"col={finding.position.column}"]
    place.append(f"title={_property(finding.code)}")
    message = f"{finding.message.of(language)} {finding.cure.of(language)}"
    return f"::{_COMMANDS[finding.severity]} {','.join(place)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
