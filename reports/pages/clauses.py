"""Where a rule is written, in the reader's language: the clauses of findings are in English only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reports.translation import Words

_STANDARD: Final = re.compile(r"\b[Ss]tandard (\d[\d.]*)(?: and (later|\d[\d.]*))?")
_SECTION: Final = re.compile(r"\bsection (\d[\d.]*)")
_ANNEX: Final = re.compile(r"\bannex ([A-Z])\b")


def clause_in(words: Words, clause: str) -> str:
    """The clause with our own words translated; titles of parts of the standard stay as it has them."""
    said = _STANDARD.sub(lambda found: _standard(words, *found.groups()), clause)
    said = _SECTION.sub(lambda found: words.say("section %(number)s", number=found[1]), said)
    return _ANNEX.sub(lambda found: words.say("annex %(letter)s", letter=found[1]), said)


def _standard(words: Words, version: str, other: str | None) -> str:
    match other:
        case None:
            return words.say("standard %(version)s", version=version)
        case "later":
            return words.say("standard %(version)s and later", version=version)
        case _:
            return words.say("standard %(version)s and %(other)s", version=version, other=other)
