"""One builder a value of the snapshot, every field defaulted, and a small but complete snapshot."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from reports.model.answers import MismatchRow, StandardRow
from reports.model.figures import (
    GapOfLevelRow,
    GapOfOrganisationRow,
    GapRow,
    MostReusedRow,
    ReachRow,
    UnclassifiedRow,
    WatchRow,
)
from reports.model.history import Change, FieldChange
from reports.model.links import (
    Category,
    ConflictRow,
    Evidence,
    FactRow,
    Need,
    NeedLink,
    OverrideRow,
    PossibleLink,
    ResidueRow,
    ReuseLink,
    StatementRow,
)
from reports.model.night import AccountOutcomeRow, Night, NightSummary, RepositoryOutcomeRow, RequestRow, Run
from reports.model.owners import AccountRow, OrganisationRow
from reports.model.repositories import FileRow, FindingRow, RepositoryRow
from reports.model.reuse import FamilyRow, RelationRow, RoleRow, UsedByRow
from reports.model.snapshot import About, Snapshot
from reports.model.software import (
    ComponentRow,
    ComponentText,
    ContactRow,
    ContractorRow,
    DependencyRow,
    Funder,
)

RUN_ID = 20261124023000
FIRST_NIGHT = datetime(2026, 11, 20, 2, 30)  # noqa: DTZ001 -- moments of the register are naive UTC
LAST_NIGHT = datetime(2026, 11, 24, 2, 30)  # noqa: DTZ001
REPOSITORY_URL = "https://github.com/gemeente-voorbeeld/formulieren"


def category(**changes: Any) -> Category:
    default = Category(
        category_id="components:forms",
        parent_id="components",
        position=11,
        slug="formulieroplossingen",
        name_nl="Formulieroplossingen",
        name_en="Form solutions",
        definition_nl="Software waarmee u zelf formulieren maakt.",
        definition_en="Software with which you make forms yourself.",
        related_guideline=None,
        related_url=None,
        software=1,
    )
    return replace(default, **changes)


def organisation(**changes: Any) -> OrganisationRow:
    default = OrganisationRow(
        organisation_id="https://identifier.overheid.nl/tooi/id/gemeente/gm9999",
        slug="gemeente-voorbeeld",
        name="Gemeente Voorbeeld",
        role="government",
        level="municipality",
        country="NL",
        aliases=("Voorbeeld",),
        accounts=1,
        repositories=2,
        files=2,
        software=1,
        valid_files=1,
    )
    return replace(default, **changes)


def account(**changes: Any) -> AccountRow:
    default = AccountRow(
        account_id="github.com/gemeente-voorbeeld",
        organisation_id="https://identifier.overheid.nl/tooi/id/gemeente/gm9999",
        organisation="Gemeente Voorbeeld",
        forge_id="github.com",
        path="gemeente-voorbeeld",
        url="https://github.com/gemeente-voorbeeld",
        scope="organisation",
        ignored_since=None,
        ignored_reason=None,
        outcome="complete",
        reason=None,
        reason_nl=None,
        outcome_since=FIRST_NIGHT,
    )
    return replace(default, **changes)


def repository(**changes: Any) -> RepositoryRow:
    default = RepositoryRow(
        repository_id=1,
        slug="gemeente-voorbeeld-formulieren",
        organisation_id="https://identifier.overheid.nl/tooi/id/gemeente/gm9999",
        organisation="Gemeente Voorbeeld",
        account_id="github.com/gemeente-voorbeeld",
        forge_id="github.com",
        url=REPOSITORY_URL,
        full_name="gemeente-voorbeeld/formulieren",
        name="formulieren",
        description="Formulieren voor inwoners",
        homepage_url=None,
        licence_spdx="EUPL-1.2",
        primary_language="Python",
        languages=("Python", "TypeScript"),
        topics=("common-ground",),
        is_fork=False,
        fork_of_url=None,
        is_archived=False,
        is_template=False,
        is_mirror=False,
        is_empty=False,
        default_branch="main",
        root_files=("README.md", "publiccode.yml", "src/"),
        state="present",
        gone_reason=None,
        gone_reason_nl=None,
        created_at=datetime(2024, 3, 1, 9, 0),  # noqa: DTZ001
        pushed_at=datetime(2026, 11, 19, 15, 0),  # noqa: DTZ001
        stars=12,
        forks=3,
        head_oid="a" * 40,
        head_committed_at=datetime(2026, 11, 19, 14, 59),  # noqa: DTZ001
        release_name="2.1.0",
        released_at=datetime(2026, 10, 1, 12, 0),  # noqa: DTZ001
        first_seen_at=FIRST_NIGHT,
        unchanged_since=FIRST_NIGHT,
    )
    return replace(default, **changes)


def file(**changes: Any) -> FileRow:
    default = FileRow(
        repository_id=1,
        path="publiccode.yml",
        organisation_id="https://identifier.overheid.nl/tooi/id/gemeente/gm9999",
        organisation="Gemeente Voorbeeld",
        repository_url=REPOSITORY_URL,
        file_url=f"{REPOSITORY_URL}/blob/{'a' * 40}/publiccode.yml",
        sha256="b" * 64,
        git_oid="c" * 40,
        commit_oid="a" * 40,
        entry="software",
        not_entry_code=None,
        not_entry_nl=None,
        not_entry_en=None,
        is_valid=True,
        errors=0,
        warnings=1,
        advices=0,
        first_seen_at=FIRST_NIGHT,
        unchanged_since=FIRST_NIGHT,
    )
    return replace(default, **changes)


def finding(**changes: Any) -> FindingRow:
    default = FindingRow(
        repository_id=1,
        path="publiccode.yml",
        n=1,
        severity="warning",
        code="deprecated-key",
        key_path="description.nl.genericName",
        line=14,
        col=5,
        value="Formulieren",
        message_nl="De sleutel genericName is verouderd.",
        message_en="The key genericName is deprecated.",
        why_nl="Versie 0.2 van de standaard heeft deze sleutel afgeschaft.",
        why_en="Version 0.2 of the standard dropped this key.",
        cure_nl="Haal de regel weg.",
        cure_en="Remove the line.",
        example=None,
        clause="description",
        line_url=f"{REPOSITORY_URL}/blob/{'a' * 40}/publiccode.yml#L14",
        organisation_id="https://identifier.overheid.nl/tooi/id/gemeente/gm9999",
        organisation="Gemeente Voorbeeld",
        repository_url=REPOSITORY_URL,
        entry="software",
    )
    return replace(default, **changes)


def component(**changes: Any) -> ComponentRow:
    """Its newest commit is by a person, unless stated otherwise."""
    if "head_committed_at" in changes:
        by_person = dict.fromkeys(
            ("last_human_activity_at", "last_not_by_bot_at"), changes["head_committed_at"]
        )
        changes = {**by_person, **changes}
    default = ComponentRow(
        component_id="gemeente-voorbeeld-formulieren",
        repository_id=1,
        path="publiccode.yml",
        page="software/gemeente-voorbeeld-formulieren.html",
        organisation_id="https://identifier.overheid.nl/tooi/id/gemeente/gm9999",
        organisation="Gemeente Voorbeeld",
        repository_url=REPOSITORY_URL,
        name="Formulieren",
        name_source="file",
        is_valid=True,
        publiccode_yml_version="0.4",
        application_suite=None,
        url=REPOSITORY_URL,
        landing_url="https://formulieren.voorbeeld.nl/",
        is_based_on=(),
        software_version="2.1.0",
        release_date=date(2026, 10, 1),
        logo=None,
        platforms=("web",),
        categories=("workflow-management",),
        used_by=("Gemeente Elders",),
        funded_by=(Funder(name="Gemeente Voorbeeld", uri=None),),
        roadmap=None,
        development_status="stable",
        software_type="standalone/web",
        supports=(),
        publisher_name="Gemeente Voorbeeld",
        publisher_uri=None,
        scope=("local-authorities",),
        countries=("NL",),
        unsupported_countries=(),
        licence="EUPL-1.2",
        main_copyright_owner="Gemeente Voorbeeld",
        repo_owner=None,
        maintenance_type="contract",
        localisation_ready=True,
        available_languages=("nl", "en"),
        is_archived=False,
        is_fork=False,
        primary_language="Python",
        pushed_at=datetime(2026, 11, 19, 15, 0),  # noqa: DTZ001
        head_committed_at=datetime(2026, 11, 19, 14, 59),  # noqa: DTZ001
        head_author_kind="person",
        last_human_activity_at=datetime(2026, 11, 19, 14, 59),  # noqa: DTZ001
        last_not_by_bot_at=datetime(2026, 11, 19, 14, 59),  # noqa: DTZ001
        release_name="2.1.0",
        released_at=datetime(2026, 10, 1, 12, 0),  # noqa: DTZ001
        stars=12,
        errors=0,
        warnings=1,
        first_seen_at=FIRST_NIGHT,
        unchanged_since=FIRST_NIGHT,
        too_little_text=False,
    )
    return replace(default, **changes)


def component_text(**changes: Any) -> ComponentText:
    default = ComponentText(
        component_id="gemeente-voorbeeld-formulieren",
        repository_id=1,
        path="publiccode.yml",
        language="nl",
        localised_name=None,
        generic_name=None,
        short_description="Maak en publiceer webformulieren voor inwoners.",
        long_description="Een gemeente maakt **zelf** webformulieren.\n\n- slepen en neerzetten\n- meertalig",
        documentation_url="https://formulieren.voorbeeld.nl/docs",
        api_documentation_url=None,
        features=("Formulieren ontwerpen", "Betalen bij een aanvraag"),
        screenshots=(),
        videos=(),
        awards=(),
    )
    return replace(default, **changes)


def contact(**changes: Any) -> ContactRow:
    default = ContactRow(
        component_id="gemeente-voorbeeld-formulieren",
        n=1,
        name="Team Formulieren",
        affiliation="Gemeente Voorbeeld",
        has_email=True,
        has_phone=False,
        role_mailbox=None,
        line=52,
    )
    return replace(default, **changes)


def contractor(**changes: Any) -> ContractorRow:
    default = ContractorRow(
        component_id="gemeente-voorbeeld-formulieren",
        n=1,
        name="Bouwer BV",
        website="https://bouwer.example/",
        until=date(2027, 3, 31),
    )
    return replace(default, **changes)


def used_by(**changes: Any) -> UsedByRow:
    default = UsedByRow(
        component_id="gemeente-voorbeeld-formulieren",
        n=1,
        name="Gemeente Elders",
        basis="publisher",
        verdict="unknown",
        organisation_id=None,
        organisation=None,
        candidates=(),
        is_own=False,
        stated_on=date(2026, 11, 20),
        source_url=None,
    )
    return replace(default, **changes)


def family(**changes: Any) -> FamilyRow:
    default = FamilyRow(
        head_id="gemeente-voorbeeld-formulieren",
        component_id="gemeente-voorbeeld-formulieren",
        tie="head",
        repository_url=REPOSITORY_URL,
        path="publiccode.yml",
        organisation_id=None,
        organisation=None,
        key_path=None,
        value=None,
    )
    return replace(default, **changes)


def relation(**changes: Any) -> RelationRow:
    default = RelationRow(
        component_id="gemeente-voorbeeld-formulieren",
        other_id="bouwer-groep-zaken",
        kind="works_with",
        score=None,
        key_path="description.nl.shortDescription",
        value="werkt met Zaken",
        purposes_nl=None,
        purposes_en=None,
    )
    return replace(default, **changes)


def role(**changes: Any) -> RoleRow:
    default = RoleRow(
        component_id="gemeente-voorbeeld-formulieren",
        n=1,
        role="publisher",
        name="Gemeente Voorbeeld",
        organisation_id="https://identifier.overheid.nl/tooi/id/gemeente/gm9999",
        organisation="Gemeente Voorbeeld",
        key_path="organisation",
        until=None,
    )
    return replace(default, **changes)


def dependency(**changes: Any) -> DependencyRow:
    default = DependencyRow(
        component_id="gemeente-voorbeeld-formulieren",
        n=1,
        kind="open",
        name="PostgreSQL",
        version_min="14",
        version_max=None,
        version=None,
        optional=False,
    )
    return replace(default, **changes)


def evidence(**changes: Any) -> Evidence:
    default = Evidence(
        rule_id="forms-words",
        strength="strong",
        key_path="description.nl.shortDescription",
        value="Maak en publiceer webformulieren voor inwoners.",
        matched="webformulieren",
    )
    return replace(default, **changes)


def reuse_link(**changes: Any) -> ReuseLink:
    default = ReuseLink(
        component_id="gemeente-voorbeeld-formulieren",
        repository_id=1,
        path="publiccode.yml",
        category_id="components:forms",
        category_nl="Formulieroplossingen",
        category_en="Form solutions",
        strength="strong",
        rule_id="forms-words",
        evidence=(evidence(),),
        since=FIRST_NIGHT,
        guideline_version="0a12a04^",
    )
    return replace(default, **changes)


def change(**changes: Any) -> Change:
    default = Change(
        happened_at=LAST_NIGHT,
        run_id=RUN_ID,
        kind="file_changed",
        cause="world",
        repository_id=1,
        component_id="gemeente-voorbeeld-formulieren",
        path="publiccode.yml",
        organisation_id="https://identifier.overheid.nl/tooi/id/gemeente/gm9999",
        repository_url=REPOSITORY_URL,
        changes=(FieldChange(field="softwareVersion", old="2.0.0", new="2.1.0"),),
    )
    return replace(default, **changes)


def about(**changes: Any) -> About:
    default = About(
        register_name_nl="Register van herbruikbare overheidssoftware",
        register_name_en="Register of reusable government software",
        publisher="Voorbeeldbeheerder",
        contact="https://register.example/contact",
        data_licence="CC0-1.0",
        report_mistake_url="https://register.example/fout-melden",
        base_url="https://register.example/",
        guideline_document="NeRDS, richtlijn 8: Deel, hergebruik en werk samen",
        guideline_version="0a12a04^",
        guideline_on=date(2025, 9, 4),
        guideline_url="https://github.com/MinBZK/NeRDS",
        rules_version="1",
        classification_version="1",
        facts_as_of=LAST_NIGHT,
        tables_digest="d" * 64,
    )
    return replace(default, **changes)


def run(**changes: Any) -> Run:
    default = Run(
        run_id=RUN_ID,
        started_at=LAST_NIGHT,
        finished_at=datetime(2026, 11, 24, 2, 34, 10),  # noqa: DTZ001
        status="partial",
        tool_version="0.1.0",
        rules_version="1",
        files_read=2,
        seconds=250.0,
    )
    return replace(default, **changes)


def account_outcome(**changes: Any) -> AccountOutcomeRow:
    default = AccountOutcomeRow(
        run_id=RUN_ID,
        account_id="github.com/gemeente-voorbeeld",
        organisation="Gemeente Voorbeeld",
        url="https://github.com/gemeente-voorbeeld",
        outcome="complete",
        reason=None,
        reason_nl=None,
        repositories=2,
        files=2,
        retry_at=None,
        finished_at=datetime(2026, 11, 24, 2, 31),  # noqa: DTZ001
    )
    return replace(default, **changes)


def repository_outcome(**changes: Any) -> RepositoryOutcomeRow:
    default = RepositoryOutcomeRow(
        run_id=RUN_ID,
        repository_id=1,
        full_name="gemeente-voorbeeld/formulieren",
        path="publiccode.yaml",
        outcome="could_not_look",
        reason="The forge says that the file is larger than 1 MiB.",
        reason_nl="Het platform zegt dat het bestand groter is dan 1 MiB.",
    )
    return replace(default, **changes)


def request(**changes: Any) -> RequestRow:
    default = RequestRow(
        run_id=RUN_ID, forge_id="github.com", kind="graphql", sent=12, retried=1, remaining=4988
    )
    return replace(default, **changes)


def summary(**changes: Any) -> NightSummary:
    default = NightSummary(
        run_id=RUN_ID,
        accounts=2,
        accounts_complete=1,
        accounts_swept=0,
        repositories=2,
        software=1,
        files=2,
        findings=2,
        requests=12,
        seconds=250.0,
    )
    return replace(default, **changes)


def night(**changes: Any) -> Night:
    default = Night(
        run=run(),
        account_outcomes=(account_outcome(),),
        repository_outcomes=(repository_outcome(),),
        requests=(request(),),
        summary=summary(),
    )
    return replace(default, **changes)


def need(**changes: Any) -> Need:
    default = Need(
        need_id="appointments",
        position=1,
        slug="afspraken",
        name_nl="Afspraken maken",
        name_en="Appointments",
        definition_nl="Afspraken plannen.",
        definition_en="Book appointments.",
        gemma_name="Afsprakenbeheercomponent",
        gemma_url="https://www.gemmaonline.nl/",
        category_id=None,
        software=0,
    )
    return replace(default, **changes)


def need_link(**changes: Any) -> NeedLink:
    default = NeedLink(
        component_id=component().component_id,
        need_id="appointments",
        strength="strong",
        evidence=(evidence(),),
    )
    return replace(default, **changes)


def possible_link(**changes: Any) -> PossibleLink:
    default = PossibleLink(
        repository_id=77,
        organisation_id=organisation().organisation_id,
        organisation="Gemeente Voorbeeld",
        repository_url="https://github.com/gemeente-voorbeeld/bomen",
        name="bomen",
        description="Dataset van bomen",
        category_id="data-sets",
        strength="medium",
        evidence=(evidence(key_path="repository.description", value="Dataset van bomen", matched="Dataset"),),
    )
    return replace(default, **changes)


def statement(**changes: Any) -> StatementRow:
    default = StatementRow(
        statement_id="findable",
        position=1,
        part="measure",
        name_nl="Maak het vindbaar",
        name_en="Make it findable",
        shows_nl="beschrijvingen",
        shows_en="descriptions",
        cannot_nl="Of mensen het vinden.",
        cannot_en="Whether people find it.",
        figure=2,
        query="SELECT count(*) FROM component",
    )
    return replace(default, **changes)


def mismatch(**changes: Any) -> MismatchRow:
    default = MismatchRow(
        component_id="gemeente-voorbeeld-formulieren",
        code="version-older",
        key_path="softwareVersion",
        file_value="2.0.0",
        real_value="2.1.0",
        message_nl="De beschrijving noemt versie 2.0.0, maar de nieuwste uitgave is 2.1.0.",
        message_en="The description says version 2.0.0, but the newest release is 2.1.0.",
        source_url=REPOSITORY_URL,
    )
    return replace(default, **changes)


def gap(**changes: Any) -> GapRow:
    default = GapRow(
        kind="category",
        purpose_id="components:forms",
        position=11,
        name_nl="Formulieroplossingen",
        name_en="Form solutions",
        software=1,
        stable=1,
        beta=0,
        in_development=0,
        obsolete=0,
        status_not_stated=0,
        maintained=1,
        maintained_families=1,
        organisations=1,
        state="maintained",
    )
    return replace(default, **changes)


def gap_of_level(**changes: Any) -> GapOfLevelRow:
    default = GapOfLevelRow(
        kind="category",
        purpose_id="components:forms",
        level="municipality",
        maturity="stable",
        software=1,
        maintained=1,
    )
    return replace(default, **changes)


def reach(**changes: Any) -> ReachRow:
    default = ReachRow(level="municipality", organisations=342, publish=1, use=1, publish_or_use=1)
    return replace(default, **changes)


def watch(**changes: Any) -> WatchRow:
    default = WatchRow(
        kind="contract_ends",
        component_id="gemeente-voorbeeld-formulieren",
        on_date=date(2027, 3, 31),
        detail="Bouwer BV",
    )
    return replace(default, **changes)


def override(**changes: Any) -> OverrideRow:
    default = OverrideRow(
        n=1,
        component_id=component().component_id,
        repository_url=REPOSITORY_URL,
        category_id="data-sets",
        action="remove",
        who="Curator",
        why="Het zijn geen gegevens.",
        decided_on=date(2026, 11, 1),
        until=None,
        state="holds",
    )
    return replace(default, **changes)


def gap_of_organisation(**changes: Any) -> GapOfOrganisationRow:
    default = GapOfOrganisationRow(
        kind="category",
        purpose_id="components:forms",
        organisation_id="https://identifier.overheid.nl/tooi/id/gemeente/gm9999",
        organisation="Gemeente Voorbeeld",
        software=1,
        stable=1,
        beta=0,
        in_development=0,
        obsolete=0,
        status_not_stated=0,
        maintained=1,
    )
    return replace(default, **changes)


def unclassified(**changes: Any) -> UnclassifiedRow:
    default = UnclassifiedRow(component_id="gemeente-voorbeeld-formulieren", kind="neither")
    return replace(default, **changes)


def standard(**changes: Any) -> StandardRow:
    default = StandardRow(
        component_id="gemeente-voorbeeld-formulieren",
        n=1,
        standard_id="stuf",
        name="StUF",
        basis="text",
        key_path="description.nl.features[1]",
        matched="StUF",
    )
    return replace(default, **changes)


def snapshot(**changes: Any) -> Snapshot:
    """A register with nothing in it but what the arguments say."""
    default = Snapshot(
        about=about(),
        categories=(),
        organisations=(),
        accounts=(),
        repositories=(),
        files=(),
        findings=(),
        components=(),
        component_texts=(),
        contacts=(),
        contractors=(),
        used_by=(),
        roles=(),
        families=(),
        relations=(),
        dependencies=(),
        reuse_links=(),
        changes=(),
        night=night(),
    )
    return replace(default, **changes)


_SUPPLIER = "https://register.example/organisation/bouwer"
_TEMPLATE_URL = "https://github.com/gemeente-voorbeeld/sjabloon"
_OTHER_URL = "https://gitlab.com/bouwer/groep/zaken"


def sample_snapshot() -> Snapshot:
    """A municipality with software and a template, a supplier with a poor file, one without accounts."""
    return Snapshot(
        about=about(),
        categories=(
            category(
                category_id="source-code",
                parent_id=None,
                position=1,
                slug="broncode",
                name_nl="Broncode",
                name_en="Source code",
                software=2,
            ),
            category(
                category_id="components",
                parent_id=None,
                position=2,
                slug="componenten",
                name_nl="Componenten",
                name_en="Components",
                software=1,
            ),
            category(
                category_id="data-sets",
                parent_id=None,
                position=5,
                slug="datasets",
                name_nl="Datasets",
                name_en="Data sets",
                related_guideline="Maak beter gebruik van data",
                related_url="https://github.com/MinBZK/NeRDS",
                software=0,
            ),
            category(),
        ),
        organisations=(
            organisation(
                organisation_id=_SUPPLIER,
                slug="bouwer-bv",
                name="Bouwer BV",
                role="supplier",
                level="supplier",
                aliases=(),
                repositories=1,
                files=1,
                valid_files=0,
            ),
            organisation(
                organisation_id="https://register.example/organisation/stil",
                slug="gemeente-stil",
                name="Gemeente Stil",
                aliases=(),
                accounts=0,
                repositories=0,
                files=0,
                software=0,
                valid_files=0,
            ),
            organisation(),
        ),
        accounts=(
            account(),
            account(
                account_id="gitlab.com/bouwer",
                organisation_id=_SUPPLIER,
                organisation="Bouwer BV",
                forge_id="gitlab.com",
                path="bouwer",
                url="https://gitlab.com/bouwer",
                outcome="could_not_look",
                reason="gitlab.com answered 503 five times.",
                reason_nl="gitlab.com gaf geen bruikbaar antwoord.",
                outcome_since=LAST_NIGHT,
            ),
        ),
        repositories=(
            repository(),
            repository(
                repository_id=2,
                slug="gemeente-voorbeeld-sjabloon",
                url=_TEMPLATE_URL,
                full_name="gemeente-voorbeeld/sjabloon",
                name="sjabloon",
                description=None,
                is_template=True,
            ),
            repository(
                repository_id=3,
                slug="bouwer-groep-zaken",
                organisation_id=_SUPPLIER,
                organisation="Bouwer BV",
                account_id="gitlab.com/bouwer",
                forge_id="gitlab.com",
                url=_OTHER_URL,
                full_name="bouwer/groep/zaken",
                name="zaken",
                description=None,
                licence_spdx=None,
                primary_language=None,
                languages=(),
                topics=(),
                is_archived=True,
                pushed_at=None,
                release_name=None,
                released_at=None,
            ),
        ),
        files=(
            file(),
            file(
                repository_id=2,
                repository_url=_TEMPLATE_URL,
                file_url=f"{_TEMPLATE_URL}/blob/{'a' * 40}/publiccode.yml",
                entry="not_an_entry",
                not_entry_code="template-marks",
                not_entry_nl="Dit is een sjabloon: in de naam staan nog in te vullen plekken.",
                not_entry_en="This is a template: its name still holds places to fill in.",
                is_valid=False,
                errors=1,
            ),
            file(
                repository_id=3,
                path="publiccode.yaml",
                organisation_id=_SUPPLIER,
                organisation="Bouwer BV",
                repository_url=_OTHER_URL,
                file_url=f"{_OTHER_URL}/-/blob/{'e' * 40}/publiccode.yaml",
                is_valid=False,
                errors=1,
                warnings=0,
            ),
        ),
        findings=(
            finding(),
            finding(
                repository_id=3,
                path="publiccode.yaml",
                severity="error",
                code="missing-key",
                key_path="legal.license",
                line=None,
                col=None,
                value=None,
                message_nl="De licentie ontbreekt.",
                message_en="The licence is missing.",
                why_nl="Zonder licentie mag niemand de software hergebruiken.",
                why_en="Without a licence nobody may reuse the software.",
                cure_nl="Voeg legal.license toe.",
                cure_en="Add legal.license.",
                example="legal:\n  license: EUPL-1.2",
                clause="legal",
                line_url=f"{_OTHER_URL}/-/blob/{'e' * 40}/publiccode.yaml",
                organisation_id=_SUPPLIER,
                organisation="Bouwer BV",
                repository_url=_OTHER_URL,
            ),
        ),
        components=(
            component(
                component_id="bouwer-groep-zaken",
                repository_id=3,
                path="publiccode.yaml",
                page="software/bouwer-groep-zaken.html",
                organisation_id=_SUPPLIER,
                organisation="Bouwer BV",
                repository_url=_OTHER_URL,
                name="zaken",
                name_source="repository",
                is_valid=False,
                publiccode_yml_version=None,
                url=None,
                landing_url=None,
                software_version=None,
                release_date=None,
                platforms=(),
                categories=(),
                used_by=(),
                funded_by=(),
                development_status=None,
                software_type=None,
                publisher_name=None,
                scope=(),
                countries=(),
                licence=None,
                main_copyright_owner=None,
                maintenance_type=None,
                localisation_ready=None,
                available_languages=(),
                is_archived=True,
                primary_language=None,
                pushed_at=None,
                head_committed_at=None,
                head_author_kind=None,
                last_human_activity_at=None,
                last_not_by_bot_at=None,
                release_name=None,
                released_at=None,
                stars=0,
                errors=1,
                warnings=0,
                too_little_text=True,
            ),
            component(),
        ),
        component_texts=(
            component_text(
                language="en",
                short_description="Make and publish web forms for residents.",
                long_description=None,
                documentation_url=None,
                features=("Form builder",),
            ),
            component_text(),
        ),
        contacts=(contact(), contact(n=2, name="Team Beheer", affiliation=None, has_email=False, line=None)),
        contractors=(contractor(),),
        used_by=(used_by(),),
        families=(
            family(),
            family(
                component_id=None, tie="technical_fork", repository_url="https://github.com/x/formulieren"
            ),
        ),
        relations=(relation(),),
        roles=(
            role(),
            role(
                n=2,
                role="supplier",
                name="Bouwer BV",
                organisation_id=_SUPPLIER,
                organisation="Bouwer BV",
                key_path="maintenance.contractors[0]",
                until=date(2027, 3, 31),
            ),
        ),
        dependencies=(
            dependency(),
            dependency(n=2, kind="proprietary", name="Berichtendienst", version_min=None, optional=True),
        ),
        reuse_links=(
            reuse_link(
                category_id="source-code",
                category_nl="Broncode",
                category_en="Source code",
                rule_id="source-code-default",
                evidence=(
                    evidence(
                        rule_id="source-code-default",
                        key_path="repository.languages",
                        value="Python",
                        matched="Python",
                    ),
                ),
            ),
            reuse_link(category_id="components", category_nl="Componenten", category_en="Components"),
            reuse_link(),
        ),
        changes=(
            change(),
            change(
                happened_at=FIRST_NIGHT,
                run_id=20261120023000,
                kind="appeared",
                cause="first_look",
                component_id=None,
                path=None,
                changes=(),
            ),
        ),
        needs=(
            need(software=1),
            need(
                need_id="forms",
                position=2,
                slug="formulieren",
                name_nl="Formulieren",
                name_en="Forms",
                category_id="components:forms",
                gemma_name=None,
                gemma_url=None,
            ),
        ),
        need_links=(need_link(),),
        facts=(
            FactRow(
                component_id=need_link().component_id,
                question="how",
                answer_id="install",
                answer_nl="Zelf installeren",
                answer_en="Install it yourself",
            ),
        ),
        possible_links=(possible_link(),),
        statements=(statement(), statement(statement_id="legal", position=2, part="challenge", figure=7)),
        conflicts=(
            ConflictRow(
                component_id=need_link().component_id,
                n=1,
                kind="claim_without_words",
                category_id="data-sets",
                detail="data-collection",
            ),
        ),
        residue=(
            ResidueRow(
                component_id=need_link().component_id, position=1, key_path="usedBy", value=("Stad",), files=6
            ),
        ),
        overrides=(override(),),
        mismatches=(mismatch(),),
        gaps=(
            gap(),
            gap(
                kind="need",
                purpose_id="appointments",
                position=1,
                software=0,
                stable=0,
                maintained=0,
                maintained_families=0,
                organisations=0,
                state="nothing_found",
            ),
        ),
        gaps_of_level=(gap_of_level(),),
        reach=(reach(), reach(level="water_board", organisations=21, publish=0, use=0, publish_or_use=0)),
        most_reused=(MostReusedRow(component_id="gemeente-voorbeeld-formulieren", users=1),),
        watched=(
            watch(),
            watch(kind="newcomer", on_date=date(2026, 11, 24), detail=None),
            watch(kind="lost_maintainer", component_id="bouwer-groep-zaken", on_date=None, detail=None),
        ),
        night=night(
            account_outcomes=(
                account_outcome(),
                account_outcome(
                    account_id="gitlab.com/bouwer",
                    organisation="Bouwer BV",
                    url="https://gitlab.com/bouwer",
                    outcome="could_not_look",
                    reason="gitlab.com answered 503 five times.",
                    reason_nl="gitlab.com gaf geen bruikbaar antwoord.",
                    repositories=0,
                    files=0,
                ),
            ),
        ),
    )
