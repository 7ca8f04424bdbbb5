"""Why something is as it is: a code that programs compare, and sentences for people, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime

_MONTHS_NL: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_MONTHS_EN: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a sentence in both languages."""

    en: str
    nl: str

    @property
    def bare(self) -> Phrase:
        """Without the dot at its end, so that a sentence can go on or end by itself."""
        return Phrase(self.en.rstrip("."), self.nl.rstrip("."))


NOTHING: Final = Phrase("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A sentence in both languages, technical detail included, and the code of its kind."""

    code: str
    nl: str
    en: str

    @property
    def phrase(self) -> Phrase:
        """Without its code."""
        return Phrase(self.en, self.nl)


class TellingError(Exception):
    """An exception whose message is there in both languages; as a text it is the English one."""

    def __init__(self, phrase: Phrase) -> None:
        """Keep both."""
        super().__init__(phrase.en)
        self.phrase = phrase


def day(on: date) -> Phrase:
    """A date as people write it: ``1 May 2024``, ``1 mei 2024``."""
    return Phrase(
        f"{on.day} {_MONTHS_EN[on.month - 1]} {on.year}", f"{on.day} {_MONTHS_NL[on.month - 1]} {on.year}"
    )


def moment(at: datetime) -> Phrase:
    """A moment, naive UTC, as people write it: ``1 May 2024 at 03:00 UTC``, ``1 mei 2024 om 03:00 UTC``."""
    on = day(at)
    return Phrase(f"{on.en} at {at:%H:%M} UTC", f"{on.nl} om {at:%H:%M} UTC")


NOT_THERE: Final = "not-there"
RATE_LIMITED: Final = "rate-limited"
UNAVAILABLE: Final = "unavailable"
REFUSED: Final = "refused"
INCOMPLETE: Final = "incomplete"
TIME_UP: Final = "time-up"
NOT_ASKED: Final = "not-asked"
LEFT_OUT: Final = "left-out"
UNSUPPORTED_FORGE: Final = "unsupported-forge"
NOT_A_FILE: Final = "not-a-file"
TOO_LARGE: Final = "too-large"
NO_BYTES: Final = "no-bytes"
BOUND_MET: Final = "bound-met"
NO_LONGER_LISTED: Final = "no-longer-listed"
NOT_IN_LISTING: Final = "not-in-listing"
EXCLUDED: Final = "excluded"

NO_TIME_YET: Final = Reason(
    code=TIME_UP,
    en="The time of the run was up before this account had its turn.",
    nl="De tijd van de ronde was om voordat dit account aan de beurt was.",
)
NO_TIME_LEFT: Final = Reason(
    code=TIME_UP,
    en="The time of the run was up; the next run goes on from here.",
    nl="De tijd van de ronde was om; de volgende ronde gaat hier verder.",
)
OTHERS_ASKED: Final = Reason(
    code=NOT_ASKED,
    en="This run was asked for other accounts only.",
    nl="In deze ronde is alleen naar andere accounts gevraagd.",
)
LEFT_THE_LIST: Final = Reason(
    code=NO_LONGER_LISTED,
    en="No account of the list of sources covers this repository any more.",
    nl="Geen account van de bronnenlijst omvat deze repository nog.",
)
LEFT_OUT_BY_US: Final = Reason(
    code=EXCLUDED,
    en="Excluded under an earlier address.",
    nl="Uitgesloten onder een eerder adres.",
)
LEFT_THE_ACCOUNT: Final = Reason(
    code=NOT_IN_LISTING,
    en="The complete listing of its account does not show this repository any more.",
    nl="De volledige lijst van het account laat deze repository niet meer zien.",
)
