"""Whether software may be combined with software under EUPL-1.2: what follows from the licence alone.

The appendix of EUPL-1.2 (Commission Implementing Decision (EU) 2017/863) lists licences under which a work
that combines both may be distributed. Licences without copyleft allow their code in a work under any
licence that keeps their notices.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

_EUPL: Final = re.compile(r"EUPL-1\.[12]", re.IGNORECASE)
_PERMISSIVE: Final = re.compile(
    r"MIT(-0)?|ISC|0BSD|BSD-[123]-Clause|Apache-2\.0|Zlib|Unlicense|CC0-1\.0|BSL-1\.0|PostgreSQL|UPL-1\.0"
    r"|BlueOak-1\.0\.0|CC-BY-4\.0|PSF-2\.0|Python-2\.0",
    re.IGNORECASE,
)
_APPENDIX: Final = re.compile(
    r"(GPL-[23]\.0|AGPL-3\.0|LGPL-(2\.1|3\.0)|OSL-(2\.1|3\.0)|EPL-1\.0|CECILL-2\.[01]|MPL-2\.0|LiLiQ-R-1\.1"
    r"|LiLiQ-Rplus-1\.1|CC-BY-SA-3\.0)(-only|-or-later|\+)?",
    re.IGNORECASE,
)


class WithEupl(StrEnum):
    """What a licence allows beside software under EUPL-1.2."""

    SAME = "same"
    INTO_EUPL = "into_eupl"
    UNDER_THAT_LICENCE = "under_that_licence"
    NOT_KNOWN = "not_known"


def with_eupl(licence: str) -> WithEupl:
    """For one SPDX identifier; an expression of several is not judged."""
    name = licence.strip()
    for pattern, answer in (
        (_EUPL, WithEupl.SAME),
        (_PERMISSIVE, WithEupl.INTO_EUPL),
        (_APPENDIX, WithEupl.UNDER_THAT_LICENCE),
    ):
        if pattern.fullmatch(name):
            return answer
    return WithEupl.NOT_KNOWN
