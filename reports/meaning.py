"""Which entry a name or an address in a text of another one means.

An address of its repository means it, or of a site that bears its name. A name counts only where it
cannot be anything else: nobody writes it in small letters, it has five letters or more, one entry alone
bears it, and it is no name of a platform, language or standard, nor the account of others. A repository
whose name begins with a dot holds settings of its account: nobody means it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit

from publiccode.addresses import repository_key
from reports.names import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reports.entry import Entry, FileKey

SHORTEST_NAME: Final = 5
"""Letters: shorter names (AMT, area) stand in texts for other things too often."""
NAME_PARTS: Final = 3
"""Parts of the name of a repository; with fewer (design-system) it may be ordinary words."""
PLATFORMS: Final = frozenset(
    (
        *("angular", "apache", "azure", "bootstrap", "django", "docker", "drupal", "elasticsearch", "fedora"),
        *("flutter", "git", "github", "gitlab", "golang", "gtfs", "html", "java", "javascript", "joomla"),
        *("json", "keycloak", "kotlin", "kubernetes", "laravel", "liferay", "linux", "mariadb", "mongodb"),
        *("mysql", "nginx", "node js", "nodejs", "openapi", "openstack", "oracle", "php", "plone", "postgis"),
        *("postgres", "postgresql", "publiccode", "publiccode yml", "python", "qgis", "rabbitmq", "react"),
        *("redis", "ruby", "rust", "solr", "spring", "spring boot", "sqlite", "swift", "symfony", "tomcat"),
        *("typescript", "ubuntu", "windows", "wordpress", "xhtml"),
    )
)
"""Names, in plain form, of languages, platforms and standards: software that bears one is not meant by it."""
_WORD: Final = re.compile(r"[^\W_]+(?:[-_.'][^\W_]+)*")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"')\]]+")
_ORDINARY_WORDS: Final = 3
_Name = TypeVar("_Name", str, tuple[str, ...])


def words_of(text: str) -> list[str]:
    """The words of a text in their order, without its addresses."""
    return _WORD.findall(_ADDRESS.sub(" ", text))


def addresses_in(text: str) -> list[str]:
    """The addresses in a text, in their order."""
    return [address.rstrip(".,;:") for address in _ADDRESS.findall(text)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Entries by their names and addresses; a name of two entries means neither."""

    by_plain: Mapping[str, FileKey]
    by_written: Mapping[tuple[str, ...], FileKey]
    by_place: Mapping[str, FileKey]
    by_site: Mapping[str, FileKey]
    """By host, of sites that bear the name of their software."""
    lengths: Mapping[str, tuple[int, ...]]
    """By first word: of how many words the names are that begin with it, the longest first."""

    @staticmethod
    def of(entries: Sequence[Entry], texts: Iterable[str]) -> Known:
        """Arrange them; `texts` are all running texts, in which ordinary words stand."""
        meant = [entry for entry in entries if not entry.repository.name.startswith(".")]
        written = _alone(_written(meant, texts))
        by_site = _alone((host, entry.key) for entry in meant for host in _sites(entry))
        by_place: dict[str, FileKey] = {}
        for entry in sorted(entries, key=lambda one: (one.key.path.count("/"), one.key)):
            by_place.setdefault(repository_key(entry.repository.url), entry.key)
        return Known(
            by_plain=_alone(
                (name, entry.key)
                for entry in meant
                for name in (plain(entry.shown_name), plain(entry.repository.name))
                if name not in PLATFORMS
            ),
            by_written=written,
            by_place=by_place,
            by_site=by_site,
            lengths=_lengths((*written, *((host,) for host in by_site))),
        )

    def at(self, address: str) -> FileKey | None:
        """The entry whose repository, or whose own site, an address names."""
        return self.by_place.get(repository_key(address)) or self.by_site.get(_host(address))

    def named(self, words: Sequence[str]) -> FileKey | None:
        """The entry that a run of words names, or the host of whose own site is the one word."""
        return self.by_written.get(tuple(words)) or (self.by_site.get(words[0]) if len(words) == 1 else None)


def _alone(pairs: Iterable[tuple[_Name, FileKey]]) -> dict[_Name, FileKey]:
    """What belongs to one entry alone, or to files of one repository: the first of these."""
    keys: defaultdict[_Name, list[FileKey]] = defaultdict(list)
    for name, key in pairs:
        if name:
            keys[name].append(key)
    return {
        name: min(its, key=lambda key: (key.path.count("/"), key))
        for name, its in keys.items()
        if len({key.repository_id for key in its}) == 1
    }


def _lengths(names: Iterable[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for words in names:
        found[words[0]].add(len(words))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _written(entries: Iterable[Entry], texts: Iterable[str]) -> Iterator[tuple[tuple[str, ...], FileKey]]:
    """The names that mean an entry wherever they stand, word by word as they are written."""
    names = [(entry, tuple(words_of(entry.shown_name))) for entry in entries]
    ordinary = _ordinary((words for _, words in names if _is_distinctive(words)), texts)
    accounts = {_letters(entry.repository.account_id.rpartition("/")[2]) for entry, _ in names}
    for entry, words in names:
        own = _letters(entry.repository.account_id.rpartition("/")[2])
        is_meant = _is_distinctive(words) and words not in ordinary
        letters = _letters(entry.shown_name)
        if is_meant and (letters == own or letters not in accounts):
            yield words, entry.key
        if len(re.split(r"[-_.]", entry.repository.name)) >= NAME_PARTS:
            yield (entry.repository.name,), entry.key


def _sites(entry: Entry) -> Iterator[str]:
    """The hosts of its landing page and documentation that begin with its name: open-zaak.readthedocs.io."""
    for address in (entry.landing_url, *(text.documentation_url for text in entry.texts)):
        host = _host(address or "")
        for name in (entry.shown_name, entry.repository.name):
            letters = _letters(name)
            if len(letters) >= SHORTEST_NAME and _letters(host).startswith(letters):
                yield host
                break


def _host(address: str) -> str:
    try:
        return (urlsplit(address if "//" in address else f"//{address}").hostname or "").removeprefix("www.")
    except ValueError:  # what people write as an address need not be one
        return ""


def _letters(text: str) -> str:
    return plain(text).replace(" ", "").replace("_", "")


def _ordinary(names: Iterable[tuple[str, ...]], texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Of these names, those of up to three words that somebody writes in small letters in running text."""
    by_small: defaultdict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for name in names:
        small = tuple(word.casefold() for word in name)
        if len(small) <= _ORDINARY_WORDS and small[0].islower():
            by_small[small].add(name)
    lengths = _lengths(by_small)
    found: set[tuple[str, ...]] = set()
    for text in texts:
        words = words_of(text)
        for n, word in enumerate(words):
            for length in lengths.get(word, ()):
                found |= by_small.get(tuple(words[n : n + length]), frozenset())
    return frozenset(found)


def _is_distinctive(words: tuple[str, ...]) -> bool:
    name = " ".join(words)
    return (
        sum(map(len, words)) >= SHORTEST_NAME
        and not name.islower()
        and plain(name) not in PLATFORMS
        and any(word[:1].isupper() for word in words)
    )
