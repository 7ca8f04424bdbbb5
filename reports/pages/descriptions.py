"""Improve descriptions: the overview, and what both its pages share."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.frame import Frame, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from reports.model.owners import OrganisationRow
    from reports.model.repositories import FileRow, FindingRow
    from reports.pages.edition import Edition
    from reports.pages.lookup import Lookup

_WITHOUT_ORGANISATION = "zonder-organisatie"
SEVERITIES = {"error": "negative", "warning": "warning", "advice": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCount:
    """How often one kind of remark occurs, and in how many files."""

    code: str
    severity: str
    example: str
    remarks: str
    files: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DescriptionsRow:
    """One organisation in the overview."""

    organisation: Link
    files: str
    valid: str
    errors: str
    warnings: str
    advices: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DescriptionsPage:
    """The overview: organisations with files, and which remarks occur most; `entries` compares with home."""

    frame: Frame
    summary: str
    entries: str | None
    rows: tuple[DescriptionsRow, ...]
    codes: tuple[CodeCount, ...]


def organisation_page(organisation: OrganisationRow | None) -> str:
    """Where the remarks of an organisation stand.

    Repositories of no organisation of the list share a page.
    """
    return f"beschrijvingen/{organisation.slug if organisation else _WITHOUT_ORGANISATION}.html"


def file_anchor(lookup: Lookup, repository_id: int, path: str) -> str:
    """The place of a file on its organisation's page.

    The repository's slug, which never changes, and the path.
    """
    repository = lookup.repositories.get(repository_id)
    slug = repository.slug if repository else str(repository_id)
    return f"{slug}-{re.sub(r'[^a-z0-9]+', '-', path.lower()).strip('-')}"


def descriptions_page(edition: Edition) -> DescriptionsPage:
    """The overview of all organisations that have a file."""
    words, snapshot = edition.words, edition.lookup.snapshot
    title = words.say("Improve descriptions")
    valid = sum(file.is_valid for file in snapshot.files)
    return DescriptionsPage(
        frame=Frame(
            path="beschrijvingen/index.html",
            section="descriptions",
            title=title,
            description=words.say("What can be better in the descriptions of software, per organisation."),
            crumbs=edition.crumbs(),
            facts_on=newest_of(snapshot.files),
        ),
        summary=words.say(
            "%(valid)s of %(files)s descriptions follow the standard.",
            valid=words.number(valid),
            files=words.number(len(snapshot.files)),
        ),
        entries=_entries(edition),
        rows=tuple(_row(edition, row, files) for row, files in _organisations_with_files(edition)),
        codes=codes(edition, snapshot.findings, most_frequent_first=True),
    )


def _entries(edition: Edition) -> str | None:
    """What the home page counts beside what is counted here, where the two differ."""
    words, snapshot = edition.words, edition.lookup.snapshot
    if len(snapshot.files) == len(snapshot.components):
        return None
    return words.say(
        "Here every file counts. The home page counts the %(entries)s files that are an entry of software; "
        "copies and templates, for example, are none.",
        entries=words.number(len(snapshot.components)),
    )


def organisation_of(edition: Edition, file: FileRow) -> OrganisationRow | None:
    """The organisation of the list that a file belongs to."""
    return edition.lookup.organisations.get(file.organisation_id or "")


def _organisations_with_files(edition: Edition) -> list[tuple[OrganisationRow | None, Sequence[FileRow]]]:
    lookup = edition.lookup
    found: list[tuple[OrganisationRow | None, Sequence[FileRow]]] = [
        (row, lookup.files_of[row.organisation_id])
        for row in lookup.snapshot.organisations
        if row.organisation_id in lookup.files_of
    ]
    homeless = [file for file in lookup.snapshot.files if not organisation_of(edition, file)]
    return [*found, (None, homeless)] if homeless else found


def name_of(edition: Edition, organisation: OrganisationRow | None) -> str:
    """Its name, or what repositories of no organisation of the list stand under."""
    return organisation.name if organisation else edition.words.say("Without an organisation")


def _row(edition: Edition, organisation: OrganisationRow | None, files: Sequence[FileRow]) -> DescriptionsRow:
    words = edition.words
    return DescriptionsRow(
        organisation=Link(label=name_of(edition, organisation), href=organisation_page(organisation)),
        files=words.number(len(files)),
        valid=words.number(sum(file.is_valid for file in files)),
        errors=words.number(sum(file.errors for file in files)),
        warnings=words.number(sum(file.warnings for file in files)),
        advices=words.number(sum(file.advices for file in files)),
    )


def newest_of(files: Sequence[FileRow]) -> date | None:
    """The date of the newest fact about `files`."""
    return max(file.unchanged_since for file in files).date() if files else None


def codes(
    edition: Edition, findings: Iterable[FindingRow], *, most_frequent_first: bool = False
) -> tuple[CodeCount, ...]:
    """Kinds of remark: an owner's errors first; for who helps many owners those of most files first.

    The first message of each stands as its example.
    """
    words, order = edition.words, list(SEVERITIES)
    remarks: Counter[str] = Counter()
    files: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
    first: dict[str, FindingRow] = {}
    for finding in findings:
        remarks[finding.code] += 1
        files[finding.code].add((finding.repository_id, finding.path))
        first.setdefault(finding.code, finding)

    def rank(code: str) -> tuple[int, int, str]:
        severity, often = order.index(first[code].severity), -len(files[code])
        return (often, severity, code) if most_frequent_first else (severity, often, code)

    return tuple(
        CodeCount(
            code=code,
            severity=edition.labels.severity.get(first[code].severity, first[code].severity),
            example=words.pick(first[code].message_nl, first[code].message_en),
            remarks=words.number(remarks[code]),
            files=words.number(len(files[code])),
        )
        for code in sorted(first, key=rank)
    )
