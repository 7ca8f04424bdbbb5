"""From a document to a `Component`: everything that can be understood, whatever its version and mistakes.

Nothing is judged here; `rules` does that. Values of closed lists keep what the file says when it fits no
list.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, TypeVar

from publiccode import keys, vocabulary
from publiccode.dates import understood_date
from publiccode.keys import Section, values
from publiccode.languages import today_tag
from publiccode.model import (
    Component,
    Contact,
    Contractor,
    Dependency,
    DependsOn,
    Description,
    IntendedAudience,
    Legal,
    Localisation,
    Maintenance,
    Organisation,
)
from publiccode.nodes import FALSES, OLD_FALSES, OLD_TRUES, TRUES, Listing, Mapping, Node, Scalar, to_plain

_Part = TypeVar("_Part")
_Values = dict[str, Node]

_VERSION: Final = re.compile(r"v?([0-9]+(?:\.[0-9]+)*)/?$")
_COUNTRY_SECTION: Final = re.compile(r"[A-Za-z]{2,3}")
_FORMER_TYPES: Final = {"softwareaddon": "addon", "standalone": "standalone/other"}


def component(root: Mapping) -> Component:
    """Read a whole document; a key that is absent or not understandable leaves its attribute empty."""
    of = values(root, keys.TOP)
    legal = _legal(of.get("legal"))
    sections = _country_sections(root)
    return Component(
        publiccode_yml_version=_version(of.get("publiccodeYmlVersion")),
        name=_text(of.get("name")),
        application_suite=_text(of.get("applicationSuite")),
        url=_text(of.get("url")),
        landing_url=_text(of.get("landingURL")),
        is_based_on=_texts(of.get("isBasedOn"), ("url", "uri", "name")),
        software_version=_text(of.get("softwareVersion")),
        release_date=_date(of.get("releaseDate")),
        logo=_text(of.get("logo")),
        monochrome_logo=_text(of.get("monochromeLogo")),
        input_types=_texts(of.get("inputTypes")),
        output_types=_texts(of.get("outputTypes")),
        platforms=_texts(of.get("platforms")),
        categories=_texts(of.get("categories")),
        used_by=_texts(of.get("usedBy"), ("name", "uri", "url")),
        funded_by=_parts(of.get("fundedBy"), _organisation),
        roadmap=_text(of.get("roadmap")),
        development_status=_one_of(of.get("developmentStatus"), vocabulary.DEVELOPMENT_STATUS),
        software_type=_software_type(of.get("softwareType")),
        supports=_texts(of.get("supports"), ("id", "uri", "name")),
        organisation=_organisation_of(of.get("organisation"), legal, sections),
        intended_audience=_audience(of.get("intendedAudience")),
        description=_descriptions(of.get("description")),
        legal=legal,
        maintenance=_maintenance(of.get("maintenance"), root),
        localisation=_localisation(of.get("localisation")),
        depends_on=_depends_on(of.get("dependsOn")),
        country_sections=sections,
    )


def _text(node: Node | None) -> str | None:
    if type(node) is Scalar:
        return None if node.is_null else node.text.strip() or None
    return None


def _texts(node: Node | None, naming: Sequence[str] = ("name",)) -> tuple[str, ...]:
    """A list of texts; a lone scalar is a list of one, and a mapping gives what it is named by."""
    if node is None:
        return ()
    items = node.items if type(node) is Listing else [node]
    found = []
    for item in items:
        text = _text(item)
        if text is None and type(item) is Mapping:
            text = _text(
                next((item.by_key[key].value for key in naming if key in item.by_key), None)
            ) or _pair(item)
        if text is not None:
            found.append(text)
    return tuple(found)


def _pair(mapping: Mapping) -> str | None:
    """`- Feature: what it does`, a text with a colon that YAML took for a mapping."""
    parts = [(entry.text, _text(entry.value)) for entry in mapping.entries]
    if not parts or any(text is None for _, text in parts) or "\ufffc" in parts[0][0]:
        return None
    return "; ".join(f"{key}: {text}" for key, text in parts)


def _parts(node: Node | None, make: Callable[[Node], _Part | None]) -> tuple[_Part, ...]:
    """A list of sections; a lone section is a list of one."""
    if node is None:
        return ()
    items = node.items if type(node) is Listing else [node]
    return tuple(part for part in map(make, items) if part is not None)


def _named(node: Node | None, section: Section) -> _Values | None:
    """The values of a section; a lone text is its name. None when there is nothing in it."""
    if type(node) is Mapping:
        return values(node, section) or None
    text = _text(node)
    return None if text is None or node is None else {"name": node}


def _date(node: Node | None) -> date | None:
    text = _text(node)
    return None if text is None else understood_date(text)


def _boolean(node: Node | None) -> bool | None:
    text = _text(node)
    if text in TRUES or text in OLD_TRUES:
        return True
    return False if text in FALSES or text in OLD_FALSES else None


def _version(node: Node | None) -> str | None:
    """`0.2`, also from 0.1's `http://w3id.org/publiccode/version/0.1`."""
    text = _text(node)
    match = _VERSION.search(text) if text else None
    return match[1] if match else text


def _one_of(node: Node | None, known: Sequence[str]) -> str | None:
    """A value of a closed list in the list's spelling, or what the file says."""
    text = _text(node)
    if text is None or text in known:
        return text
    return next((value for value in known if value.casefold() == text.casefold()), text)


def _software_type(node: Node | None) -> str | None:
    if type(node) is Mapping:
        node = node.get("type")
    text = _one_of(node, vocabulary.SOFTWARE_TYPE)
    if text is None or text in vocabulary.SOFTWARE_TYPE:
        return text
    standalone = f"standalone/{text.casefold().removeprefix('standalone').strip('/- ')}"
    return standalone if standalone in vocabulary.SOFTWARE_TYPE else _FORMER_TYPES.get(text.casefold(), text)


def _organisation(node: Node | None) -> Organisation | None:
    of = _named(node, keys.ORGANISATION)
    return Organisation(uri=_text(of.get("uri")), name=_text(of.get("name"))) if of else None


def _organisation_of(node: Node | None, legal: Legal, sections: dict[str, Any]) -> Organisation | None:
    """`organisation`, or what it replaced in 0.5: `IT.riuso.codiceIPA` with `legal.repoOwner`."""
    stated = _organisation(node)
    if stated is not None:
        return stated
    italian = sections.get("IT") or sections.get("it")
    reuse = italian.get("riuso") if isinstance(italian, dict) else None
    code = reuse.get("codiceIPA") if isinstance(reuse, dict) else None
    if isinstance(code, str | int) and str(code).strip():
        return Organisation(uri=f"urn:x-italian-pa:{str(code).strip()}", name=legal.repo_owner)
    return None


def _audience(node: Node | None) -> IntendedAudience:
    if type(node) is not Mapping:
        return IntendedAudience()
    of = values(node, keys.AUDIENCE)
    former = vocabulary.SCOPES_BEFORE_0_2
    return IntendedAudience(
        scope=tuple(dict.fromkeys(former.get(code, code) for code in _texts(of.get("scope")))),
        countries=tuple(code.upper() for code in _texts(of.get("countries"))),
        unsupported_countries=tuple(code.upper() for code in _texts(of.get("unsupportedCountries"))),
    )


def _descriptions(node: Node | None) -> dict[str, Description]:
    """By today's language tag; a bare text without a language has the tag `und`, undetermined."""
    text = _text(node)
    if text is not None:
        return {"und": Description(short_description=text)}
    found: dict[str, Description] = {}
    if type(node) is Mapping:
        for entry in node.by_key.values():
            made = _description(entry.value)
            if made is not None:
                tag = today_tag(entry.text)
                if tag not in found or not found[tag].has_text:
                    found[tag] = made
    return found


def _description(node: Node) -> Description | None:
    if type(node) is not Mapping:
        text = _text(node)
        return None if text is None else Description(short_description=text)
    of = values(node, keys.DESCRIPTION)
    return Description(
        localised_name=_text(of.get("localisedName")),
        generic_name=_text(of.get("genericName")),
        short_description=_text(of.get("shortDescription")),
        long_description=_text(of.get("longDescription")),
        documentation=_text(of.get("documentation")),
        api_documentation=_text(of.get("apiDocumentation")),
        features=_texts(of.get("features")),
        screenshots=_texts(of.get("screenshots")),
        videos=_texts(of.get("videos")),
        awards=_texts(of.get("awards")),
    )


def _legal(node: Node | None) -> Legal:
    if type(node) is not Mapping:
        return Legal(license=_text(node))
    of = values(node, keys.LEGAL)
    return Legal(
        license=_text(of.get("license")),
        main_copyright_owner=_text(of.get("mainCopyrightOwner")),
        repo_owner=_text(of.get("repoOwner")),
        authors_file=_text(of.get("authorsFile")),
    )


def _maintenance(node: Node | None, root: Mapping) -> Maintenance:
    """`maintenance`; contacts and contractors that stand beside it by mistake are read too."""
    of: _Values = {} if node is None else {"type": node}
    if type(node) is Mapping:
        of = values(node, keys.MAINTENANCE)
    for key in ("contractors", "contacts"):
        if key not in of and (beside := root.get(key)) is not None:
            of[key] = beside
    return Maintenance(
        type=_one_of(of.get("type"), vocabulary.MAINTENANCE_TYPE),
        contractors=_parts(of.get("contractors"), _contractor),
        contacts=_parts(of.get("contacts"), _contact),
    )


def _contractor(node: Node) -> Contractor | None:
    of = _named(node, keys.CONTRACTOR)
    if not of:
        return None
    return Contractor(
        name=_text(of.get("name")),
        until=_date(of.get("until")),
        email=_text(of.get("email")),
        website=_text(of.get("website")),
    )


def _contact(node: Node) -> Contact | None:
    of = _named(node, keys.CONTACT)
    if not of:
        return None
    return Contact(
        name=_text(of.get("name")),
        email=_text(of.get("email")),
        phone=_text(of.get("phone")),
        affiliation=_text(of.get("affiliation")),
    )


def _localisation(node: Node | None) -> Localisation:
    if type(node) is not Mapping:
        return Localisation()
    of = values(node, keys.LOCALISATION)
    return Localisation(
        localisation_ready=_boolean(of.get("localisationReady")),
        available_languages=tuple(today_tag(tag) for tag in _texts(of.get("availableLanguages"))),
    )


def _depends_on(node: Node | None) -> DependsOn:
    if type(node) is not Mapping:
        return DependsOn()
    of = values(node, keys.DEPENDS_ON)
    return DependsOn(
        open=_parts(of.get("open"), _dependency),
        proprietary=_parts(of.get("proprietary"), _dependency),
        hardware=_parts(of.get("hardware"), _dependency),
    )


def _dependency(node: Node) -> Dependency | None:
    of = _named(node, keys.DEPENDENCY)
    if not of:
        return None
    return Dependency(
        name=_text(of.get("name")),
        version_min=_text(of.get("versionMin")),
        version_max=_text(of.get("versionMax")),
        version=_text(of.get("version")),
        optional=_boolean(of.get("optional")),
    )


def _country_sections(root: Mapping) -> dict[str, Any]:
    return {
        key: to_plain(entry.value)
        for key, entry in root.by_key.items()
        if _COUNTRY_SECTION.fullmatch(key) and key != "url" and not isinstance(entry.value, Scalar)
    }
