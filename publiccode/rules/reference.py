"""What the reference validator answers (italia/publiccode-parser-go 5.4.3), for conformance.

It decodes a document into a structure first and tells of at most one mistake in that, in the order of the
standard's keys. What could not be decoded is empty afterwards, together with the section it lies in, and so
the keys which that section must have count as missing. Its rules then look at what is left.

In a file with CRLF line ends it counts the end of a comment twice, and each line end within quotes: its lines
are too high by those before.
"""

import re
from bisect import bisect_left
from typing import Final

from publiccode import keys
from publiccode.document import breaks_counted_twice
from publiccode.findings import Profile
from publiccode.hits import Hit
from publiccode.nodes import Listing, Mapping, Node
from publiccode.reading import Reading
from publiccode.rules.table import Checked, Kind, rows
from publiccode.rules.together import check_together
from publiccode.rules.version import KEY, check_version, version_stops
from publiccode.rules.walk import Walk, first_place

_UNDECODABLE: Final = frozenset(
    {"expected-text", "expected-list", "expected-section", "expected-boolean", "yes-or-no", "unparsable-url"}
)
_STOPPING: Final = frozenset({"merge-conflict", "duplicate-key"})
_ONLY_LETTERS: Final = re.compile(r"[A-Za-z]+")
_WITHOUT_BRACKETS: Final = frozenset({"deprecated-key", "video-not-oembed", "wrong-extension"})
"""Findings whose key path the reference writes without brackets around a language such as `en-GB`."""


def reference_hits(reading: Reading) -> list[Hit]:
    """The hits of one file in the reference profile, with the lines that the reference counts."""
    hits = _hits(reading)
    twice = breaks_counted_twice(reading.crlf_text) if hits and reading.crlf_text else ()
    if not twice:
        return hits
    return [hit._replace(line=hit.line and hit.line + bisect_left(twice, hit.line)) for hit in hits]


def _hits(reading: Reading) -> list[Hit]:
    stopped = _stopped(reading)
    if stopped is not None:
        return [stopped]
    root = reading.root
    mark = next((hit for hit in reading.hits if hit.code == "byte-order-mark"), None)
    if mark is not None and mark.args["before"] in {"#", "-"}:
        return [Hit("yaml-syntax", "", 1, 1, "U+FEFF")]
    if root is None or root.tag is not None or mark is not None:
        return [Hit("required-key-missing", KEY)]
    version = check_version(root, Profile.REFERENCE)
    if version is not None and version_stops(version):
        placed = version.code != "version-unsupported" and KEY in root.by_key
        return [version if placed else version._replace(line=0, column=0)]
    walk = Walk(Profile.REFERENCE)
    walk.section(root, keys.TOP, "")
    check_together(root, walk)
    hits = _decoded(walk, root) if _decodable(reading, root) else _nothing_decoded(reading, root)
    return [_written(hit) for hit in ([version, *hits] if version else hits)]


def _stopped(reading: Reading) -> Hit | None:
    """The one mistake of form after which nothing else is looked at."""
    for hit in reading.hits:
        if hit.code == "not-utf-8" and not hit.args.get("is_marked", True):
            return Hit("required-key-missing", KEY)  # UTF-16 without a mark is UTF-8 full of zero bytes
        if hit.code == "not-utf-8" or (hit.code == "several-documents" and reading.root is not None):
            return hit._replace(line=0, column=0)
        if hit.code == "control-character" and hit.args.get("is_last"):
            return hit._replace(code="yaml-syntax")
        if hit.code in _STOPPING or hit.code.startswith("yaml-"):
            return hit
    return None


def _decoded(walk: Walk, root: Mapping) -> list[Hit]:
    """The hits that are left after decoding, with the one mistake that decoding tells of."""
    undecodable = [hit for hit in walk.hits if hit.code in _UNDECODABLE]
    unknown = [hit for hit in walk.hits if hit.code == "unknown-key"]
    lost = {_lost(hit.path) for hit in undecodable} | {_lost(hit.path) for hit in unknown if "." in hit.path}
    lost &= root.by_key.keys()  # an unknown key may itself be written with a dot
    told = (undecodable or unknown)[:1]
    kept = [
        hit
        for hit in walk.hits
        if hit.code not in _UNDECODABLE and hit.code != "unknown-key" and _lost(hit.path) not in lost
    ]
    return [*(_told(hit, root) for hit in told), *_once(kept), *_emptied(root, lost)]


def _decodable(reading: Reading, root: Mapping) -> bool:
    """Whether anything is decoded: one unknown alias or one top-level key that is no text, and nothing is."""
    return all(entry.key.is_text for entry in root.entries) and not any(
        hit.code == "unknown-alias" for hit in reading.hits
    )


def _nothing_decoded(reading: Reading, root: Mapping) -> list[Hit]:
    aliases = [
        Hit("expected-text", _first_on_line(root, hit.line, "") or "", hit.line, hit.column)
        for hit in reading.hits
        if hit.code == "unknown-alias"
    ]
    version = root.by_key[KEY].key
    missing = Hit("required-key-missing", KEY, version.line, version.column)
    return [*aliases[:1], missing, *_emptied(root, set(root.by_key))]


def _told(hit: Hit, root: Mapping) -> Hit:
    """The mistake as it is told: under the first key on its line; a URL that is none, without a place."""
    if hit.code == "unparsable-url" and not hit.path.endswith("]"):
        return hit._replace(path="", line=0, column=0)
    return hit._replace(path=_first_on_line(root, hit.line, "") or "")


def _first_on_line(node: Node, line: int, path: str) -> str | None:
    """The key path of the first key or list item on a line."""
    if isinstance(node, Mapping):
        children = [
            (f"{path}.{entry.text}".lstrip("."), entry.key.line, entry.value) for entry in node.entries
        ]
    elif isinstance(node, Listing):
        children = [(f"{path}[{number}]", item.line, item) for number, item in enumerate(node.items)]
    else:
        return None
    for child_path, child_line, child in children:
        if child_line == line:
            return child_path
        found = _first_on_line(child, line, child_path)
        if found is not None:
            return found
    return None


def _lost(path: str) -> str:
    """What is empty after something in it could not be decoded: the whole of a top-level key."""
    return path.partition(".")[0].partition("[")[0]


def _once(hits: list[Hit]) -> list[Hit]:
    """Wrong languages of `description` are told once, for the whole."""
    languages = [
        hit for hit in hits if hit.code == "invalid-language" and hit.path.startswith("description.")
    ]
    rest = [hit for hit in hits if hit not in languages]
    return [*rest, *(hit._replace(path="description") for hit in languages[:1])]


def _emptied(root: Mapping, lost: set[str]) -> list[Hit]:
    """The required keys of what was lost, which now count as missing."""
    hits: list[Hit] = []
    for row in rows(keys.TOP.name, Profile.REFERENCE):
        if row.key in lost and row.required:
            hits += _missing(row, root)
    return hits


def _missing(row: Checked, root: Mapping) -> list[Hit]:
    entry = root.by_key[row.key]
    if row.kind is not Kind.SECTION or row.section is None:
        return [Hit("required-key-missing", row.key, entry.key.line, entry.key.column)]
    hits = []
    for inner in rows(row.section.name, Profile.REFERENCE):
        if not inner.required:
            continue
        line, column = entry.value.line, entry.value.column
        if isinstance(entry.value, Mapping):
            there = entry.value.by_key.get(inner.key)
            line, column = first_place(entry.value) if there is None else (there.key.line, there.key.column)
        hits.append(Hit("required-key-missing", f"{row.key}.{inner.key}", line, column))
    return hits


def _written(hit: Hit) -> Hit:
    """The key path as the reference writes it."""
    path = hit.path
    if hit.code == "deprecated-key" and path.startswith("it."):
        return hit._replace(path="IT" + path[2:], line=0, column=0)
    if not path.startswith("description.") or hit.code in _WITHOUT_BRACKETS or hit.code in _UNDECODABLE:
        return hit
    language, _, rest = path.removeprefix("description.").partition(".")
    if not rest or _ONLY_LETTERS.fullmatch(language):
        return hit
    return hit._replace(path=f"description[{language}].{rest}")
