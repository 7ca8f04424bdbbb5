"""What stands beside the categories on the page of an entry: needs, for whom and how, residue, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.frame import Fact
from reports.pages.reasons import sentences

if TYPE_CHECKING:
    from reports.model.links import OverrideRow
    from reports.model.software import ComponentRow
    from reports.pages.edition import Edition
    from reports.pages.frame import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A need that an entry answers, with what speaks for it."""

    need: Link
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Everything that stands beside the categories of one entry."""

    needs: tuple[Answered, ...]
    facts: tuple[Fact, ...]
    residue: tuple[str, ...]
    decisions: tuple[str, ...]


def beside(edition: Edition, component: ComponentRow) -> Beside:
    """What stands beside the categories of `component`."""
    lookup, key = edition.lookup, component.component_id
    return Beside(
        needs=tuple(
            Answered(
                need=edition.need_link(lookup.needs[link.need_id]),
                sentences=sentences(edition, link.evidence),
            )
            for link in lookup.needs_of.get(key, ())
        ),
        facts=_facts(edition, component),
        residue=_residue(edition, component),
        decisions=tuple(
            _decision(edition, row) for row in lookup.overrides_of.get(key, ()) if row.state == "holds"
        ),
    )


def _facts(edition: Edition, component: ComponentRow) -> tuple[Fact, ...]:
    words = edition.words
    stated = edition.lookup.stated_of.get(component.component_id, ())
    found = []
    for question, term in (("for_whom", words.say("For whom")), ("how", words.say("How to reuse it"))):
        answers = [words.pick(row.answer_nl, row.answer_en) for row in stated if row.question == question]
        found.append(Fact(term=term, values=tuple(answers) or (words.say("not stated"),)))
    return tuple(found)


def _residue(edition: Edition, component: ComponentRow) -> tuple[str, ...]:
    return tuple(
        edition.words.say(
            "%(key)s: “%(value)s” stands identically in %(n)s descriptions of this account. "
            "It was probably copied along, so we do not count it.",
            key=row.key_path,
            value=", ".join(row.value),
            n=edition.words.number(row.files),
        )
        for row in edition.lookup.residue_of.get(component.component_id, ())
    )


def _decision(edition: Edition, row: OverrideRow) -> str:
    words, lookup = edition.words, edition.lookup
    category, need = lookup.categories.get(row.category_id), lookup.needs.get(row.category_id)
    if category is not None:
        name = edition.category_name(category)
    else:
        name = edition.need_link(need).label if need is not None else row.category_id
    told = {"name": name, "why": row.why, "who": row.who, "date": words.date(row.decided_on)}
    if row.action == "remove":
        return words.say("Not in “%(name)s”, decided by %(who)s on %(date)s: %(why)s", **told)
    return words.say("In “%(name)s”, decided by %(who)s on %(date)s: %(why)s", **told)
