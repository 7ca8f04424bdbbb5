"""What the reports know: the views of the published database as values, one class a view.

A `Snapshot` is all that pages and exports read. Every field is a column of the view of the same name in
`register.duckdb` (or of `night.duckdb`, for `Night`); `docs/data-dictionary.md` tells what each column means.
`None` is *not stated*; an empty tuple is *none stated*. All moments are naive UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

# --- The guideline ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """View `category`: a kind of the guideline, or (with a parent) one of its six examples of components."""

    category_id: str
    parent_id: str | None
    position: int
    slug: str
    name_nl: str
    name_en: str
    definition_nl: str
    definition_en: str
    related_guideline: str | None
    related_url: str | None
    software: int


# --- Who and where ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow:
    """View `organisation`: every organisation of the list, with or without accounts."""

    organisation_id: str
    slug: str
    name: str
    role: str
    level: str
    country: str
    aliases: tuple[str, ...]
    accounts: int
    repositories: int
    files: int
    software: int
    valid_files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """View `account`: a place on a forge, and what came of the last look at it."""

    account_id: str
    organisation_id: str
    organisation: str
    forge_id: str
    path: str
    url: str
    scope: str
    ignored_since: date | None
    ignored_reason: str | None
    outcome: str | None
    reason: str | None
    reason_nl: str | None
    outcome_since: datetime | None


# --- Repositories and their files -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryRow:
    """View `repository`: what is known of every repository ever seen (`state`: whether it is there now)."""

    repository_id: int
    slug: str
    organisation_id: str | None
    organisation: str | None
    account_id: str
    forge_id: str
    url: str
    full_name: str
    name: str
    description: str | None
    homepage_url: str | None
    licence_spdx: str | None
    primary_language: str | None
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    is_fork: bool
    fork_of_url: str | None
    is_archived: bool
    is_template: bool
    is_mirror: bool
    is_empty: bool
    default_branch: str | None
    root_files: tuple[str, ...]
    state: str
    gone_reason: str | None
    gone_reason_nl: str | None
    created_at: datetime | None
    pushed_at: datetime | None
    stars: int | None
    forks: int | None
    head_oid: str | None
    head_committed_at: datetime | None
    release_name: str | None
    released_at: datetime | None
    first_seen_at: datetime
    unchanged_since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """View `file`: a publiccode.yml or .yaml that lies on a default branch now."""

    repository_id: int
    path: str
    organisation_id: str | None
    organisation: str | None
    repository_url: str
    file_url: str
    sha256: str
    git_oid: str
    commit_oid: str | None
    entry: str  # "software" | "not_an_entry"
    not_entry_code: str | None
    not_entry_nl: str | None
    not_entry_en: str | None
    is_valid: bool
    errors: int
    warnings: int
    advices: int
    first_seen_at: datetime
    unchanged_since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """View `finding`: what is wrong, or could be better, in a file; `n` is its rank in the file."""

    repository_id: int
    path: str
    n: int
    severity: str  # "error" | "warning" | "advice"
    code: str
    key_path: str
    line: int | None
    col: int | None
    value: str | None
    message_nl: str
    message_en: str
    why_nl: str
    why_en: str
    cure_nl: str
    cure_en: str
    example: str | None
    clause: str | None
    line_url: str
    organisation_id: str | None
    organisation: str | None
    repository_url: str
    entry: str


# --- Software ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Funder:
    """An item of `fundedBy`."""

    name: str | None
    uri: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentRow:
    """View `component`: every file that is an entry and could be read, valid or not. On pages: *software*."""

    component_id: str  # slug of its page; never changes
    repository_id: int
    path: str
    page: str
    organisation_id: str | None
    organisation: str | None
    repository_url: str
    name: str
    name_source: str  # "file" | "repository"
    is_valid: bool
    publiccode_yml_version: str | None
    application_suite: str | None
    url: str | None
    landing_url: str | None
    is_based_on: tuple[str, ...]
    software_version: str | None
    release_date: date | None
    logo: str | None
    platforms: tuple[str, ...]
    categories: tuple[str, ...]
    used_by: tuple[str, ...]
    funded_by: tuple[Funder, ...]
    roadmap: str | None
    development_status: str | None
    software_type: str | None
    supports: tuple[str, ...]
    publisher_name: str | None
    publisher_uri: str | None
    scope: tuple[str, ...]
    countries: tuple[str, ...]
    unsupported_countries: tuple[str, ...]
    licence: str | None
    main_copyright_owner: str | None
    repo_owner: str | None
    maintenance_type: str | None
    localisation_ready: bool | None
    available_languages: tuple[str, ...]
    is_archived: bool
    is_fork: bool
    primary_language: str | None
    pushed_at: datetime | None
    head_committed_at: datetime | None
    head_author_kind: str | None
    last_human_activity_at: datetime | None
    last_not_by_bot_at: datetime | None
    release_name: str | None
    released_at: datetime | None
    stars: int | None
    errors: int
    warnings: int
    first_seen_at: datetime
    unchanged_since: datetime
    too_little_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentText:
    """View `component_text`: what the publisher wrote, a row a language (BCP 47)."""

    component_id: str
    repository_id: int
    path: str
    language: str
    localised_name: str | None
    generic_name: str | None
    short_description: str | None
    long_description: str | None
    documentation_url: str | None
    api_documentation_url: str | None
    features: tuple[str, ...]
    screenshots: tuple[str, ...]
    videos: tuple[str, ...]
    awards: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """View `contact`: who maintains it; whether the file (at `line`) has an address; no person's address."""

    component_id: str
    n: int
    name: str | None
    affiliation: str | None
    has_email: bool
    has_phone: bool
    role_mailbox: str | None
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractorRow:
    """View `contractor`: a supplier that maintains it, and until when."""

    component_id: str
    n: int
    name: str | None
    website: str | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedByRow:
    """View `used_by`: a user, and the organisation of the list that it is, where the name means one alone."""

    component_id: str
    n: int
    name: str
    basis: str  # "publisher" | "curator" | "fork"
    verdict: str  # "resolved" | "ambiguous" | "unknown" | "residue"
    organisation_id: str | None
    organisation: str | None
    candidates: tuple[str, ...]
    is_own: bool
    stated_on: date | None
    source_url: str | None  # None: the file itself

    @property
    def counts(self) -> bool:
        """Whether it is a use by others that we know of: no copied list, no fork, not the publisher."""
        return self.verdict != "residue" and self.basis != "fork" and not self.is_own


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRow:
    """View `family`: a file of a family; `component_id` is None for what is no entry (a technical fork)."""

    head_id: str
    component_id: str | None
    tie: str  # "head" | "same_repository" | "same_url" | "suite" | "variant" | "technical_fork"
    repository_url: str
    path: str
    organisation_id: str | None
    organisation: str | None
    key_path: str | None
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """View `relation`: how software goes together with other software, and the evidence."""

    component_id: str
    other_id: str
    kind: str  # "depends_on" | "works_with" | "alternative"
    score: float | None
    key_path: str
    value: str
    purposes_nl: str | None  # of an alternative: what both are for
    purposes_en: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """View `role`: what an organisation is to software, says its file; `until` of a supplier's contract."""

    component_id: str
    n: int
    role: str  # "publisher" | "owner" | "maintainer" | "supplier" | "funder"
    name: str
    organisation_id: str | None
    organisation: str | None
    key_path: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyRow:
    """View `dependency`: what it needs to run."""

    component_id: str
    n: int
    kind: str  # "open" | "proprietary" | "hardware"
    name: str
    version_min: str | None
    version_max: str | None
    version: str | None
    optional: bool | None


# --- What is concluded ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why a link was made: which rule found which text at which key. `value` is the text there, shortened."""

    rule_id: str
    strength: str  # "strong" | "medium" | "weak"
    key_path: str
    value: str
    matched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseLink:
    """View `reuse_link`: one software with one category, with its evidence (strongest first)."""

    component_id: str
    repository_id: int
    path: str
    category_id: str
    category_nl: str
    category_en: str
    strength: str  # of its strongest evidence
    rule_id: str  # of its strongest evidence
    evidence: tuple[Evidence, ...]
    since: datetime
    guideline_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """View `need`: a need of the curator's list, which is not the guideline's."""

    need_id: str
    position: int
    slug: str
    name_nl: str
    name_en: str
    definition_nl: str
    definition_en: str
    gemma_name: str | None
    gemma_url: str | None
    category_id: str | None
    software: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLink:
    """View `need_link`: one software that answers one need, with its evidence (strongest first)."""

    component_id: str
    need_id: str
    strength: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """View `fact`: for whom software was published ("for_whom"), and how one reuses it ("how")."""

    component_id: str
    question: str
    answer_id: str
    answer_nl: str
    answer_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleLink:
    """View `possible_link`: a repository without a description that may belong to a category."""

    repository_id: int
    organisation_id: str | None
    organisation: str | None
    repository_url: str
    name: str
    description: str | None
    category_id: str
    strength: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """View `statement`: a measure or challenge of the guideline, and the figure that the register shows."""

    statement_id: str
    position: int
    part: str  # "measure" | "challenge"
    name_nl: str
    name_en: str
    shows_nl: str
    shows_en: str
    cannot_nl: str
    cannot_en: str
    figure: int
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRow:
    """View `conflict`: what does not go together, for a curator to look at."""

    component_id: str
    n: int
    kind: str
    category_id: str | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidueRow:
    """View `residue`: what a file states that many files of its account state identically."""

    component_id: str
    position: int
    key_path: str
    value: tuple[str, ...]
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideRow:
    """View `override`: a decision of a person about one link."""

    n: int
    component_id: str | None
    repository_url: str
    category_id: str
    action: str  # "add" | "confirm" | "remove"
    who: str
    why: str
    decided_on: date
    until: date | None
    state: str  # "holds" | "expired" | "no_software"


@dataclass(frozen=True, slots=True, kw_only=True)
class MismatchRow:
    """View `mismatch`: where a description says something else than its repository shows; advice."""

    component_id: str
    code: str
    key_path: str
    file_value: str
    real_value: str
    message_nl: str
    message_en: str
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardRow:
    """View `standard`: what a description states in `supports`, or what a text of it only names."""

    component_id: str
    n: int
    standard_id: str | None  # None: stated, and not in the list of standards
    name: str
    basis: str  # "supports" | "text"
    key_path: str
    matched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLineRow:
    """View `key_line`: the line of a file on which a key stands that answers rest on."""

    component_id: str
    key_path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """View `gap`: what there is for a category or a need, by maturity."""

    kind: str  # "category" | "need"
    purpose_id: str
    position: int
    name_nl: str
    name_en: str
    software: int
    stable: int
    beta: int
    in_development: int
    obsolete: int
    status_not_stated: int
    maintained: int
    maintained_families: int
    organisations: int
    state: str  # "nothing_found" | "none_maintained" | "maintained" | "many_times_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapOfLevelRow:
    """View `gap_of_level`: the same by level of government and maturity; only what there is."""

    kind: str
    purpose_id: str
    level: str  # of government, or "not_known"
    maturity: str
    software: int
    maintained: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapOfOrganisationRow:
    """View `gap_of_organisation`: the same by organisation and maturity; only what there is."""

    kind: str
    purpose_id: str
    organisation_id: str  # or "not_known"
    organisation: str | None
    software: int
    stable: int
    beta: int
    in_development: int
    obsolete: int
    status_not_stated: int
    maintained: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnclassifiedRow:
    """View `unclassified`: software in no category besides source code, or with too little text to tell."""

    component_id: str
    kind: str  # "neither" | "only_a_need" | "too_little_text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachRow:
    """View `reach`: how many government organisations of a level publish or use software."""

    level: str
    organisations: int
    publish: int
    use: int
    publish_or_use: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MostReusedRow:
    """View `most_reused`: by how many others software is used."""

    component_id: str
    users: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRow:
    """View `watch`: software to keep an eye on."""

    kind: str  # "newcomer" | "lost_maintainer" | "contract_ends"
    component_id: str
    on_date: date | None
    detail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of a change; `old` and `new` are text as a person reads it."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """View `change`: something that happened, and its cause."""

    happened_at: datetime
    run_id: int
    kind: str
    cause: str  # "world" | "source_added" | "source_removed" | "rules" | "first_look"
    repository_id: int
    component_id: str | None
    path: str | None
    organisation_id: str | None
    repository_url: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """View `about`: what this register is, by which rules it was made, and how fresh its facts are."""

    register_name_nl: str
    register_name_en: str
    publisher: str
    contact: str
    data_licence: str
    report_mistake_url: str
    base_url: str
    guideline_document: str
    guideline_version: str
    guideline_on: date
    guideline_url: str
    rules_version: str  # of reading and validating
    classification_version: str  # of the classification rules
    facts_as_of: datetime | None  # None: nothing was ever seen
    tables_digest: str


# --- The night --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Table `run` of night.duckdb: the run that made this publication."""

    run_id: int
    started_at: datetime
    finished_at: datetime | None
    status: str
    tool_version: str
    rules_version: str
    files_read: int | None
    seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOutcomeRow:
    """Table `account_outcome` of night.duckdb."""

    run_id: int
    account_id: str
    organisation: str
    url: str
    outcome: str  # "complete" | "swept" | "partial" | "could_not_look" | "not_looked" | "gone"
    reason: str | None
    reason_nl: str | None
    repositories: int
    files: int
    retry_at: datetime | None
    finished_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryOutcomeRow:
    """Table `repository_outcome` of night.duckdb: where a repository differs from its account."""

    run_id: int
    repository_id: int
    full_name: str
    path: str | None
    outcome: str  # "could_not_look" | "not_looked"
    reason: str
    reason_nl: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """Table `request` of night.duckdb: requests to one forge, of one kind."""

    run_id: int
    forge_id: str
    kind: str
    sent: int
    retried: int
    remaining: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NightSummary:
    """Table `summary` of night.duckdb: the numbers a person is told when a run is done."""

    run_id: int
    accounts: int
    accounts_complete: int
    accounts_swept: int  # looked at what was pushed since the last complete look
    repositories: int
    software: int
    files: int
    findings: int
    requests: int
    seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """All of night.duckdb."""

    run: Run
    account_outcomes: tuple[AccountOutcomeRow, ...]
    repository_outcomes: tuple[RepositoryOutcomeRow, ...]
    requests: tuple[RequestRow, ...]
    summary: NightSummary


# --- All of it --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The whole published register at one moment; every tuple is in a fixed, documented order."""

    about: About
    categories: tuple[Category, ...]  # by position
    organisations: tuple[OrganisationRow, ...]  # by name
    accounts: tuple[AccountRow, ...]  # by account_id
    repositories: tuple[RepositoryRow, ...]  # by full name
    files: tuple[FileRow, ...]  # by repository, path
    findings: tuple[FindingRow, ...]  # by repository, path, n
    components: tuple[ComponentRow, ...]  # by component_id
    component_texts: tuple[ComponentText, ...]  # by component_id, language
    contacts: tuple[ContactRow, ...]  # by component_id, n
    contractors: tuple[ContractorRow, ...]
    used_by: tuple[UsedByRow, ...]
    roles: tuple[RoleRow, ...]
    families: tuple[FamilyRow, ...]  # by head, place
    relations: tuple[RelationRow, ...]  # by component_id, the most alike first
    dependencies: tuple[DependencyRow, ...]
    reuse_links: tuple[ReuseLink, ...]  # by component_id, position of the category
    changes: tuple[Change, ...]  # newest first
    night: Night
    needs: tuple[Need, ...] = ()  # by position
    need_links: tuple[NeedLink, ...] = ()  # by component_id, position of the need
    facts: tuple[FactRow, ...] = ()  # by component_id, question, answer
    possible_links: tuple[PossibleLink, ...] = ()  # by category, name
    statements: tuple[StatementRow, ...] = ()  # by position
    conflicts: tuple[ConflictRow, ...] = ()  # by component_id, n
    residue: tuple[ResidueRow, ...] = ()  # by component_id, position
    overrides: tuple[OverrideRow, ...] = ()  # by n
    mismatches: tuple[MismatchRow, ...] = ()  # by component_id, code
    standards: tuple[StandardRow, ...] = ()  # by component_id, n
    key_lines: tuple[KeyLineRow, ...] = ()  # by component_id, key_path
    gaps: tuple[GapRow, ...] = ()  # by kind, position
    gaps_of_level: tuple[GapOfLevelRow, ...] = ()  # by kind, purpose, level, maturity
    gaps_of_organisation: tuple[GapOfOrganisationRow, ...] = ()  # by kind, purpose, the most software first
    unclassified: tuple[UnclassifiedRow, ...] = ()  # by component_id
    reach: tuple[ReachRow, ...] = ()  # by level
    most_reused: tuple[MostReusedRow, ...] = ()  # the most users first
    watched: tuple[WatchRow, ...] = ()  # by kind, day (the newest first), component_id
