"""The rule table: a row a key of the standard 0.7, in its order. To add a rule, add it to the row of its key.

A row says what kind of value a key takes, whether it must be there, and which rules its value (or each of its
items) must pass. Where the specification and the reference validator differ, the rule names its profile; the
decision record 0010 says why.
"""

from collections.abc import Callable
from enum import Enum, auto
from functools import cache
from typing import Final, NamedTuple

from publiccode import keys
from publiccode.findings import Profile
from publiccode.keys import Section
from publiccode.rules import values as v

STANDARD, REFERENCE = Profile.STANDARD, Profile.REFERENCE
BOTH: Final = frozenset(Profile)
ONLY_STANDARD: Final = frozenset({STANDARD})
ONLY_REFERENCE: Final = frozenset({REFERENCE})
NEITHER: Final[frozenset[Profile]] = frozenset()


class Kind(Enum):
    """What a key's value is made of."""

    TEXT = auto()
    BOOLEAN = auto()
    TEXTS = auto()
    """A list of texts."""
    TEXT_OR_TEXTS = auto()
    SECTION = auto()
    SECTIONS = auto()
    """A list of sections."""
    LANGUAGES = auto()
    """`description`: a section for each language."""


class Rule(NamedTuple):
    """A rule for one value, and the profiles in which it holds."""

    check: Callable[[str], str | None]
    profiles: frozenset[Profile] = BOTH


class Row(NamedTuple):
    """A key: the kind of its value, the profiles in which it is required, its rules, its section."""

    key: str
    kind: Kind
    required: frozenset[Profile] = NEITHER
    rules: tuple[Rule, ...] = ()
    section: Section | None = None
    deprecated: frozenset[Profile] = NEITHER
    empty_is_absent: frozenset[Profile] = BOTH
    """Whether an empty text is no value (`name: ""`), or a value that its rules look at (`url: ""`)."""
    also: tuple[Rule, ...] = ()
    """Rules that hold besides: of `rules` only the first that fails is told."""


def _url(key: str, *rules: Rule, required: frozenset[Profile] = NEITHER, kind: Kind = Kind.TEXT) -> Row:
    return Row(key, kind, required, (Rule(v.parsable), *rules), empty_is_absent=NEITHER)


_WEB = Rule(v.web_address)
_PATH = Rule(v.relative_or_web)
_EMAIL = Row("email", Kind.TEXT, rules=(Rule(v.email),), empty_is_absent=NEITHER)
_LOGO = (_PATH, Rule(v.logo_file, ONLY_STANDARD))
_SCREENSHOT = (_PATH, Rule(v.screenshot_file, ONLY_STANDARD))
_LANGUAGE = (Rule(v.language, ONLY_STANDARD), Rule(v.language_for_reference, ONLY_REFERENCE))
_COUNTRY = (Rule(v.country),)
_URI = (Rule(v.organisation_uri),)
_NAME = Row("name", Kind.TEXT, BOTH)

# fmt: off
ROWS: Final[dict[str, tuple[Row, ...]]] = {
    keys.TOP.name: (
        Row("publiccodeYmlVersion", Kind.TEXT),  # rules.version looks at it before all others
        Row("name", Kind.TEXT, BOTH),
        Row("applicationSuite", Kind.TEXT),
        _url("url", Rule(v.url), required=BOTH),
        _url("landingURL", _WEB),
        _url("isBasedOn", Rule(v.url), kind=Kind.TEXT_OR_TEXTS),
        Row("softwareVersion", Kind.TEXT),
        Row("releaseDate", Kind.TEXT, rules=(Rule(v.date),), empty_is_absent=NEITHER),
        Row("logo", Kind.TEXT, rules=_LOGO),
        Row("monochromeLogo", Kind.TEXT, rules=_LOGO, deprecated=BOTH),
        Row("inputTypes", Kind.TEXTS, rules=(Rule(v.mime_type),), deprecated=BOTH),
        Row("outputTypes", Kind.TEXTS, rules=(Rule(v.mime_type),), deprecated=BOTH),
        Row("platforms", Kind.TEXT_OR_TEXTS, BOTH),  # a lone text is fine to the specification
        Row("categories", Kind.TEXTS, rules=(Rule(v.category),)),
        Row("usedBy", Kind.TEXTS),
        Row("fundedBy", Kind.SECTIONS, section=keys.FUNDER),
        _url("roadmap", _WEB),
        Row("developmentStatus", Kind.TEXT, BOTH, (Rule(v.development_status),)),
        Row("softwareType", Kind.TEXT, BOTH, (Rule(v.software_type),)),
        Row("supports", Kind.SECTIONS, section=keys.SUPPORT),
        Row("organisation", Kind.SECTION, section=keys.ORGANISATION),
        Row("intendedAudience", Kind.SECTION, section=keys.AUDIENCE),
        Row("description", Kind.LANGUAGES, BOTH, section=keys.DESCRIPTION),
        Row("legal", Kind.SECTION, BOTH, section=keys.LEGAL),
        Row("maintenance", Kind.SECTION, BOTH, section=keys.MAINTENANCE),
        Row("localisation", Kind.SECTION, BOTH, section=keys.LOCALISATION),
        Row("dependsOn", Kind.SECTION, section=keys.DEPENDS_ON),
        Row("IT", Kind.SECTION, section=keys.ITALY, deprecated=ONLY_STANDARD),
        Row("it", Kind.SECTION, section=keys.ITALY, deprecated=BOTH),
    ),
    keys.FUNDER.name: (
        Row("uri", Kind.TEXT, ONLY_REFERENCE, _URI),
        Row("name", Kind.TEXT, ONLY_STANDARD),
    ),
    keys.ORGANISATION.name: (Row("uri", Kind.TEXT, BOTH, _URI), Row("name", Kind.TEXT)),
    keys.SUPPORT.name: (Row("id", Kind.TEXT, BOTH, (Rule(v.support),)),),
    keys.AUDIENCE.name: (
        Row("scope", Kind.TEXTS, rules=(Rule(v.scope),)),
        Row("countries", Kind.TEXTS, rules=_COUNTRY),
        Row("unsupportedCountries", Kind.TEXTS, rules=_COUNTRY),
    ),
    keys.DESCRIPTION.name: (
        Row("localisedName", Kind.TEXT),
        Row("genericName", Kind.TEXT, rules=(Rule(v.generic_name),), deprecated=BOTH),
        Row("shortDescription", Kind.TEXT, BOTH, (Rule(v.short_description),)),
        Row("longDescription", Kind.TEXT, ONLY_REFERENCE, (Rule(v.long_description),)),
        _url("documentation", _WEB),
        _url("apiDocumentation", _WEB),
        Row("features", Kind.TEXTS, ONLY_REFERENCE),
        Row("screenshots", Kind.TEXTS, rules=_SCREENSHOT),
        Row("videos", Kind.TEXTS, rules=(Rule(v.parsable), _WEB), also=(Rule(v.video, ONLY_REFERENCE),)),
        Row("awards", Kind.TEXTS),
    ),
    keys.LEGAL.name: (
        Row("license", Kind.TEXT, BOTH,
            (Rule(v.licence, ONLY_STANDARD), Rule(v.licence_for_reference, ONLY_REFERENCE))),
        Row("mainCopyrightOwner", Kind.TEXT),
        Row("repoOwner", Kind.TEXT, deprecated=BOTH, empty_is_absent=NEITHER),
        Row("authorsFile", Kind.TEXT, rules=(_PATH,), deprecated=BOTH, empty_is_absent=NEITHER),
    ),
    keys.MAINTENANCE.name: (
        Row("type", Kind.TEXT, BOTH, (Rule(v.maintenance_type),)),
        Row("contractors", Kind.SECTIONS, section=keys.CONTRACTOR),  # rules.together: depends on type
        Row("contacts", Kind.SECTIONS, section=keys.CONTACT),
    ),
    keys.CONTRACTOR.name: (
        _NAME,
        Row("until", Kind.TEXT, BOTH, (Rule(v.date),)),
        _EMAIL,
        _url("website", _WEB),
    ),
    keys.CONTACT.name: (_NAME, _EMAIL, Row("phone", Kind.TEXT), Row("affiliation", Kind.TEXT)),
    keys.LOCALISATION.name: (
        Row("localisationReady", Kind.BOOLEAN, BOTH),
        Row("availableLanguages", Kind.TEXTS, BOTH, _LANGUAGE),
    ),
    keys.DEPENDS_ON.name: tuple(
        Row(key, Kind.SECTIONS, section=keys.DEPENDENCY) for key in keys.DEPENDS_ON.keys
    ),
    keys.DEPENDENCY.name: (
        _NAME,
        Row("versionMin", Kind.TEXT),
        Row("versionMax", Kind.TEXT),
        Row("version", Kind.TEXT),
        Row("optional", Kind.BOOLEAN),
    ),
    keys.ITALY.name: (
        Row("countryExtensionVersion", Kind.TEXT, ONLY_STANDARD,
            (Rule(v.country_extension_version, ONLY_STANDARD),
             Rule(v.country_extension_for_reference, ONLY_REFERENCE)), empty_is_absent=ONLY_STANDARD),
        Row("conforme", Kind.SECTION, section=keys.CONFORME, deprecated=BOTH),
        Row("riuso", Kind.SECTION, section=keys.RIUSO),
        Row("piattaforme", Kind.SECTION, section=keys.PIATTAFORME),
    ),
    keys.CONFORME.name: tuple(Row(key, Kind.BOOLEAN) for key in keys.CONFORME.keys),
    keys.RIUSO.name: (Row("codiceIPA", Kind.TEXT, rules=(Rule(v.italian_code),), deprecated=BOTH),),
    keys.PIATTAFORME.name: tuple(Row(key, Kind.BOOLEAN) for key in keys.PIATTAFORME.keys),
}
# fmt: on


def _kind(row: Row, profile: Profile) -> Kind:
    """The specification takes one platform without a list, the reference validator does not."""
    return Kind.TEXTS if row.key == "platforms" and profile is REFERENCE else row.kind


class Checked(NamedTuple):
    """A row as one profile has it, for the walk."""

    key: str
    kind: Kind
    required: bool
    checks: tuple[Callable[[str], str | None], ...]
    section: Section | None
    deprecated: bool
    empty_is_absent: bool
    also: tuple[Callable[[str], str | None], ...]


@cache
def rows(section: str, profile: Profile) -> tuple[Checked, ...]:
    """The rows of a section, by its name, in one profile."""
    return tuple(
        Checked(
            row.key,
            _kind(row, profile),
            profile in row.required,
            tuple(rule.check for rule in row.rules if profile in rule.profiles),
            row.section,
            profile in row.deprecated,
            profile in row.empty_is_absent,
            tuple(rule.check for rule in row.also if profile in rule.profiles),
        )
        for row in ROWS[section]
    )
