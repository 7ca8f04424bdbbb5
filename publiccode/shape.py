"""From a document to a `Component`: everything that can be understood, whatever its version and mistakes.

Nothing is judged here; `rules` does that. Values of closed lists keep what the file says when it fits no
list.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from publiccode import keys, vocabulary
from publiccode.keys import values
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
from publiccode.nodes import Mapping, Node, Scalar, to_plain
from publiccode.understanding import boolean_of, date_of, named, parts_of, text_of, texts_of, version_of

_Values = dict[str, Node]

_COUNTRY_SECTION: Final = re.compile(r"[A-Za-z]{2,3}")
_FORMER_TYPES: Final = {"softwareaddon": "addon", "standalone": "standalone/other"}


def component(root: Mapping) -> Component:
    """Read a whole document; a key that is absent or not understandable leaves its attribute empty."""
    of = values(root, keys.TOP)
    legal = _legal(of.get("legal"), root)
    sections = _country_sections(root)
    return Component(
        publiccode_yml_version=version_of(of.get("publiccodeYmlVersion")),
        name=text_of(of.get("name")),
        application_suite=text_of(of.get("applicationSuite")),
        url=text_of(of.get("url")),
        landing_url=text_of(of.get("landingURL")),
        is_based_on=texts_of(of.get("isBasedOn"), ("url", "uri", "name")),
        software_version=text_of(of.get("softwareVersion")),
        release_date=date_of(of.get("releaseDate")),
        logo=text_of(of.get("logo")),
        monochrome_logo=text_of(of.get("monochromeLogo")),
        input_types=texts_of(of.get("inputTypes")),
        output_types=texts_of(of.get("outputTypes")),
        platforms=texts_of(of.get("platforms")),
        categories=texts_of(of.get("categories")),
        used_by=texts_of(of.get("usedBy"), ("name", "uri", "url")),
        funded_by=parts_of(of.get("fundedBy"), _organisation),
        roadmap=text_of(of.get("roadmap")),
        development_status=_one_of(of.get("developmentStatus"), vocabulary.DEVELOPMENT_STATUS),
        software_type=_software_type(of.get("softwareType")),
        supports=texts_of(of.get("supports"), ("id", "uri", "name")),
        organisation=_organisation_of(of.get("organisation"), legal, sections),
        intended_audience=_audience(of.get("intendedAudience")),
        description=_descriptions(of.get("description")),
        legal=legal,
        maintenance=_maintenance(of.get("maintenance"), root),
        localisation=_localisation(of.get("localisation")),
        depends_on=_depends_on(of.get("dependsOn")),
        country_sections=sections,
    )


def _one_of(node: Node | None, known: Sequence[str]) -> str | None:
    """A value of a closed list in the list's spelling, or what the file says."""
    text = text_of(node)
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
    of = named(node, keys.ORGANISATION)
    return Organisation(uri=text_of(of.get("uri")), name=text_of(of.get("name"))) if of else None


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
        scope=tuple(dict.fromkeys(former.get(code, code) for code in texts_of(of.get("scope")))),
        countries=tuple(code.upper() for code in texts_of(of.get("countries"))),
        unsupported_countries=tuple(code.upper() for code in texts_of(of.get("unsupportedCountries"))),
    )


def _descriptions(node: Node | None) -> dict[str, Description]:
    """By today's language tag; a bare text without a language has the tag `und`, undetermined."""
    text = text_of(node)
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
        text = text_of(node)
        return None if text is None else Description(short_description=text)
    of = values(node, keys.DESCRIPTION)
    return Description(
        localised_name=text_of(of.get("localisedName")),
        generic_name=text_of(of.get("genericName")),
        short_description=text_of(of.get("shortDescription")),
        long_description=text_of(of.get("longDescription")),
        documentation=text_of(of.get("documentation")),
        api_documentation=text_of(of.get("apiDocumentation")),
        features=texts_of(of.get("features")),
        screenshots=texts_of(of.get("screenshots")),
        videos=texts_of(of.get("videos")),
        awards=texts_of(of.get("awards")),
    )


def _legal(node: Node | None, root: Mapping) -> Legal:
    """`legal`; a licence that stands beside it by mistake is read too."""
    of: _Values = {} if node is None else {"license": node}
    if type(node) is Mapping:
        of = values(node, keys.LEGAL)
    if "license" not in of and (beside := root.get("license")) is not None:
        of["license"] = beside
    return Legal(
        license=text_of(of.get("license")),
        main_copyright_owner=text_of(of.get("mainCopyrightOwner")),
        repo_owner=text_of(of.get("repoOwner")),
        authors_file=text_of(of.get("authorsFile")),
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
        contractors=parts_of(of.get("contractors"), _contractor),
        contacts=parts_of(of.get("contacts"), _contact),
    )


def _contractor(node: Node) -> Contractor | None:
    of = named(node, keys.CONTRACTOR)
    if not of:
        return None
    return Contractor(
        name=text_of(of.get("name")),
        until=date_of(of.get("until")),
        email=text_of(of.get("email")),
        website=text_of(of.get("website")),
    )


def _contact(node: Node) -> Contact | None:
    of = named(node, keys.CONTACT)
    if not of:
        return None
    return Contact(
        name=text_of(of.get("name")),
        email=text_of(of.get("email")),
        phone=text_of(of.get("phone")),
        affiliation=text_of(of.get("affiliation")),
    )


def _localisation(node: Node | None) -> Localisation:
    if type(node) is not Mapping:
        return Localisation()
    of = values(node, keys.LOCALISATION)
    return Localisation(
        localisation_ready=boolean_of(of.get("localisationReady")),
        available_languages=tuple(today_tag(tag) for tag in texts_of(of.get("availableLanguages"))),
    )


def _depends_on(node: Node | None) -> DependsOn:
    if type(node) is not Mapping:
        return DependsOn()
    of = values(node, keys.DEPENDS_ON)
    return DependsOn(
        open=parts_of(of.get("open"), _dependency),
        proprietary=parts_of(of.get("proprietary"), _dependency),
        hardware=parts_of(of.get("hardware"), _dependency),
    )


def _dependency(node: Node) -> Dependency | None:
    of = named(node, keys.DEPENDENCY)
    if not of:
        return None
    return Dependency(
        name=text_of(of.get("name")),
        version_min=text_of(of.get("versionMin")),
        version_max=text_of(of.get("versionMax")),
        version=text_of(of.get("version")),
        optional=boolean_of(of.get("optional")),
    )


def _country_sections(root: Mapping) -> dict[str, Any]:
    return {
        key: to_plain(entry.value)
        for key, entry in root.by_key.items()
        if _COUNTRY_SECTION.fullmatch(key) and key != "url" and not isinstance(entry.value, Scalar)
    }
