"""Looking at one account: every item a page, the last one what came of it."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from harvester.forges.errors import AccountNotThere, ForgeError, Incomplete, RateLimited, Refused, Unavailable
from harvester.harvest import look_at
from harvester.model import Account, Forge, ForgeKind, Repository
from harvester.observations import Observation, Page, RequestCount
from harvester.outcomes import AccountGone, AccountOutcome, Complete, CouldNotLook, NotLooked, Partial
from harvester.reasons import Phrase, Reason
from tests.harvester.looking import account_of, forge_of

GONE = AccountNotThere("github.com", "a", "404 Not Found")
LATER = datetime(2026, 3, 1, 3, 0)  # noqa: DTZ001 - naive UTC is what our values hold
SEEN = Observation(
    repository=Repository(
        forge=forge_of("github.com"), native_id="1", full_name="a/b", url="https://github.com/a/b", name="b"
    )
)
PAGE = Page(observations=(SEEN,), cursor="next")


class Scripted:
    """A forge that shows these pages and then fails, or not."""

    def __init__(self, *pages: Page, then: ForgeError | None = None) -> None:
        self.shown = pages
        self.then = then

    def pages(self, account: Account, *, cursor: str | None = None) -> Iterator[Page]:  # noqa: ARG002
        yield from self.shown
        if self.then is not None:
            raise self.then

    def requests(self) -> tuple[RequestCount, ...]:
        return ()


@pytest.mark.parametrize(
    ("forge", "outcome"),
    [
        (Scripted(PAGE), Complete(repositories=1, files=0)),
        (Scripted(), Complete(repositories=0, files=0)),
        (Scripted(then=GONE), AccountGone(reason=GONE.reason)),
        (
            Scripted(PAGE, then=GONE),
            Partial(repositories=1, files=0, reason=GONE.reason),
        ),
        (
            Scripted(then=RateLimited("github.com", LATER)),
            CouldNotLook(
                reason=Reason(
                    code="rate-limited",
                    en="github.com answers again after 1 March 2026 at 03:00 UTC: "
                    "its limit of requests is used up.",
                    nl="github.com antwoordt weer na 1 maart 2026 om 03:00 UTC: "
                    "het toegestane aantal verzoeken is op.",
                ),
                retry_at=LATER,
            ),
        ),
        (
            Scripted(then=Unavailable("github.com", Phrase("no connection", "geen verbinding"))),
            CouldNotLook(
                reason=Reason(
                    code="unavailable",
                    en="github.com could not be read: no connection.",
                    nl="github.com kon niet worden gelezen: geen verbinding.",
                )
            ),
        ),
        (
            Scripted(then=Refused("github.com", Phrase("no", "nee"))),
            CouldNotLook(
                reason=Reason(
                    code="refused",
                    en="github.com refuses access: no.",
                    nl="github.com weigert de toegang: nee.",
                )
            ),
        ),
        (
            Scripted(PAGE, then=Incomplete("github.com", 1, Phrase("odd", "vreemd"))),
            Partial(
                repositories=1,
                files=0,
                reason=Reason(
                    code="incomplete",
                    en="github.com did not show 1 repository of the listing: odd.",
                    nl="github.com liet 1 repository uit de lijst niet zien: vreemd.",
                ),
            ),
        ),
    ],
)
def test_the_last_item_says_what_came_of_it(forge: Scripted, outcome: AccountOutcome) -> None:
    *pages, last = look_at(account_of("github.com", "a"), forge)
    assert last == outcome
    assert tuple(pages) == forge.shown


def test_an_ignored_account_is_not_looked_at() -> None:
    account = account_of("github.com", "a", ignored_since=date(2024, 5, 1), ignored_reason="Merged into B")
    reason = Reason(
        code="left-out",
        en="Left out since 1 May 2024: Merged into B.",
        nl="Weggelaten sinds 1 mei 2024: Merged into B.",
    )
    assert list(look_at(account, None)) == [NotLooked(reason=reason)]


def test_a_forge_of_another_kind_is_not_looked_at() -> None:
    other = Forge(name="codeberg.org", kind=ForgeKind.OTHER)
    account = Account(forge=other, path="a", organisation_id="urn:x:y")
    reason = Reason(
        code="unsupported-forge",
        en="codeberg.org is a kind of forge that is not supported.",
        nl="codeberg.org is een soort platform dat dit register nog niet kan lezen.",
    )
    assert list(look_at(account, None)) == [NotLooked(reason=reason)]


def test_our_own_mistake_is_not_an_outcome() -> None:
    with pytest.raises(ValueError, match="no client was opened"):
        list(look_at(account_of("github.com", "a"), None))
