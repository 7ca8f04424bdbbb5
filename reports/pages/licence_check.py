"""May everybody use it? The licence: what it gives and asks, beside EUPL-1.2, and beside the repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.licence_expressions import Agreement, agreement, judge
from reports.licensing import licence_table, without_later
from reports.pages.check import State, answered, from_file, from_repository
from reports.single_licences import Openness, WithEupl

if TYPE_CHECKING:
    from reports.model.software import ComponentRow
    from reports.pages.check import Check
    from reports.pages.edition import Edition
    from reports.single_licences import Judgement

_KEY = "legal.license"


def licence(edition: Edition, component: ComponentRow) -> Check:
    """Whether the licence is open, what it asks, and whether description and repository say the same."""
    words, stated, seen = edition.words, component.licence, edition.licence_seen(component)
    label = words.say("Open licence")
    file, there = from_file(edition, component, _KEY), from_repository(edition, component)
    if stated and seen and agreement(stated, seen) is Agreement.DIFFERENT:
        reason = words.say(
            "The description says %(stated)s, the repository holds %(seen)s. "
            "Ask the publisher which one applies.",
            stated=stated,
            seen=seen,
        )
        return answered(edition, label, State.CONTRADICTS, reason, file, there)
    if stated:
        state, reason = _told(edition, stated)
        compared = _beside_repository(edition, component, stated)
        return answered(
            edition, label, state, f"{reason} {compared}".strip(), file, there if compared else None
        )
    if seen:
        state, reason = _told(edition, seen)
        unsaid = words.say("The description does not name it; the repository holds its text.")
        return answered(edition, label, state, f"{reason} {unsaid}", there, file)
    reason = words.say("No licence is stated. Without a licence you may not reuse it: ask the publisher.")
    return answered(edition, label, State.NOT_STATED, reason, file, there)


def _beside_repository(edition: Edition, component: ComponentRow, stated: str) -> str:
    """What the forge recognises in the repository; empty where it tells nothing."""
    words, seen = edition.words, edition.licence_seen(component)
    if seen is None:
        repository = edition.lookup.repositories.get(component.repository_id)
        if repository is None or repository.licence_spdx is None:
            return ""
        return words.say("The repository holds a licence, but the forge does not recognise its text.")
    match agreement(stated, seen):
        case Agreement.SAME:
            return words.say("The repository holds the same licence.")
        case _:
            return words.say("In the repository the forge recognises %(seen)s.", seen=seen)


def _told(edition: Edition, stated: str) -> tuple[State, str]:
    found = judge(stated)
    spelling = _spelling(edition, stated, found)
    match found.openness:
        case Openness.OPEN:
            beside = _beside_eupl(edition, found)
            return State.YES, " ".join(filter(None, (spelling, _asks(edition, found), beside)))
        case Openness.RESTRICTED:
            return State.NO, " ".join(filter(None, (spelling, _asks(edition, found))))
        case Openness.UNCLEAR:
            sentence = edition.words.say(
                "“%(licence)s” is not a licence that we know. Read its text first.", licence=stated
            )
            return State.NOT_STATED, sentence


def _spelling(edition: Edition, stated: str, found: Judgement) -> str:
    if stated.strip().casefold() == found.spdx.casefold() or without_later(stated) in found.names:
        return ""
    if found.is_choice or len(found.names) > 1:
        folded = {word.casefold() for word in stated.replace("(", " ").replace(")", " ").split()}
        if all(name.casefold() in folded for name in found.names):
            return ""
    return edition.words.say(
        "“%(stated)s” is not spelt as SPDX does; most likely %(meant)s is meant.",
        stated=stated,
        meant=found.spdx,
    )


def _asks(edition: Edition, found: Judgement) -> str:
    """The class of the licence, and what it means for whoever reuses the work."""
    words = edition.words
    if found.licence_class is None:
        return words.say("%(licence)s: everybody may use, change and share it.", licence=found.spdx)
    kind = licence_table().by_class[found.licence_class]
    named = {"licence": found.spdx, "kind": words.pick(kind.name_nl, kind.name_en)}
    meaning = words.pick(kind.meaning_nl, kind.meaning_en)
    if found.openness is Openness.RESTRICTED:
        closed = words.say("%(licence)s is not open.", licence=found.spdx)
        return f"{closed} {meaning}"
    if found.is_choice:
        choice = words.say("%(licence)s: you choose; the one that asks least is %(kind)s.", **named)
        return f"{choice} {meaning}"
    is_open = words.say("%(licence)s is open: %(kind)s.", **named)
    return f"{is_open} {meaning}"


def _beside_eupl(edition: Edition, found: Judgement) -> str:
    """What the licence allows beside software under EUPL-1.2, by its appendix and the usual tables."""
    words = edition.words
    match found.with_eupl:
        case WithEupl.SAME:
            return "" if found.spdx == "EUPL-1.2" else words.say("It goes together with EUPL-1.2.")
        case WithEupl.INTO_EUPL:
            return words.say("You may use its code in software under EUPL-1.2.")
        case WithEupl.UNDER_THAT_LICENCE:
            return words.say(
                "You may combine it with software under EUPL-1.2; the whole then comes under %(licence)s.",
                licence=found.spdx,
            )
        case WithEupl.NOT_LISTED:
            return words.say(
                "The appendix of EUPL-1.2 does not name it: do not mix its code with code under EUPL-1.2 "
                "before a lawyer has looked. You may use the two beside each other."
            )
        case WithEupl.NOT_KNOWN:
            return words.say("Our tables do not say whether its code may go into software under EUPL-1.2.")
