"""Who publishes: accounts and what came of looking at them, software, described and other repositories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.addresses import short_address, web_address
from reports.pages.cards import by_name, card
from reports.pages.descriptions import organisation_page
from reports.pages.frame import Frame, Link, Outside
from reports.pages.organisation_list import newest_of
from reports.pages.organisation_roles import role_sections
from reports.pages.outcomes import outcome_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.model.owners import OrganisationRow
    from reports.model.repositories import FileRow, RepositoryRow
    from reports.pages.cards import Card
    from reports.pages.edition import Edition
    from reports.pages.frame import Quote
    from reports.pages.organisation_roles import RoleSection


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """An account and what came of the last look; `reason` is what the forge or the list said."""

    account: Outside
    outcome: str
    reason: Quote | None
    since: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryLine:
    """A repository: what it is, and what describes it."""

    repository: Outside
    description: str
    facts: str
    entries: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEntryLine:
    """A file that is no entry, and why."""

    file: Outside
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """One organisation."""

    frame: Frame
    name: str
    facts: tuple[str, ...]
    identifier: Outside | None
    accounts: tuple[AccountLine, ...]
    cards: tuple[Card, ...]
    roles: tuple[RoleSection, ...]
    descriptions: Link
    descriptions_summary: str
    described: tuple[RepositoryLine, ...]
    undescribed: tuple[RepositoryLine, ...]
    gone: tuple[RepositoryLine, ...]
    no_entries: tuple[NoEntryLine, ...]


def organisation_pages(edition: Edition) -> Iterable[OrganisationPage]:
    """One page an organisation of the list."""
    return (_organisation(edition, row) for row in edition.lookup.snapshot.organisations)


def _organisation(edition: Edition, row: OrganisationRow) -> OrganisationPage:
    words, lookup, key = edition.words, edition.lookup, row.organisation_id
    repositories = lookup.repositories_of.get(key, ())
    present = [repository for repository in repositories if repository.state != "gone"]
    return OrganisationPage(
        frame=_frame(edition, row, repositories),
        name=row.name,
        facts=_facts(edition, row),
        identifier=Outside(label=short_address(key), url=web_address(key)) if web_address(key) else None,
        accounts=_accounts(edition, key),
        cards=tuple(card(edition, component) for component in by_name(lookup.components_of.get(key, ()))),
        roles=role_sections(edition, row),
        descriptions=Link(label=words.say("See what can be better, and how"), href=organisation_page(row)),
        descriptions_summary=_descriptions_summary(edition, row),
        described=tuple(_line(edition, one) for one in present if one.repository_id in lookup.files_in),
        undescribed=tuple(_line(edition, one) for one in present if one.repository_id not in lookup.files_in),
        gone=tuple(_line(edition, one) for one in repositories if one.state == "gone"),
        no_entries=_no_entries(edition, lookup.files_of.get(key, ())),
    )


def _frame(edition: Edition, row: OrganisationRow, repositories: Iterable[RepositoryRow]) -> Frame:
    words = edition.words
    return Frame(
        path=f"organisaties/{row.slug}.html",
        section="organisations",
        title=row.name,
        description=words.say("Software, repositories and descriptions of %(name)s.", name=row.name),
        crumbs=edition.crumbs("organisaties"),
        facts_on=newest_of(repositories),
    )


def _facts(edition: Edition, row: OrganisationRow) -> tuple[str, ...]:
    words, labels = edition.words, edition.labels
    aliases = words.say("also known as %(names)s", names=", ".join(row.aliases)) if row.aliases else ""
    facts = (labels.role.get(row.role, row.role), labels.level.get(row.level, row.level), aliases)
    return tuple(dict.fromkeys(fact for fact in facts if fact))


def _accounts(edition: Edition, organisation_id: str) -> tuple[AccountLine, ...]:
    files = edition.lookup.files_of.get(organisation_id, ())
    repositories = edition.lookup.repositories
    with_files = {
        repositories[file.repository_id].account_id for file in files if file.repository_id in repositories
    }
    lines = []
    for account in edition.lookup.accounts_of.get(organisation_id, ()):
        since = edition.words.date(account.outcome_since.date()) if account.outcome_since else None
        lines.append(
            AccountLine(
                account=Outside(label=short_address(account.url), url=web_address(account.url)),
                outcome=outcome_sentence(
                    edition, account.outcome, has_files=account.account_id in with_files
                ),
                reason=edition.why(account.reason, account.reason_nl),
                since=since,
            )
        )
    return tuple(lines)


def _descriptions_summary(edition: Edition, row: OrganisationRow) -> str:
    words = edition.words
    if row.files == 0:
        return words.say("We have found no publiccode.yml of this organisation.")
    return words.say(
        "%(valid)s of %(files)s descriptions follow the standard.",
        valid=words.number(row.valid_files),
        files=words.number(row.files),
    )


def _line(edition: Edition, row: RepositoryRow) -> RepositoryLine:
    words, lookup = edition.words, edition.lookup
    active = row.head_committed_at or row.pushed_at
    facts = (
        words.say("archived") if row.is_archived else "",
        words.say("fork") if row.is_fork else "",
        words.say("template") if row.is_template else "",
        words.say("empty") if row.is_empty else "",
        words.say("last change %(date)s", date=words.date(active.date())) if active else "",
    )
    files = lookup.files_in.get(row.repository_id, ())
    components = [lookup.components_by_file.get((file.repository_id, file.path)) for file in files]
    return RepositoryLine(
        repository=Outside(label=row.full_name, url=web_address(row.url)),
        description=row.description or "",
        facts=", ".join(fact for fact in facts if fact),
        entries=tuple(edition.component_link(component) for component in components if component),
    )


def _no_entries(edition: Edition, files: Iterable[FileRow]) -> tuple[NoEntryLine, ...]:
    words, lines = edition.words, []
    for file in files:
        if file.entry == "software":
            continue
        repository = edition.lookup.repositories.get(file.repository_id)
        label = f"{repository.full_name}/{file.path}" if repository else file.path
        reason = words.pick(file.not_entry_nl or "", file.not_entry_en or "")
        lines.append(NoEntryLine(file=Outside(label=label, url=web_address(file.file_url)), reason=reason))
    return tuple(lines)
