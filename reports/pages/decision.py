"""The block "can I reuse this?": what is known for and against, each with its reason and its source.

Never one score.

What is not stated is *not stated*, never *no*. A stated status alone proves nothing: it is held beside what
was seen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.pages.addresses import short_address, web_address
from reports.pages.check import Source, State, answered, from_file, from_repository
from reports.pages.help_around import community, documentation, suppliers
from reports.pages.licence_check import licence
from reports.pages.maintained import maintained
from reports.pages.standards_check import standards
from reports.pages.users import others

if TYPE_CHECKING:
    from reports.model.reuse import UsedByRow
    from reports.model.software import ComponentRow, ContactRow
    from reports.pages.check import Check
    from reports.pages.edition import Edition


def checks(edition: Edition, component: ComponentRow) -> tuple[Check, ...]:
    """All questions about one entry, in the order in which a reader asks them."""
    return tuple(check for _, check in named_checks(edition, component))


def named_checks(edition: Edition, component: ComponentRow) -> tuple[tuple[str, Check], ...]:
    """As `checks`, each with the name of its question in the published view `decision`.

    What rests on nothing that was found, rests on the whole description: there it could have stood.
    """
    found = (
        ("licence", licence(edition, component)),
        ("maintained", maintained(edition, component)),
        ("used_by_others", _used(edition, component)),
        ("standards", standards(edition, component)),
        ("dutch", _dutch(edition, component)),
        ("contact", _contact(edition, component)),
        ("documentation", documentation(edition, component)),
        ("suppliers", suppliers(edition, component)),
        ("community", community(edition, component)),
    )
    whole = from_file(edition, component)
    return tuple(
        (question, check if check.sources else replace(check, sources=(whole,))) for question, check in found
    )


def _used(edition: Edition, component: ComponentRow) -> Check:
    words, label = edition.words, edition.words.say("Used by others")
    known = others(edition, component)
    if not known:
        reason = words.say("Nobody names other users, as far as we know. There may still be some.")
        return answered(edition, label, State.NOT_STATED, reason)
    reason = words.say_n(
        "%(n)s other user is known, most often because the publisher names it.",
        "%(n)s other users are known, most often because the publisher names them.",
        known,
    )
    rows = [row for row in edition.lookup.users_of.get(component.component_id, ()) if row.counts]
    return answered(edition, label, State.YES, reason, *_sources_of_users(edition, component, rows))


def _sources_of_users(edition: Edition, component: ComponentRow, rows: list[UsedByRow]) -> tuple[Source, ...]:
    """The description, for the users that it names, since the newest of them; then what curators noted."""
    words = edition.words
    in_file = [row for row in rows if not row.source_url]
    noted = {row.source_url: row for row in rows if row.source_url}
    sources = []
    if in_file:
        newest = max((row.stated_on for row in in_file if row.stated_on), default=None)
        file = from_file(edition, component, "usedBy")
        note = words.say("newest user named on %(date)s", date=words.date(newest)) if newest else file.note
        sources.append(replace(file, on=newest or file.on, note=note))
    sources += [
        Source(
            label=short_address(url),
            url=web_address(url),
            on=row.stated_on,
            note=words.date(row.stated_on) if row.stated_on else None,
        )
        for url, row in noted.items()
        if url
    ]
    return tuple(sources)


def _dutch(edition: Edition, component: ComponentRow) -> Check:
    words, label = edition.words, edition.words.say("In Dutch")
    file = from_file(edition, component, "localisation.availableLanguages")
    if not component.available_languages:
        reason = words.say("The description does not say in which languages people can use it.")
        return answered(edition, label, State.NOT_STATED, reason)
    names = ", ".join(dict.fromkeys(words.language_name(tag) for tag in component.available_languages))
    if any(tag.casefold().split("-")[0] == "nl" for tag in component.available_languages):
        return answered(
            edition, label, State.YES, words.say("Available in: %(languages)s.", languages=names), file
        )
    if component.localisation_ready:
        reason = words.say("Available in: %(languages)s. It can be translated.", languages=names)
        return answered(edition, label, State.NO, reason, file)
    return answered(
        edition, label, State.NO, words.say("Available in: %(languages)s.", languages=names), file
    )


def _contact(edition: Edition, component: ComponentRow) -> Check:
    words, label = edition.words, edition.words.say("Contact")
    contacts = edition.lookup.contacts_of.get(component.component_id, ())
    if not contacts:
        reason = words.say("The description names no contact. Ask your question at the repository.")
        file = from_file(edition, component)
        return answered(edition, label, State.NOT_STATED, reason, file, from_repository(edition, component))
    first = next(
        (contact for contact in contacts if contact.role_mailbox),
        next((contact for contact in contacts if contact.has_email or contact.has_phone), contacts[0]),
    )
    source = from_file(edition, component, "maintenance.contacts")
    reached = first.has_email or first.has_phone
    return answered(edition, label, State.YES if reached else State.NOT_STATED, _who(edition, first), source)


def _who(edition: Edition, contact: ContactRow) -> str:
    words = edition.words
    name = contact.name or contact.affiliation or words.say("A contact without a name")
    if contact.name and contact.affiliation and contact.affiliation != contact.name:
        name = f"{contact.name} ({contact.affiliation})"
    if contact.role_mailbox:
        return words.say("%(name)s: %(mailbox)s.", name=name, mailbox=contact.role_mailbox)
    if contact.has_email or contact.has_phone:
        return words.say("%(name)s. The address is in the description.", name=name)
    return words.say("%(name)s is named without an address. Ask your question at the repository.", name=name)
