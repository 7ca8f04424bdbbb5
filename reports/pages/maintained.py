"""Is it maintained? A stated status alone proves nothing: it is held beside what was seen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reports.pages.check import State, answered, from_file, from_repository
from reports.pages.help_around import has_ended

if TYPE_CHECKING:
    from datetime import datetime

    from reports.model import ComponentRow
    from reports.pages.check import Check
    from reports.pages.edition import Edition


SILENT_AFTER = timedelta(days=365)
"""A repository without a change for this long is called silent; the page says so and names the date."""


def maintained(edition: Edition, component: ComponentRow) -> Check:
    """Whether somebody keeps it up: what the publisher says, held beside what can be seen."""
    words = edition.words
    label, file, there = (
        words.say("Maintained"),
        from_file(edition, component),
        from_repository(edition, component),
    )
    if component.is_archived:
        reason = words.say("The repository is archived: the publisher no longer works on it here.")
        return answered(edition, label, State.NO, reason, there)
    if component.maintenance_type == "none":
        return answered(
            edition, label, State.NO, words.say("The publisher says that nobody maintains it."), file
        )
    if component.development_status == "obsolete":
        return answered(edition, label, State.NO, words.say("The publisher says that it is obsolete."), file)
    return _maintained_by_somebody(edition, component, label)


def _maintained_by_somebody(edition: Edition, component: ComponentRow, label: str) -> Check:
    words, active = edition.words, last_activity(component)
    who = edition.labels.maintenance_type.get(component.maintenance_type or "")
    when = words.say("Last change on %(date)s.", date=words.date(active.date())) if active else ""
    there = from_repository(edition, component)
    if who is None:
        reason = words.say("The description does not say who maintains it.")
        return answered(
            edition, label, State.NOT_STATED, f"{reason} {when}".strip(), there if active else None
        )
    if active is None:
        reason = words.say("%(who)s, says the publisher. When it last changed is not known.", who=who)
        return answered(edition, label, State.UNCLEAR, reason, from_file(edition, component))
    said = words.say("%(who)s, says the publisher.", who=who)
    as_of = edition.about.facts_as_of
    if as_of is not None and as_of - active > SILENT_AFTER:
        silent = words.say("But nothing has changed for more than a year.")
        return answered(edition, label, State.CONTRADICTS, f"{said} {silent} {when}", there)
    contractors = edition.lookup.contractors_of.get(component.component_id, ())
    if (
        component.maintenance_type == "contract"
        and contractors
        and all(has_ended(edition, contractor) for contractor in contractors)
    ):
        ended = words.say("But every contract that it names has ended.")
        return answered(
            edition, label, State.CONTRADICTS, f"{said} {ended} {when}", from_file(edition, component)
        )
    return answered(edition, label, State.YES, f"{said} {when}", there)


def last_activity(component: ComponentRow) -> datetime | None:
    """The newest commit or release; where neither is known, the last push."""
    moments = (component.head_committed_at, component.released_at)
    return max((moment for moment in moments if moment is not None), default=component.pushed_at)
