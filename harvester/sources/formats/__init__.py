"""Formats of lists that others keep: one importer a file, each from text to ``ForeignList``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.sources.formats import (
    account_links,
    government_github,
    organismes_publics,
    publiccode_crawler,
    publishers_nl,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvester.sources.foreign import ForeignList


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a list is read; ``country`` is that of its organisations where the list does not say it.

    ``list_name`` is what the one list of this format is called; None: there are many such lists.
    """

    read: Callable[[str, str], ForeignList]
    country: str
    described: str
    list_name: str | None = None


FORMATS = {
    "publishers-nl": Format(
        read=publishers_nl.read,
        country="NL",
        described="publishers.json of developer.overheid.nl",
        list_name="developer.overheid.nl",
    ),
    "government-github": Format(
        read=government_github.read,
        country="ZZ",
        described="governments.yml of government.github.com",
        list_name="government.github.com",
    ),
    "organismes-publics": Format(
        read=organismes_publics.read,
        country="FR",
        described="comptes-organismes-publics.yml of code.gouv.fr",
        list_name="code.gouv.fr",
    ),
    "publiccode-crawler": Format(
        read=publiccode_crawler.read, country="NL", described="publishers.yml of publiccode-crawler"
    ),
    "account-links": Format(
        read=account_links.read, country="CH", described="Markdown with addresses in bullets, as swiss/index"
    ),
}
