"""SPDX licence expressions (SPDX 2.3, annex D): whether a text is one, and the licences it names."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from publiccode import vocabulary

_TOKEN: Final = re.compile(r" *(?:([()])|([A-Za-z0-9.\-]+(?::[A-Za-z0-9.\-]+)?\+?))")
_REFERENCE: Final = re.compile(r"(?:DocumentRef-[A-Za-z0-9.\-]+:)?LicenseRef-[A-Za-z0-9.\-]+")
_SUFFIXES: Final = ("-only", "-or-later")
_LONGEST: Final = 1000
_FORMER: Final = {
    "gplv2": "GPL-2.0-only", "gpl-2": "GPL-2.0-only", "gpl2": "GPL-2.0-only", "gplv3": "GPL-3.0-or-later",
    "gpl-3": "GPL-3.0-or-later", "gpl3": "GPL-3.0-or-later", "agplv3": "AGPL-3.0-or-later",
    "agpl-3": "AGPL-3.0-or-later", "agpl": "AGPL-3.0-or-later", "lgplv3": "LGPL-3.0-or-later",
    "apache": "Apache-2.0", "apache2": "Apache-2.0", "apache-2": "Apache-2.0", "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0", "apache license, version 2.0": "Apache-2.0", "eupl": "EUPL-1.2",
    "eupl v1.2": "EUPL-1.2", "eupl 1.2": "EUPL-1.2", "eupl1.2": "EUPL-1.2", "eupl-1.2-or-later": "EUPL-1.2",
    "eupl-1.2-only": "EUPL-1.2", "mit license": "MIT", "mit licence": "MIT", "mit-license": "MIT",
    "bsd-3": "BSD-3-Clause", "bsd-2": "BSD-2-Clause", "bsd": "BSD-3-Clause", "mpl": "MPL-2.0",
    "mpl2": "MPL-2.0", "mozilla public license 2.0": "MPL-2.0", "mit-only": "MIT", "mit-or-later": "MIT",
    "apache-2.0-only": "Apache-2.0", "apache-2.0-or-later": "Apache-2.0", "cc0": "CC0-1.0",
}  # fmt: skip
"""How people write licences, with the identifier that they most likely mean; only ever suggested."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A valid expression: its identifiers as SPDX spells them, and whether the file spells them so."""

    licences: tuple[str, ...]
    spelt: bool


@lru_cache(maxsize=1024)
def parse(text: str, *, lenient: bool = False) -> Expression | None:
    """The expression that a text holds; None when it is none.

    `lenient` takes what the reference validator's library takes: `-only` and `-or-later` behind any licence.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    tokens = _tokens(text)
    if not tokens:
        return None
    parser = _Parser(tokens, lenient)
    if not parser.expression() or parser.left:
        return None
    return Expression(tuple(parser.licences), parser.spelt)


def suggestion(text: str) -> str | None:
    """The identifier that a text which is no expression most likely means."""
    folded = text.strip().lower()
    if folded in _FORMER:
        return _FORMER[folded]
    upper = re.sub(r"\b(and|or|with)\b", lambda match: match[0].upper(), text.strip(), flags=re.IGNORECASE)
    dashed = re.sub(r"[ _]+", "-", folded)
    if upper != text.strip() and parse(upper):
        return upper
    return vocabulary.licences().get(dashed) or vocabulary.licences().get(dashed.replace("v", ""))


def _tokens(text: str) -> list[str]:
    tokens = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return []
        tokens.append(match[1] or match[2])
        at = match.end()
    return tokens


class _Parser:
    """Recursive descent is bounded by the length of a licence text; parentheses nest at most 50 deep."""

    _DEEPEST: Final = 50

    def __init__(self, tokens: list[str], lenient: bool) -> None:
        self._tokens = tokens
        self._at = 0
        self._lenient = lenient
        self._depth = 0
        self.licences: list[str] = []
        self.spelt = True

    @property
    def left(self) -> bool:
        """Whether anything stands behind the expression."""
        return self._at < len(self._tokens)

    def _next(self) -> str:
        return self._tokens[self._at] if self.left else ""

    def expression(self) -> bool:
        """Terms joined by AND and OR; their precedence does not matter to whether it is valid."""
        if not self._term():
            return False
        while self._next() in {"AND", "OR"}:
            self._at += 1
            if not self._term():
                return False
        return True

    def _term(self) -> bool:
        if self._next() == "(":
            self._at += 1
            self._depth += 1
            if self._depth > self._DEEPEST or not self.expression() or self._next() != ")":
                return False
            self._depth -= 1
            self._at += 1
            return True
        return self._licence()

    def _licence(self) -> bool:
        name = self._next()
        if not name or not self._is_licence(name):
            return False
        self._at += 1
        if self._next() != "WITH":
            return True
        self._at += 1
        known = vocabulary.licence_exceptions().get(self._next().lower())
        self.spelt = self.spelt and known == self._next()
        self._at += 1
        return known is not None

    def _is_licence(self, name: str) -> bool:
        if _REFERENCE.fullmatch(name):
            return True
        bare = name.removesuffix("+")
        known = self._known(name) or self._known(bare)
        if known is None:
            return False
        self.licences.append(known)
        self.spelt = self.spelt and known in {name, bare}
        return True

    def _known(self, name: str) -> str | None:
        folded = name.lower()
        known = vocabulary.licences().get(folded) or vocabulary.deprecated_licences().get(folded)
        if known is None and self._lenient:
            for suffix in _SUFFIXES:
                if folded.endswith(suffix):
                    return self._known(name[: -len(suffix)])
        return known
