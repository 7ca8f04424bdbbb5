"""Everything about YAML: text to our own tree of nodes, by libyaml's events.

Foreign text is never composed or loaded: 40 KB of `[` would end the process. Events arrive one by one, so
the depth is capped at every event and what was read before a syntax error is kept. The only room that knows
PyYAML.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from yaml import YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from publiccode.hits import Hit
from publiccode.nodes import Entry, Listing, Mapping, Node, Scalar, is_null

COLON: Final = "\ue03a"
"""Stands in, while parsing, for the space after a colon in a text that YAML would take for a key."""
_BREAKS: Final = {"\x85": "\ue085", "\u2028": "\ue028", "\u2029": "\ue029"}
"""Line breaks for libyaml, plain characters for YAML 1.2 (section 5.4): they get stand-ins too."""
_RESTORE: Final = str.maketrans({COLON: " ", **{stand_in: char for char, stand_in in _BREAKS.items()}})
_STAND_IN: Final = re.compile(f"[{COLON}{''.join(_BREAKS.values())}]")
_BREAK: Final = re.compile(f"[{''.join(_BREAKS)}]")

_MERGE: Final = "<<"
_DIRECTIVES: Final = re.compile(r"^%", re.MULTILINE)
_MAX_DIRECTIVES: Final = 50
"""libyaml compares each %TAG with all before it; a file full of them would take minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Where and why libyaml gave up, counted from 1; `context_line` is where the construct began."""

    problem: str
    context: str
    line: int
    column: int
    context_line: int


@dataclass(slots=True)
class Document:
    """What was read of a text: the first document's root, what is odd about it, and where reading stopped."""

    root: Node | None = None
    hits: list[Hit] = field(default_factory=list)
    trouble: Trouble | None = None


def parse(text: str, *, depth: int, nodes: int) -> Document:
    """Parse YAML text; never raises, whatever the text. Linear in its length."""
    document = Document()
    if len(_DIRECTIVES.findall(text)) > _MAX_DIRECTIVES:
        document.hits.append(Hit("too-many-directives"))
        return document
    if not text.isascii():
        text = _BREAK.sub(lambda match: _BREAKS[match[0]], text)
    builder = _Builder(document, depth, nodes, stand_ins=_STAND_IN.search(text) is not None)
    try:
        parser = CParser(text)
        builder.consume(parser)
    except (YAMLError, ValueError) as error:
        document.trouble = _trouble(error, text)
    builder.finish()
    return document


def _trouble(error: YAMLError | ValueError, text: str) -> Trouble:
    mark = getattr(error, "problem_mark", None)
    context_mark = getattr(error, "context_mark", None)
    if mark is None:  # ReaderError and ValueError know an offset at most
        offset = getattr(error, "position", 0)
        line = text.count("\n", 0, offset) + 1
        return Trouble(problem=str(error), context="", line=line, column=1, context_line=line)
    return Trouble(
        problem=getattr(error, "problem", None) or "",
        context=getattr(error, "context", None) or "",
        line=mark.line + 1,
        column=mark.column + 1,
        context_line=(context_mark or mark).line + 1,
    )


class _Builder:
    """Turns events into nodes, one document's worth."""

    def __init__(self, document: Document, depth: int, nodes: int, *, stand_ins: bool) -> None:
        self._stand_ins = stand_ins
        self._document = document
        self._hits = document.hits
        self._depth = depth
        self._left = nodes
        self._stack: list[Listing | Mapping] = []
        self._keys: list[Scalar | None] = []
        self._anchors: dict[str, Node] = {}
        self._names: list[str | None] = []
        self._documents = 0
        self._going = True

    def consume(self, parser: CParser) -> None:
        """Read events until the first document ends, the stream ends, or a limit is met."""
        next_event = parser.get_event
        handlers = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._open_mapping,
            SequenceStartEvent: self._open_listing,
            MappingEndEvent: self._close,
            SequenceEndEvent: self._close,
            AliasEvent: self._alias,
            DocumentStartEvent: self._start_document,
            DocumentEndEvent: self._pass,
            StreamStartEvent: self._pass,
            StreamEndEvent: self._stop,
        }
        while self._going:
            event = next_event()
            handlers[type(event)](event)
            if self._left < 0:
                self._limit("too-many-values", event)

    def _pass(self, _event: Any) -> None:
        """Nothing to do at the end of a document: only a second one is of interest."""

    def _stop(self, _event: Any) -> None:
        self._going = False

    def _limit(self, code: str, event: Any) -> None:
        self._hit(code, event)
        self._going = False

    def _start_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._limit("several-documents", event)

    def finish(self) -> None:
        """Close what a syntax error or a limit left open, so that what was read is a tree."""
        while self._stack:
            self._close(None)

    def _hit(self, code: str, event: Any, value: str | None = None) -> None:
        mark = event.start_mark
        self._hits.append(Hit(code, line=mark.line + 1, column=mark.column + 1, value=value))

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        value = event.value.translate(_RESTORE) if self._stand_ins else event.value
        node = Scalar(value, event.implicit[0], event.style, event.tag, mark.line + 1, mark.column + 1)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        self._left -= 1
        self._attach(node)

    def _open_mapping(self, event: Any) -> None:
        mark = event.start_mark
        self._open(event, Mapping(bool(event.flow_style), event.tag, mark.line + 1, mark.column + 1))

    def _open_listing(self, event: Any) -> None:
        mark = event.start_mark
        self._open(event, Listing(bool(event.flow_style), event.tag, mark.line + 1, mark.column + 1))

    def _open(self, event: Any, node: Listing | Mapping) -> None:
        if len(self._stack) >= self._depth:
            self._limit("too-deep", event)
            return
        if event.anchor is not None:
            self._anchors.pop(event.anchor, None)
        self._left -= 1
        node.weight = self._left
        self._stack.append(node)
        self._keys.append(None)
        self._names.append(event.anchor)

    def _close(self, _event: Any) -> None:
        node = self._stack.pop()
        key = self._keys.pop()
        name = self._names.pop()
        if key is not None and isinstance(node, Mapping):  # a syntax error came between key and value
            self._put(node, key, Scalar("", True, "", None, key.line, key.column))
        node.weight -= self._left
        if name is not None:
            self._anchors[name] = node
        self._attach(node)

    def _alias(self, event: Any) -> None:
        node = self._anchors.get(event.anchor)
        mark = event.start_mark
        if node is None:
            self._hit("unknown-alias", event, event.anchor)
            node = Scalar("", True, "", None, mark.line + 1, mark.column + 1)
        # what aliases unfold to is counted, so that a short text never becomes endless data
        self._left -= 1 + (len(node.text) >> 6 if isinstance(node, Scalar) else node.weight)
        if self._left < 0:
            node = Scalar("", True, "", None, mark.line + 1, mark.column + 1)
        self._attach(node)

    def _attach(self, node: Node) -> None:
        stack = self._stack
        if not stack:
            if self._document.root is None:
                self._document.root = node
            return
        parent = stack[-1]
        if type(parent) is Listing:
            parent.items.append(node)
            return
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = node if type(node) is Scalar else self._complex_key(node)
            return
        self._keys[-1] = None
        self._put(parent, key, node)

    def _complex_key(self, node: Node) -> Scalar:
        self._hits.append(Hit("key-is-not-text", line=node.line, column=node.column))
        return Scalar(f"\ufffc{len(self._hits)}", False, "", "!complex", node.line, node.column)

    def _put(self, mapping: Listing | Mapping, key: Scalar, value: Node) -> None:
        assert isinstance(mapping, Mapping)
        text = key.text
        if text == _MERGE and key.plain:
            self._merge(mapping, key, value)
            return
        entry = Entry(key, value)
        mapping.entries.append(entry)
        before = mapping.by_key.get(text)
        if before is None:
            mapping.by_key[text] = entry
        elif before.merged:
            before.value, before.key, before.merged = value, key, False
        else:
            args = {"first_line": before.key.line}
            self._hits.append(Hit("duplicate-key", line=key.line, column=key.column, value=text, args=args))
            if is_null(before.value):
                mapping.by_key[text] = entry

    def _merge(self, mapping: Mapping, key: Scalar, value: Node) -> None:
        self._hits.append(Hit("merge-key", line=key.line, column=key.column))
        sources = value.items if isinstance(value, Listing) else [value]
        for source in sources:
            if not isinstance(source, Mapping):
                continue
            self._left -= len(source.entries)
            for text, entry in source.by_key.items():
                if text not in mapping.by_key:
                    merged = Entry(entry.key, entry.value, merged=True)
                    mapping.by_key[text] = merged
                    mapping.entries.append(merged)
