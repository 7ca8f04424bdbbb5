"""Rules that look at several keys together."""

from typing import Final

from publiccode import vocabulary
from publiccode.findings import Profile
from publiccode.hits import Hit
from publiccode.keys import DESCRIPTION, MAINTENANCE, TOP, values
from publiccode.nodes import Listing, Mapping, Node, Scalar
from publiccode.rules.walk import Walk, first_place

UNDECODABLE: Final = frozenset(
    {
        "expected-text", "expected-list", "expected-section", "expected-boolean", "yes-or-no",
        "unparsable-url", "unknown-key",
    }
)  # fmt: skip
"""What is wrong with a value whatever its section is for."""
_NEED_CONTACTS: Final = frozenset({"internal", "community"})


def check_together(root: Mapping, walk: Walk) -> None:
    """Apply every rule of this module to a document."""
    _maintenance(root, walk)
    _italian_sections(root, walk)
    if walk.profile is Profile.STANDARD:
        _one_full_description(root, walk)


def _maintenance(root: Mapping, walk: Walk) -> None:
    """Contractors go with `type: contract` and nothing else; internal and community need contacts (0.5)."""
    section = root.get("maintenance")
    if type(section) is not Mapping:
        return
    standard = walk.standard
    of = values(section, MAINTENANCE) if standard else {key: section.get(key) for key in MAINTENANCE.keys}
    kind = of.get("type")
    type_text = kind.text if type(kind) is Scalar else ""
    contractors, contacts = of.get("contractors"), of.get("contacts")
    known = type_text in vocabulary.MAINTENANCE_TYPE
    if type_text == "contract":
        if _absent(contractors, standard):
            _missing(section, "contractors", walk, type_text)
    elif contractors is not None and not (standard and (not known or _absent(contractors, standard))):
        _forbidden(section, walk, type_text)
    if type_text in _NEED_CONTACTS and _absent(contacts, standard):
        _missing(section, "contacts", walk, type_text)


def _absent(node: Node | None, standard: bool) -> bool:
    """An empty list names nobody; to the reference validator it is there all the same."""
    return node is None or (standard and type(node) is Listing and not node.items)


def _missing(section: Mapping, key: str, walk: Walk, type_text: str) -> None:
    entry = section.by_key.get(key)
    line, column = first_place(section) if entry is None else (entry.key.line, entry.key.column)
    path = f"maintenance.{key}"
    walk.hits.append(Hit(f"{key}-missing", path, line, column, None, {"type": type_text}))


def _forbidden(section: Mapping, walk: Walk, type_text: str) -> None:
    entry = section.by_key.get("contractors")
    line, column = (section.line, section.column) if entry is None else (entry.key.line, entry.key.column)
    inside = "maintenance.contractors["
    walk.hits[:] = [hit for hit in walk.hits if not hit.path.startswith(inside) or hit.code in UNDECODABLE]
    walk.hits.append(
        Hit("contractors-forbidden", "maintenance.contractors", line, column, None, {"type": type_text})
    )


def _italian_sections(root: Mapping, walk: Walk) -> None:
    """`it` and `IT` are the same section."""
    if root.get("it") is not None and root.get("IT") is not None:
        key = root.by_key["it"].key
        walk.hits.append(Hit("italian-section-twice", "it", key.line, key.column))


def _one_full_description(root: Mapping, walk: Walk) -> None:
    """`longDescription` and `features` are mandatory "for at least one language"."""
    description = values(root, TOP).get("description")
    if type(description) is not Mapping or not description.entries:
        return
    texts = [
        values(entry.value, DESCRIPTION)
        for entry in description.by_key.values()
        if type(entry.value) is Mapping
    ]
    if not texts:
        return
    line, column = first_place(description)
    for key in ("longDescription", "features"):
        if not any(_says_something(text.get(key)) for text in texts):
            walk.hits.append(Hit("required-in-one-language", f"description.{key}", line, column))


def _says_something(node: Node | None) -> bool:
    if type(node) is Scalar:
        return bool(node.text.strip())
    return type(node) is Listing and bool(node.items)
