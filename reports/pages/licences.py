"""Which licences are open, and which restrict who may use a work or for what.

Open are identifiers that the SPDX License List marks as approved by the Open Source Initiative or the Free
Software Foundation, and licences for content and data that meet the Open Definition
(opendefinition.org/licenses). Only licences that occur in descriptions of government software are named; an
identifier that is in neither list is *unclear*, never closed.
"""

from __future__ import annotations

import re
from enum import StrEnum

_FAMILIES = (  # any version, with -only, -or-later or + behind it
    *(
        "EUPL",
        "AGPL",
        "GPL",
        "LGPL",
        "Apache",
        "MPL",
        "EPL",
        "CECILL",
        "Artistic",
        "AFL",
        "OSL",
        "ECL",
        "CDDL",
        "BSL",
    ),
    *(
        "etalab",
        "OGL-UK",
        "LiLiQ-R",
        "LiLiQ-P",
        "LiLiQ-Rplus",
        "ODbL",
        "PDDL",
        "ODC-By",
        "CC-BY",
        "CC-BY-SA",
        "Python",
    ),
)
_SINGLE = frozenset(
    {
        *(
            "MIT",
            "MIT-0",
            "ISC",
            "0BSD",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "BSD-3-Clause-Clear",
            "BSD-2-Clause-Patent",
        ),
        *(
            "Zlib",
            "Unlicense",
            "CC0-1.0",
            "WTFPL",
            "PostgreSQL",
            "NCSA",
            "UPL-1.0",
            "MS-PL",
            "MS-RL",
            "W3C",
            "OFL-1.1",
        ),
        *(
            "BSD-1-Clause",
            "BlueOak-1.0.0",
            "MulanPSL-2.0",
            "PSF-2.0",
            "Ruby",
            "Vim",
            "X11",
            "curl",
            "OLDAP-2.8",
        ),
        *("EUDatagrid", "CNRI-Python", "NASA-1.3", "IPL-1.0", "CPL-1.0", "CERN-OHL-S-2.0", "CERN-OHL-P-2.0"),
    }
)
_RESTRICTED = re.compile(
    r"CC-BY-(NC|ND)|BUSL-|SSPL-|Elastic-|UNLICENSED|PolyForm-|JSON$|Commons-Clause|FSL-", re.IGNORECASE
)
_VERSION = re.compile(
    r"(?P<family>[A-Za-z-]+?)-?v?\d+(\.\d+)*[A-Za-z]?(-only|-or-later|\+|-clause)?", re.IGNORECASE
)
_WORDS = re.compile(r"[()\s]+")


class Openness(StrEnum):
    """Whether a licence gives everybody the freedom to use, study, change and share."""

    OPEN = "open"
    RESTRICTED = "restricted"
    UNCLEAR = "unclear"


def openness(expression: str) -> Openness:
    """The openness of an SPDX expression: with OR the most open part counts, with AND the least open one."""
    choices = [
        _all_of(choice) for choice in re.split(r"\s+OR\s+", expression.strip("() "), flags=re.IGNORECASE)
    ]
    for best in (Openness.OPEN, Openness.UNCLEAR):
        if best in choices:
            return best
    return Openness.RESTRICTED


def _all_of(expression: str) -> Openness:
    without_exceptions = re.sub(r"\s+WITH\s+\S+", "", expression, flags=re.IGNORECASE)
    parts = [
        part for part in re.split(r"\s+AND\s+|,", without_exceptions, flags=re.IGNORECASE) if part.strip()
    ]
    found = [_one(_WORDS.sub(" ", part).strip()) for part in parts]
    for worst in (Openness.RESTRICTED, Openness.UNCLEAR):
        if worst in found:
            return worst
    return Openness.OPEN if found else Openness.UNCLEAR


def _one(name: str) -> Openness:
    if _RESTRICTED.match(name):
        return Openness.RESTRICTED
    if name.casefold() in {single.casefold() for single in _SINGLE}:
        return Openness.OPEN
    versioned = _VERSION.fullmatch(name)
    family = versioned["family"].casefold() if versioned else ""
    return Openness.OPEN if family in {known.casefold() for known in _FAMILIES} else Openness.UNCLEAR


def licences_differ(stated: str, seen: str) -> bool:
    """Whether two known licences differ.

    A combination is not compared: a repository may hold several texts.
    """
    is_one = " " not in stated.strip() and openness(stated) is not Openness.UNCLEAR
    return is_one and not same_licence(stated, seen)


def same_licence(one: str, other: str) -> bool:
    """Whether two identifiers name the same text; forges do not tell -only from -or-later."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return re.sub(r"(-only|-or-later|\+)$", "", name.strip(), flags=re.IGNORECASE).casefold()
