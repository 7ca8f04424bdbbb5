"""The keys of the standard by section, and which of them a key in a file was meant to be."""

from difflib import get_close_matches
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from publiccode.nodes import Mapping, Node, is_null


class Section(NamedTuple):
    """The keys that one mapping of the standard may have, in its order, and what they were called before."""

    name: str
    keys: tuple[str, ...]
    former: dict[str, str]


# fmt: off
TOP: Final = Section(
    "",
    (
        "publiccodeYmlVersion", "name", "applicationSuite", "url", "landingURL", "isBasedOn",
        "softwareVersion", "releaseDate", "logo", "monochromeLogo", "inputTypes", "outputTypes",
        "platforms", "categories", "usedBy", "fundedBy", "roadmap", "developmentStatus", "softwareType",
        "supports", "organisation", "intendedAudience", "description", "legal", "maintenance",
        "localisation", "dependsOn", "IT", "it",
    ),
    {
        "publiccode-yaml-version": "publiccodeYmlVersion",
        "tags": "categories",
        "dependencies": "dependsOn",
        "organization": "organisation",
        "localization": "localisation",
        "category": "categories",
        "documentationURL": "landingURL",
        "website": "landingURL",
        "version": "softwareVersion",
    },
)
ORGANISATION: Final = Section("organisation", ("uri", "name"), {"url": "uri"})
FUNDER: Final = Section("fundedBy", ("uri", "name"), {"url": "uri"})
SUPPORT: Final = Section("supports", ("id",), {})
AUDIENCE: Final = Section(
    "intendedAudience", ("scope", "countries", "unsupportedCountries"), {"onlyFor": "scope"}
)
DESCRIPTION: Final = Section(
    "description",
    (
        "localisedName", "genericName", "shortDescription", "longDescription", "documentation",
        "apiDocumentation", "features", "screenshots", "videos", "awards",
    ),
    {
        "featureList": "features",
        "localizedName": "localisedName",
        "shortdesc": "shortDescription",
        "longdesc": "longDescription",
    },
)
LEGAL: Final = Section(
    "legal", ("license", "mainCopyrightOwner", "repoOwner", "authorsFile"), {"licence": "license"}
)
MAINTENANCE: Final = Section(
    "maintenance",
    ("type", "contractors", "contacts"),
    {"technical-contacts": "contacts", "contact": "contacts", "contractor": "contractors"},
)
CONTRACTOR: Final = Section("contractors", ("name", "until", "email", "website"), {"url": "website"})
CONTACT: Final = Section("contacts", ("name", "email", "phone", "affiliation"), {"mail": "email"})
LOCALISATION: Final = Section("localisation", ("localisationReady", "availableLanguages"), {})
DEPENDS_ON: Final = Section("dependsOn", ("open", "proprietary", "hardware"), {})
DEPENDENCY: Final = Section(
    "dependency", ("name", "versionMin", "versionMax", "version", "optional"), {}
)
ITALY: Final = Section("IT", ("countryExtensionVersion", "conforme", "riuso", "piattaforme"), {})
CONFORME: Final = Section(
    "conforme",
    ("lineeGuidaDesign", "modelloInteroperabilita", "misureMinimeSicurezza", "gdpr"),
    {
        "accessibile": "lineeGuidaDesign",
        "interoperabile": "modelloInteroperabilita",
        "sicuro": "misureMinimeSicurezza",
        "privacy": "gdpr",
    },
)
RIUSO: Final = Section("riuso", ("codiceIPA",), {})
PIATTAFORME: Final = Section("piattaforme", ("spid", "pagopa", "cie", "anpr", "io"), {})

SECTIONS: Final = {
    section.name: section
    for section in (
        TOP, ORGANISATION, FUNDER, SUPPORT, AUDIENCE, DESCRIPTION, LEGAL, MAINTENANCE, CONTRACTOR, CONTACT,
        LOCALISATION, DEPENDS_ON, DEPENDENCY, ITALY, CONFORME, RIUSO, PIATTAFORME,
    )
}
PLACES: Final = {
    "": TOP, "organisation": ORGANISATION, "fundedBy[]": FUNDER, "supports[]": SUPPORT,
    "intendedAudience": AUDIENCE, "description.nl": DESCRIPTION, "legal": LEGAL, "maintenance": MAINTENANCE,
    "maintenance.contractors[]": CONTRACTOR, "maintenance.contacts[]": CONTACT,
    "localisation": LOCALISATION, "dependsOn": DEPENDS_ON, "dependsOn.open[]": DEPENDENCY,
}
"""The sections by their key paths."""
# fmt: on

MAX_STRANGERS: Final = 50
"""Unknown keys of one mapping that are looked at for what they mean, at most."""
_SHORT: Final = 5
_LONG: Final = 40
"""Keys outside these lengths are no typing mistakes of the standard's."""
_NEVER_GUESSED: Final = frozenset({"it", "IT", "id", "uri", "io"})


@cache
def _folded(section: str) -> dict[str, str]:
    known = SECTIONS[section]
    folded = {_fold(old): new for old, new in known.former.items()}
    return folded | {_fold(key): key for key in known.keys if key not in _NEVER_GUESSED}


def _fold(key: str) -> str:
    return key.casefold().replace("-", "").replace("_", "").replace(" ", "")


@cache
def _meant(section: str, key: str) -> str | None:
    known = SECTIONS[section]
    if key in known.former:
        return known.former[key]
    folded = _folded(section)
    exact = folded.get(_fold(key))
    if exact is not None or len(key) < _SHORT:
        return exact
    close = get_close_matches(_fold(key), list(folded), n=1, cutoff=0.86)
    return folded[close[0]] if close else None


def meant_key(section: Section, key: str) -> str | None:
    """The key that an unknown key stands for: a former name, another spelling, a typing mistake."""
    return _meant(section.name, key) if len(key) <= _LONG else None


@cache
def _homes() -> dict[str, str]:
    """The key path of every key that only one section of the standard has."""
    homes: dict[str, list[str]] = {}
    for path, section in PLACES.items():
        for key in section.keys:
            homes.setdefault(key, []).append(f"{path}.{key}".lstrip("."))
    return {key: paths[0] for key, paths in homes.items() if len(paths) == 1}


def home(key: str) -> str | None:
    """Where a key of the standard belongs, None for keys of several sections (`name`) and of none."""
    return _homes().get(key)


def values(mapping: Mapping, section: Section) -> dict[str, Node]:
    """The values of a mapping by the standard's keys; unknown keys stand in for what they mean."""
    known = _known(section.name)
    by_key = mapping.by_key
    found = {key: by_key[key].value for key in by_key if key in known and not is_null(by_key[key].value)}
    for key in islice((key for key in by_key if key not in known), MAX_STRANGERS):
        meant = meant_key(section, key)
        if meant is not None and meant not in found and not is_null(mapping.by_key[key].value):
            found[meant] = mapping.by_key[key].value
    return found


@cache
def _known(section: str) -> frozenset[str]:
    return frozenset(SECTIONS[section].keys)
