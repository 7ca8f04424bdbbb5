"""Lists of accounts that others keep, as values: what could be read of one, and what could not be used.

Every importer of ``formats`` gives a ``ForeignList``. Nothing that a list says disappears in silence: what
has no place in ours is an ``Unused`` with its line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from harvester.model import Level, Role, Scope
from harvester.sources.tooi import level_of
from publiccode.document import parse
from publiccode.nodes import Listing, Mapping, Scalar, is_null

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from harvester.model import ForgeKind
    from publiccode.nodes import Entry, Node

DEEPEST = 20
MOST_NODES = 1_000_000
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_URI = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)


class ForeignListError(Exception):
    """A file is not of the format it is said to be; the message says where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """Something in a foreign list that has no place in ours; ``line`` counts from 1."""

    line: int | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignAccount:
    """An account as another list has it; ``kind`` is None where that list does not say it."""

    url: str
    line: int | None
    scope: Scope = Scope.ORGANISATION
    kind: ForgeKind | None = None
    ignored_since: date | None = None
    ignored_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignOrganisation:
    """An organisation as another list has it; ``organisation_id`` is a URI."""

    organisation_id: str
    name: str
    country: str
    line: int | None
    role: Role = Role.GOVERNMENT
    level: Level = Level.OTHER
    accounts: tuple[ForeignAccount, ...] = ()
    is_named: bool = True  # False: the list knows the account alone, not whose it is


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignList:
    """What one file holds."""

    organisations: tuple[ForeignOrganisation, ...]
    unused: tuple[Unused, ...]

    def of_country(self, country: str) -> ForeignList:
        """The part that is of one country."""
        return replace(
            self, organisations=tuple(each for each in self.organisations if each.country == country)
        )


@dataclass(slots=True)
class Leftovers:
    """Collects what is not used while a file is read; a key that many entries have is one line."""

    found: list[Unused] = field(default_factory=list)
    keys: dict[str, list[int]] = field(default_factory=dict)

    def add(self, line: int | None, sentence: str) -> None:
        """Something at one line."""
        self.found.append(Unused(line=line, sentence=sentence))

    def other_keys(self, mapping: Mapping, known: Iterable[str]) -> None:
        """Keys beside the known ones."""
        wanted = set(known)
        for entry in mapping.entries:
            if entry.text not in wanted:
                self.keys.setdefault(entry.text, []).append(entry.line)

    def all(self) -> tuple[Unused, ...]:
        """Everything, in the order of the file."""
        told = [
            Unused(line=lines[0], sentence=f'"{key}" has no place in our list; it occurs {len(lines)} times.')
            for key, lines in self.keys.items()
        ]
        return tuple(sorted((*self.found, *told), key=lambda each: (each.line or 0, each.sentence)))


def parse_nodes(text: str) -> Node:
    """The tree of a YAML or JSON text. Raises ``ForeignListError``."""
    document = parse(text, depth=DEEPEST, nodes=MOST_NODES)
    if document.trouble is not None:
        where = f"line {document.trouble.line}, column {document.trouble.column}"
        raise ForeignListError(
            f"is neither YAML nor JSON: {document.trouble.problem.splitlines()[0]} ({where})."
        )
    if document.root is None or is_null(document.root):
        raise ForeignListError("is empty.")
    return document.root


def text_of(node: Node | None) -> str | None:
    """The text of a scalar; None for anything else, and for nothing."""
    return node.text.strip() or None if isinstance(node, Scalar) and not node.is_null else None


def items_of(node: Node | None) -> Iterator[Node]:
    """The items of a list; one thing that stands alone is a list of one."""
    if isinstance(node, Listing):
        yield from node.items
    elif node is not None and not is_null(node):
        yield node


def mapping_of(entry: Entry) -> Mapping | None:
    """The mapping under a key."""
    return entry.value if isinstance(entry.value, Mapping) else None


def identifier_of(written: str | None, name: str) -> str:
    """A URI for an organisation: what the list gives, or one of our own made of its name."""
    if written and _UUID.fullmatch(written):
        return f"urn:uuid:{written.lower()}"
    if written and _URI.fullmatch(written):
        return written
    return f"urn:herbruik:organisation:{slug_of(name)}"


def slug_of(name: str) -> str:
    """A name in small letters, figures and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or "unnamed"


def dutch(
    organisation_id: str, name: str, line: int | None, accounts: Iterable[ForeignAccount]
) -> ForeignOrganisation:
    """A Dutch organisation: its level follows from its identifier."""
    return ForeignOrganisation(
        organisation_id=organisation_id,
        name=name,
        country="NL",
        level=level_of(organisation_id) or Level.OTHER,
        line=line,
        accounts=tuple(accounts),
    )


def of_a_login(host: str, login: str, country: str, account: ForeignAccount) -> ForeignOrganisation:
    """An organisation of which a list knows nothing but an account: called after it for the time being."""
    return ForeignOrganisation(
        organisation_id=f"urn:herbruik:organisation:{slug_of(host)}-{slug_of(login)}",
        name=login,
        country=country,
        line=account.line,
        accounts=(account,),
        is_named=False,
    )
