"""Looking at one account: pages of repositories, then what came of it.

*Looked and found nothing*, *not looked* and *could not look* are three different outcomes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.forges.errors import AccountNotThere, ForgeError, RateLimited
from harvester.model import ForgeKind
from harvester.outcomes import AccountGone, AccountOutcome, Complete, CouldNotLook, NotLooked, Partial
from harvester.reasons import LEFT_OUT, UNSUPPORTED_FORGE, Reason, day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from harvester.forges import ForgeClient
    from harvester.model import Account
    from harvester.observations import Page


def look_at(
    account: Account, forge: ForgeClient | None, *, cursor: str | None = None
) -> Iterator[Page | AccountOutcome]:
    """Every page of ``account`` as it is read, and then, as the last item, always its outcome.

    ``forge`` may be None only where nobody looks (an ignored account, a forge we cannot read). ``cursor`` is
    where an earlier look was cut off. The counts in the outcome are of this look alone, so ``Complete`` after
    a cursor says: the listing was read to its end *from there*; only with the pages before it is it the
    whole account. Nothing is requested before the first item is asked for. Raises none of ``ForgeError``.
    """
    reason = why_not_looked(account)
    if reason is not None:
        yield NotLooked(reason=reason)
        return
    if forge is None:
        raise ValueError(f"no client was opened for {account.forge.name}")
    repositories = files = 0
    try:
        for page in forge.pages(account, cursor=cursor):
            yield page
            repositories += len(page.observations)
            files += sum(len(seen.files) + len(seen.unreadable) for seen in page.observations)
    except ForgeError as problem:
        yield _outcome(problem, repositories, files)
    else:
        yield Complete(repositories=repositories, files=files)


def why_not_looked(account: Account) -> Reason | None:
    """Why nobody looks at ``account``; None: it is to be looked at."""
    if account.ignored_since is not None:
        since = day(account.ignored_since)
        why = (account.ignored_reason or "no reason given").rstrip(".")
        waarom = (account.ignored_reason or "er staat geen reden bij").rstrip(".")
        return Reason(
            code=LEFT_OUT,
            en=f"Left out since {since.en}: {why}.",
            nl=f"Weggelaten sinds {since.nl}: {waarom}.",
        )
    if account.forge.kind is ForgeKind.OTHER:
        return Reason(
            code=UNSUPPORTED_FORGE,
            en=f"{account.forge.name} is a kind of forge that is not supported.",
            nl=f"{account.forge.name} is een soort platform dat dit register nog niet kan lezen.",
        )
    return None


def _outcome(problem: ForgeError, repositories: int, files: int) -> AccountOutcome:
    """A part that was seen stays seen; an account is gone only if the forge said so before showing any."""
    retry_at: datetime | None = problem.until if isinstance(problem, RateLimited) else None
    if repositories:
        return Partial(
            repositories=repositories,
            files=files,
            reason=problem.reason,
            retry_at=retry_at,
        )
    if isinstance(problem, AccountNotThere):
        return AccountGone(reason=problem.reason)
    return CouldNotLook(reason=problem.reason, retry_at=retry_at)
