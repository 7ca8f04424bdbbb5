"""Software to keep an eye on: newcomers, lost maintainers, contracts that end, and what is reused most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.pages.maintained import maintained

if TYPE_CHECKING:
    from reports.model.figures import WatchRow
    from reports.pages.edition import Edition
    from reports.pages.frame import Link

SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedLine:
    """One piece of software, and why it stands here."""

    software: Link
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedList:
    """The software of one kind; `more` tells of what is left out, `query` asks for all of it."""

    title: str
    about: str
    lines: tuple[WatchedLine, ...]
    more: str | None
    none: str
    query: str


def watched_lists(edition: Edition) -> tuple[WatchedList, ...]:
    """All lists, in the order in which an architect asks for them."""
    words = edition.words
    return (
        _reused(edition),
        _list(
            edition,
            "newcomer",
            words.say("Newcomers"),
            words.say("Described in the last six months, in an account that we looked at before."),
            words.say("Nothing was newly described in the last six months."),
        ),
        _list(
            edition,
            "lost_maintainer",
            words.say("No longer maintained"),
            words.say(
                "Archived, obsolete or without a maintainer, says the publisher; or it is said to be "
                "maintained, but what we see contradicts that. Do you use it? "
                "Ask the publisher who takes over."
            ),
            words.say("Of no software we know that it lost its maintainer."),
        ),
        _list(
            edition,
            "contract_ends",
            words.say("Contracts that end within six months"),
            words.say("Says the description. Whether there is a new contract, the register cannot know."),
            words.say("No description names a contract that ends within six months."),
        ),
    )


def _list(edition: Edition, kind: str, title: str, about: str, none: str) -> WatchedList:
    rows = [row for row in edition.lookup.snapshot.watched if row.kind == kind]
    if kind == "contract_ends":  # the first to end comes first
        rows.sort(key=lambda row: (str(row.on_date), row.component_id))
    return WatchedList(
        title=title,
        about=about,
        lines=tuple(
            WatchedLine(software=_software(edition, row.component_id), why=_why(edition, row))
            for row in rows[:SHOWN]
        ),
        more=_more(edition, len(rows)),
        none=none,
        query=f"FROM watch WHERE kind = '{kind}'",
    )


def _why(edition: Edition, row: WatchRow) -> str:
    words = edition.words
    day = words.date(row.on_date) if row.on_date else ""
    if row.kind == "lost_maintainer":
        return maintained(edition, edition.lookup.components[row.component_id]).reason
    if row.detail:
        return words.say("until %(date)s, with %(names)s", date=day, names=row.detail)
    return words.say("until %(date)s", date=day) if row.kind == "contract_ends" else day


def _reused(edition: Edition) -> WatchedList:
    words, rows = edition.words, edition.lookup.snapshot.most_reused
    return WatchedList(
        title=words.say("Reused most"),
        about=words.say(
            "By how many others it is used, as far as publishers name them or a curator noted them. "
            "What is not named is not counted."
        ),
        lines=tuple(
            WatchedLine(
                software=_software(edition, row.component_id),
                why=words.say_n("%(n)s other user", "%(n)s other users", row.users),
            )
            for row in rows[:SHOWN]
        ),
        more=_more(edition, len(rows)),
        none=words.say("Of no software we know another user."),
        query="FROM most_reused ORDER BY users DESC",
    )


def _more(edition: Edition, number: int) -> str | None:
    if number <= SHOWN:
        return None
    return edition.words.say_n(
        "And %(n)s more: ask the published database.",
        "And %(n)s more: ask the published database.",
        number - SHOWN,
    )


def _software(edition: Edition, component_id: str) -> Link:
    return edition.component_link(edition.lookup.components[component_id])
