"""Is it maintained? A stated status alone proves nothing: it is held beside what was seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.pages.activity import (
    is_kept_up_by_bots,
    is_silent,
    last_activity,
    only_bots_were_seen,
    when_active,
)
from reports.pages.check import State, answered, from_file, from_repository
from reports.pages.help_around import has_ended

if TYPE_CHECKING:
    from reports.model.software import ComponentRow
    from reports.pages.check import Check, Source
    from reports.pages.edition import Edition


def maintained(edition: Edition, component: ComponentRow) -> Check:
    """Whether somebody keeps it up: what the publisher says, held beside what can be seen."""
    words = edition.words
    label, file, there = (
        words.say("Maintained"),
        from_file(edition, component, "maintenance.type"),
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
        file = from_file(edition, component, "developmentStatus")
        return answered(edition, label, State.NO, words.say("The publisher says that it is obsolete."), file)
    return _maintained_by_somebody(edition, component, label)


def _maintained_by_somebody(edition: Edition, component: ComponentRow, label: str) -> Check:
    words, when = edition.words, when_active(edition, component)
    who = edition.labels.maintenance_type.get(component.maintenance_type or "")
    file, there = from_file(edition, component, "maintenance.type"), _seen(edition, component)
    if who is None:
        reason = words.say("The description does not say who maintains it.")
        whole = from_file(edition, component)
        return answered(
            edition, label, State.NOT_STATED, f"{reason} {when}".strip(), whole, there if when else None
        )
    if not when:
        reason = words.say("%(who)s, says the publisher. When it last changed is not known.", who=who)
        return answered(edition, label, State.NOT_STATED, reason, file)
    said = words.say("%(who)s, says the publisher.", who=who)
    if is_silent(edition, component):
        silent = (
            words.say("But for more than a year nobody but bots has changed it, as far as we saw.")
            if is_kept_up_by_bots(component)
            else words.say("But nothing has changed for more than a year.")
        )
        return answered(edition, label, State.CONTRADICTS, f"{said} {silent} {when}", there, file)
    contractors = edition.lookup.contractors_of.get(component.component_id, ())
    if (
        component.maintenance_type == "contract"
        and contractors
        and all(has_ended(edition, contractor) for contractor in contractors)
    ):
        ended = words.say("But every contract that it names has ended.")
        contracts = from_file(edition, component, "maintenance.contractors")
        return answered(edition, label, State.CONTRADICTS, f"{said} {ended} {when}", contracts, there)
    # a status alone proves nothing: beside bots it is neither believed nor denied
    state = State.NOT_STATED if only_bots_were_seen(edition, component) else State.YES
    return answered(edition, label, state, f"{said} {when}", there, file)


def _seen(edition: Edition, component: ComponentRow) -> Source:
    """The repository as source, on the day of the newest change that is not known to be a bot's."""
    there, active = from_repository(edition, component), last_activity(component)
    if active is None:
        return there
    return replace(there, on=active.date(), note=edition.words.date(active.date()))
