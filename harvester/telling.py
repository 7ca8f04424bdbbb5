"""What the harvester tells people, in words: what a night begins without, its progress, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from harvester.credentials import USUAL_TOKENS
from harvester.harvest import why_not_looked
from harvester.model import ForgeKind
from harvester.outcomes import AccountGone, Complete, CouldNotLook, NotLooked, Partial, Swept

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from harvester.model import Account
    from harvester.night import StepOutcome, Summary
    from harvester.outcomes import AccountOutcome
    from harvester.reasons import Reason
    from harvester.settings import HarvesterSettings


class LogWatcher:
    """Plain lines with the moment in front, for a log."""

    def __init__(self, write: Callable[[str], None]) -> None:
        """Write lines with ``write``."""
        self._write = write

    def say(self, line: str) -> None:
        """A line of its own."""
        self._write(line)

    def step_began(self, name: str) -> None:
        """Say so."""
        self._write(f"{name}: begins")

    def looking_at(self, accounts: int) -> None:
        """Say how many."""
        self._write(f"looking at {accounts} accounts")

    def page_recorded(self, account: Account, repositories: int) -> None:
        """Pages are too many for a log."""

    def account_ended(self, account: Account, outcome: AccountOutcome) -> None:
        """Say what came of it."""
        self._write(f"{account.account_id}: {outcome_text(outcome)}")

    def token_left_out(self, forge: str, reason: Reason) -> None:
        """Say so; the others go on."""
        self._write(f"{forge}: one of its tokens is left out, the others go on: {reason.en}")

    def token_used_again(self, forge: str) -> None:
        """Say so."""
        self._write(f"{forge}: a token that was left out is used again")

    def step_ended(self, name: str, outcome: StepOutcome) -> None:
        """Say what came of it."""
        reason = getattr(outcome, "reason", None)
        self._write(f"{name}: {reason or 'done'}")


def outcome_text(outcome: AccountOutcome) -> str:
    """What came of looking at an account, in a few words."""
    match outcome:
        case Complete():
            return f"complete, {_seen(outcome)}"
        case Swept():
            return f"looked at changes, {_seen(outcome)}"
        case Partial():
            return f"partly seen, {_seen(outcome)}: {outcome.reason.en}"
        case CouldNotLook():
            return f"could not look: {outcome.reason.en}"
        case NotLooked():
            return f"not looked: {outcome.reason.en}"
        case AccountGone():
            return f"gone: {outcome.reason.en}"
        case _:
            assert_never(outcome)


def _seen(outcome: Complete | Swept | Partial) -> str:
    repositories = "1 repository" if outcome.repositories == 1 else f"{outcome.repositories} repositories"
    return f"{repositories}, {outcome.files} {'file' if outcome.files == 1 else 'files'}"


def summary_text(summary: Summary) -> str:
    """What a night came to, for a person."""
    how = f"{summary.accounts_complete} of them seen whole"
    if summary.accounts_swept:
        how = f"{how}, {summary.accounts_swept} looked at for changes"
    rows = (
        (summary.accounts, f"account, {how}", f"accounts, {how}"),
        (summary.repositories, "repository", "repositories"),
        (summary.files, "publiccode file", "publiccode files"),
        (summary.software, "piece of software", "pieces of software"),
        (summary.findings, "finding for the owner of the file", "findings for the owners of the files"),
        (summary.requests, "request sent", "requests sent"),
        (round(summary.seconds), "second", "seconds"),
    )
    width = max(len(f"{number:,}") for number, _, _ in rows)
    return "\n".join(f"{number:>{width},} {one if number == 1 else more}" for number, one, more in rows)


def missing_tokens(
    accounts: Sequence[Account], settings: HarvesterSettings, tokens: Container[str]
) -> Iterator[str]:
    """A sentence for every GitHub host that is not in ``tokens``: what that means and what to do."""
    wanted = [
        each for each in accounts if why_not_looked(each) is None and each.forge.kind is ForgeKind.GITHUB
    ]
    for name in dict.fromkeys(each.forge.name for each in wanted if each.forge.name not in tokens):
        variable = settings.of_forge(name).token_env or USUAL_TOKENS.get(name)
        cure = f"set {variable}" if variable else f'name one in [harvester.forges."{name}"] of herbruik.toml'
        number = sum(each.forge.name == name for each in wanted)
        yield (
            f"There is no token for {name}: it answers 60 requests an hour and no GraphQL, so only a part of "
            f"its {number} accounts can be seen in a run. A token without any permission is enough: {cure}."
        )
