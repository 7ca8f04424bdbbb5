"""Improve descriptions: every remark on every file, with the place and the cure. Nothing is cut off."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.addresses import web_address
from reports.pages.frame import Badge, Frame, Link, Outside

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from reports.model import FileRow, FindingRow, OrganisationRow
    from reports.pages.edition import Edition
    from reports.pages.lookup import Lookup

_WITHOUT_ORGANISATION = "zonder-organisatie"
_KINDS = {"error": "negative", "warning": "warning", "advice": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One finding as its owner reads it."""

    severity: Badge
    place: Outside
    key: str
    message: str
    why: str
    cure: str
    example: str | None
    clause: str | None
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedFile:
    """One file with all its remarks; `not_an_entry` tells why it is not in the register, when it is not."""

    anchor: str
    title: str
    software: Link | None
    file: Outside
    verdict: Badge
    not_an_entry: str | None
    remarks: tuple[Remark, ...]


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
    """The overview: organisations with files, and which remarks occur most."""

    frame: Frame
    summary: str
    rows: tuple[DescriptionsRow, ...]
    codes: tuple[CodeCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDescriptionsPage:
    """All files of one organisation. `all_fine` holds when there are files and no remarks."""

    frame: Frame
    organisation: Link | None
    name: str
    summary: str
    all_fine: bool
    files: tuple[DescribedFile, ...]
    codes: tuple[CodeCount, ...]


def organisation_page(organisation: OrganisationRow | None) -> str:
    """Where the remarks of an organisation stand; repositories of no organisation of the list share a page."""
    return f"beschrijvingen/{organisation.slug if organisation else _WITHOUT_ORGANISATION}.html"


def file_anchor(lookup: Lookup, repository_id: int, path: str) -> str:
    """The place of a file on its organisation's page: the repository's slug, which never changes, and the path."""
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
            crumbs=(Link(label=words.say("Home"), href="index.html"),),
            facts_on=_newest(snapshot.files),
        ),
        summary=words.say(
            "%(valid)s of %(files)s descriptions follow the standard.",
            valid=words.number(valid),
            files=words.number(len(snapshot.files)),
        ),
        rows=tuple(_row(edition, row, files) for row, files in _organisations_with_files(edition)),
        codes=_codes(edition, snapshot.findings),
    )


def organisation_descriptions_pages(edition: Edition) -> Iterable[OrganisationDescriptionsPage]:
    """One page for each organisation of the list, also those without a file: its address is stable."""
    for organisation in edition.lookup.snapshot.organisations:
        files = edition.lookup.files_of.get(organisation.organisation_id, ())
        yield _organisation_descriptions(edition, organisation, files)
    homeless = [file for file in edition.lookup.snapshot.files if not _organisation_of(edition, file)]
    if homeless:
        yield _organisation_descriptions(edition, None, homeless)


def _organisation_of(edition: Edition, file: FileRow) -> OrganisationRow | None:
    return edition.lookup.organisations.get(file.organisation_id or "")


def _organisations_with_files(edition: Edition) -> list[tuple[OrganisationRow | None, Sequence[FileRow]]]:
    lookup = edition.lookup
    found: list[tuple[OrganisationRow | None, Sequence[FileRow]]] = [
        (row, lookup.files_of[row.organisation_id])
        for row in lookup.snapshot.organisations
        if row.organisation_id in lookup.files_of
    ]
    homeless = [file for file in lookup.snapshot.files if not _organisation_of(edition, file)]
    return [*found, (None, homeless)] if homeless else found


def _name(edition: Edition, organisation: OrganisationRow | None) -> str:
    return organisation.name if organisation else edition.words.say("Without an organisation")


def _row(edition: Edition, organisation: OrganisationRow | None, files: Sequence[FileRow]) -> DescriptionsRow:
    words = edition.words
    return DescriptionsRow(
        organisation=Link(label=_name(edition, organisation), href=organisation_page(organisation)),
        files=words.number(len(files)),
        valid=words.number(sum(file.is_valid for file in files)),
        errors=words.number(sum(file.errors for file in files)),
        warnings=words.number(sum(file.warnings for file in files)),
        advices=words.number(sum(file.advices for file in files)),
    )


def _organisation_descriptions(
    edition: Edition, organisation: OrganisationRow | None, files: Sequence[FileRow]
) -> OrganisationDescriptionsPage:
    words, name = edition.words, _name(edition, organisation)
    findings = [finding for file in files for finding in _findings(edition, file)]
    ordered = sorted(files, key=lambda file: (file.is_valid, -file.errors, file.repository_url, file.path))
    return OrganisationDescriptionsPage(
        frame=Frame(
            path=organisation_page(organisation),
            section="descriptions",
            title=words.say("Improve descriptions: %(name)s", name=name),
            description=words.say("What can be better in the descriptions of %(name)s.", name=name),
            crumbs=(
                Link(label=words.say("Home"), href="index.html"),
                Link(label=words.say("Improve descriptions"), href="beschrijvingen/index.html"),
            ),
            facts_on=_newest(files),
        ),
        organisation=edition.organisation_link(organisation.organisation_id) if organisation else None,
        name=name,
        summary=_summary(edition, files, findings),
        all_fine=bool(files) and not findings,
        files=tuple(_file(edition, file) for file in ordered),
        codes=_codes(edition, findings),
    )


def _findings(edition: Edition, file: FileRow) -> tuple[FindingRow, ...]:
    return edition.lookup.findings_of.get((file.repository_id, file.path), ())


def _newest(files: Sequence[FileRow]) -> date | None:
    return max((file.unchanged_since for file in files)).date() if files else None


def _summary(edition: Edition, files: Sequence[FileRow], findings: Sequence[FindingRow]) -> str:
    words = edition.words
    if not files:
        return words.say("We have found no publiccode.yml of this organisation.")
    found = words.say_n("We found %(n)s description", "We found %(n)s descriptions", len(files))
    if not findings:
        return words.say("%(found)s, and have no remarks.", found=found)
    remarks = words.say_n("%(n)s remark", "%(n)s remarks", len(findings))
    return words.say("%(found)s, with %(remarks)s.", found=found, remarks=remarks)


def _file(edition: Edition, file: FileRow) -> DescribedFile:
    words, key = edition.words, (file.repository_id, file.path)
    component = edition.lookup.components_by_file.get(key)
    repository = edition.lookup.repositories.get(file.repository_id)
    not_entry = words.pick(file.not_entry_nl or "", file.not_entry_en or "")
    good = Badge(text=words.say("Follows the standard"), kind="positive")
    bad = Badge(text=words.say("Does not follow the standard yet"), kind="warning")
    return DescribedFile(
        anchor=file_anchor(edition.lookup, *key),
        title=component.name if component else repository.full_name if repository else file.path,
        software=edition.component_link(component) if component else None,
        file=Outside(
            label=f"{repository.full_name}/{file.path}" if repository else file.path,
            url=web_address(file.file_url),
        ),
        verdict=good if file.is_valid else bad,
        not_an_entry=not_entry or None if file.entry == "not_an_entry" else None,
        remarks=tuple(_remark(edition, finding) for finding in _findings(edition, file)),
    )


def _remark(edition: Edition, finding: FindingRow) -> Remark:
    words, severity = edition.words, finding.severity
    place = words.say("line %(line)s", line=finding.line) if finding.line else words.say("the file")
    return Remark(
        severity=Badge(text=edition.labels.severity.get(severity, severity), kind=_KINDS.get(severity, "")),
        place=Outside(label=place, url=web_address(finding.line_url)),
        key=finding.key_path,
        message=words.pick(finding.message_nl, finding.message_en),
        why=words.pick(finding.why_nl, finding.why_en),
        cure=words.pick(finding.cure_nl, finding.cure_en),
        example=finding.example,
        clause=finding.clause,
        code=finding.code,
    )


def _codes(edition: Edition, findings: Iterable[FindingRow]) -> tuple[CodeCount, ...]:
    """Kinds of remark, errors first, then the most frequent; the first message of each stands as its example."""
    words, order = edition.words, list(_KINDS)
    remarks: Counter[str] = Counter()
    files: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
    first: dict[str, FindingRow] = {}
    for finding in findings:
        remarks[finding.code] += 1
        files[finding.code].add((finding.repository_id, finding.path))
        first.setdefault(finding.code, finding)
    ranked = sorted(first, key=lambda code: (order.index(first[code].severity), -len(files[code]), code))
    return tuple(
        CodeCount(
            code=code,
            severity=edition.labels.severity.get(first[code].severity, first[code].severity),
            example=words.pick(first[code].message_nl, first[code].message_en),
            remarks=words.number(remarks[code]),
            files=words.number(len(files[code])),
        )
        for code in ranked
    )
