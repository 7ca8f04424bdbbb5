"""Who might belong in the list: mentioned in what was harvested, and in no list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.registry_mentions import Said
from harvester.sources.addresses import AddressError, parse_address
from harvester.sources.doubts import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harvester.model import Sources
    from harvester.registry_mentions import Mention

# Words before a name that people write or leave out: "Gemeente Utrecht" in usedBy is often "Utrecht".
_KIND = re.compile(
    r"^(de |het |the )?((gemeente|gem|stad|municipality of|city of|provincie|prov|province of|waterschap"
    r"|ministerie van|ministry of) )?(de |het |the )?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody in no list: ``what`` is an account (host/path), a name or an identifier, as first written.

    ``said`` counts the mentions by kind, ``where_urls`` are the repositories that mention it, each once.
    """

    what: str
    said: Mapping[Said, int]
    where_urls: tuple[str, ...]

    @property
    def times(self) -> int:
        """All mentions."""
        return sum(self.said.values())


def candidates(mentions: Iterable[Mention], listed: Sources) -> tuple[Candidate, ...]:
    """Most often mentioned first. A mention that is an account of the list, or names one of it, is none."""
    known = _Known.of(listed)
    found: dict[str, list[Mention]] = defaultdict(list)
    written: dict[str, str] = {}
    for mention in mentions:
        if (whom := known.stranger(mention)) is not None:
            key = name_key(whom) if mention.said is Said.USED_BY else whom.lower()
            written.setdefault(key, whom)
            found[key].append(mention)
    made = (
        Candidate(
            what=written[key],
            said=Counter(each.said for each in those),
            where_urls=tuple(dict.fromkeys(each.where_url for each in those)),
        )
        for key, those in found.items()
    )
    return tuple(sorted(made, key=lambda each: (-each.times, each.what.lower())))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the list knows, by what a mention may write."""

    names: frozenset[str]
    identifiers: frozenset[str]
    accounts: tuple[str, ...]

    @classmethod
    def of(cls, listed: Sources) -> _Known:
        names = (name for each in listed.organisations for name in (each.name, *each.aliases))
        return cls(
            names=frozenset(_bare(name) for name in names),
            identifiers=frozenset(each.organisation_id.lower().rstrip("/") for each in listed.organisations),
            accounts=tuple(account.account_id.rstrip("/") for account in listed.accounts),
        )

    def stranger(self, mention: Mention) -> str | None:
        """Whom a mention is of, when the list does not know them."""
        match mention.said:
            case Said.USED_BY:
                return None if _bare(mention.what) in self.names else mention.what
            case Said.ORGANISATION_URI:
                return None if mention.what.lower().rstrip("/") in self.identifiers else mention.what
            case Said.IS_BASED_ON | Said.FORK:
                return self._owner(mention.what)

    def _owner(self, url: str) -> str | None:
        """The account that a repository is of: all but the last part of its path."""
        try:
            address = parse_address(url)
        except AddressError:
            return None  # no address: a name of software, not of an owner
        owner, _, name = address.path.rpartition("/")
        key = f"{address.host}/{address.path}/".lower()
        if not owner or not name or any(key.startswith(f"{account}/") for account in self.accounts):
            return None
        return f"{address.host}/{owner}"


def _bare(name: str) -> str:
    """A name as people compare it, without the word for its kind."""
    key = name_key(name)
    return _KIND.sub("", key) or key
