"""``publishers.json`` of the register of open source of developer.overheid.nl.

``{"data": [{id, description, rooId, tooiUrl, codeHosting: [{url, group}], active}]}``: ``group: true`` is an
organisation or group, ``false`` one repository.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.model import Scope
from harvester.sources.foreign import (
    ForeignAccount,
    ForeignList,
    ForeignListError,
    Leftovers,
    dutch,
    identifier_of,
    items_of,
    parse_nodes,
    text_of,
)
from publiccode.nodes import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publiccode.nodes import Node

KEYS = ("id", "description", "tooiUrl", "codeHosting", "active")


def read(text: str, country: str) -> ForeignList:  # noqa: ARG001 - every publisher of this list is Dutch
    """The publishers. Raises ``ForeignListError``."""
    root = parse_nodes(text)
    if not isinstance(root, Mapping) or "data" not in root.by_key:
        raise ForeignListError('has no "data": it is no publishers.json.')
    left, organisations = Leftovers(), []
    left.other_keys(root, ("data",))
    for item in items_of(root.get("data")):
        name = text_of(item.get("description")) if isinstance(item, Mapping) else None
        if not isinstance(item, Mapping) or name is None:
            left.add(item.line, "a publisher without a description.")
            continue
        left.other_keys(item, KEYS)
        identifier = identifier_of(text_of(item.get("tooiUrl")), name)
        organisations.append(dutch(identifier, name, item.line, _accounts(item, left)))
    return ForeignList(organisations=tuple(organisations), unused=left.all())


def _accounts(publisher: Mapping, left: Leftovers) -> Iterator[ForeignAccount]:
    active = publisher.get("active")
    if isinstance(active, Scalar) and active.boolean() is False:
        left.add(active.line, "the publisher is not active there; its accounts are taken over all the same.")
    for item in items_of(publisher.get("codeHosting")):
        url = text_of(item.get("url")) if isinstance(item, Mapping) else None
        if not isinstance(item, Mapping) or url is None:
            left.add(item.line, "an account without an address.")
            continue
        left.other_keys(item, ("url", "group"))
        yield ForeignAccount(url=url, line=item.line, scope=_scope(item.get("group")))


def _scope(group: Node | None) -> Scope:
    alone = isinstance(group, Scalar) and group.boolean() is False
    return Scope.REPOSITORY if alone else Scope.ORGANISATION
