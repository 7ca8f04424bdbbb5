"""The tree of a document: scalars, lists and mappings that know their place; YAML 1.2 plain scalars.

Nodes are made by `document` alone and never changed afterwards, but for columns that `homecoming` puts right.
They are plain slotted classes, not frozen dataclasses: hundreds are made for every file, and a frozen
dataclass takes four times as long to make.
"""

import re
from typing import Any, Final, TypeAlias

NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
"""YAML 1.2.2, section 10.3.2: the core schema's null."""
TRUES: Final = frozenset({"true", "True", "TRUE"})
FALSES: Final = frozenset({"false", "False", "FALSE"})
OLD_TRUES: Final = frozenset({"yes", "Yes", "YES", "y", "Y", "on", "On", "ON"})
"""YAML 1.1 booleans, which 1.2 reads as text; the standard's own examples used them until 0.3."""
OLD_FALSES: Final = frozenset({"no", "No", "NO", "n", "N", "off", "Off", "OFF"})

_INT = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,18}|0x[0-9a-fA-F]{1,15}")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]{1,40}|[0-9]{1,40}\.[0-9]{0,40}|[0-9]{1,40}(?=[eE]))(?:[eE][-+]?[0-9]{1,3})?"
)
_NUMBER_START = frozenset("-+.0123456789")
_STR_TAGS = frozenset({"tag:yaml.org,2002:str", "!"})

Plain: TypeAlias = "str | int | float | bool | list[Any] | dict[str, Any] | None"


class Scalar:
    """A scalar: its text as the file means it, whether it was written plain (unquoted), and its place."""

    __slots__ = ("column", "line", "plain", "style", "tag", "text")

    def __init__(  # noqa: PLR0917  keywords would double the time that making a node takes
        self, text: str, plain: bool, style: str, tag: str | None, line: int, column: int
    ) -> None:
        self.text = text
        self.plain = plain
        self.style = style
        self.tag = tag
        self.line = line
        self.column = column

    @property
    def is_null(self) -> bool:
        """Whether this is nothing: `key:`, `~`, `null`."""
        return self.plain and self.text in NULLS and self.tag is None

    @property
    def is_text(self) -> bool:
        """Whether YAML 1.2 reads this as text rather than as a number, a boolean or nothing."""
        return type(self.resolved()) is str

    def boolean(self) -> bool | None:
        """The value as a YAML 1.2 boolean, None when it is none (`yes` is text)."""
        if self.plain or self.tag == "tag:yaml.org,2002:bool":
            if self.text in TRUES:
                return True
            if self.text in FALSES:
                return False
        return None

    def resolved(self) -> str | int | float | bool | None:
        """The value by the YAML 1.2 core schema; numbers that JSON cannot hold stay text."""
        text = self.text
        if not self.plain or self.tag in _STR_TAGS:
            return text
        if text in NULLS:
            return None
        if text[0] in _NUMBER_START:
            return _number(text)
        boolean = self.boolean()
        return text if boolean is None else boolean


class Listing:
    """A YAML sequence."""

    __slots__ = ("column", "flow", "height", "items", "line", "tag", "weight")

    def __init__(self, flow: bool, tag: str | None, line: int, column: int) -> None:
        self.items: list[Node] = []
        self.flow = flow
        self.tag = tag
        self.line = line
        self.column = column
        self.weight = 0
        self.height = 0


class Entry(Scalar):
    """A key with its value; `merged` when it came in through a merge key (`<<`).

    The key is the entry itself: one object instead of two for every line of a file.
    """

    __slots__ = ("merged", "value")

    def __init__(  # noqa: PLR0917  as above
        self, text: str, plain: bool, style: str, tag: str | None, line: int, column: int
    ) -> None:
        self.text = text
        self.plain = plain
        self.style = style
        self.tag = tag
        self.line = line
        self.column = column
        self.value: Node = NOTHING
        self.merged = False

    @property
    def key(self) -> Scalar:
        """The key's own place and text."""
        return self


NOTHING: Final = Scalar("", True, "", None, 0, 0)
"""The value of a key whose value is still to come."""


class Mapping:
    """A YAML mapping: every entry in the order of the file, and by key the one that counts.

    Of duplicate keys the first that holds anything counts.
    """

    __slots__ = ("by_key", "column", "entries", "flow", "height", "line", "tag", "weight")

    def __init__(self, flow: bool, tag: str | None, line: int, column: int) -> None:
        self.entries: list[Entry] = []
        self.by_key: dict[str, Entry] = {}
        self.flow = flow
        self.tag = tag
        self.line = line
        self.column = column
        self.weight = 0
        self.height = 0

    def get(self, key: str) -> "Node | None":
        """The value of a key, None when the key is absent or its value is nothing."""
        entry = self.by_key.get(key)
        if entry is None or is_null(entry.value):
            return None
        return entry.value


Node: TypeAlias = Scalar | Listing | Mapping


def is_null(node: Node) -> bool:
    """Whether a node is YAML's nothing."""
    return type(node) is Scalar and node.plain and node.text in NULLS and node.tag is None


def _number(text: str) -> str | int | float:
    if _INT.fullmatch(text):
        if text[:2] in {"0o", "0x"}:
            return int(text[2:], 8 if text[1] == "o" else 16)
        return int(text)
    if _FLOAT.fullmatch(text):
        number = float(text)
        return text if number in {float("inf"), float("-inf")} else number
    return text


def to_plain(node: Node) -> Plain:
    """Plain data that JSON can hold. The tree's depth is capped, so this recursion is bounded."""
    if isinstance(node, Scalar):
        return node.resolved()
    if isinstance(node, Listing):
        return [to_plain(item) for item in node.items]
    return {key: to_plain(entry.value) for key, entry in node.by_key.items()}
