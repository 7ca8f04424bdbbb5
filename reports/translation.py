"""Dutch and English: the one room (with `rendering`) that knows Babel.

Message ids are the English sentences, so English needs no catalogue;
`templates/locale/nl/LC_MESSAGES/messages.po` is read as it is, without a compiled copy. A message is
formatted with ``%(name)s``; a percent sign in a message is ``%%``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

LANGUAGES = ("nl", "en")
_FEW_DATES = 4096  # a register holds few different dates; formatting one costs 20 µs


@dataclass(frozen=True, slots=True)
class Words:
    """What is said to a reader of one language: sentences, dates, numbers, names of languages."""

    language: str
    messages: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, repr=False)

    def say(self, message: str, **values: object) -> str:
        """The sentence in the reader's language, filled with `values`."""
        return self.messages.get((message,), (message,))[0] % values

    def say_n(self, one: str, many: str, n: int, **values: object) -> str:
        """The sentence for `n` things; ``%(n)s`` is the number as people write it."""
        forms = self.messages.get((one, many), (one, many))
        return forms[0 if n == 1 else 1] % {"n": self.number(n), **values}

    def pick(self, nl: str, en: str) -> str:
        """Of two texts that say the same, the one in the reader's language."""
        return nl if self.language == "nl" else en

    def date(self, day: date) -> str:
        """A date in full: 24 november 2026."""
        return _date(day.toordinal(), self.language, day)

    def moment(self, moment: datetime) -> str:
        """A moment to the minute, in UTC: 24 november 2026 om 02:30 (UTC)."""
        return f"{format_datetime(moment, _PATTERN[self.language], locale=self.language)} (UTC)"

    def number(self, value: float) -> str:
        """A number as people write it; whole numbers without decimals, others with one."""
        whole = float(value).is_integer()
        return format_decimal(value, format="#,##0" if whole else "#,##0.0", locale=self.language)

    def language_name(self, tag: str) -> str:
        """The name of a language (BCP 47), or the tag itself when it has no name here."""
        names = _locale(self.language).languages
        return str(names.get(tag) or names.get(tag.replace("_", "-").split("-")[0].lower()) or tag)

    def country_name(self, code: str) -> str:
        """The name of a country (ISO 3166-1 alpha-2), or the code itself when it has no name here."""
        return str(_locale(self.language).territories.get(code, code))


_PATTERN = {"nl": "d MMMM y 'om' HH:mm", "en": "d MMMM y 'at' HH:mm"}


@lru_cache(maxsize=len(LANGUAGES))
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@lru_cache(maxsize=_FEW_DATES)
def _date(_ordinal: int, language: str, day: date) -> str:
    return format_date(day, "d MMMM y", locale=language)


def load_words(language: str) -> Words:
    """The sentences of one language; English is the language that messages are written in.

    Fuzzy and empty translations are left out, so that the English sentence is shown; a test keeps both from
    happening.
    """
    if language == "en":
        return Words(language)
    catalogue = files("templates").joinpath("locale", language, "LC_MESSAGES", "messages.po")
    with catalogue.open("rb") as file:
        messages = read_po(file, locale=language)
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for message in messages:
        texts = _forms(message.string)
        if message.id and not message.fuzzy and all(texts):
            found[_forms(message.id)] = texts
    return Words(language, found)


def _forms(text: str | Sequence[str | None] | None) -> tuple[str, ...]:
    """A message in its one or two forms (singular, plural); both languages have two."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(form or "" for form in text)
