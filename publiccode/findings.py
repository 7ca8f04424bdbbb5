"""What is wrong with, or could be better in, a publiccode.yml: values with a code, a place and a cure."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: an error makes a file invalid, a warning and advice never do."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Profile(StrEnum):
    """Whose word decides: the specification's text, or what the reference validator answers."""

    STANDARD = "standard"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the file: line and column, both counted from 1, columns in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence for people, in Dutch and in English."""

    nl: str
    en: str

    def of(self, language: str) -> str:
        """The sentence in Dutch for `nl` (and `nl-…`), else in English."""
        return self.nl if language.split("-", maxsplit=1)[0] == "nl" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding about one place of one file.

    `code` is stable between releases. `key_path` is written as the file writes its keys
    (`description.en.features[0]`), empty for the file as a whole. `value` is the offending value as
    written, shortened to 200 characters.
    """

    code: str
    severity: Severity
    key_path: str
    position: Position | None
    value: str | None
    message: Text
    why: Text
    cure: Text
    example: str | None = None
    clause: str | None = None


def is_valid(findings: tuple[Finding, ...]) -> bool:
    """Whether a file with these findings follows the standard: no finding is an error."""
    return not any(finding.severity is Severity.ERROR for finding in findings)
