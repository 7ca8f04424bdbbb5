"""``publishers.yml`` of publiccode-crawler: a YAML list of ``{id, name, orgs: [urls], repos: [urls]}``.

The variant of developer.overheid.nl has ``org`` and ``organisationUrl`` instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.model import Level, Scope
from harvester.sources.foreign import (
    ForeignAccount,
    ForeignList,
    ForeignListError,
    ForeignOrganisation,
    Leftovers,
    identifier_of,
    items_of,
    parse_nodes,
    text_of,
)
from harvester.sources.tooi import level_of
from publiccode.nodes import Listing, Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

SCOPES = {
    "orgs": Scope.ORGANISATION,
    "org": Scope.ORGANISATION,
    "repos": Scope.REPOSITORY,
    "repo": Scope.REPOSITORY,
}
KEYS = ("id", "name", "organisationUrl", *SCOPES)


def read(text: str, country: str) -> ForeignList:
    """The publishers, all of one country. Raises ``ForeignListError``."""
    root = parse_nodes(text)
    if not isinstance(root, Listing):
        raise ForeignListError("is no list of publishers: it does not begin with a dash.")
    left, organisations = Leftovers(), []
    for item in root.items:
        if not isinstance(item, Mapping):
            left.add(item.line, "no publisher: it has no keys.")
            continue
        left.other_keys(item, KEYS)
        written = text_of(item.get("organisationUrl")) or text_of(item.get("id"))
        name = text_of(item.get("name")) or written
        if name is None:
            left.add(item.line, "a publisher without a name.")
            continue
        identifier = identifier_of(written, name)
        organisations.append(
            ForeignOrganisation(
                organisation_id=identifier,
                name=name,
                country=country,
                level=level_of(identifier) or Level.OTHER,
                line=item.line,
                accounts=tuple(_accounts(item, left)),
            )
        )
    return ForeignList(organisations=tuple(organisations), unused=left.all())


def _accounts(publisher: Mapping, left: Leftovers) -> Iterator[ForeignAccount]:
    for key, scope in SCOPES.items():
        for item in items_of(publisher.get(key)):
            if (url := text_of(item)) is None:
                left.add(item.line, f'something under "{key}" that is no address.')
                continue
            yield ForeignAccount(url=url, line=item.line, scope=scope)
