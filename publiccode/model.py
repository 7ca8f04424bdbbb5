"""What a publiccode.yml says, as values: `Component` and its parts, named as the standard 0.7 names them.

Attributes are the standard's keys in snake_case, in the standard's order. A key that is absent, empty or not
understandable is `None` or an empty tuple; sections are always there, so no caller checks for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

STATED_YEARS: Final = 10
"""A contract that ends further ahead than this many years has an end date that was made up to have one."""


def far_ahead(day: date, today: date) -> bool:
    """Whether a day lies too far ahead to be a real end of a contract."""
    return (day.year - today.year, day.month, day.day) > (STATED_YEARS, today.month, today.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """`organisation` and the items of `fundedBy`."""

    uri: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedAudience:
    """`intendedAudience`: codes of the scope list, ISO 3166-1 alpha-2 codes in upper case."""

    scope: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    unsupported_countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """One language of `description`."""

    localised_name: str | None = None
    generic_name: str | None = None
    short_description: str | None = None
    long_description: str | None = None
    documentation: str | None = None
    api_documentation: str | None = None
    features: tuple[str, ...] = ()
    screenshots: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()

    @property
    def has_text(self) -> bool:
        """Whether there is anything to read for a person who looks for software."""
        return bool(self.short_description or self.long_description or self.features)


@dataclass(frozen=True, slots=True, kw_only=True)
class Legal:
    """`legal`; `license` is an SPDX expression as the file writes it."""

    license: str | None = None
    main_copyright_owner: str | None = None
    repo_owner: str | None = None
    authors_file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contractor:
    """An item of `maintenance.contractors`."""

    name: str | None = None
    until: date | None = None
    email: str | None = None
    website: str | None = None

    def stated_until(self, today: date) -> date | None:
        """The end of the contract, None when it is not stated or lies more than ten years ahead."""
        return None if self.until is None or far_ahead(self.until, today) else self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An item of `maintenance.contacts`."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    affiliation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance:
    """`maintenance`."""

    type: str | None = None
    contractors: tuple[Contractor, ...] = ()
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Localisation:
    """`localisation`; languages as BCP 47 tags."""

    localisation_ready: bool | None = None
    available_languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """An item of `dependsOn.open`, `.proprietary` or `.hardware`."""

    name: str | None = None
    version_min: str | None = None
    version_max: str | None = None
    version: str | None = None
    optional: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DependsOn:
    """`dependsOn`."""

    open: tuple[Dependency, ...] = ()
    proprietary: tuple[Dependency, ...] = ()
    hardware: tuple[Dependency, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """What one publiccode.yml describes, read into the standard 0.7 whatever version it was written for."""

    publiccode_yml_version: str | None = None
    name: str | None = None
    application_suite: str | None = None
    url: str | None = None
    landing_url: str | None = None
    is_based_on: tuple[str, ...] = ()
    software_version: str | None = None
    release_date: date | None = None
    logo: str | None = None
    monochrome_logo: str | None = None
    input_types: tuple[str, ...] = ()
    output_types: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    funded_by: tuple[Organisation, ...] = ()
    roadmap: str | None = None
    development_status: str | None = None
    software_type: str | None = None
    supports: tuple[str, ...] = ()
    """The ids of `supports`: `alias:NAME` or a URI."""
    organisation: Organisation | None = None
    intended_audience: IntendedAudience = field(default_factory=IntendedAudience)
    description: Mapping[str, Description] = field(default_factory=dict)
    """By BCP 47 tag, in the order of the file."""
    legal: Legal = field(default_factory=Legal)
    maintenance: Maintenance = field(default_factory=Maintenance)
    localisation: Localisation = field(default_factory=Localisation)
    depends_on: DependsOn = field(default_factory=DependsOn)
    country_sections: Mapping[str, Any] = field(default_factory=dict)
    """`IT`, `it`, `nl`, `de` …: plain data as the file has it, by the key as the file writes it."""

    def best_text(self, languages: Sequence[str]) -> tuple[str, Description] | None:
        """The description for a reader of `languages` (BCP 47, best first), and the language it is in.

        The same tag wins over the same language (`en-GB` for a reader of `en`). When none of the reader's
        languages is there: English, then the first that has text. `None` when no description has any text.
        """
        with_text = {tag: text for tag, text in self.description.items() if text.has_text}
        for wanted in (*languages, "en"):
            folded = wanted.casefold()
            for tag, text in with_text.items():
                if tag.casefold() == folded:
                    return tag, text
            for tag, text in with_text.items():
                if tag.casefold().split("-")[0] == folded.split("-")[0]:
                    return tag, text
        return next(iter(with_text.items()), None)
