"""The standard profile: what the specification's text says of a file."""

from datetime import date

from publiccode import keys
from publiccode.findings import Profile
from publiccode.hits import Hit
from publiccode.reading import NotAnEntry, Reading, not_an_entry
from publiccode.rules.advice import check_advice
from publiccode.rules.together import check_together
from publiccode.rules.version import check_version
from publiccode.rules.walk import Walk


def standard_hits(reading: Reading, today: date) -> list[Hit]:
    """The hits of one file, form included."""
    root = reading.root
    hits = list(reading.hits)
    if root is None or reading.component is None:
        return hits
    reason = not_an_entry(reading)
    if reason is NotAnEntry.NO_KNOWN_KEYS:
        return [*hits, Hit("no-known-keys", "", root.line, root.column, ", ".join(list(root.by_key)[:5]))]
    if reason is NotAnEntry.DESCRIBES_AN_ORGANISATION:
        first = next(entry for entry in root.entries if entry.text.startswith("software"))
        place = (first.key.line, first.key.column)
        return [*hits, Hit("describes-an-organisation", "", *place, first.text)]
    version = check_version(root, Profile.STANDARD)
    walk = Walk(Profile.STANDARD)
    walk.section(root, keys.TOP, "")
    check_together(root, walk)
    advice = check_advice(reading.component, root, today)
    return [*hits, *([version] if version else []), *walk.hits, *advice]
