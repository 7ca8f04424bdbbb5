"""Lengths as a reader sees them, which the standard counts: extended grapheme clusters (UAX 29)."""

import re
from typing import Final

_PLAIN: Final = re.compile("[\x00-\u02ff\u2010-\u2027\u20a0-\u20bf]*")
"""Texts of these characters alone have one cluster a character, but for a line break of two characters."""


_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
"""Two regional indicators are one flag (UAX 29, GB12 and GB13); long runs of them are slow to search."""


def clusters(text: str) -> int:
    """The number of extended grapheme clusters."""
    if _PLAIN.fullmatch(text):
        return len(text) - text.count("\r\n")
    import regex  # few texts need it, and it takes time to load

    return len(regex.findall(r"\X", _FLAG.sub("x", text)))


def is_longer(text: str, limit: int) -> bool:
    """Whether a text has more clusters than `limit`; cheap for short texts."""
    return len(text) > limit and clusters(text) > limit


def is_shorter(text: str, limit: int) -> bool:
    """Whether a text has fewer clusters than `limit`."""
    return len(text) < limit or clusters(text) < limit
