"""The doors of the package: `read`, and what it hands over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from publiccode.findings import Finding, Text
from publiccode.model import Component

if TYPE_CHECKING:
    from publiccode.document import Node

RULES_VERSION = "1"
"""Changes whenever what is read from the same bytes, or what is found in them, changes."""


class NotAnEntry(StrEnum):
    """Why a file, by its content alone, describes no component for a register."""

    NOT_A_MAP = "not-a-map"
    TEMPLATE_MARKS = "template-marks"
    DESCRIBES_AN_ORGANISATION = "describes-an-organisation"


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
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a file is read. Beyond a limit there is a finding, never an exception."""

    bytes: int = 1024 * 1024
    depth: int = 100
    nodes: int = 200_000
    """Nodes after aliases are followed: bounds what an alias bomb can unfold to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that can be read from the bytes of one file.

    `component` and `document` are None only when the file holds no mapping at all. `document` is plain JSON-able data.
    `findings` are about form (YAML, encoding, repairs); `validate` adds those about content.
    """

    name: str | None
    size: int
    component: Component | None
    document: Mapping[str, Any] | None
    findings: tuple[Finding, ...]
    template_marks: bool = False
    root: "Node | None" = field(default=None, repr=False, compare=False)
