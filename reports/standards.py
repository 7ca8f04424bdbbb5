"""`standards.toml`, and which standards a description states or only names: (supports, texts) → standards."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, ClassVar, Final

from reports.data_files import FORBID, parse_data_file
from reports.errors import CuratedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_WORD: Final = re.compile(r"[^\W_]+")
_ADDRESS: Final = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A standard in our words, the values of `supports` that mean it, the words by which texts name it."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: str
    name: str
    about_nl: str
    about_en: str
    words: tuple[str, ...]
    ids: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """The file `standards.toml`."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    standards: tuple[Standard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A standard that a text names: at which key, and the words there."""

    standard_id: str
    key_path: str
    matched: str


class StandardTable:
    """The standards arranged for looking up: by the value of `supports`, and by the first word of a name."""

    __slots__ = ("_by_first", "_by_id", "by_standard")

    def __init__(self, standards: Iterable[Standard]) -> None:
        """Arrange them; the longest of several names that begin alike comes first."""
        self.by_standard: Mapping[str, Standard] = {one.id: one for one in standards}
        self._by_id = {value: one for one in self.by_standard.values() for value in one.ids}
        by_first: defaultdict[str, list[tuple[tuple[str, ...], Standard]]] = defaultdict(list)
        for one in self.by_standard.values():
            for words in {tuple(_WORD.findall(name)) for name in one.words}:
                by_first[words[0].casefold()].append((words, one))
        for found in by_first.values():
            found.sort(key=lambda pair: -len(pair[0]))
        self._by_first: Mapping[str, Sequence[tuple[tuple[str, ...], Standard]]] = dict(by_first)

    def stated(self, value: str) -> Standard | None:
        """The standard that a value of `supports` means, where the list knows it."""
        return self._by_id.get(value.strip())

    def named_in(self, text: str) -> Iterator[tuple[Standard, str]]:
        """Every standard that a text names, with the words there; addresses are no text."""
        words = _WORD.findall(_ADDRESS.sub(" ", text) if "://" in text else text)
        for at, word in enumerate(words):
            for name, standard in self._by_first.get(word.casefold(), ()):
                there = tuple(words[at : at + len(name)])
                if there == name or (not standard.exact and _folded(there) == _folded(name)):
                    yield standard, " ".join(there)
                    break


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(str.casefold, words))


def find_named(texts: Iterable[tuple[str, str]], table: StandardTable) -> tuple[Named, ...]:
    """The standards that texts (key path, text) name, each at its first place."""
    found: dict[str, Named] = {}
    for key_path, text in texts:
        for standard, matched in table.named_in(text):
            found.setdefault(standard.id, Named(standard_id=standard.id, key_path=key_path, matched=matched))
    return tuple(found.values())


@cache
def standard_table() -> StandardTable:
    """The file as shipped; raises `CuratedError`."""
    text = (files("reports") / "standards.toml").read_text(encoding="utf-8")
    return StandardTable(parse_standards(text).standards)


def parse_standards(text: str) -> Standards:
    """Understand the text of the file; raises `CuratedError` with every mistake and its place."""
    found = parse_data_file(text, "standards.toml", Standards)
    mistakes = [
        f"standards.toml, {one.id}: “{word}” holds no word."
        for one in found.standards
        for word in one.words
        if not _WORD.search(word)
    ]
    if mistakes:
        raise CuratedError("\n".join(mistakes))
    return found
