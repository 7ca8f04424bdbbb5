"""Everything about YAML: text to our own tree of nodes, by libyaml's events.

Foreign text is never composed or loaded: 40 KB of `[` would end the process. Events arrive one by one, so
the depth is capped at every event and what was read before a syntax error is kept. The only room that knows
PyYAML.
"""

import re
from collections.abc import Iterator
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

from publiccode.encoding import LINE_END
from publiccode.hits import Hit
from publiccode.nodes import Node
from publiccode.tree import Tree

COLON: Final = "\ue03a"
"""Stands in, while parsing, for the space after a colon in a text that YAML would take for a key."""
_BREAKS: Final = {"\x85": "\ue085", "\u2028": "\ue028", "\u2029": "\ue029", "\ufeff": "\ue0ff"}
"""Line breaks and a mark for libyaml, plain characters for YAML 1.2 (sections 5.1 and 5.4)."""
_RESTORE: Final = str.maketrans({COLON: " ", **{stand_in: char for char, stand_in in _BREAKS.items()}})
_STAND_IN: Final = re.compile(f"[{COLON}{''.join(_BREAKS.values())}]")
_BREAK: Final = re.compile(f"[{''.join(_BREAKS)}]")

_OPENING: Final = frozenset({MappingStartEvent, SequenceStartEvent})
_CLOSING: Final = frozenset({MappingEndEvent, SequenceEndEvent})
_DEEPEST: Final = 100
_QUOTES: Final = frozenset({"'", '"'})
_CRLF: Final = re.compile(r"\r\n")
_COMMENT: Final = re.compile(r"(?:(?<=\s)|\A)#[^\r\n]*\r\n")
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
    if _is_full_of_directives(text):
        document.hits.append(Hit("too-many-directives"))
        return document
    text, restore = _without_breaks(text)
    tree = Tree(depth, nodes, restore)
    try:
        _feed(tree, CParser(text))
    except (YAMLError, ValueError) as error:
        document.trouble = _trouble(error, text)
    tree.finish()
    document.root, document.hits = tree.root, tree.hits
    return document


def reach(text: str) -> tuple[int, int] | None:
    """How far YAML text can be parsed: the line and column where that ends, None when it ends well.

    Much cheaper than `parse`: no tree is made, and only the depth is bounded, which is what libyaml needs.
    """
    text, _ = _without_breaks(text)
    depth = 0
    try:
        next_event = CParser(text).get_event
        while True:
            kind = type(next_event())
            if kind in _OPENING:
                depth += 1
                if depth > _DEEPEST:
                    return None
            elif kind in _CLOSING:
                depth -= 1
            elif kind is StreamEndEvent:
                return None
    except (YAMLError, ValueError) as error:
        trouble = _trouble(error, text)
        return trouble.line, trouble.column


def breaks_counted_twice(text: str) -> tuple[int, ...]:
    """The lines, in order, whose CRLF ends a comment or lies within quotes (once for each such break).

    Which line ends those are, only the events tell; a text that is no YAML is looked at as far as it is.
    """
    text, _ = _without_breaks(text)
    offsets: list[int] = []
    depth = end = 0
    try:
        next_event = CParser(text).get_event
        while depth <= _DEEPEST:
            event: Any = next_event()
            kind = type(event)
            start = event.start_mark.index
            offsets += [match.end() for match in _COMMENT.finditer(text, end, start)]
            end = max(end, event.end_mark.index)
            if kind is ScalarEvent and event.style in _QUOTES:
                offsets += [match.end() for match in _CRLF.finditer(text, start, end)]
            depth += (kind in _OPENING) - (kind in _CLOSING)
            if kind is StreamEndEvent:
                break
    except (YAMLError, ValueError):
        pass  # the mistake itself is a finding of `parse`
    return tuple(_lines(text, offsets))


def _lines(text: str, offsets: list[int]) -> Iterator[int]:
    """The lines that end at ascending offsets."""
    line = last = 0
    for offset in offsets:
        line += len(LINE_END.findall(text, last, offset))
        last = offset
        yield line


def _feed(tree: Tree, parser: CParser) -> None:
    """Hand the tree its events one by one, so that its limits hold at each."""
    next_event = parser.get_event
    handlers = {
        ScalarEvent: tree.scalar,
        MappingStartEvent: tree.open_mapping,
        SequenceStartEvent: tree.open_listing,
        MappingEndEvent: tree.close,
        SequenceEndEvent: tree.close,
        AliasEvent: tree.alias,
        DocumentStartEvent: tree.start_document,
        DocumentEndEvent: tree.skip,
        StreamStartEvent: tree.skip,
        StreamEndEvent: tree.stop,
    }
    while tree.going:
        event = next_event()
        handlers[type(event)](event)


def _is_full_of_directives(text: str) -> bool:
    return "\n%" in text and len(_DIRECTIVES.findall(text)) > _MAX_DIRECTIVES


def _without_breaks(text: str) -> tuple[str, dict[int, str] | None]:
    """The text with stand-ins for what libyaml would break lines at, and how to put those back."""
    if text.isascii():
        return text, None
    if _BREAK.search(text):
        text = _BREAK.sub(lambda match: _BREAKS[match[0]], text)
    return text, _RESTORE if _STAND_IN.search(text) else None


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
