"""What one node means: the forgiving readings that `shape` is made of."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, TypeVar

from publiccode.dates import understood_date
from publiccode.keys import Section, values
from publiccode.nodes import FALSES, OLD_FALSES, OLD_TRUES, TRUES, Listing, Mapping, Node, Scalar

_Part = TypeVar("_Part")
_Values = dict[str, Node]
_VERSION: Final = re.compile(r"v?([0-9]+(?:\.[0-9]+)*)/?$")


def text_of(node: Node | None) -> str | None:
    """A text without blanks around it, None when it is empty or no scalar."""
    if type(node) is Scalar:
        return None if node.is_null else node.text.strip() or None
    return None


def texts_of(node: Node | None, naming: Sequence[str] = ("name",)) -> tuple[str, ...]:
    """A list of texts; a lone scalar is a list of one, and a mapping gives what it is named by."""
    if node is None:
        return ()
    items = node.items if type(node) is Listing else [node]
    found = []
    for item in items:
        text = text_of(item)
        if text is None and type(item) is Mapping:
            text = text_of(
                next((item.by_key[key].value for key in naming if key in item.by_key), None)
            ) or _pair(item)
        if text is not None:
            found.append(text)
    return tuple(found)


def _pair(mapping: Mapping) -> str | None:
    """`- Feature: what it does`, a text with a colon that YAML took for a mapping."""
    parts = [(entry.text, text_of(entry.value)) for entry in mapping.entries]
    if not parts or any(text is None for _, text in parts) or "\ufffc" in parts[0][0]:
        return None
    return "; ".join(f"{key}: {text}" for key, text in parts)


def parts_of(node: Node | None, make: Callable[[Node], _Part | None]) -> tuple[_Part, ...]:
    """A list of sections; a lone section is a list of one."""
    if node is None:
        return ()
    items = node.items if type(node) is Listing else [node]
    return tuple(part for part in map(make, items) if part is not None)


def named(node: Node | None, section: Section) -> _Values | None:
    """The values of a section; a lone text is its name. None when there is nothing in it."""
    if type(node) is Mapping:
        return values(node, section) or None
    text = text_of(node)
    return None if text is None or node is None else {"name": node}


def date_of(node: Node | None) -> date | None:
    """The day that a text can only mean."""
    text = text_of(node)
    return None if text is None else understood_date(text)


def boolean_of(node: Node | None) -> bool | None:
    """True and false, and the yes and no of YAML 1.1."""
    text = text_of(node)
    if text in TRUES or text in OLD_TRUES:
        return True
    return False if text in FALSES or text in OLD_FALSES else None


def version_of(node: Node | None) -> str | None:
    """`0.2`, also from 0.1's `http://w3id.org/publiccode/version/0.1`."""
    text = text_of(node)
    match = _VERSION.search(text) if text else None
    return match[1] if match else text
