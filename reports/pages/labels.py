"""What codes are called on pages: the standard's closed lists, levels of government, outcomes of a look.

A code that is not in a list (files hold anything) is shown as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.translation import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Labels by code, in the order in which a list of them is shown."""

    development_status: Mapping[str, str]
    maintenance_type: Mapping[str, str]
    software_type: Mapping[str, str]
    level: Mapping[str, str]
    role: Mapping[str, str]
    outcome: Mapping[str, str]
    severity: Mapping[str, str]
    strength: Mapping[str, str]
    change: Mapping[str, str]
    cause: Mapping[str, str]


def labels_in(words: Words) -> Labels:
    """All labels in the reader's language."""
    return Labels(
        development_status=_development_status(words),
        maintenance_type=_maintenance_type(words),
        software_type=_software_type(words),
        level=_level(words),
        role=_role(words),
        outcome=_outcome(words),
        severity=_severity(words),
        strength=_strength(words),
        change=_change(words),
        cause=_cause(words),
    )


def _development_status(words: Words) -> Mapping[str, str]:
    return {
        "concept": words.say("Concept"),
        "development": words.say("In development"),
        "beta": words.say("Beta"),
        "stable": words.say("Stable"),
        "obsolete": words.say("Obsolete"),
    }


def _maintenance_type(words: Words) -> Mapping[str, str]:
    return {
        "internal": words.say("By the organisation itself"),
        "contract": words.say("By a contracted supplier"),
        "community": words.say("By a community"),
        "none": words.say("Not maintained"),
    }


def _software_type(words: Words) -> Mapping[str, str]:
    return {
        "standalone/web": words.say("Web application"),
        "standalone/backend": words.say("Backend or API"),
        "standalone/desktop": words.say("Desktop application"),
        "standalone/mobile": words.say("Mobile app"),
        "standalone/iot": words.say("Software for devices"),
        "standalone/other": words.say("Other application"),
        "addon": words.say("Add-on"),
        "library": words.say("Library"),
        "configurationFiles": words.say("Configuration files"),
    }


def _level(words: Words) -> Mapping[str, str]:
    return {
        "ministry": words.say("Ministries"),
        "agency": words.say("Agencies and executive bodies"),
        "province": words.say("Provinces"),
        "municipality": words.say("Municipalities"),
        "water_board": words.say("Water boards"),
        "cooperation": words.say("Cooperations of governments"),
        "judiciary": words.say("Judiciary"),
        "parliament": words.say("Parliament and High Councils of State"),
        "supplier": words.say("Suppliers"),
        "other": words.say("Other organisations"),
    }


def _role(words: Words) -> Mapping[str, str]:
    return {
        "government": words.say("Government organisation"),
        "supplier": words.say("Supplier of software to governments"),
        "association": words.say("Association of or for governments"),
    }


def _outcome(words: Words) -> Mapping[str, str]:
    return {
        "complete": words.say("Looked at completely"),
        "swept": words.say("Looked at changes"),
        "partial": words.say("Looked at in part"),
        "could_not_look": words.say("Could not look"),
        "not_looked": words.say("Not looked"),
        "gone": words.say("No longer there"),
    }


def _severity(words: Words) -> Mapping[str, str]:
    return {
        "error": words.say("Error"),
        "warning": words.say("Warning"),
        "advice": words.say("Advice"),
    }


def _strength(words: Words) -> Mapping[str, str]:
    return {
        "strong": words.say("Clearly fits"),
        "medium": words.say("Probably fits"),
        "weak": words.say("Possibly fits"),
    }


def _change(words: Words) -> Mapping[str, str]:
    return {
        "appeared": words.say("Repository seen for the first time"),
        "changed": words.say("Facts of the repository changed"),
        "renamed": words.say("Repository renamed"),
        "moved": words.say("Repository moved"),
        "archived": words.say("Repository archived"),
        "unarchived": words.say("Repository no longer archived"),
        "gone": words.say("Repository no longer there"),
        "back": words.say("Repository back again"),
        "file_appeared": words.say("Description added"),
        "file_changed": words.say("Description changed"),
        "file_gone": words.say("Description removed"),
        "became_valid": words.say("Description follows the standard again"),
        "became_invalid": words.say("Description no longer follows the standard"),
        "became_entry": words.say("Taken into the register"),
        "ceased_entry": words.say("No longer in the register"),
    }


def _cause(words: Words) -> Mapping[str, str]:
    return {
        "world": words.say("changed by the publisher"),
        "source_added": words.say("account added to the list"),
        "rules": words.say("rules of the register changed"),
        "first_look": words.say("first look"),
    }
