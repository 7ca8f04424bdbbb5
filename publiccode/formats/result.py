"""What the formats write about."""

from dataclasses import dataclass

from publiccode.findings import Finding, Severity, is_valid


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One file with its findings; `name` is how the user named it, `text` its lines for people."""

    name: str
    text: str
    findings: tuple[Finding, ...]

    @property
    def valid(self) -> bool:
        """Whether no finding is an error."""
        return is_valid(self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings of a severity there are."""
        return sum(finding.severity is severity for finding in self.findings)
