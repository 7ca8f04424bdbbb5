"""Addresses in TOOI, the Dutch register of government organisations: their form and their level.

Registers and codes: https://standaarden.overheid.nl/tooi/waardelijsten.
"""

from __future__ import annotations

import re

from harvester.model import Level

TOOI = "identifier.overheid.nl/tooi"
_FORM = re.compile(r"https://identifier\.overheid\.nl/tooi/id/([a-z_]+)/([a-z]+\d+)")
# The form of the codes of each register, its level in our list, and whether that is the only one possible.
_REGISTERS: dict[str, tuple[str, Level, bool]] = {
    "gemeente": (r"gm\d{4}", Level.MUNICIPALITY, True),
    "provincie": (r"pv\d{2}", Level.PROVINCE, True),
    "waterschap": (r"ws\d{4}", Level.WATER_BOARD, True),
    "ministerie": (r"mnre\d{4}", Level.MINISTRY, True),
    "oorg": (r"oorg\d{5}", Level.AGENCY, False),
    "zbo": (r"zb\d{6}", Level.AGENCY, False),
    "so": (r"so\d{4}", Level.COOPERATION, False),
    "caribisch_openbaar_lichaam": (r"[a-z]{2,4}\d{2,6}", Level.OTHER, False),
}


def is_tooi(identifier: str) -> bool:
    """Whether an identifier is meant to be an address in TOOI, well formed or not."""
    return TOOI in identifier.lower()


def is_well_formed(identifier: str) -> bool:
    """Whether it has the form of an address of a register that we know."""
    return _register(identifier) is not None


def level_of(identifier: str) -> Level | None:
    """The level of government that the register of the identifier is of, or usually is."""
    register = _register(identifier)
    return register[1] if register else None


def only_level_of(identifier: str) -> Level | None:
    """The level, where the register holds no other."""
    register = _register(identifier)
    return register[1] if register and register[2] else None


def _register(identifier: str) -> tuple[str, Level, bool] | None:
    found = _FORM.fullmatch(identifier)
    register = _REGISTERS.get(found[1]) if found else None
    return register if found and register and re.fullmatch(register[0], found[2]) else None
