"""Does it follow standards? What `supports` states; what a text only names is said to be a weak sign."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from reports.model.answers import StandardRow
from reports.pages.check import State, answered, from_file
from reports.standards import find_named, standard_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.model.snapshot import Snapshot
    from reports.model.software import ComponentRow, ComponentText
    from reports.pages.check import Check
    from reports.pages.edition import Edition

_SHOWN: Final = 8


def standards(edition: Edition, component: ComponentRow) -> Check:
    """Yes only for what `supports` states: software may name a standard that it does not follow."""
    words, label = edition.words, edition.words.say("Follows standards")
    found = edition.lookup.standards_of.get(component.component_id, ())
    named = [row for row in found if row.basis == "text"]
    weak = _only_named(edition, named)
    if component.supports:
        stated = ", ".join(dict.fromkeys(standard_shown(value) for value in component.supports))
        reason = words.say("The publisher names: %(standards)s.", standards=stated)
        source = from_file(edition, component, "supports")
        return answered(edition, label, State.YES, f"{reason} {weak}".strip(), source)
    if named:
        unsaid = words.say("The description does not say which standards it follows.")
        source = from_file(edition, component, named[0].key_path.split("[")[0])
        return answered(edition, label, State.NOT_STATED, f"{unsaid} {weak}", source)
    return answered(edition, label, State.NOT_STATED, words.say("The description names no standards."))


def standard_shown(value: str) -> str:
    """The name of a standard as `supports` states it, or the value itself where the list does not know it."""
    known = standard_table().stated(value)
    return known.name if known else value


def _only_named(edition: Edition, named: list[StandardRow]) -> str:
    if not named:
        return ""
    names = ", ".join(row.name for row in named[:_SHOWN])
    return edition.words.say(
        "Its text names %(standards)s: a weak sign, because naming is not following.",
        standards=names,
    )


# --- Which standards a description states or names --------------------------------------------------


def standard_rows(snapshot: Snapshot) -> tuple[StandardRow, ...]:
    """What `supports` states, then what texts name besides; text that was copied along names nothing."""
    texts: defaultdict[str, list[ComponentText]] = defaultdict(list)
    copied: defaultdict[str, set[str]] = defaultdict(set)
    for text in snapshot.component_texts:
        texts[text.component_id].append(text)
    for row in snapshot.residue:
        copied[row.component_id].update(row.value)
    return tuple(
        row
        for component in snapshot.components
        for row in _rows(component, texts[component.component_id], copied[component.component_id])
    )


def _rows(component: ComponentRow, texts: Iterable[ComponentText], copied: set[str]) -> Iterator[StandardRow]:
    table = standard_table()
    known: set[str] = set()
    for n, value in enumerate(component.supports, start=1):
        standard = table.stated(value)
        known.update([standard.id] if standard else [])
        yield StandardRow(
            component_id=component.component_id,
            n=n,
            standard_id=standard.id if standard else None,
            name=standard.name if standard else value,
            basis="supports",
            key_path=f"supports[{n - 1}]",
            matched=value,
        )
    passages = ((key_path, text) for key_path, text in _passages(texts) if text not in copied)
    only_named = [one for one in find_named(passages, table) if one.standard_id not in known]
    for n, one in enumerate(only_named, start=len(component.supports) + 1):
        yield StandardRow(
            component_id=component.component_id,
            n=n,
            standard_id=one.standard_id,
            name=table.by_standard[one.standard_id].name,
            basis="text",
            key_path=one.key_path,
            matched=one.matched,
        )


def _passages(texts: Iterable[ComponentText]) -> Iterator[tuple[str, str]]:
    for text in texts:
        key = f"description.{text.language}"
        for name, value in (
            ("localisedName", text.localised_name),
            ("genericName", text.generic_name),
            ("shortDescription", text.short_description),
            *((f"features[{n}]", feature) for n, feature in enumerate(text.features)),
            ("longDescription", text.long_description),
        ):
            if value:
                yield f"{key}.{name}", value
