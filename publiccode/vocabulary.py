"""The closed lists of the standard and of those it refers to. The long ones are loaded when first used."""

from functools import cache
from importlib.resources import files
from typing import Final

LATEST_VERSION: Final = "0.7"
VERSIONS: Final = (
    "0", "0.2", "0.2.0", "0.2.1", "0.2.2", "0.3", "0.3.0", "0.4", "0.4.0", "0.5", "0.5.0", "0.6", "0.6.0",
    "0.7", "0.7.0" )  # fmt: skip
"""Published versions from 0.2; `0` means the latest 0.x. 0.6.0 changed nothing but the process."""
VERSIONS_UNKNOWN_TO_REFERENCE: Final = frozenset({"0.6", "0.6.0"})

DEVELOPMENT_STATUS: Final = ("concept", "development", "beta", "stable", "obsolete")
SOFTWARE_TYPE: Final = (
    "standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
    "standalone/other", "addon", "library", "configurationFiles",
)  # fmt: skip
MAINTENANCE_TYPE: Final = ("internal", "contract", "community", "none")
ALIASES: Final = ("gdpr", "eidas", "nis2", "cra", "spid", "cie", "anpr", "pagopa", "io")
COUNTRY_EXTENSION_VERSION: Final = ("0.2", "1.0")
LOGO_EXTENSIONS: Final = (".svg", ".svgz", ".png")
SCREENSHOT_EXTENSIONS: Final = (".jpg", ".png")

# fmt: off
KEYS: Final = frozenset({
    "publiccodeYmlVersion", "name", "applicationSuite", "url", "landingURL", "isBasedOn", "softwareVersion",
    "releaseDate", "logo", "monochromeLogo", "inputTypes", "outputTypes", "platforms", "categories", "usedBy",
    "fundedBy", "roadmap", "developmentStatus", "softwareType", "supports", "organisation",
    "intendedAudience", "scope", "countries", "unsupportedCountries", "description", "localisedName",
    "genericName", "shortDescription", "longDescription", "documentation", "apiDocumentation", "features",
    "screenshots", "videos", "awards", "legal", "license", "mainCopyrightOwner", "repoOwner", "authorsFile",
    "maintenance", "type", "contractors", "contacts", "until", "email", "website", "phone", "affiliation",
    "localisation", "localisationReady", "availableLanguages", "dependsOn", "open", "proprietary",
    "hardware", "versionMin", "versionMax", "version", "optional", "uri", "IT", "it",
    "countryExtensionVersion", "conforme", "riuso", "codiceIPA", "piattaforme", "nl", "en", "de", "fr",
})
# fmt: on
"""Every key of the standard, and the sections by country or language that files have most."""

SCOPES_BEFORE_0_2: Final = {
    "cities": "local-authorities",
    "health-services": "healthcare",
    "schools": "education",
    "universities": "education",
    "research-institutions": "research",
    "ministries": "government",
    "police": "law-enforcement",
}
"""0.1's `onlyFor`, where today's list has the same thing."""


def _lines(name: str) -> list[str]:
    text = files("publiccode").joinpath("vocabularies", f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def categories() -> frozenset[str]:
    """The 106 categories of 0.5 and later."""
    return frozenset(_lines("categories"))


@cache
def scopes() -> frozenset[str]:
    """The 24 scopes of `intendedAudience`."""
    return frozenset(_lines("scopes"))


@cache
def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes in upper case, and XK."""
    return frozenset(_lines("countries"))


@cache
def languages() -> frozenset[str]:
    """Primary language subtags, each language in its shortest form (`en`, never `eng`)."""
    return frozenset(_lines("languages"))


@cache
def regions() -> frozenset[str]:
    """Region subtags, upper case."""
    return frozenset(_lines("regions"))


@cache
def scripts() -> frozenset[str]:
    """Script subtags in title case."""
    return frozenset(_lines("scripts"))


@cache
def variants() -> frozenset[str]:
    """Registered variant subtags."""
    return frozenset(_lines("variants"))


@cache
def variants_unknown_to_reference() -> frozenset[str]:
    """Registered variants that the reference validator does not know yet."""
    return frozenset(_lines("variants_unknown_to_reference"))


@cache
def grandfathered() -> frozenset[str]:
    """Whole tags registered before BCP 47, lower case."""
    return frozenset(_lines("grandfathered"))


@cache
def extlangs() -> dict[str, tuple[str, ...]]:
    """Extended language subtags and the primary languages that they follow."""
    return {line.split()[0]: tuple(line.split()[1:]) for line in _lines("extlangs")}


@cache
def licences() -> dict[str, str]:
    """Current SPDX licence identifiers as they are spelt, by their lower case."""
    return {line.lower(): line for line in _lines("licences")}


@cache
def deprecated_licences() -> dict[str, str]:
    """SPDX licence identifiers that SPDX deprecated, by their lower case."""
    return {line.lower(): line for line in _lines("licences_deprecated")}


@cache
def licence_exceptions() -> dict[str, str]:
    """SPDX exceptions (`WITH …`) as they are spelt, by their lower case."""
    return {line.lower(): line for line in _lines("licence_exceptions")}


@cache
def osi_licences() -> frozenset[str]:
    """SPDX identifiers of licences that the Open Source Initiative approved, lower case."""
    return frozenset(line.lower() for line in _lines("licences_osi"))


@cache
def video_addresses() -> tuple[str, ...]:
    """Addresses that oEmbed providers serve; `*` is any text."""
    return tuple(_lines("videos"))


@cache
def three_letter_languages() -> dict[str, str]:
    """ISO 639-2 codes (both the terminological and the bibliographic) with the BCP 47 tag: `eng` → `en`."""
    return dict(line.split() for line in _lines("languages_three_letter"))
