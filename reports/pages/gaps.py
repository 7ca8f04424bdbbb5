"""Gaps and overlap: what there is for each category and need, what is missing, what is there many times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.pages.category_texts import kept_elsewhere
from reports.pages.frame import Frame, Link
from reports.pages.shares import share
from reports.pages.watched import watched_lists

if TYPE_CHECKING:
    from reports.model.figures import GapRow
    from reports.pages.edition import Edition
    from reports.pages.watched import WatchedList

GAPS_PATH: Final = "gaten-en-overlap.html"
_COMPOUND: Final = re.compile(r"(?<=[a-z])(?=(?:organisaties|schappen|werkingen|diensten|spraak)\b)")
_KINDS: Final = ("category", "need")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """A category, need or level with its counts."""

    label: Link | str
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTable:
    """A table of counts, and the query that gives them."""

    title: str
    head: str
    heads: tuple[str, ...]
    rows: tuple[CountRow, ...]
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeLine:
    """A category or need, and what there is to say about it."""

    purpose: Link
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsPage:
    """The whole page; `missing` holds no kind that is usually kept elsewhere: those are in `elsewhere`."""

    frame: Frame
    missing: tuple[PurposeLine, ...]
    elsewhere: tuple[PurposeLine, ...]
    overlap: tuple[PurposeLine, ...]
    maturity: tuple[CountTable, ...]
    levels: tuple[CountTable, ...]
    reach: CountTable
    watched: tuple[WatchedList, ...]


def gaps_page(edition: Edition) -> GapsPage:
    """The page in the reader's language."""
    words, rows = edition.words, edition.lookup.snapshot.gaps
    elsewhere = kept_elsewhere(edition)
    return GapsPage(
        frame=Frame(
            path=GAPS_PATH,
            section="categories",
            title=words.say("Gaps and overlap"),
            description=words.say(
                "For which needs there is no maintained software here, and for which much."
            ),
            crumbs=edition.crumbs(),
        ),
        missing=tuple(
            _line(edition, row, _missing(edition, row))
            for row in rows
            if row.state in {"nothing_found", "none_maintained"} and row.purpose_id not in elsewhere
        ),
        elsewhere=tuple(
            _line(edition, row, f"{_found(edition, row)} {elsewhere[row.purpose_id]}")
            for row in rows
            if row.purpose_id in elsewhere
        ),
        overlap=tuple(
            _line(edition, row, _overlap(edition, row)) for row in rows if row.state == "many_times_over"
        ),
        maturity=tuple(_maturity(edition, kind) for kind in _KINDS),
        levels=tuple(_levels(edition, kind) for kind in _KINDS),
        reach=_reach(edition),
        watched=watched_lists(edition),
    )


# --- Sentences --------------------------------------------------------------------------------------


def _line(edition: Edition, row: GapRow, note: str) -> PurposeLine:
    return PurposeLine(purpose=_purpose(edition, row), note=note)


def _purpose(edition: Edition, row: GapRow) -> Link:
    if row.kind == "need":
        return edition.need_link(edition.lookup.needs[row.purpose_id])
    return edition.category_link(edition.lookup.categories[row.purpose_id])


def _found(edition: Edition, row: GapRow) -> str:
    if row.software == 0:
        return edition.words.say("No description in the register.")
    return edition.words.say_n(
        "%(n)s description in the register.", "%(n)s descriptions in the register.", row.software
    )


def _missing(edition: Edition, row: GapRow) -> str:
    words = edition.words
    if row.software == 0:
        return words.say("nothing found")
    return words.say_n(
        "%(n)s entry, not surely maintained",
        "%(n)s entries, none surely maintained",
        row.software,
    )


def _overlap(edition: Edition, row: GapRow) -> str:
    words = edition.words
    return words.say(
        "%(families)s maintained, variants counted once; %(software)s in all",
        families=words.number(row.maintained_families),
        software=words.number(row.software),
    )


# --- Tables -----------------------------------------------------------------------------------------


def _title(edition: Edition, kind: str) -> str:
    words = edition.words
    return (
        words.say("Kinds and examples of the guideline")
        if kind == "category"
        else words.say("Needs in the list of this register")
    )


def _maturity(edition: Edition, kind: str) -> CountTable:
    words, labels = edition.words, edition.labels.development_status
    return CountTable(
        title=_title(edition, kind),
        head=words.say("Category") if kind == "category" else words.say("Need"),
        heads=(
            words.say("Software"),
            words.say("Maintained"),
            labels["stable"],
            labels["beta"],
            labels["development"],
            labels["obsolete"],
            words.say("Not stated"),
        ),
        rows=tuple(
            CountRow(
                label=_purpose(edition, row),
                counts=_numbers(
                    edition,
                    row.software,
                    row.maintained,
                    row.stable,
                    row.beta,
                    row.in_development,
                    row.obsolete,
                    row.status_not_stated,
                ),
            )
            for row in edition.lookup.snapshot.gaps
            if row.kind == kind
        ),
        query=f"FROM gap WHERE kind = '{kind}' ORDER BY position",
    )


def _levels(edition: Edition, kind: str) -> CountTable:
    """Software by level of government of who publishes it; levels without software have no column."""
    words = edition.words
    labels = {**edition.labels.level, "not_known": words.say("Not known")}
    counts: dict[tuple[str, str], int] = {}
    for row in edition.lookup.snapshot.gaps_of_level:
        if row.kind == kind:
            key = row.purpose_id, row.level
            counts[key] = counts.get(key, 0) + row.software
    there = {level for _, level in counts}
    levels = [*(level for level in labels if level in there), *sorted(there - set(labels))]
    return CountTable(
        title=_title(edition, kind),
        head=words.say("Category") if kind == "category" else words.say("Need"),
        heads=tuple(_breakable(labels.get(level, level)) for level in levels),
        rows=tuple(
            CountRow(
                label=_purpose(edition, row),
                counts=_numbers(edition, *(counts.get((row.purpose_id, level), 0) for level in levels)),
            )
            for row in edition.lookup.snapshot.gaps
            if row.kind == kind and row.software
        ),
        query="SELECT purpose_id, level, sum(software) AS software FROM gap_of_level "  # noqa: S608 -- shown, not run
        f"WHERE kind = '{kind}' GROUP BY ALL ORDER BY ALL",
    )


def _breakable(label: str) -> str:
    """A Dutch compound with a soft hyphen, so that the head of a narrow column can go over two lines.

    Browsers hyphenate by themselves only where they have a dictionary, which Chromium on Linux has not.
    """
    return _COMPOUND.sub("\N{SOFT HYPHEN}", label)


def _reach(edition: Edition) -> CountTable:
    words, labels = edition.words, edition.labels.level
    rows = {row.level: row for row in edition.lookup.snapshot.reach}
    levels = [*(level for level in labels if level in rows), *sorted(set(rows) - set(labels))]
    shown = [
        (labels.get(level, level), row.organisations, row.publish, row.use, row.publish_or_use)
        for level in levels
        for row in (rows[level],)
    ]
    if len(shown) > 1:
        a, b, c, d = (sum(column) for column in zip(*(one[1:] for one in shown), strict=True))
        shown.append((words.say("All together"), a, b, c, d))
    return CountTable(
        title=words.say("Who takes part"),
        head=words.say("Level of government"),
        heads=(
            words.say("Organisations"),
            words.say("Publish"),
            words.say("Use"),
            words.say("Publish or use"),
            words.say("Share"),
        ),
        rows=tuple(
            CountRow(label=label, counts=(*_numbers(edition, a, b, c, d), share(words, d, a)))
            for label, a, b, c, d in shown
        ),
        query="FROM reach",
    )


def _numbers(edition: Edition, *counts: int) -> tuple[str, ...]:
    return tuple(edition.words.number(count) for count in counts)
