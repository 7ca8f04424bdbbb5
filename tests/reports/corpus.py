"""The files of the reference corpus as entries, as the register would hold them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import publiccode
from harvester.entry import Software, judge_entry
from reports.entry import Contact, Contractor, Entry, EntryText, FileKey, Material, SeenRepository
from reports.model.software import Funder
from reports.subject import Subject, SubjectText

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SEEN_ON = date(2026, 11, 24)
CURRENT: Final = frozenset({"head"})
OTHERS: Final = frozenset({"api", "collection", "history-only"})
"""Descriptions of software that has no current file in the corpus, for the most part."""


def corpus_entries(shared: Path, kinds: frozenset[str] = CURRENT) -> dict[str, Entry]:
    """By file of the corpus: the files that describe software; files of one repository share it."""
    folder = shared / "corpus"
    rows = [json.loads(line) for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    repositories: dict[str, SeenRepository] = {}
    entries = {}
    for row in rows:
        if row["kind"] not in kinds:
            continue
        full_name = f"{row['owner']}/{row['name']}"
        repository = repositories.setdefault(full_name, _repository(len(repositories) + 1, row))
        reading = publiccode.read((folder / "files" / row["file"]).read_bytes())
        if isinstance(judge_entry(repository, row["path"], reading), Software) and reading.component:
            entries[row["file"]] = _entry(repository, row["path"], reading.component)
    return entries


def corpus_material(shared: Path) -> Material:
    """The same as material for the questions of reuse, without organisations."""
    entries = tuple(sorted(corpus_entries(shared).values(), key=lambda one: one.key))
    repositories = {one.repository.repository_id: one.repository for one in entries}
    return Material(organisations=(), repositories=tuple(repositories.values()), entries=entries)


def corpus_subjects(entries: Mapping[str, Entry]) -> tuple[Subject, ...]:
    """The same entries as the rules of categories and needs see them, in the same order."""
    return tuple(
        Subject(
            repository_id=one.key.repository_id,
            path=one.key.path,
            account_id=one.repository.account_id,
            repository_name=one.repository.name,
            name=one.name,
            software_type=one.software_type,
            categories=one.categories,
            supports=one.supports,
            depends_on=one.dependencies,
            texts=tuple(
                SubjectText(
                    language=text.language,
                    localised_name=text.localised_name,
                    generic_name=text.generic_name,
                    short_description=text.short_description,
                    long_description=text.long_description,
                    features=text.features,
                    api_documentation_url=text.api_documentation_url,
                )
                for text in one.texts
            ),
        )
        for one in entries.values()
    )


def _repository(repository_id: int, row: dict[str, Any]) -> SeenRepository:
    return SeenRepository(
        repository_id=repository_id,
        account_id=f"github.com/{row['owner'].casefold()}",
        organisation_id=None,
        url=f"https://github.com/{row['owner']}/{row['name']}",
        name=row["name"],
    )


def _entry(repository: SeenRepository, path: str, component: publiccode.Component) -> Entry:
    maintenance = component.maintenance
    return Entry(
        key=FileKey(repository.repository_id, path),
        repository=replace(repository),
        stated_on=SEEN_ON,
        name=component.name,
        application_suite=component.application_suite,
        url=component.url,
        landing_url=component.landing_url,
        is_based_on=component.is_based_on,
        categories=component.categories,
        used_by=component.used_by,
        funded_by=tuple(Funder(name=one.name, uri=one.uri) for one in component.funded_by),
        software_type=component.software_type,
        supports=component.supports,
        dependencies=tuple(
            one.name
            for kind in (
                component.depends_on.open,
                component.depends_on.proprietary,
                component.depends_on.hardware,
            )
            for one in kind
            if one.name
        ),
        contacts=tuple(
            Contact(name=one.name, affiliation=one.affiliation, has_address=bool(one.email or one.phone))
            for one in maintenance.contacts
        ),
        contractors=tuple(
            Contractor(name=one.name, website=one.website, until=one.until) for one in maintenance.contractors
        ),
        texts=tuple(
            EntryText(
                language=language,
                localised_name=text.localised_name,
                generic_name=text.generic_name,
                short_description=text.short_description,
                long_description=text.long_description,
                documentation_url=text.documentation,
                api_documentation_url=text.api_documentation,
                features=text.features,
            )
            for language, text in component.description.items()
        ),
    )
