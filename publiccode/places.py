"""Where the keys of a file stand: bytes in, lines out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from publiccode.nodes import Entry, Node
from publiccode.nodes import Mapping as MappingNode
from publiccode.reading import Limits

_LIMITS: Final = Limits()
_ANY: Final = "*"


def lines_of(content: bytes, keys: Iterable[str], *, limits: Limits = _LIMITS) -> Mapping[str, int]:
    """The line of each key, counted from 1, by its path as in `legal.license`.

    A part `*` stands for every key there: `description.*.features` gives `description.nl.features`. Total, as
    `read` is: keys that are not there, and files that hold no mapping, give nothing.
    """
    from publiccode.encoding import decode
    from publiccode.repairs import parse_repaired  # PyYAML takes 30 ms to load: only who reads pays for it

    decoded = decode(content, limits.bytes)
    if not decoded.is_yaml:
        return {}
    root = parse_repaired(decoded.text, depth=limits.depth, nodes=limits.nodes).root
    return {
        path: entry.line
        for key in keys
        for path, entry in _entries(root, tuple(key.split(".")))
        if entry.line > 0
    }


def _entries(node: Node | None, parts: tuple[str, ...]) -> Iterator[tuple[str, Entry]]:
    if not isinstance(node, MappingNode):
        return
    first, rest = parts[0], parts[1:]
    for name in tuple(node.by_key) if first == _ANY else (first,):
        entry = node.by_key.get(name)
        if entry is None:
            continue
        if not rest:
            yield name, entry
        for path, inner in _entries(entry.value, rest) if rest else ():
            yield f"{name}.{path}", inner
