"""Whether the addresses within a file lead somewhere, and its images are there.

A site that is down for an evening is no mistake in a file: an address counts as unreachable when it was so
before, `LASTING_DAYS` ago or longer. What was seen before comes from the caller, who keeps what this returns.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from publiccode import addresses
from publiccode.explanations import explain
from publiccode.findings import Finding
from publiccode.hits import Hit
from publiccode.nodes import Listing, Node, Scalar
from publiccode.nodes import Mapping as MappingNode
from publiccode.online.fetching import Fetched, FetchError, RefusedError
from publiccode.reading import Reading

LASTING_DAYS: Final = 3
_NO_PATH: Final = ("/", "file:")
"""What the rules refuse already."""
HEAD_BYTES: Final = 64 * 1024
"""An image shows itself in these."""
_LINKS: Final = ("url", "landingURL", "roadmap")
_LINKS_OF_LANGUAGE: Final = ("documentation", "apiDocumentation")
_MAGIC: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\x1f\x8b")
"""PNG, JPEG and a compressed SVG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found online.

    `seen` are the addresses that cannot be reached, with the day since when; pass it to the next `check`.
    `notes` tell, in English, what could not be reached but is no finding yet, and what was not looked at.
    """

    findings: tuple[Finding, ...]
    seen: Mapping[str, date]
    notes: tuple[str, ...]


class _Place(NamedTuple):
    """An address or a path within a file."""

    path: str
    text: str
    line: int
    column: int
    is_image: bool


def check(
    reading: Reading,
    *,
    fetch: Callable[[str], Fetched],
    beside: Callable[[str], bytes | None] | None,
    seen: Mapping[str, date],
    today: date,
) -> Checked:
    """Look at every address and image of a file.

    `fetch` gives what an address answers or raises FetchError; `beside` gives the content of a file at a path
    in the repository, None when there is none, or raises OSError; without `beside` images in
    the repository are not looked at.
    """
    hits: list[Hit] = []
    notes: list[str] = []
    lost: dict[str, date] = {}
    for place in _places(reading.root):
        if not addresses.is_web_address(place.text):
            if place.is_image and not place.text.startswith(_NO_PATH) and "://" not in place.text:
                hits += _beside(place, beside, notes)
            continue
        try:
            answer = fetch(place.text)
        except RefusedError as error:
            notes.append(f"Not looked at: {error}")
        except FetchError as error:
            since = lost[place.text] = seen.get(place.text, today)
            if (today - since).days >= LASTING_DAYS:
                hits.append(_hit("address-unreachable", place, since=since.isoformat()))
            else:
                notes.append(f"Not reached: {error}")
        else:
            hits += [_hit("not-an-image", place)] if place.is_image and not _is_image(answer.content) else []
    return Checked(findings=tuple(explain(hit) for hit in hits), seen=lost, notes=tuple(notes))


def _beside(place: _Place, beside: Callable[[str], bytes | None] | None, notes: list[str]) -> Iterator[Hit]:
    """An image in the repository."""
    if beside is None:
        notes.append(f"Not looked at: {place.text}, a path in a repository that is not here.")
        return
    try:
        content = beside(place.text)
    except OSError as error:
        notes.append(f"Not looked at: {place.text} cannot be read: {error.strerror}.")
        return
    if content is None:
        yield _hit("image-not-found", place)
    elif not _is_image(content):
        yield _hit("not-an-image", place)


def _hit(code: str, place: _Place, **args: str) -> Hit:
    return Hit(code, place.path, place.line, place.column, place.text, args)


def _is_image(content: bytes) -> bool:
    return content.startswith(_MAGIC) or b"<svg" in content


def _places(root: MappingNode | None) -> Iterator[_Place]:
    if root is None:
        return
    yield from _texts(root, _LINKS, "", is_image=False)
    yield from _texts(root, ("logo",), "", is_image=True)
    description = root.get("description")
    for entry in description.entries if isinstance(description, MappingNode) else ():
        if isinstance(entry.value, MappingNode):
            prefix = f"description.{entry.text}."
            yield from _texts(entry.value, _LINKS_OF_LANGUAGE, prefix, is_image=False)
            yield from _listed(entry.value.get("screenshots"), f"{prefix}screenshots")


def _texts(section: MappingNode, keys: tuple[str, ...], prefix: str, *, is_image: bool) -> Iterator[_Place]:
    for key in keys:
        node = section.get(key)
        if isinstance(node, Scalar) and not node.is_null and node.text.strip():
            yield _Place(prefix + key, node.text.strip(), node.line, node.column, is_image)


def _listed(node: Node | None, path: str) -> Iterator[_Place]:
    for number, item in enumerate(node.items if isinstance(node, Listing) else ()):
        if isinstance(item, Scalar) and item.text.strip():
            yield _Place(f"{path}[{number}]", item.text.strip(), item.line, item.column, is_image=True)
