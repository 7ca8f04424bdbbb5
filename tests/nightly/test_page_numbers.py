"""Every number on a page can be had by a query on the files that people download: here page by page."""

import re
from html import unescape
from pathlib import Path

import pytest

from tests.nightly.conftest import Night
from tests.nightly.running import ask

pytestmark = pytest.mark.database

_FIGURE = re.compile(r"<dt>(.+?)</dt><dd>(.+?)</dd>")
_TILE = re.compile(r'href="(?:\.\./)?categorieen/([^"]+)\.html">[^<]*</a><span class="reg-tile__n">(\d+)<')
_NEED = re.compile(
    r'href="(?:(?:\.\./)?behoeften/)(?!index)([^"]+)\.html">[^<]*</a><span class="reg-tile__n">(\d+)<'
)
_ROW = re.compile(r'<tr><th scope="row">(?:<a [^>]*>)?([^<]+?)(?:</a>)?</th>(.+?)</tr>')
_NUMBER = re.compile(r'<td class="reg-num"[^>]*>([\d,.]+)</td>')
_FACET = re.compile(
    r'name="([a-z_]+)" value="([^"]*)"[^>]*><span>[^<]*</span><span class="reg-facet__n">(\d+)<'
)

Numbers = dict[str, tuple[int, ...]]


def _page(night: Night, path: str) -> str:
    return (night.publication / "en" / path).read_text(encoding="utf-8")


def _figures(text: str) -> dict[str, int]:
    """Labels with a number, such as the figures of the home page."""
    return {unescape(label): int(value) for label, value in _FIGURE.findall(text) if value.isdigit()}


def _rows(text: str) -> Numbers:
    """The numbers of each row of the tables, by what stands at its head."""
    return {
        unescape(head): tuple(int(number.replace(",", "")) for number in _NUMBER.findall(cells))
        for head, cells in _ROW.findall(text)
    }


def _asked(database: Path, sql: str) -> Numbers:
    return {str(head): tuple(int(str(number)) for number in numbers) for head, *numbers in ask(database, sql)}


def _one(database: Path, sql: str) -> int:
    ((number,),) = ask(database, sql)
    return int(str(number))


def test_the_figures_of_the_home_page(first_night: Night) -> None:
    register, text = first_night.register, _page(first_night, "index.html")
    figures = _figures(text)
    assert figures == {
        "pieces of software": _one(register, "SELECT count(*) FROM component"),
        "organisations with software": _one(register, "SELECT count(*) FROM organisation WHERE software > 0"),
        "repositories seen": _one(register, "SELECT sum(repositories) FROM coverage"),
        "entries that follow the standard": _one(register, "SELECT count(*) FROM component WHERE is_valid"),
    }
    complete, accounts = re.findall(r"We looked completely at (\d+) of (\d+) accounts", text)[0]
    assert (int(complete), int(accounts)) == ask(
        first_night.night_database, "SELECT accounts_complete, accounts FROM summary"
    )[0]


def test_how_much_software_fits_each_category(first_night: Night) -> None:
    expected = _asked(first_night.register, "SELECT slug, software FROM category")
    for path in ("index.html", "categorieen/index.html"):
        tiles = {slug: (int(number),) for slug, number in _TILE.findall(_page(first_night, path))}
        assert len(tiles) >= 8
        assert tiles == {slug: expected[slug] for slug in tiles}


def test_how_much_software_answers_each_need(first_night: Night) -> None:
    expected = _asked(first_night.register, "SELECT slug, software FROM need")
    for path, least in (("behoeften/index.html", len(expected)), ("index.html", 6)):
        tiles = {slug: (int(number),) for slug, number in _NEED.findall(_page(first_night, path))}
        assert len(tiles) >= least
        assert tiles == {slug: expected[slug] for slug in tiles}


def test_what_each_organisation_has(first_night: Night) -> None:
    rows = _rows(_page(first_night, "organisaties/index.html"))
    assert len(rows) == 20
    assert rows == _asked(
        first_night.register, "SELECT name, software, files, repositories, accounts FROM organisation"
    )


def test_what_could_be_better_at_each_organisation(first_night: Night) -> None:
    text = _page(first_night, "beschrijvingen/index.html")
    assert _rows(text) == _asked(
        first_night.register,
        "SELECT organisation, count(*), count(*) FILTER (is_valid), sum(errors), sum(warnings), sum(advices) "
        "FROM file GROUP BY organisation",
    )
    valid, files = re.findall(r"(\d+) of (\d+) descriptions follow", text)[0]
    assert (int(valid), int(files)) == ask(
        first_night.register, "SELECT count(*) FILTER (is_valid), count(*) FROM file"
    )[0]


def test_the_figures_of_the_night(first_night: Night) -> None:
    figures = _figures(_page(first_night, "nacht.html"))
    night = first_night.night_database
    expected = {
        "Repositories": "SELECT repositories FROM summary",
        "Descriptions": "SELECT files FROM summary",
        "Descriptions read again": "SELECT files_read FROM run",
        "Software": "SELECT software FROM summary",
        "Remarks on descriptions": "SELECT findings FROM summary",
        "Requests": "SELECT sum(sent) FROM request",
    }
    assert {label: figures[label] for label in expected} == {
        label: _one(night, sql) for label, sql in expected.items()
    }
    assert figures["Remarks on descriptions"] == _one(first_night.register, "SELECT count(*) FROM finding")


def test_what_came_of_each_account(first_night: Night) -> None:
    rows = {head.lower(): numbers for head, numbers in _rows(_page(first_night, "nacht.html")).items()}
    accounts = _asked(
        first_night.night_database, "SELECT account_id, repositories, files FROM account_outcome"
    )
    assert len(accounts) == 22
    assert {head: rows[head] for head in accounts} == accounts


def test_how_much_software_each_filter_finds(first_night: Night) -> None:
    facets = [
        (name, value, int(number))
        for name, value, number in _FACET.findall(_page(first_night, "software/index.html"))
    ]
    categories = _asked(first_night.register, "SELECT slug, software FROM category")
    licences = _asked(
        first_night.register,
        "SELECT licence, count(*) FROM component WHERE licence IS NOT NULL GROUP BY licence",
    )
    compared = 0
    for name, value, number in facets:
        known = {"category": categories, "licence": licences}.get(name, {})
        if value in known:
            assert (number,) == known[value], (name, value)
            compared += 1
    assert compared >= 20
