"""Foreign JSON, read field by field: what must be there is checked, the rest may be missing or odd."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from harvester.reasons import Phrase, TellingError

LARGEST_NUMBER = 2**63 - 1
LARGEST_COUNT = 2**31 - 1
FIRST_YEAR, LAST_YEAR = (
    1970,
    2199,
)  # moments of git count from the first; year 1 is what programs write for none


class MalformedError(TellingError):
    """An answer has not the form that the forge documents; the message names the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as it came over the wire; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def has_next(self) -> bool:
        """Whether a REST listing says that it goes on, as GitHub or as GitLab do."""
        return 'rel="next"' in self.headers.get("link", "") or bool(self.headers.get("x-next-page"))

    @property
    def is_web_page(self) -> bool:
        """Whether the body is HTML, which no API of a forge answers with."""
        return self.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"

    def json(self) -> object:
        """The body as JSON, bytes that are no UTF-8 replaced. Raises ``MalformedError``."""
        try:
            return json.loads(self.body.decode("utf-8-sig", "replace"))
        except (ValueError, RecursionError):
            page = Phrase(
                "a web page instead of JSON, of a proxy, a filter or for maintenance",
                "een webpagina in plaats van JSON, van een proxy, een filter of wegens onderhoud",
            )
            raise MalformedError(
                page if self.is_web_page else Phrase("no readable JSON", "onleesbare JSON")
            ) from None

    def fields(self) -> Fields:
        """The body as a JSON object. Raises ``MalformedError``."""
        return as_fields(self.json(), Phrase("the answer", "het antwoord"))

    def items(self) -> tuple[Fields, ...]:
        """The body as a JSON list of objects. Raises ``MalformedError``."""
        value = self.json()
        if not isinstance(value, list):
            raise MalformedError(Phrase("an answer that is no list", "een antwoord dat geen lijst is"))
        place = Phrase("an item of the list", "een regel van de lijst")
        return tuple(as_fields(item, place) for item in value)


def as_fields(value: object, place: Phrase) -> Fields:
    """``value`` as an object whose fields can be read. Raises ``MalformedError``."""
    if not isinstance(value, Mapping):
        raise MalformedError(Phrase(f"{place.en} that is no object", f"{place.nl} dat geen object is"))
    return Fields(value)


@dataclass(frozen=True, slots=True)
class Fields:
    """One JSON object. ``need_…`` raise ``MalformedError``; the others give None for what is odd."""

    values: Mapping[str, object]

    def need_text(self, name: str) -> str:
        """A text that must be there and not be empty."""
        text = self.text(name)
        if text is None:
            raise MalformedError(Phrase(f"a {name} that is no text", f"een {name} die geen tekst is"))
        return text

    def need_number(self, name: str) -> int:
        """A whole number that must be there."""
        number = self.number(name)
        if number is None:
            raise MalformedError(Phrase(f"a {name} that is no number", f"een {name} die geen getal is"))
        return number

    def need_truth(self, name: str) -> bool:
        """True or false, and nothing that merely looks like it."""
        value = self.values.get(name)
        if not isinstance(value, bool):
            raise MalformedError(
                Phrase(f"a {name} that is neither true nor false", f"een {name} die niet waar of onwaar is")
            )
        return value

    def need_child(self, name: str) -> Fields:
        """An object that must be there."""
        return as_fields(self.values.get(name), Phrase(f"a {name}", f"een {name}"))

    def text(self, name: str) -> str | None:
        """A text that a database can hold (no NUL, no half characters); empty is None."""
        value = self.values.get(name)
        return _storable(value) if isinstance(value, str) else None

    def address(self, name: str) -> str | None:
        """A text that is a web address."""
        text = (self.text(name) or "").strip()
        return text if text.startswith(("https://", "http://")) else None

    def number(self, name: str) -> int | None:
        """A whole number that a database can hold."""
        value = self.values.get(name)
        fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER
        return value if isinstance(value, int) and fits else None

    def count(self, name: str) -> int:
        """How many of something there are; 0 where that is no number that can be."""
        number = self.number(name) or 0
        return number if 0 <= number <= LARGEST_COUNT else 0

    def truth(self, name: str) -> bool:
        """True only when true."""
        return self.values.get(name) is True

    def moment(self, name: str) -> datetime | None:
        """A time as naive UTC; None for one that git cannot have written: nobody can reckon with it."""
        try:
            moment = datetime.fromisoformat(self.text(name) or "")
            moment = moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
        except (ValueError, OverflowError):  # the first or last day that there is, in another zone
            return None
        return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None

    def child(self, name: str) -> Fields | None:
        """An object."""
        value = self.values.get(name)
        return Fields(value) if isinstance(value, Mapping) else None

    def below(self, *names: str) -> Fields:
        """The object that many levels down; empty where the way breaks off."""
        found = self
        for name in names:
            found = found.child(name) or Fields({})
        return found

    def children(self, name: str) -> tuple[Fields, ...]:
        """The objects in a list; what is no object is left out."""
        value = self.values.get(name)
        return (
            tuple(Fields(item) for item in value if isinstance(item, Mapping))
            if isinstance(value, list)
            else ()
        )

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts in a list."""
        value = self.values.get(name)
        texts = value if isinstance(value, list) else ()
        return tuple(text for item in texts if isinstance(item, str) and (text := _storable(item)))


def _storable(text: str) -> str | None:
    """Without what a database cannot hold; empty is None."""
    return text.replace("\0", "").encode("utf-8", "replace").decode() or None
