"""The shape of a row of the tables."""

from typing import Final, NamedTuple

from publiccode.findings import Severity, Text

ERROR, WARNING, ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE

BESIDE: Final = "(beside)"
"""In place of a key: the words for a key whose right name is in the file too."""


class Row(NamedTuple):
    """A code with its words. `{value}`, `{key}`, `{path}` and a rule's own words are filled in.

    A row `code:key` holds the words for one key; what it leaves out comes from the row `code`.
    """

    code: str
    severity: Severity
    message: Text | None = None
    why: Text | None = None
    cure: Text | None = None
    example: str | None = None
    clause: str | None = None
