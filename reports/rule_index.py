"""Which of many rules are worth trying on a subject, by the words that its texts hold."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reports.ready_rules import ReadyRule, Texts


class RuleIndex:
    """Rules by the first words of what they seek; their order stays."""

    __slots__ = ("_always", "_by_stem", "_by_word", "rules")

    def __init__(self, rules: Iterable[ReadyRule]) -> None:
        """Arrange them."""
        self.rules: Sequence[ReadyRule] = tuple(rules)
        by_word: defaultdict[str, set[int]] = defaultdict(set)
        by_stem: defaultdict[str, set[int]] = defaultdict(set)
        for n, one in enumerate(self.rules):
            for word in one.when.beginnings.words:
                by_word[word].add(n)
            for stem in one.when.beginnings.stems:
                by_stem[stem].add(n)
        self._always = frozenset(n for n, one in enumerate(self.rules) if one.when.beginnings.anyhow)
        self._by_word: Mapping[str, set[int]] = dict(by_word)
        self._by_stem: Mapping[str, set[int]] = dict(by_stem)

    def worth_trying(self, texts: Texts) -> Iterator[ReadyRule]:
        """The rules that may find something in these texts, in their order."""
        heard = texts.heard
        chosen = set(self._always)
        for word in heard.words & self._by_word.keys():
            chosen |= self._by_word[word]
        for stem in heard.stems & self._by_stem.keys():
            chosen |= self._by_stem[stem]
        return (self.rules[n] for n in sorted(chosen))
