"""`publiccodeYmlVersion`: the key that every other rule depends on."""

from publiccode import vocabulary
from publiccode.findings import Profile
from publiccode.hits import Hit
from publiccode.keys import TOP, meant_key
from publiccode.nodes import Entry, Mapping, Scalar
from publiccode.rules.walk import first_place, place

KEY = "publiccodeYmlVersion"


def check_version(root: Mapping, profile: Profile) -> Hit | None:
    """What is wrong with the version, or that it is an old one; None when it is today's."""
    entry = root.by_key.get(KEY)
    if entry is None and profile is Profile.STANDARD:
        entry = next((other for other in root.entries if meant_key(TOP, other.text) == KEY), None)
    if entry is None:
        line, column = first_place(root)
        return Hit("required-key-missing", KEY, line, column)
    if type(entry.value) is Scalar and entry.value.is_null:
        return Hit("required-key-missing", KEY, entry.key.line, entry.key.column)
    return _check(entry, profile)


def _check(entry: Entry, profile: Profile) -> Hit | None:
    line, column = place(entry)
    node = entry.value
    path = entry.text
    if type(node) is not Scalar:  # in the standard profile the walk says so
        return Hit("expected-text", path, line, column) if profile is Profile.REFERENCE else None
    text = node.text
    if not node.is_text or (profile is Profile.REFERENCE and (node.tag or node.style in {"|", ">", "*"})):
        return Hit("version-is-a-number", path, line, column, text)
    unknown = vocabulary.VERSIONS_UNKNOWN_TO_REFERENCE if profile is Profile.REFERENCE else frozenset()
    if text not in vocabulary.VERSIONS or text in unknown:
        return Hit("version-unsupported", path, line, column, text)
    if text == "0" or text.startswith(vocabulary.LATEST_VERSION):
        return None
    return Hit("version-old", path, line, column, text)


def version_stops(hit: Hit | None) -> bool:
    """Whether the reference validator looks no further."""
    return hit is not None and hit.code != "version-old"
