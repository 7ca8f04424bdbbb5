"""Who is mentioned in what was harvested: read from the work database, which stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvester.registry_work import Work


class Said(StrEnum):
    """Where somebody is mentioned, in the words of the standard or of a forge."""

    USED_BY = "usedBy"
    IS_BASED_ON = "isBasedOn"
    FORK = "fork of"
    ORGANISATION_URI = "organisation.uri"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mention: ``what`` is a name, an address or an identifier, ``where_url`` the repository."""

    said: Said
    what: str
    where_url: str


# Files that take part as software, and repositories that are there: as they are now.
_NOW = """
WITH described AS (
  SELECT r.url, c.used_by, c.is_based_on, c.organisation_uri
  FROM store.file_version f
  JOIN store.component c USING (content_id, rules_version)
  JOIN store.repository_version r USING (repository_id)
  WHERE r.valid_to IS NULL AND r.state = 'present' AND f.valid_to IS NULL AND f.entry = 'software')
SELECT 'usedBy', unnest(used_by), url FROM described
UNION ALL SELECT 'isBasedOn', unnest(is_based_on), url FROM described
UNION ALL SELECT 'organisation.uri', organisation_uri, url FROM described WHERE organisation_uri IS NOT NULL
UNION ALL SELECT 'fork of', fork_of_url, url FROM store.repository_version
  WHERE valid_to IS NULL AND state = 'present' AND fork_of_url IS NOT NULL
ORDER BY ALL
"""


def read_mentions(work: Work) -> Iterator[Mention]:
    """Every mention, in a fixed order."""
    for said, what, where_url in work.rows(_NOW):
        if plain := " ".join((what or "").split()):
            yield Mention(said=Said(said), what=plain, where_url=where_url)
