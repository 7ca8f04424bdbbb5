"""The page with downloads: every figure of the site can be had by a query on the files that lie here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.frame import Frame
from reports.pages.table_texts import table_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.pages.edition import Edition

FORMS = {"csv-excel-nl": "Excel (NL)", "csv": "CSV", "parquet": "Parquet", "json": "JSON"}
"""Folders of the same tables in another form, in the order on the page, and how a reader knows the form."""
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
class TableFile:
    """A table in one form."""

    path: str
    label: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A table as a reader can have it; a list of values has no form of its own but CSV."""

    name: str
    about: str
    files: tuple[TableFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """An example: the question and the SQL that answers it."""

    question: str
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage:
    """Downloads, tables in several forms, examples and the licence of the data."""

    frame: Frame
    licence: str
    facts_as_of: str | None
    downloads: tuple[DownloadRow, ...]
    tables: tuple[TableRow, ...]
    lists: tuple[TableRow, ...]
    queries: tuple[Query, ...]


def data_page(edition: Edition, downloads: Sequence[Download]) -> DataPage:
    """The page with the files of this publication."""
    words, snapshot = edition.words, edition.lookup.snapshot
    as_of = snapshot.about.facts_as_of
    tables = _tables(edition, downloads)
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
        downloads=tuple(_row(edition, each) for each in downloads if _form(each) not in FORMS),
        tables=tuple(table for table in tables if len(table.files) == len(FORMS)),
        lists=tuple(table for table in tables if len(table.files) < len(FORMS)),
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


def _form(download: Download) -> str:
    """The folder that the file lies in, below `data/`; empty for what lies there itself."""
    return download.path.split("/", 1)[1].rpartition("/")[0]


def _tables(edition: Edition, downloads: Sequence[Download]) -> tuple[TableRow, ...]:
    abouts = table_texts(edition.words)
    files: dict[str, dict[str, Download]] = {}
    for download in downloads:
        if _form(download) in FORMS:
            stem = download.path.rsplit("/", 1)[1].rpartition(".")[0]
            files.setdefault(stem, {})[_form(download)] = download
    return tuple(
        TableRow(
            name=name,
            about=abouts.get(name, ""),
            files=tuple(
                TableFile(path=had[form].path, label=label, size=_size(edition, had[form].size))
                for form, label in FORMS.items()
                if form in had
            ),
        )
        for name, had in sorted(files.items())
    )


def _about(edition: Edition) -> dict[str, str]:
    words = edition.words
    return {
        "register.duckdb": words.say("Everything the register knows. It changes only when facts change."),
        "night.duckdb": words.say("The last run: outcomes and requests. It changes every night."),
        "datapackage.json": words.say("What each column means, for programs."),
        "README.md": words.say("What the files are, in English."),
        "LEESMIJ.md": words.say("What the files are, in Dutch."),
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
