"""Builds the tree of a document from the events that `document` hands it, within its limits."""

from typing import Any, Final

from publiccode.hits import Hit
from publiccode.nodes import Entry, Listing, Mapping, Node, Scalar, is_null

_MERGE: Final = "<<"
ALIAS: Final = "*"
"""The style of a scalar that an alias stands for."""


class Tree:
    """One document's tree while it is built. `going` turns False when a limit is met.

    `depth` bounds nesting and `nodes` the number of values, both with aliases unfolded, so that a short text
    never becomes endless data.
    """

    def __init__(self, depth: int, nodes: int, restore: dict[int, str] | None) -> None:
        self.root: Node | None = None
        self.hits: list[Hit] = []
        self.going = True
        self._depth = depth
        self._left = nodes
        self._restore = restore
        self._top: Listing | Mapping | None = None
        self._key: Entry | None = None
        self._stack: list[tuple[Listing | Mapping | None, Entry | None, str | None]] = []
        self._anchors: dict[str, Node] = {}
        self._documents = 0

    def start_document(self, event: Any) -> None:
        """Only the first document is read."""
        self._documents += 1
        if self._documents > 1:
            self._limit("several-documents", event)

    def skip(self, _event: Any) -> None:
        """Nothing to do: the end of a document, the start of the stream."""

    def stop(self, _event: Any) -> None:
        """The end of the stream."""
        self.going = False

    def scalar(self, event: Any) -> None:
        """A scalar, as value or as key."""
        mark = event.start_mark
        text = event.value if self._restore is None else event.value.translate(self._restore)
        self._left -= 1
        if self._left < 0:
            self._limit("too-many-values", event)
        top = self._top
        if type(top) is Mapping and self._key is None:
            key = Entry(text, event.implicit[0], event.style, event.tag, mark.line + 1, mark.column + 1)
            self._key = key
            if event.anchor is not None:
                self._anchors[event.anchor] = _copy(key)
            return
        node = Scalar(text, event.implicit[0], event.style, event.tag, mark.line + 1, mark.column + 1)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        if type(top) is Mapping:
            self._put(top, node)
        else:
            self._attach(node)

    def open_mapping(self, event: Any) -> None:
        """The start of a mapping."""
        mark = event.start_mark
        self._open(event, Mapping(bool(event.flow_style), event.tag, mark.line + 1, mark.column + 1))

    def open_listing(self, event: Any) -> None:
        """The start of a list."""
        mark = event.start_mark
        self._open(event, Listing(bool(event.flow_style), event.tag, mark.line + 1, mark.column + 1))

    def close(self, _event: Any) -> None:
        """The end of a mapping or list."""
        node = self._top
        assert node is not None
        if self._key is not None and isinstance(node, Mapping):  # a syntax error came between key and value
            self._put(node, Scalar("", True, "", None, self._key.line, self._key.column))
        self._top, self._key, name = self._stack.pop()
        node.weight -= self._left
        if name is not None:
            self._anchors[name] = node
        self._attach(node)

    def alias(self, event: Any) -> None:
        """A reference to an earlier node; what it unfolds to counts as if it were written out."""
        node = self._anchors.get(event.anchor)
        if node is None:
            self._hit("unknown-alias", event, event.anchor)
        elif isinstance(node, Scalar):
            self._left -= 1 + (len(node.text) >> 6)
        else:
            self._left -= 1 + node.weight
            if len(self._stack) + node.height >= self._depth:
                self._limit("too-deep", event)
                node = None
        if self._left < 0:
            self._limit("too-many-values", event)
            node = None
        self._attach(_at(node, event.start_mark))

    def finish(self) -> None:
        """Close what a syntax error or a limit left open, so that what was read is a tree."""
        while self._top is not None:
            self.close(None)

    def _hit(self, code: str, event: Any, value: str | None = None) -> None:
        mark = event.start_mark
        self.hits.append(Hit(code, line=mark.line + 1, column=mark.column + 1, value=value))

    def _limit(self, code: str, event: Any) -> None:
        self._hit(code, event)
        self.going = False

    def _open(self, event: Any, node: Listing | Mapping) -> None:
        if len(self._stack) >= self._depth:
            self._limit("too-deep", event)
            return
        if event.anchor is not None:
            self._anchors.pop(event.anchor, None)
        self._left -= 1
        if self._left < 0:
            self._limit("too-many-values", event)
        node.weight = self._left
        self._stack.append((self._top, self._key, event.anchor))
        self._top = node
        self._key = None

    def _attach(self, node: Node) -> None:
        top = self._top
        if top is None:
            if self.root is None:
                self.root = node
            return
        if not isinstance(node, Scalar) and node.height >= top.height:
            top.height = node.height + 1
        if not isinstance(top, Mapping):
            top.items.append(node)
        elif self._key is None:
            self._key = self._as_key(node)
        else:
            self._put(top, node)

    def _as_key(self, node: Node) -> Entry:
        """A key that is an alias of a scalar, or no scalar at all, which has no text to know it by."""
        if isinstance(node, Scalar):
            return Entry(node.text, node.plain, node.style, node.tag, node.line, node.column)
        self.hits.append(Hit("key-is-not-text", line=node.line, column=node.column))
        return Entry(f"\ufffc{len(self.hits)}", False, "", "!complex", node.line, node.column)

    def _put(self, mapping: Mapping, value: Node) -> None:
        """Give the key that waits its value."""
        key = self._key
        assert key is not None
        self._key = None
        key.value = value
        text = key.text
        before = mapping.by_key.get(text)
        if before is None and text != _MERGE:
            mapping.by_key[text] = key
            mapping.entries.append(key)
        elif text == _MERGE and key.plain:
            self._merge(mapping, key, value)
        else:
            self._again(mapping, before, key)

    def _again(self, mapping: Mapping, before: Entry | None, entry: Entry) -> None:
        """A key that is there already: by a merge, which it overrules, or by mistake."""
        if before is not None and before.merged:
            before.value, before.merged = entry.value, False
            before.line, before.column = entry.line, entry.column
            return
        mapping.entries.append(entry)
        if before is not None:
            args = {"first_line": before.line}
            self.hits.append(Hit("duplicate-key", "", entry.line, entry.column, entry.text, args))
        if before is None or is_null(before.value):
            mapping.by_key[entry.text] = entry

    def _merge(self, mapping: Mapping, key: Entry, value: Node) -> None:
        """`<<`: the keys of other mappings that this one has not (YAML 1.1's merge key)."""
        self.hits.append(Hit("merge-key", line=key.line, column=key.column))
        for source in value.items if isinstance(value, Listing) else [value]:
            if not isinstance(source, Mapping):
                continue
            self._left -= len(source.entries)
            for text, entry in source.by_key.items():
                if text not in mapping.by_key:
                    merged = self._as_key(entry)
                    merged.value, merged.merged = entry.value, True
                    mapping.by_key[text] = merged
                    mapping.entries.append(merged)


def _at(node: Node | None, mark: Any) -> Node:
    """What an alias stands for, at the place of the alias: scalars and lists of them are copied there."""
    line, column = mark.line + 1, mark.column + 1
    if node is None:
        return Scalar("", True, "", None, line, column)
    if isinstance(node, Scalar):
        return Scalar(node.text, node.plain, ALIAS, node.tag, line, column)
    if isinstance(node, Mapping):
        return node
    listing = Listing(node.flow, node.tag, line, column)
    listing.items = [
        Scalar(item.text, item.plain, ALIAS, item.tag, line, column) if isinstance(item, Scalar) else item
        for item in node.items
    ]
    listing.height, listing.weight = node.height, node.weight
    return listing


def _copy(key: Entry) -> Scalar:
    """What an alias of a key stands for: its text alone."""
    return Scalar(key.text, key.plain, key.style, key.tag, key.line, key.column)
