"""Who was active in a repository last, and when: people, bots, or nobody knows whom.

A bot that updates dependencies keeps nothing up by itself, so the last commit counts that is not known to be
a bot's. One whose author is unknown may be a person's: it speaks against silence, but is called nobody's.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from reports.model.software import ComponentRow
    from reports.pages.edition import Edition

SILENT_AFTER: Final = timedelta(days=365)
"""A repository without a change for this long is called silent; the page says so and names the date."""


def last_activity(component: ComponentRow) -> datetime | None:
    """The newest commit that is not known to be a bot's, or release; where neither is known, the last push.

    Where only commits by bots were seen, the newest of these: a person's lies before it, we know not when.
    """
    moments = (component.last_not_by_bot_at or component.head_committed_at, component.released_at)
    return max((moment for moment in moments if moment is not None), default=component.pushed_at)


def is_silent(edition: Edition, component: ComponentRow, after: timedelta = SILENT_AFTER) -> bool:
    """Whether, as of the newest fact, nobody but bots can have changed it for so long, as far as we saw."""
    active, as_of = last_activity(component), edition.about.facts_as_of
    return active is not None and as_of is not None and as_of - active > after


def is_kept_up_by_bots(component: ComponentRow) -> bool:
    """Whether bots alone made the newest commits, after one that may be a person's."""
    return component.head_author_kind == "bot" and component.last_not_by_bot_at is not None


def only_bots_were_seen(edition: Edition, component: ComponentRow) -> bool:
    """Whether no commit was seen that a person may have made, and no release of the last year."""
    released, as_of = component.released_at, edition.about.facts_as_of
    is_released = released is not None and (as_of is None or as_of - released <= SILENT_AFTER)
    return component.head_author_kind == "bot" and component.last_not_by_bot_at is None and not is_released


def when_active(edition: Edition, component: ComponentRow) -> str:
    """When the last commit and the last release were; empty where nothing is known."""
    words, released = edition.words, component.released_at
    newest = component.head_committed_at or component.pushed_at
    parts = (
        _newest_change(edition, component, words.date(newest.date())) if newest else "",
        words.say("Newest release: %(date)s.", date=words.date(released.date())) if released else "",
    )
    return " ".join(part for part in parts if part)


def _newest_change(edition: Edition, component: ComponentRow, date: str) -> str:
    words, person = edition.words, component.last_human_activity_at
    if component.head_author_kind is None:
        return words.say("Last change on %(date)s.", date=date)
    if component.head_author_kind == "person":
        by_person = words.date(person.date()) if person else date
        return words.say("Last change by a person: %(date)s.", date=by_person)
    before = (
        words.say("The last one by a person that we saw: %(date)s.", date=words.date(person.date()))
        if person
        else ""
    )
    if component.head_author_kind == "bot":
        newest = words.say("The newest change, of %(date)s, is by a bot (a program).", date=date)
        none = words.say("We have not seen one by a person.")
        return f"{newest} {before or none}"
    newest = words.say("Newest change: %(date)s. Whether a person or a bot made it, is not known.", date=date)
    return f"{newest} {before}".strip()


def silence_beside(edition: Edition, component: ComponentRow, status: str, since: str) -> str:
    """That a stated status does not go with the silence since a day."""
    words = edition.words
    if is_kept_up_by_bots(component):
        return words.say(
            "The description says “%(stated)s”, but since %(seen)s we saw only changes by bots. "
            "Is it finished, or left?",
            stated=status,
            seen=since,
        )
    return words.say(
        "The description says “%(stated)s”, but nothing has changed since %(seen)s. Is it finished, or left?",
        stated=status,
        seen=since,
    )
