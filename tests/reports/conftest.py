"""A work database with one of everything, and the register that is made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pytest

from reports.curated import Curated, CuratedUser
from reports.guideline.curation import Action, Override
from reports.guideline.loading import load_curation
from reports.links import record_links
from reports.register import build_night, build_register
from reports.settings import ReportsSettings
from reports.snapshot import read_snapshot
from tests.reports.work import BUILDER, DAY, MARKERS, NIGHT, RUN_ID, TOWN, WorkDatabase

if TYPE_CHECKING:
    from pathlib import Path

    from reports.model.snapshot import Snapshot

SETTINGS = ReportsSettings(
    publisher="Voorbeeldbeheerder", base_url="https://register.example/", role_mailboxes=("info",)
)
RAW = """\
name: Formulieren
maintenance:
  type: contract
  contacts:
    - name: Team Formulieren
"""


NOTED = Curated(
    users=(
        CuratedUser(
            repository_url="https://github.com/voorbeeld/formulieren",
            user="Gemeente Stil",
            source_url="https://stil.example/nieuws",
            stated_on=date(2026, 5, 1),
            who="a curator",
        ),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A work database and what was made of it."""

    work: Path
    register: Path
    night: Path
    snapshot: Snapshot


def fill(path: Path) -> Path:
    """Two organisations with accounts, one without; software, a poor file, a template, one that is gone."""
    work = WorkDatabase(path)
    _who(work)
    _software(work)
    _others(work)
    _night(work)
    _history(work)
    return work.close()


def _history(work: WorkDatabase) -> None:
    """The files as git tells that they were before the first look."""
    work.execute("""
        INSERT INTO store.file_history BY NAME
        SELECT repository_id, path, TIMESTAMP '2026-01-10' AS valid_from, TIMESTAMP '2026-10-20' AS valid_to,
          content_id, coalesce(commit_oid, 'c0ffee') AS commit_oid, entry, not_entry_code, rules_version,
          20261124030000 AS backfill_id
        FROM store.file_version WHERE valid_to IS NULL""")


def _who(work: WorkDatabase) -> None:
    work.organisation()
    work.organisation(
        organisation_id=BUILDER, name="Bouwer BV", role="supplier", level="supplier", aliases=[]
    )
    work.organisation(organisation_id=f"{TOWN}8", name="Gemeente Stil", aliases=[])
    work.account()
    work.account(
        account_id="gitlab.com/bouwer",
        organisation_id=BUILDER,
        forge_id="gitlab.com",
        path="Bouwer",
        url="https://gitlab.com/Bouwer",
    )
    work.account(
        account_id="github.com/bouwer-oud",
        organisation_id=BUILDER,
        path="bouwer-oud",
        url="https://github.com/bouwer-oud",
        ignored_since="2026-01-01",
        ignored_reason="Verhuisd.",
    )
    work.insert(
        "account_first_listing",
        {"account_id": "github.com/voorbeeld", "completed_at": NIGHT, "run_id": RUN_ID},
    )


def _software(work: WorkDatabase) -> None:
    """The software that says everything; in every field that may not be published stands a marker."""
    mail, phone, local_phone, odd_mail, odd_phone = MARKERS
    work.repository(
        1,
        name="formulieren",
        topics=["common-ground"],
        licence_spdx="EUPL-1.2",
        description="=Formulieren; voor iedereen",
        homepage_url="https://formulieren.example/",
        is_fork=True,
        fork_of_url="https://github.com/elders/formulieren",
        created_at="2024-02-29 12:00:00",
    )
    work.execute(
        "UPDATE store.repository_day SET release_name = '-2.1', released_at = '2026-10-01 09:30:00' "
        "WHERE repository_id = 1"
    )
    work.file(
        1,
        raw=RAW,
        component={
            "name": "Formulieren",
            "software_type": "standalone/web",
            "licence": "EUPL-1.2",
            "categories": ["workflow-management"],
            "supports": ["alias:gdpr"],
            "used_by": ["Gemeente Elders", f"Jan, {mail}", "Gemeente Stil"],
            "funded_by": [{"name": "Gemeente Voorbeeld", "uri": None}],
            "organisation_name": f"Gemeente Voorbeeld <{mail}>",
            "main_copyright_owner": f"Gemeente Voorbeeld ({mail})",
            "repo_owner": f"Voorbeeld {phone}",
            "release_date": "2026-10-01",
            "publiccode_yml_version": "0.5",
            "application_suite": "Balie",
            "url": "https://github.com/voorbeeld/formulieren",
            "landing_url": "https://formulieren.example/",
            "software_version": "2.1",
            "logo": "logo.svg",
            "roadmap": "https://formulieren.example/plannen",
            "development_status": "stable",
            "organisation_uri": TOWN,
            "maintenance_type": "contract",
            "localisation_ready": True,
            "contractors": [
                {"name": f"Bouwer BV {mail}", "website": f"mailto:{mail}", "until": "2027-03-31"}
            ],
            "contacts": [
                {
                    "name": f"Team Formulieren {mail}",
                    "affiliation": f"Voorbeeld {phone}",
                    "email": mail,
                    "phone": phone,
                },
                {"name": "Team Beheer", "affiliation": None, "email": odd_mail, "phone": odd_phone},
                {"name": None, "affiliation": None, "email": None, "phone": local_phone},
                {"name": "Balie", "affiliation": None, "email": "info@voorbeeld.example", "phone": None},
            ],
        },
        texts=(
            {
                "short_description": "Webformulieren bouwen voor inwoners",
                "long_description": f"Vragen? {mail} of {odd_mail}, {odd_phone}. Haal het op met "
                "git clone git@github.com:voorbeeld/formulieren.git",
                "features": ["Formulieren ontwerpen", f"Bel {phone}"],
                "localised_name": "Formulieren",
                "generic_name": "Formulierbouwer",
                "documentation_url": "https://formulieren.example/uitleg",
                "api_documentation_url": "https://formulieren.example/api",
            },
            {"language": "en", "short_description": "Form builder", "features": []},
        ),
        findings=(
            {
                "key_path": "maintenance.contacts[1].email",
                "value": odd_mail,
                "message_nl": f"{odd_mail} is geen adres.",
                "message_en": f"{odd_mail} is no address.",
                "cure_nl": f"Vervang {odd_mail}.",
                "cure_en": f"Replace {odd_mail}.",
                "example": f"email: {odd_mail}",
                "line": 7,
                "col": 5,
            },
            {"key_path": "maintenance", "value": f"[{phone}]", "severity": "warning"},
            {"key_path": "phone", "value": "marker-phone-without-digits", "message_nl": odd_phone},
            {"key_path": "usedBy[1]", "value": f"Jan, {mail}", "message_en": f"Jan, {mail} is unknown."},
            {
                "key_path": "releaseDate",
                "value": "01-10-2026",
                "example": "releaseDate: 2026-10-01",
                "clause": "releaseDate",
            },
            {"key_path": "maintenance.type", "value": "Internal"},
            {"key_path": "maintenance.contractors[0].until", "value": "2025-03-31"},
            {"key_path": "maintenance.contact", "value": "contact"},
        ),
        dependencies=(
            {"name": "PostgreSQL", "version_min": "14", "version_max": "17", "optional": False},
            {"name": "Berichtendienst", "kind": "proprietary", "version": "3"},
        ),
    )


def _others(work: WorkDatabase) -> None:
    work.repository(
        2,
        name="zaken",
        account_id="gitlab.com/bouwer",
        url="https://gitlab.com/Bouwer/zaken",
        full_name="Bouwer/zaken",
        languages=[],
        primary_language=None,
        is_archived=True,
    )
    work.file(
        2,
        "onder deel/publiccode.yaml",
        component={"development_status": "beta"},
        findings=({"key_path": "legal.license"},),
    )
    work.repository(3, name="sjabloon", is_template=True)
    work.file(3, component={"name": "{{ name }}"}, entry="not_an_entry", not_entry_code="template-marks")
    work.insert(
        "not_entry_reason", {"code": "template-marks", "text_nl": "Sjabloon.", "text_en": "Template."}
    )
    work.repository(4, name="weg", state="gone", gone_reason="404", gone_reason_nl="Er is niets.")
    work.repository(5, name="onleesbaar")
    work.file(5, is_map=False, entry="not_an_entry", not_entry_code="template-marks")


def _night(work: WorkDatabase) -> None:
    mail, phone, *_ = MARKERS
    work.run(run_id=RUN_ID - 1_000_000, started_at=NIGHT - DAY, finished_at=NIGHT - DAY)
    work.run()
    for run_id, gitlab, at in (
        (RUN_ID - 1_000_000, "partial", NIGHT - DAY),
        (RUN_ID, "could_not_look", NIGHT),
    ):
        for account_id, outcome, reason in (
            ("github.com/voorbeeld", "complete", None),
            ("gitlab.com/bouwer", gitlab, "It answered 503."),
        ):
            work.insert(
                "account_outcome",
                {
                    "run_id": run_id,
                    "account_id": account_id,
                    "outcome": outcome,
                    "reason": reason,
                    "reason_nl": reason and "Het antwoord was 503.",
                    "retry_at": reason and at + DAY,
                    "repositories": 4,
                    "files": 3,
                    "finished_at": at,
                },
            )
    work.insert(
        "repository_outcome",
        {
            "run_id": RUN_ID,
            "repository_id": 1,
            "path": "x.yml",
            "outcome": "could_not_look",
            "reason": "Too large.",
            "reason_nl": "Te groot.",
        },
    )
    work.insert(
        "request",
        {
            "run_id": RUN_ID,
            "forge_id": "github.com",
            "kind": "graphql",
            "sent": 7,
            "retried": 1,
            "remaining": 9,
        },
    )
    work.insert(
        "event",
        {
            "run_id": RUN_ID,
            "happened_at": NIGHT,
            "repository_id": 1,
            "path": "publiccode.yml",
            "kind": "file_changed",
            "cause": "world",
            "changes": [
                {"field": "name", "old": "Formulier", "new": f"Formulieren {mail}"},
                {"field": "contacts", "old": phone, "new": mail},
            ],
        },
    )


DECISION = Override(
    action=Action.ADD,
    repository_url="https://github.com/voorbeeld/formulieren",
    category="geo",
    who="Curator",
    why="Het toont ook kaarten.",
    decided_on=date(2026, 11, 1),
    until=date(2027, 11, 1),
)


def _rarely_concluded(work: Path) -> None:
    """What takes many files to conclude: residue, a possible link, a family, relations."""
    piece = (
        "{'rule_id': 'x', 'strength': 'weak', 'key_path': 'repository.name', 'value': 'x', 'matched': 'x'}"
    )
    with duckdb.connect(str(work)) as connection:
        connection.execute(f"INSERT INTO link.possible_link VALUES (1, 'apis', 'x', 'weak', [{piece}])")
        connection.execute("INSERT INTO link.residue VALUES (1, 'publiccode.yml', 'usedBy', ['Stad'], 6)")
        one, other = "1, 'publiccode.yml'", "2, 'onder deel/publiccode.yaml'"
        connection.execute(
            f"INSERT INTO link.family_member VALUES ({one}, {one}, 'head', NULL, NULL, NULL, NULL), "
            f"({one}, {other}, 'variant', {one}, 'isBasedOn[0]', 'https://github.com/voorbeeld/formulieren')"
        )
        connection.execute(
            f"INSERT INTO link.relation VALUES ({one}, {other}, 'alternative', 0.25, 'description', "
            "'components:forms'), "
            f"({other}, {one}, 'works_with', NULL, 'description.nl.shortDescription', 'met Formulieren')"
        )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("built")
    work = fill(folder / "work.duckdb")
    decided = replace(load_curation(), overrides=(DECISION,))
    record_links(work, decided, curated=NOTED, run_id=RUN_ID, at=NIGHT)
    _rarely_concluded(work)
    register, night = folder / "register.duckdb", folder / "night.duckdb"
    build_register(work, register, SETTINGS)
    build_night(work, register, night, RUN_ID)
    return Built(work=work, register=register, night=night, snapshot=read_snapshot(register, night))
