"""Improve descriptions of one organisation: every remark on every file, with place and cure, uncut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.addresses import web_address
from reports.pages.clauses import clause_in
from reports.pages.descriptions import (
    SEVERITIES,
    codes,
    file_anchor,
    name_of,
    newest_of,
    organisation_of,
    organisation_page,
)
from reports.pages.frame import Badge, Frame, Link, Outside
from reports.pages.reality import differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.model.owners import OrganisationRow
    from reports.model.repositories import FileRow, FindingRow
    from reports.pages.descriptions import CodeCount
    from reports.pages.edition import Edition
    from reports.pages.reality import Difference


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
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDescriptionsPage:
    """All files of one organisation. `all_fine` holds when there are files, and nothing is said of them."""

    frame: Frame
    organisation: Link | None
    name: str
    summary: str
    all_fine: bool
    files: tuple[DescribedFile, ...]
    codes: tuple[CodeCount, ...]


def organisation_descriptions_pages(edition: Edition) -> Iterable[OrganisationDescriptionsPage]:
    """One page for each organisation of the list, also those without a file: its address is stable."""
    for organisation in edition.lookup.snapshot.organisations:
        files = edition.lookup.files_of.get(organisation.organisation_id, ())
        yield _organisation_descriptions(edition, organisation, files)
    homeless = [file for file in edition.lookup.snapshot.files if not organisation_of(edition, file)]
    if homeless:
        yield _organisation_descriptions(edition, None, homeless)


def _organisation_descriptions(
    edition: Edition, organisation: OrganisationRow | None, files: Sequence[FileRow]
) -> OrganisationDescriptionsPage:
    words, name = edition.words, name_of(edition, organisation)
    findings = [finding for file in files for finding in _findings(edition, file)]
    ordered = sorted(files, key=lambda file: (file.is_valid, -file.errors, file.repository_url, file.path))
    shown = tuple(_file(edition, file) for file in ordered)
    return OrganisationDescriptionsPage(
        frame=Frame(
            path=organisation_page(organisation),
            section="descriptions",
            title=words.say("Improve descriptions: %(name)s", name=name),
            description=words.say("What can be better in the descriptions of %(name)s.", name=name),
            crumbs=edition.crumbs("beschrijvingen"),
            facts_on=newest_of(files),
        ),
        organisation=edition.organisation_link(organisation.organisation_id) if organisation else None,
        name=name,
        summary=_summary(edition, files, findings),
        all_fine=bool(files) and not findings and not any(file.differences for file in shown),
        files=shown,
        codes=codes(edition, findings),
    )


def _findings(edition: Edition, file: FileRow) -> tuple[FindingRow, ...]:
    return edition.lookup.findings_of.get((file.repository_id, file.path), ())


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
        differences=differences(edition, component.component_id) if component else (),
    )


def _remark(edition: Edition, finding: FindingRow) -> Remark:
    words, severity = edition.words, finding.severity
    place = words.say("line %(line)s", line=finding.line) if finding.line else words.say("the file")
    return Remark(
        severity=Badge(
            text=edition.labels.severity.get(severity, severity), kind=SEVERITIES.get(severity, "")
        ),
        place=Outside(label=place, url=web_address(finding.line_url)),
        key=finding.key_path,
        message=words.pick(finding.message_nl, finding.message_en),
        why=words.pick(finding.why_nl, finding.why_en),
        cure=words.pick(finding.cure_nl, finding.cure_en),
        example=finding.example,
        clause=clause_in(words, finding.clause) if finding.clause else None,
        code=finding.code,
    )
