"""Help around software: documentation, who can deliver it, and how to take part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.pages.check import State, answered, from_file, from_repository

if TYPE_CHECKING:
    from reports.model.software import ComponentRow, ContractorRow
    from reports.pages.check import Check
    from reports.pages.edition import Edition

_COMMUNITY: Final = {
    "CONTRIBUTING": frozenset({"contributing"}),
    "SECURITY": frozenset({"security"}),
    "CODE_OF_CONDUCT": frozenset({"code_of_conduct", "code-of-conduct", "codeofconduct"}),
    "GOVERNANCE": frozenset({"governance"}),
}
"""Files by which a repository says how to take part, by the name that forges look for."""
_FOLDERS: Final = frozenset({"docs/", "doc/", "documentation/"})


def documentation(edition: Edition, component: ComponentRow) -> Check:
    """Whether the description names documentation, or the repository holds a folder of it."""
    words, label = edition.words, edition.words.say("Documentation")
    named = edition.best(component, lambda text: text.documentation_url)
    if named:
        reason = words.say("The description names an address of the documentation.")
        source = from_file(edition, component, f"description.{named[1]}.documentation")
        return answered(edition, label, State.YES, reason, source)
    if any(name.casefold() in _FOLDERS for name in _root(edition, component)):
        reason = words.say("The description names none; the repository has a folder for it.")
        return answered(edition, label, State.YES, reason, from_repository(edition, component))
    reason = words.say("The description names no documentation. The repository may hold some.")
    return answered(edition, label, State.NOT_STATED, reason)


def suppliers(edition: Edition, component: ComponentRow) -> Check:
    """Who can deliver it, says the description: suppliers whose contract has not ended."""
    words, label = edition.words, edition.words.say("Who can deliver it")
    named = [one for one in edition.lookup.contractors_of.get(component.component_id, ()) if one.name]
    if not named:
        reason = words.say("The description names no supplier. Others may still deliver it.")
        return answered(edition, label, State.NOT_STATED, reason)
    current = [one for one in named if not has_ended(edition, one)]
    source = from_file(edition, component, "maintenance.contractors")
    if not current:
        last = max(one.until for one in named if one.until)
        reason = words.say(
            "The contracts that the description names ended on %(date)s. Ask whether there is a new one.",
            date=words.date(last),
        )
        return answered(edition, label, State.CONTRADICTS, reason, source)
    names = ", ".join(dict.fromkeys(one.name or "" for one in current))
    reason = words.say("Under contract: %(names)s.", names=names.removesuffix("."))  # as in "B.V."
    return answered(edition, label, State.YES, reason, source)


def has_ended(edition: Edition, contractor: ContractorRow) -> bool:
    """Whether the last day of a contract lies before the day of the newest fact."""
    as_of = edition.about.facts_as_of
    return contractor.until is not None and as_of is not None and contractor.until < as_of.date()


def community(edition: Edition, component: ComponentRow) -> Check:
    """Whether the root folder says how to take part: contributing, security, conduct, governance."""
    words, label = edition.words, edition.words.say("How to take part")
    root, there = _root(edition, component), from_repository(edition, component)
    found, lacking = _community_files(root)
    if found and lacking:
        reason = words.say(
            "In the root folder: %(names)s. We did not see there: %(lacking)s.",
            names=", ".join(found),
            lacking=", ".join(lacking),
        )
        return answered(edition, label, State.YES, reason, there)
    if found:
        reason = words.say("In the root folder: %(names)s.", names=", ".join(found))
        return answered(edition, label, State.YES, reason, there)
    if not root:
        reason = words.say("Which files lie in the root folder, we could not see.")
        return answered(edition, label, State.NOT_STATED, reason, there)
    reason = words.say("We saw no rules for taking part in the root folder. They may stand elsewhere.")
    return answered(edition, label, State.NOT_STATED, reason, there)


def _community_files(root: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The files that are there, as they are called there, and the names of those that are not."""
    stems = {name: name.casefold().split(".")[0] for name in sorted(root)}
    found = [name for name, stem in stems.items() if any(stem in known for known in _COMMUNITY.values())]
    lacking = [name for name, known in _COMMUNITY.items() if known.isdisjoint(stems.values())]
    return found, lacking


def _root(edition: Edition, component: ComponentRow) -> tuple[str, ...]:
    repository = edition.lookup.repositories.get(component.repository_id)
    return repository.root_files if repository else ()
