"""From values to rows of schema ``store``: names of columns stand here and in the SQL, nowhere else."""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from harvester.model import Account, Organisation, Repository
    from publiccode import Component, Dependency, Finding

Row = dict[str, Any]


def digest(values: Iterable[object]) -> int:
    """A 63-bit digest of values, the same on every machine; DuckDB's own differs between versions."""
    text = json.dumps([*values], ensure_ascii=False, default=str)
    hashed = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8)
    return int.from_bytes(hashed.digest(), "big") >> 1


def with_hash(row: Row) -> Row:
    """The row with the digest of all its columns."""
    return {**row, "row_hash": digest(row.items())}


def organisation_row(organisation: Organisation) -> Row:
    """A row of ``organisation_version`` without its times."""
    return with_hash({
        "organisation_id": organisation.organisation_id,
        "name": organisation.name,
        "role": organisation.role.value,
        "level": organisation.level.value,
        "country": organisation.country,
        "aliases": list(organisation.aliases),
    })  # fmt: skip


def account_row(account: Account) -> Row:
    """A row of ``account_version`` without its times."""
    return with_hash({
        "account_id": account.account_id,
        "organisation_id": account.organisation_id,
        "forge_id": account.forge.name,
        "path": account.path,
        "url": account.url,
        "scope": account.scope.value,
        "subgroups": account.subgroups,
        "ignored_since": account.ignored_since,
        "ignored_reason": account.ignored_reason,
    })  # fmt: skip


def repository_row(repository: Repository, account_id: str) -> Row:
    """A row of ``repository_version`` without its times: what holds until it changes."""
    return with_hash({
        "repository_id": repository.repository_id,
        "account_id": account_id,
        "url": repository.url,
        "full_name": repository.full_name,
        "name": repository.name,
        "description": repository.description,
        "homepage_url": repository.homepage_url,
        "licence_spdx": repository.licence_spdx,
        "primary_language": repository.primary_language,
        "languages": list(repository.languages),
        "topics": list(repository.topics),
        "is_fork": repository.is_fork,
        "fork_of_url": repository.fork_of_url,
        "is_archived": repository.is_archived,
        "is_template": repository.is_template,
        "is_mirror": repository.is_mirror,
        "is_empty": repository.is_empty,
        "default_branch": repository.default_branch,
        "root_files": [
            f"{entry.name}/" if entry.kind == "directory" else entry.name for entry in repository.root_files
        ],
        "created_at": repository.created_at,
        "state": "present",
        "gone_reason": None,
    })  # fmt: skip


def day_row(repository: Repository) -> Row:
    """A row of ``repository_day`` without its time: what changes daily."""
    release = repository.newest_release
    return with_hash(
        {
            "repository_id": repository.repository_id,
            "stars": repository.stars,
            "forks": repository.forks,
            "pushed_at": repository.pushed_at,
            "head_oid": repository.head_oid,
            "head_committed_at": repository.head_committed_at,
            "head_author_kind": repository.head_author_kind,
            "release_name": release.name if release else None,
            "released_at": release.released_at if release else None,
        }
    )


def finding_row(rank: int, finding: Finding) -> Row:
    """A row of ``finding`` without its key; ``rank`` counts from 1."""
    return {
        "n": rank,
        "severity": finding.severity.value,
        "code": finding.code,
        "key_path": finding.key_path,
        "line": finding.position.line if finding.position else None,
        "col": finding.position.column if finding.position else None,
        "value": finding.value,
        "message_nl": finding.message.nl,
        "message_en": finding.message.en,
        "why_nl": finding.why.nl,
        "why_en": finding.why.en,
        "cure_nl": finding.cure.nl,
        "cure_en": finding.cure.en,
        "example": finding.example,
        "clause": finding.clause,
    }


def component_row(component: Component) -> Row:
    """A row of ``component`` without its key: scalars and short lists."""
    organisation, audience, legal = component.organisation, component.intended_audience, component.legal
    return {
        "publiccode_yml_version": component.publiccode_yml_version,
        "name": component.name,
        "application_suite": component.application_suite,
        "url": component.url,
        "landing_url": component.landing_url,
        "is_based_on": list(component.is_based_on),
        "software_version": component.software_version,
        "release_date": component.release_date,
        "logo": component.logo,
        "platforms": list(component.platforms),
        "categories": list(component.categories),
        "used_by": list(component.used_by),
        "funded_by": [{"name": funder.name, "uri": funder.uri} for funder in component.funded_by],
        "roadmap": component.roadmap,
        "development_status": component.development_status,
        "software_type": component.software_type,
        "supports": list(component.supports),
        "organisation_name": organisation.name if organisation else None,
        "organisation_uri": organisation.uri if organisation else None,
        "scope": list(audience.scope),
        "countries": list(audience.countries),
        "unsupported_countries": list(audience.unsupported_countries),
        "licence": legal.license,
        "main_copyright_owner": legal.main_copyright_owner,
        "repo_owner": legal.repo_owner,
        **_maintenance_columns(component),
    }


def _maintenance_columns(component: Component) -> Row:
    maintenance, localisation = component.maintenance, component.localisation
    return {
        "maintenance_type": maintenance.type,
        "contractors": [
            {"name": each.name, "website": each.website, "until": each.until}
            for each in maintenance.contractors
        ],
        "contacts": [
            {"name": each.name, "affiliation": each.affiliation, "email": each.email, "phone": each.phone}
            for each in maintenance.contacts
        ],
        "localisation_ready": localisation.localisation_ready,
        "available_languages": list(localisation.available_languages),
    }


def text_rows(component: Component) -> Iterator[Row]:
    """The rows of ``component_text`` without their key: one a language."""
    for language, text in component.description.items():
        yield {
            "language": language,
            "localised_name": text.localised_name,
            "generic_name": text.generic_name,
            "short_description": text.short_description,
            "long_description": text.long_description,
            "documentation_url": text.documentation,
            "api_documentation_url": text.api_documentation,
            "features": list(text.features),
            "screenshots": list(text.screenshots),
            "videos": list(text.videos),
            "awards": list(text.awards),
        }


def dependency_rows(component: Component) -> Iterator[Row]:
    """The rows of ``component_dependency`` without their key; one without a name says nothing."""
    kinds: Mapping[str, tuple[Dependency, ...]] = {
        "open": component.depends_on.open,
        "proprietary": component.depends_on.proprietary,
        "hardware": component.depends_on.hardware,
    }
    named = [(kind, each) for kind, dependencies in kinds.items() for each in dependencies if each.name]
    for n, (kind, each) in enumerate(named, start=1):
        yield {
            "n": n,
            "kind": kind,
            "name": each.name,
            "version_min": each.version_min,
            "version_max": each.version_max,
            "version": each.version,
            "optional": each.optional,
        }


def as_json(value: object) -> str:
    """A document as JSON text: no number but those JSON knows, no half characters."""
    text = json.dumps(_plain(value), ensure_ascii=False, default=str)
    return text.encode("utf-8", "replace").decode("utf-8")


def _plain(value: object) -> object:
    """The value with ``.nan`` and ``.inf``, which YAML knows and JSON does not, as text."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
