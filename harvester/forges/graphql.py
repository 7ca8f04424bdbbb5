"""What both forges' GraphQL answers have in common: data, errors beside it, and pages of a connection."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from harvester.forges.answers import Fields, MalformedError
from harvester.forges.errors import USED_UP
from harvester.forges.failures import LimitedError, ShrinkError
from harvester.reasons import Phrase, TellingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvester.forges.answers import Answer

ERROR_INSTEAD = Phrase("an error in its place", "een fout op die plaats")
TOO_MUCH = frozenset({"RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED"})
TOO_MUCH_WORDS = (
    "something went wrong while executing",  # GitHub: its ten seconds are over
    "respond to your request in time",
    "resource limits for this query exceeded",
    "exceeds max complexity",  # GitLab: "Query has complexity of N, which exceeds max complexity of M"
    "timeout on",  # GitLab: "Timeout on Project.repository"
)


class UnansweredError(TellingError):
    """Errors and no data: this forge does not answer this query; ``kinds`` are its own words for why."""

    def __init__(self, kinds: frozenset[str]) -> None:
        """Keep the kinds."""
        super().__init__(Phrase("it does not answer the query", "het beantwoordt de vraag niet"))
        self.kinds = kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The data of an answer, and the places in it that an error left empty."""

    data: Fields
    hurt: tuple[tuple[object, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One page of a connection; ``following`` starts the next one.

    ``hurt`` are nodes of which an error took a part, or (None) all: half a listing must not pass for one.
    """

    nodes: tuple[Fields, ...]
    hurt: tuple[Fields | None, ...]
    following: str | None

    @property
    def is_empty(self) -> bool:
        """Whether it shows nothing, and says that nothing follows."""
        return not self.nodes and not self.hurt and self.following is None


def load_query(*names: str) -> str:
    """The text of our own ``.graphql`` files beside this one, joined."""
    folder = files("harvester.forges")
    return "\n".join(folder.joinpath(f"{name}.graphql").read_text(encoding="utf-8") for name in names)


def read_reply(answer: Answer) -> Reply:
    """Raises ``LimitedError``, ``ShrinkError``, ``UnansweredError`` and ``MalformedError``."""
    body = answer.fields()
    errors = body.children("errors")
    kinds = frozenset(error.text("type") or "" for error in errors)
    said = " ".join(error.text("message") or "" for error in errors).lower()
    if "RATE_LIMITED" in kinds or "rate limit" in said:
        raise LimitedError(USED_UP)
    if kinds & TOO_MUCH or any(words in said for words in TOO_MUCH_WORDS):
        raise ShrinkError(
            Phrase("it could not answer this much at once", "het kon niet zo veel in een keer geven")
        )
    data = body.child("data")
    if data is None and not errors:
        raise MalformedError(Phrase("neither data nor errors", "geen gegevens en geen fouten"))
    if data is None or (errors and not any(data.values.values()) and "NOT_FOUND" not in kinds):
        raise UnansweredError(kinds)
    paths = [error.values.get("path") for error in errors]
    hurt = tuple(tuple(path) for path in paths if isinstance(path, list) and path)
    if len(hurt) < len(paths) and "NOT_FOUND" not in kinds:  # whatever it took may look like a whole answer
        raise MalformedError(Phrase("an error that names no place", "een fout zonder plaats"))
    return Reply(data=data, hurt=hurt)


def read_connection(reply: Reply, *names: str) -> Connection | None:
    """The connection at that path; None when the object that should have it is not there."""
    holder = reply.data
    for name in names[:-1]:
        found = holder.child(name)
        if found is None:
            return None
        holder = found
    connection = holder.need_child(names[-1])
    page = connection.need_child("pageInfo")
    nodes = connection.values.get("nodes")
    if not isinstance(nodes, list):
        raise MalformedError(Phrase("nodes that are no list", "nodes die geen lijst zijn"))
    taken = _taken(reply.hurt, names)
    shown = [Fields(node) if isinstance(node, dict) else None for node in nodes]
    return Connection(
        nodes=tuple(node for n, node in enumerate(shown) if node is not None and n not in taken),
        hurt=tuple(node for n, node in enumerate(shown) if node is None or n in taken),
        following=page.need_text("endCursor") if page.need_truth("hasNextPage") else None,
    )


def _taken(hurt: Sequence[tuple[object, ...]], names: tuple[str, ...]) -> frozenset[int]:
    """Positions of the nodes below ``names`` that an error touched.

    Raises ``MalformedError`` where it touched the connection itself: nodes may be missing then.
    """
    start, taken = (*names, "nodes"), set[int]()
    for path in hurt:
        place = path[len(start)] if path[: len(start)] == start and len(path) > len(start) else None
        if isinstance(place, int):
            taken.add(place)
        elif path[: len(names)] == names[: len(path)]:
            raise MalformedError(Phrase("an error in a list", "een fout in een lijst"))
    return frozenset(taken)
