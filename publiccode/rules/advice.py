"""Advice: what a valid file still lacks for reuse, or says in a way that misleads. Never decides validity.

Each function looks at one question and gives its hits. To add one, write it and add it to `ADVICE`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from publiccode import addresses, licences, vocabulary
from publiccode.dates import understood_date
from publiccode.hits import Hit
from publiccode.keys import DEPENDENCY, DESCRIPTION, MAINTENANCE, PLACES, TOP, meant_key, values
from publiccode.model import STATED_YEARS, Component, far_ahead
from publiccode.nodes import Entry, Listing, Mapping, Node, Scalar, is_null
from publiccode.rules.values import video
from publiccode.rules.walk import first_place

_PLACEHOLDERS: Final = ("example.com", "example.org", "example.net")
_READABLE: Final = ("nl", "en")
_Subject = tuple[Component, Mapping, date]


def check_advice(component: Component, root: Mapping, today: date) -> list[Hit]:
    """All advice for one file."""
    return [hit for rule in ADVICE for hit in rule((component, root, today))]


def _hit(code: str, root: Mapping, path: str, value: str | None = None, **args: object) -> Hit:
    """A hit at a key path of sections, as the file writes it; at the nearest key where it is not there."""
    mapping: Node | None = root
    (line, column), inside, written = first_place(root), "", []
    for key in path.split("."):
        entry = _entry(mapping, inside, key)
        written.append(key if entry is None else entry.text)
        if entry is not None:
            line, column = entry.key.line, entry.key.column
        inside, mapping = f"{inside}.{key}".lstrip("."), None if entry is None else entry.value
    return Hit(code, ".".join(written), line, column, value, args)


def _entry(mapping: Node | None, inside: str, key: str) -> Entry | None:
    """The entry of a key, or of one that stands for it, in a section that is known by its key path."""
    section = PLACES.get(inside)
    if not isinstance(mapping, Mapping) or section is None:
        return None
    own = mapping.by_key.get(key)
    if own is not None and not is_null(own.value):
        return own
    meant = (one for one in mapping.by_key.values() if one.text not in section.keys)
    return next((one for one in meant if meant_key(section, one.text) == key), own)


def _reachable_contact(subject: _Subject) -> Iterator[Hit]:
    """Whoever wants to reuse software must be able to reach someone."""
    component, root, _ = subject
    people = component.maintenance
    reachable = [contact.email or contact.phone for contact in people.contacts]
    reachable += [contractor.email for contractor in people.contractors]
    if not any(reachable):
        yield _hit("no-reachable-contact", root, "maintenance.contacts")


def _documentation(subject: _Subject) -> Iterator[Hit]:
    component, root, _ = subject
    if component.description and not any(text.documentation for text in component.description.values()):
        yield _hit("no-documentation", root, "description")


def _readable_language(subject: _Subject) -> Iterator[Hit]:
    """Dutch for Dutch readers, English for the rest of Europe."""
    component, root, _ = subject
    with_text = [tag.split("-")[0] for tag, text in component.description.items() if text.has_text]
    if with_text and not any(tag in _READABLE for tag in with_text):
        yield _hit("no-dutch-or-english", root, "description", ", ".join(with_text))


def _every_language(subject: _Subject) -> Iterator[Hit]:
    """What one language tells, the others should tell too."""
    component, root, _ = subject
    texts = component.description
    for key, attribute in (("longDescription", "long_description"), ("features", "features")):
        lacking = [tag for tag, text in texts.items() if not getattr(text, attribute)]
        if lacking and len(lacking) < len(texts):
            yield _hit("not-in-every-language", root, "description", ", ".join(lacking), what=key)


def _licence(subject: _Subject) -> Iterator[Hit]:
    component, root, _ = subject
    text = component.legal.license
    expression = licences.parse(text) if text else None
    if text is None or expression is None:
        return
    path = "legal.license"
    if not expression.spelt:
        yield _hit("licence-spelling", root, path, text, right=" / ".join(expression.licences))
    for name in expression.licences:
        if name.lower() in vocabulary.deprecated_licences():
            yield _hit("licence-deprecated", root, path, name)
        elif name.lower() not in vocabulary.osi_licences():
            yield _hit("licence-not-osi", root, path, name)


def _contracts(subject: _Subject) -> Iterator[Hit]:
    """Contracts that ended, and end dates that were made up to have one."""
    _, root, today = subject
    section = values(root, TOP).get("maintenance")
    contractors = values(section, MAINTENANCE).get("contractors") if isinstance(section, Mapping) else None
    for number, item in enumerate(contractors.items if isinstance(contractors, Listing) else ()):
        until = item.by_key.get("until") if isinstance(item, Mapping) else None
        if until is None or not isinstance(until.value, Scalar):
            continue
        day = understood_date(until.value.text)
        path = f"maintenance.contractors[{number}].until"
        if day is None:
            continue
        if day < today:
            yield Hit("contract-ended", path, until.key.line, until.key.column, until.value.text)
        elif far_ahead(day, today):
            args = {"years": STATED_YEARS}
            yield Hit("contract-far-ahead", path, until.key.line, until.key.column, until.value.text, args)


def _release(subject: _Subject) -> Iterator[Hit]:
    component, root, today = subject
    if component.release_date is not None and component.release_date > today:
        yield _hit("release-in-the-future", root, "releaseDate", component.release_date.isoformat())


def _placeholder(subject: _Subject) -> Iterator[Hit]:
    """The address of the standard's own example."""
    component, root, _ = subject
    address = addresses.split(component.url) if component.url else None
    host = address.host.rpartition("@")[2].lower() if address else ""
    if host.endswith(_PLACEHOLDERS):
        yield _hit("placeholder-address", root, "url", component.url)


def _based_on_itself(subject: _Subject) -> Iterator[Hit]:
    component, root, _ = subject
    if component.url and _bare(component.url) in map(_bare, component.is_based_on):
        yield _hit("based-on-itself", root, "isBasedOn", component.url)


def _bare(url: str) -> str:
    return url.casefold().rstrip("/").removesuffix(".git").partition("://")[2]


def _numbers(subject: _Subject) -> Iterator[Hit]:
    """`1.10` without quotes is the number 1.1 to every program that reads it."""
    _, root, _ = subject
    entry = root.by_key.get("softwareVersion")
    if entry is not None and _changes(entry.value):
        assert isinstance(entry.value, Scalar)
        yield _hit("version-without-quotes", root, "softwareVersion", entry.value.text)
    section = root.get("dependsOn")
    for kind in section.entries if isinstance(section, Mapping) else ():
        for number, item in enumerate(kind.value.items if isinstance(kind.value, Listing) else ()):
            if not isinstance(item, Mapping):
                continue
            for key in DEPENDENCY.keys[1:4]:
                version = item.by_key.get(key)
                if version is not None and _changes(version.value):
                    assert isinstance(version.value, Scalar)
                    path = f"dependsOn.{kind.text}[{number}].{key}"
                    place = (version.key.line, version.key.column)
                    yield Hit("version-without-quotes", path, *place, version.value.text)


def _changes(node: Node) -> bool:
    """Whether a program that reads a number writes another text back."""
    if not isinstance(node, Scalar) or not node.plain:
        return False
    value = node.resolved()
    return isinstance(value, int | float) and not isinstance(value, bool) and str(value) != node.text


def _phones(subject: _Subject) -> Iterator[Hit]:
    component, root, _ = subject
    for number, contact in enumerate(component.maintenance.contacts):
        if contact.phone and not contact.phone.startswith(("+", "00")):
            hit = _hit("phone-without-country", root, "maintenance.contacts", contact.phone)
            yield hit._replace(path=f"{hit.path}[{number}].phone")


def _repeated(subject: _Subject) -> Iterator[Hit]:
    component, root, _ = subject
    for key, listed in (("categories", component.categories), ("platforms", component.platforms)):
        twice = [value for value, count in Counter(listed).items() if count > 1]
        if twice:
            yield _hit("repeated-value", root, key, ", ".join(twice))


def _findable(subject: _Subject) -> Iterator[Hit]:
    component, root, _ = subject
    if not component.categories:
        yield _hit("no-category", root, "categories")
    if component.organisation is None:
        yield _hit("no-organisation", root, "organisation")


def _videos(subject: _Subject) -> Iterator[Hit]:
    """The standard wants videos that can be embedded, without a list of who serves those."""
    _, root, _ = subject
    description = root.get("description")
    for language in description.entries if isinstance(description, Mapping) else ():
        listed = (
            values(language.value, DESCRIPTION).get("videos") if isinstance(language.value, Mapping) else None
        )
        for number, item in enumerate(listed.items if isinstance(listed, Listing) else ()):
            if isinstance(item, Scalar) and addresses.is_web_address(item.text) and video(item.text):
                path = f"description.{language.text}.videos[{number}]"
                yield Hit("video-not-embeddable", path, item.line, item.column, item.text)


ADVICE: Final[tuple[Callable[[_Subject], Iterator[Hit]], ...]] = (
    _reachable_contact,
    _documentation,
    _readable_language,
    _every_language,
    _licence,
    _contracts,
    _release,
    _placeholder,
    _based_on_itself,
    _numbers,
    _phones,
    _repeated,
    _findable,
    _videos,
)
