"""The page with downloads: every figure of the site can be had by a query on the files that lie here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.pages.edition import Edition

_KILO = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file of the publication: `path` counts from its folder, `size` in bytes, `sha256` in hexadecimal."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadRow:
    """A file as a reader sees it."""

    path: str
    name: str
    about: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """An example: the question and the SQL that answers it."""

    question: str
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage:
    """Downloads, examples and the licence of the data."""

    frame: Frame
    licence: str
    facts_as_of: str | None
    downloads: tuple[DownloadRow, ...]
    queries: tuple[Query, ...]


def data_page(edition: Edition, downloads: Sequence[Download]) -> DataPage:
    """The page with the files of this publication."""
    words, snapshot = edition.words, edition.lookup.snapshot
    as_of = snapshot.about.facts_as_of
    return DataPage(
        frame=Frame(
            path="data.html",
            section="",
            title=words.say("Data"),
            description=words.say("The whole register as files, with examples of questions to ask."),
            crumbs=edition.crumbs(),
            facts_on=as_of.date() if as_of else None,
            run_at=snapshot.night.run.started_at,
        ),
        licence=snapshot.about.data_licence,
        facts_as_of=words.date(as_of.date()) if as_of else None,
        downloads=tuple(_row(edition, download) for download in downloads),
        queries=_queries(edition),
    )


def _row(edition: Edition, download: Download) -> DownloadRow:
    name = download.path.rsplit("/", 1)[-1]
    return DownloadRow(
        path=download.path,
        name=name,
        about=_about(edition).get(name, ""),
        size=_size(edition, download.size),
        sha256=download.sha256,
    )


def _about(edition: Edition) -> dict[str, str]:
    words = edition.words
    return {
        "register.duckdb": words.say("Everything the register knows. It changes only when facts change."),
        "night.duckdb": words.say("The last run: outcomes and requests. It changes every night."),
        "SHA256SUMS": words.say("Checksums, to see that a download is whole."),
    }


def _size(edition: Edition, size: int) -> str:
    words, value = edition.words, float(size)
    for unit in ("B", "kB"):
        if value < _KILO:
            return f"{words.number(round(value, 1))} {unit}"
        value /= _KILO
    return f"{words.number(round(value, 1))} MB"


def _queries(edition: Edition) -> tuple[Query, ...]:
    words = edition.words
    return (
        Query(
            question=words.say("Which software fits the category “forms”, and how well?"),
            sql=(
                "SELECT c.name, c.organisation, c.licence, l.strength\n"
                "FROM component c JOIN reuse_link l USING (component_id)\n"
                "WHERE l.category_id = 'components:forms'\n"
                "ORDER BY l.strength, c.name;"
            ),
        ),
        Query(
            question=words.say(
                "Which organisations share most, and how many descriptions follow the standard?"
            ),
            sql=(
                "SELECT name, software, files, valid_files\n"
                "FROM organisation\n"
                "WHERE software > 0\n"
                "ORDER BY software DESC, name\n"
                "LIMIT 10;"
            ),
        ),
        Query(
            question=words.say("Which remarks occur in most descriptions?"),
            sql=(
                "SELECT code, severity, count(DISTINCT (repository_id, path)) AS files\n"
                "FROM finding\n"
                "GROUP BY code, severity\n"
                "ORDER BY files DESC, code\n"
                "LIMIT 10;"
            ),
        ),
    )
