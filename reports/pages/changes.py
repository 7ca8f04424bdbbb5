"""What happened in the world: newest first, with the cause, as a page and as an Atom feed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.addresses import short_address, web_address
from reports.pages.frame import Frame, Link, Outside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from reports.model.history import Change, FieldChange
    from reports.pages.edition import Edition

_ON_THE_PAGE = 500
_IN_THE_FEED = 100
_FIRST_LOOK = "first_look"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One thing that happened; `changes` tells which fields went from what to what."""

    what: str
    subject: Link | Outside
    organisation: Link | None
    cause: str | None
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Everything that was seen to happen on one day; `first_looks` tells what was seen for the first time."""

    title: str
    anchor: str
    lines: tuple[ChangeLine, ...]
    first_looks: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """The newest changes by day; `rest` says how many older ones stand in the data."""

    frame: Frame
    days: tuple[Day, ...]
    rest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One change in a feed; `entry_id` never changes."""

    entry_id: str
    title: str
    href: str | None
    updated_at: datetime
    summary: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesFeed:
    """The feed in one language.

    Without the register's own address its links are those of the repositories.
    """

    feed_id: str
    title: str
    self_url: str | None
    page_url: str | None
    updated_at: datetime | None
    author: str
    entries: tuple[FeedEntry, ...]


def changes_page(edition: Edition) -> ChangesPage:
    """The page of changes; what was seen at a first look is counted, since nothing changed."""
    words, changes = edition.words, edition.lookup.snapshot.changes
    news = [change for change in changes if change.cause != _FIRST_LOOK]
    shown = news[:_ON_THE_PAGE]
    days: dict[date, list[Change]] = {change.happened_at.date(): [] for change in changes}
    for change in shown:
        days[change.happened_at.date()].append(change)
    seen = Counter(change.happened_at.date() for change in changes if change.cause == _FIRST_LOOK)
    return ChangesPage(
        frame=Frame(
            path="wijzigingen.html",
            section="changes",
            title=words.say("Changes"),
            description=words.say("What changed in the register, newest first."),
            crumbs=edition.crumbs(),
            facts_on=changes[0].happened_at.date() if changes else None,
        ),
        days=tuple(_day(edition, day, days[day], seen[day]) for day in days if days[day] or seen[day]),
        rest=_rest(edition, len(news) - len(shown)),
    )


def _day(edition: Edition, day: date, changes: Sequence[Change], seen: int) -> Day:
    words = edition.words
    first_looks = words.say_n(
        "A first look: %(n)s thing seen that we did not know.",
        "A first look: %(n)s things seen that we did not know.",
        seen,
    )
    return Day(
        title=words.date(day),
        anchor=day.isoformat(),
        lines=tuple(_line(edition, change) for change in changes),
        first_looks=first_looks if seen else None,
    )


def _rest(edition: Edition, left: int) -> str | None:
    if left == 0:
        return None
    return edition.words.say_n(
        "%(n)s older change is in the data.", "%(n)s older changes are in the data.", left
    )


def _line(edition: Edition, change: Change) -> ChangeLine:
    labels = edition.labels
    return ChangeLine(
        what=labels.change.get(change.kind, change.kind),
        subject=_subject(edition, change),
        organisation=edition.organisation_link(change.organisation_id),
        cause=None if change.cause == "world" else labels.cause.get(change.cause, change.cause),
        changes=tuple(_field(edition, field) for field in change.changes),
    )


def _subject(edition: Edition, change: Change) -> Link | Outside:
    component = edition.lookup.components.get(change.component_id or "")
    if component:
        return edition.component_link(component)
    return Outside(label=short_address(change.repository_url), url=web_address(change.repository_url))


def _field(edition: Edition, field: FieldChange) -> str:
    words = edition.words
    if field.old is None:
        return words.say("%(field)s: now %(new)s", field=field.field, new=field.new or "")
    if field.new is None:
        return words.say("%(field)s: no longer %(old)s", field=field.field, old=field.old)
    return words.say("%(field)s: from %(old)s to %(new)s", field=field.field, old=field.old, new=field.new)


def changes_feed(edition: Edition) -> ChangesFeed:
    """The feed of what the world changed; a first look and changed rules are no news."""
    about, language = edition.about, edition.language
    news: Sequence[Change] = [change for change in edition.lookup.snapshot.changes if change.cause == "world"]
    base_url = web_address(about.base_url)
    base_url = f"{base_url.rstrip('/')}/{language}/" if base_url else None
    return ChangesFeed(
        feed_id=f"{base_url}wijzigingen.atom" if base_url else f"urn:herbruik:changes:{language}",
        title=f"{edition.register_name}: {edition.words.say('Changes')}",
        self_url=f"{base_url}wijzigingen.atom" if base_url else None,
        page_url=f"{base_url}wijzigingen.html" if base_url else None,
        updated_at=news[0].happened_at if news else about.facts_as_of,
        author=about.publisher or edition.register_name,
        entries=tuple(_entry(edition, change, base_url) for change in news[:_IN_THE_FEED]),
    )


def _entry(edition: Edition, change: Change, base_url: str | None) -> FeedEntry:
    line = _line(edition, change)
    match line.subject:
        case Link(label=label, href=href):
            url = f"{base_url}{href}" if base_url else web_address(change.repository_url)
        case Outside(label=label, url=outside):
            url = outside
    place = (str(change.run_id), str(change.repository_id), change.kind, change.path or "-")
    return FeedEntry(
        entry_id=f"urn:herbruik:change:{':'.join(place)}",
        title=f"{label}: {line.what}",
        href=url,
        updated_at=change.happened_at,
        summary="; ".join(line.changes) or line.what,
        author=line.organisation.label if line.organisation else edition.about.publisher,
    )
