"""The block "can I reuse this?": what is known for and against, each with its reason and its source.

Never one score.

What is not stated is *not stated*, never *no*. A stated status alone proves nothing: it is held beside what
was seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publiccode.licences import suggestion
from reports.pages.check import State, answered, from_file, from_repository
from reports.pages.eupl import WithEupl, with_eupl
from reports.pages.frame import Outside
from reports.pages.help_around import community, documentation, suppliers
from reports.pages.licences import Openness, licences_differ, openness
from reports.pages.maintained import maintained
from reports.pages.users import others

if TYPE_CHECKING:
    from reports.model import ComponentRow, ContactRow
    from reports.pages.check import Check
    from reports.pages.edition import Edition


def checks(edition: Edition, component: ComponentRow) -> tuple[Check, ...]:
    """All questions about one entry, in the order in which a reader asks them."""
    return tuple(check for _, check in named_checks(edition, component))


def named_checks(edition: Edition, component: ComponentRow) -> tuple[tuple[str, Check], ...]:
    """As `checks`, each with the name of its question in the published view `decision`."""
    return (
        ("licence", _licence(edition, component)),
        ("maintained", maintained(edition, component)),
        ("used_by_others", _used(edition, component)),
        ("standards", _standards(edition, component)),
        ("dutch", _dutch(edition, component)),
        ("contact", _contact(edition, component)),
        ("documentation", documentation(edition, component)),
        ("suppliers", suppliers(edition, component)),
        ("community", community(edition, component)),
    )


def _licence(edition: Edition, component: ComponentRow) -> Check:
    words, stated, seen = edition.words, component.licence, edition.licence_seen(component)
    label, there = words.say("Open licence"), from_repository(edition, component)
    if stated and seen and licences_differ(stated, seen):
        reason = words.say(
            "The description says %(stated)s, the repository holds %(seen)s. "
            "Ask the publisher which one applies.",
            stated=stated,
            seen=seen,
        )
        return answered(edition, label, State.CONTRADICTS, reason, there)
    if stated:
        state, reason = _openness_of(edition, stated)
        return answered(edition, label, state, reason, from_file(edition, component))
    if seen:
        state, reason = _openness_of(edition, seen)
        unsaid = words.say("The description does not name it; the repository holds its text.")
        return answered(edition, label, state, f"{reason} {unsaid}", there)
    reason = words.say("No licence is stated. Without a licence you may not reuse it: ask the publisher.")
    return answered(edition, label, State.NOT_STATED, reason, None)


def _openness_of(edition: Edition, licence: str) -> tuple[State, str]:
    words = edition.words
    match openness(licence):
        case Openness.OPEN:
            sentence = words.say("%(licence)s: everybody may use, change and share it.", licence=licence)
            return State.YES, " ".join(filter(None, (sentence, _beside_eupl(edition, licence))))
        case Openness.RESTRICTED:
            return State.NO, words.say("%(licence)s limits who may use it or for what.", licence=licence)
        case Openness.UNCLEAR:
            meant = suggestion(licence)
            if meant and openness(meant) is Openness.OPEN:
                known = words.say(
                    "“%(licence)s” is not spelt as SPDX does; most likely %(meant)s is meant: open.",
                    licence=licence,
                    meant=meant,
                )
                return State.YES, known
            sentence = words.say(
                "“%(licence)s” is not a licence that we know. Read its text first.", licence=licence
            )
            return State.UNCLEAR, sentence


def _beside_eupl(edition: Edition, licence: str) -> str:
    """What the licence allows beside software under EUPL-1.2; empty where that is not in our tables."""
    words = edition.words
    match with_eupl(licence):
        case WithEupl.SAME | WithEupl.NOT_KNOWN:
            return ""
        case WithEupl.INTO_EUPL:
            return words.say("You may use its code in software under EUPL-1.2.")
        case WithEupl.UNDER_THAT_LICENCE:
            return words.say(
                "You may combine it with software under EUPL-1.2; the whole then comes under %(licence)s.",
                licence=licence,
            )


def _used(edition: Edition, component: ComponentRow) -> Check:
    words, label = edition.words, edition.words.say("Used by others")
    known = others(edition, component)
    if not known:
        reason = words.say("Nobody names other users, as far as we know. There may still be some.")
        return answered(edition, label, State.NOT_STATED, reason, None)
    reason = words.say_n(
        "%(n)s other user is known, most often because the publisher names it.",
        "%(n)s other users are known, most often because the publisher names them.",
        known,
    )
    return answered(edition, label, State.YES, reason, from_file(edition, component))


def _standards(edition: Edition, component: ComponentRow) -> Check:
    words, label = edition.words, edition.words.say("Follows standards")
    if component.supports:
        named = ", ".join(component.supports)
        reason = words.say("The publisher names: %(standards)s.", standards=named)
        return answered(edition, label, State.YES, reason, from_file(edition, component))
    return answered(edition, label, State.NOT_STATED, words.say("The description names no standards."), None)


def _dutch(edition: Edition, component: ComponentRow) -> Check:
    words, label = edition.words, edition.words.say("In Dutch")
    file = from_file(edition, component)
    if not component.available_languages:
        reason = words.say("The description does not say in which languages people can use it.")
        return answered(edition, label, State.NOT_STATED, reason, None)
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
        return answered(edition, label, State.NOT_STATED, reason, from_repository(edition, component))
    first = next((contact for contact in contacts if contact.has_email or contact.has_phone), contacts[0])
    source = from_file(edition, component)
    if source.url and first.line:
        place = words.say("%(file)s, line %(line)s", file=source.label, line=first.line)
        source = Outside(label=place, url=f"{source.url}#L{first.line}")
    return answered(edition, label, State.YES, _who(edition, first), source)


def _who(edition: Edition, contact: ContactRow) -> str:
    words = edition.words
    name = contact.name or contact.affiliation or words.say("A contact without a name")
    if contact.name and contact.affiliation and contact.affiliation != contact.name:
        name = f"{contact.name} ({contact.affiliation})"
    if contact.has_email or contact.has_phone:
        return words.say("%(name)s. The address is in the description.", name=name)
    return words.say("%(name)s. The description gives no address.", name=name)
