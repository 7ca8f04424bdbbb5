"""Words of rules in foreign texts: where they stand, and whether as an offer or a mention."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MENTION_REACH: Final = 3
"""How many words before a match a mention word may stand: "with a magic link", "via de nieuwe login"."""
SHOWN: Final = 200
"""Evidence shows at most this many characters of a text."""

_LANGUAGES: Final = {
    "dut": "nl",
    "nld": "nl",
    "eng": "en",
    "ita": "it",
    "fre": "fr",
    "fra": "fr",
    "ger": "de",
    "deu": "de",
}
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")  # noqa: RUF001 -- the apostrophe that people type
_CLAUSE: Final = re.compile(r"[.;:()!?\n]")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_MARKUP: Final = re.compile(r"[*_`#>]+|\]\([^)]*\)|[\[\]]")


class Miss(StrEnum):
    """Why words that stand in a text are no offer."""

    MENTIONED = "mentioned"
    TOO_FAR = "too_far"


class Match(NamedTuple):
    """The text that matched.

    `is_listed`: it stands behind a comma, as one of several things that it does. `miss`: why it counts not.
    """

    text: str
    is_listed: bool = False
    miss: Miss | None = None


@lru_cache(maxsize=1_024)
def language_of(tag: str) -> str:
    """The language of a tag as people write it: `nl-NL`, `NL` and `nld` are `nl`."""
    head = re.split(r"[-_]", tag.strip().lower(), maxsplit=1)[0]
    return _LANGUAGES.get(head, head)


def names_in(text: str) -> str:
    """A name and, when it has humps, the name split at them: `FormIOBundle Form IO Bundle`."""
    split = _CAMEL.sub(" ", text)
    return text if split == text else f"{text} {split}"


def first_sentence(text: str) -> str:
    """The first sentence of a Markdown text, headings and emphasis taken off."""
    for part in _SENTENCE.split(text.strip()):
        plain = _MARKUP.sub("", part).strip()
        if len(plain.split()) > 2:  # noqa: PLR2004 -- a heading or a lone name is no sentence
            return plain
    return ""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded."""
    return tuple(word.casefold() for word in _WORD.findall(text))


def new_words(texts: Iterable[str], names: Iterable[str]) -> set[str]:
    """Which words the texts add to the names."""
    known = {word for name in names for word in words_of(names_in(name))}
    return {word for text in texts for word in words_of(names_in(text))} - known


def shown(text: str) -> str:
    """A text as evidence shows it: on one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def pattern(words: Iterable[str], *, whole: bool) -> re.Pattern[str] | None:
    """An expression for any of the words; None for no words. `whole`: a star stands for any text."""
    body = "|".join(
        _alternative(word, r".*" if whole else r"\w*")
        for word in sorted(set(words), key=lambda w: (-len(w), w))
    )
    if not body:
        return None
    text = rf"(?:{body})" if whole else rf"(?<![^\W_])(?:{body})(?![^\W_])"
    return re.compile(text, re.IGNORECASE)


def _alternative(word: str, star: str) -> str:
    start = star if word.startswith("*") else ""
    end = star if word.endswith("*") else ""
    parts = (re.escape(part) for part in re.split(r"[\s-]+", word.strip("*").strip()) if part)
    return start + r"[\s\-_]+".join(parts) + end


class Lexicon:
    """Words by language; those of a language are compiled when a text in it is first looked at, then kept."""

    __slots__ = ("_compiled", "_whole", "_words")

    def __init__(self, words: Mapping[str, tuple[str, ...]], *, whole: bool = False) -> None:
        """`words` by language, where `any` and English hold for all; `whole` as in `pattern`."""
        self._words = words
        self._whole = whole
        self._compiled: dict[str | None, re.Pattern[str] | None] = {}

    def expression(self, language: str | None) -> re.Pattern[str] | None:
        """What to look for in a text of a language (None: any language); None: there are no words for it."""
        known = language if language is None or language in self._words else ""
        if known not in self._compiled:
            self._compiled[known] = pattern(words_for(self._words, known), whole=self._whole)
        return self._compiled[known]


def words_for(words: Mapping[str, tuple[str, ...]], language: str | None) -> tuple[str, ...]:
    """The words for a text of a language: its own, English and `any`; all of them when it is not known."""
    if language is None:
        return tuple(word for group in words.values() for word in group)
    return words.get("any", ()) + words.get("en", ()) + (words.get(language, ()) if language != "en" else ())


@dataclass(frozen=True, slots=True)
class Asides:
    """What before a word makes it a mention, and what makes it an offer again."""

    mentions: Lexicon
    purposes: Lexicon
    relatives: Lexicon

    def is_mention(self, clause: str, language: str | None) -> bool:
        """Whether what follows this beginning of a clause is only mentioned."""
        mentions = self.mentions.expression(language)
        near = self._after_purpose(" ".join(_WORD.findall(clause)[-MENTION_REACH:]), language)
        return mentions is not None and mentions.search(near) is not None

    def is_listed(self, clause: str, language: str | None) -> bool:
        """Whether what follows is one of several things: a comma stands before it, and no purpose between.

        Behind the comma "which" or "that" goes on about the software: no next item begins there.
        """
        _, comma, item = self._after_purpose(clause, language).rpartition(",")
        relatives = self.relatives.expression(language)
        return bool(comma) and (relatives is None or relatives.match(item.lstrip()) is None)

    def _after_purpose(self, text: str, language: str | None) -> str:
        purposes = self.purposes.expression(language)
        return text if purposes is None else purposes.split(text)[-1]


def matches(
    text: str, language: str | None, expression: re.Pattern[str], asides: Asides, within_words: int | None
) -> Iterator[Match]:
    """Every place where the words stand, in their order, each with what keeps it from being an offer."""
    for match in expression.finditer(text):
        before = text[: match.start()]
        clause = _CLAUSE.split(before)[-1]
        miss = None
        if within_words is not None and len(_WORD.findall(before)) >= within_words:
            miss = Miss.TOO_FAR
        elif asides.is_mention(clause, language):
            miss = Miss.MENTIONED
        yield Match(match.group(), is_listed=asides.is_listed(clause, language), miss=miss)
