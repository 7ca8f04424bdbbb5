"""Columns of lines that were rewritten to be parsed, as they are in the file itself.

A rewrite never adds or removes a line, but it moves and lengthens some.
"""

from collections.abc import Mapping, Sequence

from publiccode.hits import Hit
from publiccode.nodes import Listing, Node
from publiccode.nodes import Mapping as MappingNode

Changes = Mapping[int, tuple[int, int]]
"""By number of a rewritten line: how far its text moved to the right, and the end of the line as it was."""


def changes(before: Sequence[str], after: Sequence[str]) -> Changes:
    """What happened to the lines of a file; both have as many."""
    if before is after:
        return {}
    return {
        number: (_indent(new) - _indent(old) if new else 0, len(old) + 1)
        for number, (old, new) in enumerate(zip(before, after, strict=True), 1)
        if old != new
    }


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _column(line: int, column: int, moved: Changes) -> int:
    if line not in moved:
        return column
    shift, last = moved[line]
    return max(1, min(column - shift, last))


def at_home(hit: Hit, moved: Changes) -> Hit:
    """The hit where it is in the file."""
    return hit._replace(column=_column(hit.line, hit.column, moved)) if hit.line in moved else hit


def put_nodes_home(root: Node | None, moved: Changes) -> None:
    """Give every node its place in the file, once: aliases share theirs."""
    seen: set[int] = set()
    left: list[Node] = [root] if root is not None and moved else []
    while left:
        node = left.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        node.column = _column(node.line, node.column, moved)
        if isinstance(node, MappingNode):
            for entry in node.entries:
                left += (entry, entry.value)
        elif isinstance(node, Listing):
            left += node.items
