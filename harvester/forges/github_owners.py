"""Who owns something on a whole GitHub Enterprise Server: its organisations, then its users.

GitHub lists both in the order of their ids and goes on after an id, ``since`` (REST, "List organizations" and
"List users"): a place in that order stays, whoever appears or goes away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvester.forges.answers import Fields, MalformedError
from harvester.forges.errors import Unavailable
from harvester.forges.failures import ShrinkError
from harvester.forges.graphql import UnansweredError, load_query
from harvester.forges.page_size import PageSize
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harvester.forges.answers import Answer
    from harvester.forges.github_connection import GithubApi

ORGANISATIONS, USERS = "organizations", "users"  # as their addresses are
KINDS: Final = (ORGANISATIONS, USERS)
LIST_SIZE = 100  # the most that GitHub gives
COUNTED_AT_ONCE = 100
NO_USERS: Final = frozenset({"Organization", "Bot", "Mannequin"})  # the list of users holds these, too
MOST_PAGES = 5000  # half a million owners
NO_END: Final = Phrase("a list of owners without end", "een lijst van eigenaren zonder einde")
NAMELESS: Final = Phrase("an owner without a name", "een eigenaar zonder naam")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """One account of the server; ``number`` is its place in the order."""

    number: int
    login: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """A page of owners, in order; ``odd`` ones cannot be named. No ``following``: this was the last page."""

    owners: tuple[Owner, ...]
    odd: int
    following: int | None


class OwnerLists:
    """The lists of one server. Not for two threads at once."""

    def __init__(self, api: GithubApi, *, can_count: bool) -> None:
        """Sends nothing. ``can_count``: GraphQL may be asked."""
        self._api = api
        self._can_count = can_count
        self._counted = PageSize(COUNTED_AT_ONCE)

    def after(self, kind: str, since: int) -> Owners:
        """The owners of one kind whose ids come after ``since``. Raises what ``RequestPolicy.ask`` raises."""
        return self._api.get(
            f"/{kind}", lambda answer: _read(answer, kind, since), since=since, per_page=LIST_SIZE
        )

    def everybody(self) -> tuple[Owner, ...]:
        """All owners that have, or may have, public repositories.

        Raises what ``RequestPolicy.ask`` raises, and ``MalformedError`` where one of them cannot be named.
        """
        found: list[Owner] = []
        for kind in KINDS:
            page = Owners(owners=(), odd=0, following=0)
            for _ in range(MOST_PAGES):
                if page.following is None:
                    break
                page = self.after(kind, page.following)
                if page.odd:
                    raise MalformedError(NAMELESS)
                found += self.with_repositories(page.owners)
            else:
                raise MalformedError(NO_END)
        return tuple(found)

    def with_repositories(self, owners: Sequence[Owner]) -> tuple[Owner, ...]:
        """Those of whom the forge does not say, whole and without an error, that they have none.

        Raises what ``RequestPolicy.ask`` raises, but ``Unavailable``.
        """
        left, found = list(owners), list[Owner]()
        while left and self._can_count:
            some = left[: self._counted.now]
            try:
                found += self._counted_some(some)
            except ShrinkError:
                self._counted.shrink()
                continue
            except (UnansweredError, Unavailable):
                break
            self._counted.went_well()
            left = left[len(some) :]
        return (*found, *left)

    def _counted_some(self, owners: Sequence[Owner]) -> Iterable[Owner]:
        """One request, an alias an owner."""
        names = [f"o{number}" for number in range(len(owners))]
        given = ", ".join(f"${name}: String!" for name in names)
        parts = "\n".join(f"  {name}: repositoryOwner(login: ${name}) {{ ...CountParts }}" for name in names)
        query = f"query Count({given}) {{\n{parts}\n}}\n{load_query('github_counts')}"
        logins = {name: owner.login for name, owner in zip(names, owners, strict=True)}
        reply = self._api.graphql(query, logins, shrinkable=len(owners) > 1)
        hurt = {path[0] for path in reply.hurt if path}
        return [
            owner
            for name, owner in zip(names, owners, strict=True)
            if name in hurt or reply.data.below(name, "repositories").number("totalCount") != 0
        ]


def _read(answer: Answer, kind: str, since: int) -> Owners:
    """Raises ``MalformedError`` where nobody could tell how the list goes on."""
    items = answer.json()
    if not isinstance(items, list):
        raise MalformedError(Phrase("an answer that is no list", "een antwoord dat geen lijst is"))
    listed = [Fields(item) if isinstance(item, Mapping) else Fields({}) for item in items]
    numbers = [number for item in listed if (number := item.number("id"))]
    following = max(numbers, default=0) if answer.has_next or len(listed) >= LIST_SIZE else None
    if following is not None and following <= since:
        raise MalformedError(
            Phrase("a list of owners that does not go on", "een lijst van eigenaren die niet verdergaat")
        )
    named = [(item.number("id"), item.text("login"), item) for item in listed]
    found = {
        number: Owner(number=number, login=login)
        for number, login, item in named
        if number and login and number > since and _is_of(kind, item)
    }
    odd = sum(not number or not login for number, login, _ in named)
    return Owners(owners=tuple(found[number] for number in sorted(found)), odd=odd, following=following)


def _is_of(kind: str, item: Fields) -> bool:
    return kind == ORGANISATIONS or item.text("type") not in NO_USERS
