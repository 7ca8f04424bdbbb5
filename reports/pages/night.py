"""The page of the night: what the last run looked at, what it could not look at, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.addresses import short_address, web_address
from reports.pages.frame import Fact, Frame, Outside

if TYPE_CHECKING:
    from reports.model.night import AccountOutcomeRow, RepositoryOutcomeRow, RequestRow
    from reports.pages.edition import Edition
    from reports.pages.frame import Quote

_MINUTE = 60
_BY_OUTCOME = ("could_not_look", "partial", "gone", "not_looked", "swept", "complete")


@dataclass(frozen=True, slots=True, kw_only=True)
class NightAccount:
    """One account in this run."""

    account: Outside
    organisation: str
    outcome: str
    reason: Quote | None
    retry_at: str | None
    repositories: str
    files: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NightRepository:
    """One repository, or one file in it, that was not read though its account was looked at."""

    name: str
    outcome: str
    reason: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class NightRequests:
    """Requests to one forge of one kind."""

    forge: str
    kind: str
    sent: str
    retried: str
    remaining: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NightPage:
    """The last run."""

    frame: Frame
    summary: str
    facts: tuple[Fact, ...]
    accounts: tuple[NightAccount, ...]
    repositories: tuple[NightRepository, ...]
    requests: tuple[NightRequests, ...]


def night_page(edition: Edition) -> NightPage:
    """The page of the run that made this publication."""
    words, night = edition.words, edition.lookup.snapshot.night
    outcomes = sorted(
        night.account_outcomes,
        key=lambda row: (_BY_OUTCOME.index(row.outcome), row.organisation, row.account_id),
    )
    return NightPage(
        frame=Frame(
            path="nacht.html",
            section="",
            title=words.say("The last run"),
            description=words.say(
                "What the register looked at in the last run, and what it could not look at."
            ),
            crumbs=edition.crumbs(),
            run_at=night.run.started_at,
        ),
        summary=_summary(edition),
        facts=_facts(edition),
        accounts=tuple(_account(edition, row) for row in outcomes),
        repositories=tuple(_repository(edition, row) for row in night.repository_outcomes),
        requests=tuple(_requests(edition, row) for row in night.requests),
    )


def _requests(edition: Edition, row: RequestRow) -> NightRequests:
    words = edition.words
    return NightRequests(
        forge=row.forge_id,
        kind=row.kind,
        sent=words.number(row.sent),
        retried=words.number(row.retried),
        remaining="" if row.remaining is None else words.number(row.remaining),
    )


def _summary(edition: Edition) -> str:
    words, summary = edition.words, edition.lookup.snapshot.night.summary
    complete = words.say(
        "We looked completely at %(complete)s of %(all)s accounts.",
        complete=words.number(summary.accounts_complete),
        all=words.number(summary.accounts),
    )
    if not summary.accounts_swept:
        return complete
    swept = words.say_n(
        "At %(n)s account we looked at what changed since the last complete look.",
        "At %(n)s accounts we looked at what changed since the last complete look.",
        summary.accounts_swept,
    )
    return f"{complete} {swept}"


def _facts(edition: Edition) -> tuple[Fact, ...]:
    words, night = edition.words, edition.lookup.snapshot.night
    summary, run = night.summary, night.run
    facts = (
        (words.say("Started"), words.moment(run.started_at)),
        (words.say("Finished"), words.moment(run.finished_at) if run.finished_at else ""),
        (words.say("Duration"), _duration(edition, run.seconds)),
        (words.say("Repositories"), words.number(summary.repositories)),
        (words.say("Descriptions"), words.number(summary.files)),
        (
            words.say("Descriptions read again"),
            "" if run.files_read is None else words.number(run.files_read),
        ),
        (words.say("Software"), words.number(summary.software)),
        (words.say("Remarks on descriptions"), words.number(summary.findings)),
        (words.say("Requests"), words.number(summary.requests)),
        (words.say("Version of the program"), run.tool_version),
        (words.say("Version of the rules"), run.rules_version),
    )
    return tuple(Fact(term=term, values=(value,)) for term, value in facts if value)


def _duration(edition: Edition, seconds: float | None) -> str:
    words = edition.words
    if seconds is None:
        return ""
    if seconds < _MINUTE:
        return words.say_n("%(n)s second", "%(n)s seconds", round(seconds))
    return words.say_n("%(n)s minute", "%(n)s minutes", round(seconds / _MINUTE))


def _account(edition: Edition, row: AccountOutcomeRow) -> NightAccount:
    words = edition.words
    return NightAccount(
        account=Outside(label=short_address(row.url), url=web_address(row.url)),
        organisation=row.organisation,
        outcome=edition.labels.outcome.get(row.outcome, row.outcome),
        reason=edition.why(row.reason, row.reason_nl),
        retry_at=words.say("again after %(moment)s", moment=words.moment(row.retry_at))
        if row.retry_at
        else None,
        repositories=words.number(row.repositories),
        files=words.number(row.files),
    )


def _repository(edition: Edition, row: RepositoryOutcomeRow) -> NightRepository:
    return NightRepository(
        name=f"{row.full_name}/{row.path}" if row.path else row.full_name,
        outcome=edition.labels.outcome.get(row.outcome, row.outcome),
        reason=edition.sentence(row.reason, row.reason_nl),
    )
