"""The door of the rules: `validate`."""

from datetime import date
from typing import Final

from publiccode.findings import Finding, Position, Profile, Severity
from publiccode.hits import Hit
from publiccode.reading import Reading

_NO_PLACE: Final = Position(0, 0)
_RANKS: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}
_FIRST: Final = (
    "yaml-",
    "not-a-map",
    "empty-file",
    "html-page",
    "lfs-pointer",
    "symlink-text",
    "template-marks",
    "no-known-keys",
)
"""What keeps programs from reading the file at all comes before what is wrong with one key of it."""


def validate(reading: Reading, *, today: date, profile: Profile = Profile.STANDARD) -> tuple[Finding, ...]:
    """Everything that is wrong with a file or could be better in it, what hurts its readers most first.

    Form (the reading's own findings) and content. `today` is the day that dates are compared with.
    """
    # the rules and their words take 40 ms to load: only who validates pays for them
    from publiccode.rules.reference import reference_hits
    from publiccode.rules.standard import standard_hits

    if profile is Profile.REFERENCE:
        return _ranked(reference_hits(reading))
    return _ranked(standard_hits(reading, today))


def _ranked(hits: list[Hit]) -> tuple[Finding, ...]:
    from publiccode.explanations import MAX_PER_CODE, explain

    counts: dict[str, int] = {}
    findings = []
    for hit in hits:
        counts[hit.code] = count = counts.get(hit.code, 0) + 1
        if count <= MAX_PER_CODE:
            findings.append(explain(hit))
    findings.sort(key=_rank)
    return tuple(findings)


def _rank(finding: Finding) -> tuple[int, bool, Position, str]:
    first = finding.code.startswith(_FIRST)
    return (_RANKS[finding.severity], not first, finding.position or _NO_PLACE, finding.key_path)
