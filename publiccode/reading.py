"""The doors of the package: `read`, and what it hands over."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, cast

from publiccode.encoding import LINE_END, decode
from publiccode.findings import Finding, Text
from publiccode.hits import Hit
from publiccode.keys import TOP, values
from publiccode.model import Component
from publiccode.nodes import Mapping as MappingNode
from publiccode.nodes import to_plain

RULES_VERSION = "3"
"""Changes whenever what is read from the same bytes, or what is found in them, changes."""


class NotAnEntry(StrEnum):
    """Why a file, by its content alone, describes no component for a register."""

    NOT_A_MAP = "not-a-map"
    TEMPLATE_MARKS = "template-marks"
    DESCRIBES_AN_ORGANISATION = "describes-an-organisation"
    NO_KNOWN_KEYS = "no-known-keys"


NOT_AN_ENTRY: Mapping[NotAnEntry, Text] = {
    NotAnEntry.NOT_A_MAP: Text(
        nl="In dit bestand staan geen sleutels met waarden, dus is er geen software in te lezen.",
        en="This file holds no keys with values, so no software can be read from it.",
    ),
    NotAnEntry.TEMPLATE_MARKS: Text(
        nl="Dit is een sjabloon: in de naam of de url staan nog in te vullen plekken, zoals {{ name }}.",
        en="This is a template: its name or url still holds places to fill in, such as {{ name }}.",
    ),
    NotAnEntry.DESCRIBES_AN_ORGANISATION: Text(
        nl="Dit bestand beschrijft een organisatie en haar software, niet één stuk software.",
        en="This file describes an organisation and its software, not one piece of software.",
    ),
    NotAnEntry.NO_KNOWN_KEYS: Text(
        nl="In dit bestand staat geen enkele sleutel van publiccode.yml; het is iets anders.",
        en="This file holds not one key of publiccode.yml; it is something else.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a file is read. Beyond a limit there is a finding, never an exception."""

    bytes: int = 1024 * 1024
    depth: int = 100
    nodes: int = 50_000
    """Values, those that aliases unfold to included: bounds time, and what an alias bomb can become."""


_LIMITS: Final = Limits()
_MARK: Final = re.compile(
    r"\{\{[^{}\n]{0,200}\}\}|\{%[^%\n]{0,200}%\}|<%[^%\n]{0,200}%>|\$\{[A-Za-z_][^{}\n]{0,200}\}"
)
"""Mustache, Jinja, cookiecutter, ERB and shell."""
_MARKS: Final = ("{{", "{%", "<%", "${")
_ORGANISATION_KEYS: Final = frozenset({"softwareOwned", "softwareUsed", "softwareSupported"})
"""Keys of OpenCatalogi's publicorganisation.yml."""
_COMPONENT_KEYS: Final = frozenset({"url", "developmentStatus", "softwareType", "platforms"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that can be read from the bytes of one file.

    `component` and `document` are None only when the file holds no mapping at all. `root`, `hits` and
    `crlf_text` (the text, if it has line ends of Windows) are what `validate` works
    with, and no part of the public interface.
    """

    name: str | None
    size: int
    component: Component | None
    template_marks: bool = False
    hits: tuple[Hit, ...] = field(default=(), repr=False)
    root: "MappingNode | None" = field(default=None, repr=False, compare=False)
    crlf_text: str = field(default="", repr=False, compare=False)

    @property
    def document(self) -> Mapping[str, Any] | None:
        """Everything the file says, as plain data that JSON can hold; made anew at every call."""
        return None if self.root is None else cast("Mapping[str, Any]", to_plain(self.root))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the form: encoding and YAML. `validate` gives these and those on content."""
        from publiccode.explanations import explain  # the words are loaded at first use

        return tuple(explain(hit) for hit in self.hits)


def read(content: bytes, *, name: str | None = None, limits: Limits = _LIMITS) -> Reading:
    """Read the bytes of a publiccode.yml as far as they can be read.

    Total: for any bytes it returns, in time and memory linear in their number up to `limits`. `name` is only
    handed on. Nothing is judged here but form: ask `validate` whether the file follows the standard.
    """
    from publiccode.repairs import parse_repaired  # PyYAML takes 30 ms to load: only who reads pays for it

    decoded = decode(content, limits.bytes)
    if not decoded.is_yaml:
        return _unreadable(content, name, decoded.hits)
    document = parse_repaired(decoded.text, depth=limits.depth, nodes=limits.nodes)
    root = document.root
    hits = (*decoded.hits, *document.hits)
    if not isinstance(root, MappingNode) or not root.entries:
        return _unreadable(content, name, (*hits, Hit("not-a-map")))
    return _shaped(content, name, decoded.text, root, hits)


def _unreadable(content: bytes, name: str | None, hits: tuple[Hit, ...]) -> Reading:
    return Reading(name=name, size=len(content), component=None, hits=hits)


def _shaped(content: bytes, name: str | None, text: str, root: MappingNode, hits: tuple[Hit, ...]) -> Reading:
    from publiccode.shape import component

    mark = _template_mark(text, root)
    if mark is not None:
        hits = (*hits, mark)
    if text.lstrip()[:1] == "{" and mark is None:
        hits = (*hits, Hit("json-document", line=root.line, column=root.column))
    return Reading(
        name=name,
        size=len(content),
        component=component(root),
        template_marks=mark is not None,
        hits=hits,
        root=root,
        crlf_text=text if "\r\n" in text else "",
    )


def _template_mark(text: str, root: MappingNode) -> Hit | None:
    """The first place still to be filled in where the name or the url of a component should stand."""
    if not any(mark in text for mark in _MARKS) or not _MARK.search(text):
        return None
    lines: list[str] | None = None
    for key in ("name", "url"):
        entry = root.by_key.get(key)
        if entry is None:
            continue
        lines = lines or LINE_END.split(text)
        mark = _MARK.search(lines[entry.key.line - 1]) if entry.key.line <= len(lines) else None
        if mark is not None:
            return Hit("template-marks", key, entry.key.line, mark.start() + 1, mark[0][:80])
    return None


def not_an_entry(reading: Reading) -> NotAnEntry | None:
    """Why a file, by its content alone, cannot be an entry of a register; None when it can."""
    if reading.root is None:
        return NotAnEntry.NOT_A_MAP
    if reading.template_marks:
        return NotAnEntry.TEMPLATE_MARKS
    if _ORGANISATION_KEYS & reading.root.by_key.keys() and not _COMPONENT_KEYS & reading.root.by_key.keys():
        return NotAnEntry.DESCRIBES_AN_ORGANISATION
    if not values(reading.root, TOP):
        return NotAnEntry.NO_KNOWN_KEYS
    return None
