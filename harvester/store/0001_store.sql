-- Schema "store": what was seen on the forges, with its history. Written by the harvester alone.
-- Times are TIMESTAMP in UTC. A row with valid_to IS NULL holds now. No foreign keys and no secondary
-- indexes (docs/adr/0003): the view store.integrity_problem must be empty instead.
CREATE SCHEMA store;

CREATE TABLE store.schema_version (version INTEGER NOT NULL, applied_at TIMESTAMP NOT NULL, note VARCHAR NOT NULL);

-- ------------------------------------------------------------------ runs and what came of them
CREATE TABLE store.run (
  run_id          BIGINT NOT NULL,             -- yyyymmddHHMMSS of the start, UTC
  started_at      TIMESTAMP NOT NULL,
  finished_at     TIMESTAMP,
  status          VARCHAR NOT NULL CHECK (status IN ('running', 'complete', 'partial', 'failed')),
  tool_version    VARCHAR NOT NULL,
  rules_version   VARCHAR NOT NULL,            -- of reading and validating (publiccode.RULES_VERSION)
  files_read      INTEGER                      -- contents parsed in this run: 0 when all were known
);
CREATE TABLE store.account_outcome (           -- one row a run and account: tells "gone" from "not looked"
  run_id          BIGINT NOT NULL,
  account_id      VARCHAR NOT NULL,
  outcome         VARCHAR NOT NULL CHECK (outcome IN ('complete', 'partial', 'could_not_look', 'not_looked', 'gone')),
  reason          VARCHAR,                     -- a sentence; NULL when complete
  reason_nl       VARCHAR,                     -- the same in Dutch
  repositories    INTEGER NOT NULL,
  files           INTEGER NOT NULL,
  retry_at        TIMESTAMP,
  finished_at     TIMESTAMP NOT NULL
);
CREATE TABLE store.repository_outcome (        -- only where a repository differs from what its account's outcome implies
  run_id          BIGINT NOT NULL,
  repository_id   BIGINT NOT NULL,
  path            VARCHAR,                     -- of the file that could not be read; NULL: the repository itself
  outcome         VARCHAR NOT NULL CHECK (outcome IN ('could_not_look', 'not_looked')),
  reason          VARCHAR NOT NULL
);
CREATE TABLE store.request (
  run_id          BIGINT NOT NULL,
  forge_id        VARCHAR NOT NULL,
  kind            VARCHAR NOT NULL CHECK (kind IN ('graphql', 'rest')),
  sent            INTEGER NOT NULL,
  retried         INTEGER NOT NULL,
  remaining       INTEGER                      -- of the forge's limit, as it last said; NULL: it said nothing
);
CREATE TABLE store.account_progress (          -- one row a page of a listing; a listing that was cut off goes on after the last one
  account_id      VARCHAR NOT NULL,
  page            INTEGER NOT NULL,            -- from 1, in the order read, over all runs that read this listing
  run_id          BIGINT NOT NULL,
  cursor          VARCHAR,                     -- where the next page starts; NULL: this was the last one
  repositories    BIGINT[] NOT NULL,           -- seen on the page: what the whole listing lacks is gone
  files           INTEGER NOT NULL
);
CREATE TABLE store.account_first_listing (     -- given once: since when all of the account was seen (a panel for trends)
  account_id      VARCHAR NOT NULL,
  completed_at    TIMESTAMP NOT NULL,
  run_id          BIGINT NOT NULL
);

-- ------------------------------------------------------------------ who and where
CREATE TABLE store.forge (forge_id VARCHAR NOT NULL, kind VARCHAR NOT NULL CHECK (kind IN ('github', 'gitlab', 'other')));
CREATE TABLE store.organisation_version (
  organisation_id VARCHAR NOT NULL,            -- a URI: TOOI where there is one
  valid_from      TIMESTAMP NOT NULL, valid_to TIMESTAMP, first_run BIGINT NOT NULL, last_run BIGINT,
  name            VARCHAR NOT NULL,
  role            VARCHAR NOT NULL CHECK (role IN ('government', 'supplier', 'association')),
  level           VARCHAR NOT NULL,
  country         VARCHAR NOT NULL,
  aliases         VARCHAR[] NOT NULL,
  row_hash        BIGINT NOT NULL
);
CREATE TABLE store.account_version (
  account_id      VARCHAR NOT NULL,            -- host/path in lower case
  valid_from      TIMESTAMP NOT NULL, valid_to TIMESTAMP, first_run BIGINT NOT NULL, last_run BIGINT,
  organisation_id VARCHAR NOT NULL,
  forge_id        VARCHAR NOT NULL,
  path            VARCHAR NOT NULL,
  url             VARCHAR NOT NULL,
  scope           VARCHAR NOT NULL,
  subgroups       BOOLEAN NOT NULL,
  ignored_since   DATE, ignored_reason VARCHAR,
  row_hash        BIGINT NOT NULL
);

-- ------------------------------------------------------------------ repositories and their files
CREATE TABLE store.repository (                -- identity, given once
  repository_id   BIGINT NOT NULL,             -- 63-bit digest of forge and native id
  forge_id        VARCHAR NOT NULL,
  native_id       VARCHAR NOT NULL,
  slug            VARCHAR NOT NULL,            -- of its pages; never changes, renames included
  first_seen_at   TIMESTAMP NOT NULL, first_run BIGINT NOT NULL
);
CREATE TABLE store.repository_version (        -- a new row only when row_hash changes
  repository_id   BIGINT NOT NULL,
  valid_from      TIMESTAMP NOT NULL, valid_to TIMESTAMP, first_run BIGINT NOT NULL, last_run BIGINT,
  account_id      VARCHAR NOT NULL,
  url             VARCHAR NOT NULL, full_name VARCHAR NOT NULL, name VARCHAR NOT NULL,
  description     VARCHAR, homepage_url VARCHAR, licence_spdx VARCHAR,
  primary_language VARCHAR, languages VARCHAR[] NOT NULL, topics VARCHAR[] NOT NULL,
  is_fork BOOLEAN NOT NULL, fork_of_url VARCHAR, is_archived BOOLEAN NOT NULL, is_template BOOLEAN NOT NULL,
  is_mirror BOOLEAN NOT NULL, is_empty BOOLEAN NOT NULL,
  default_branch  VARCHAR, root_files VARCHAR[] NOT NULL,  -- names of the root folder, folders with a slash at the end
  created_at      TIMESTAMP,
  state           VARCHAR NOT NULL CHECK (state IN ('present', 'gone')),
  gone_reason     VARCHAR,
  row_hash        BIGINT NOT NULL
);
CREATE TABLE store.repository_day (            -- numbers that change daily: a row only when they changed
  repository_id   BIGINT NOT NULL, seen_at TIMESTAMP NOT NULL, run_id BIGINT NOT NULL,
  stars INTEGER NOT NULL, forks INTEGER NOT NULL, pushed_at TIMESTAMP,
  head_oid VARCHAR, head_committed_at TIMESTAMP, release_name VARCHAR, released_at TIMESTAMP,
  row_hash BIGINT NOT NULL
);
CREATE TABLE store.content (                   -- every file content once; its text may be deleted, hash and row stay
  content_id      BIGINT NOT NULL,             -- first 63 bits of the sha256
  sha256          VARCHAR NOT NULL, git_oid VARCHAR NOT NULL, size_bytes INTEGER NOT NULL,
  raw             BLOB,                        -- the bytes exactly as found; NULL: deleted (docs/privacy.md)
  first_seen_at   TIMESTAMP NOT NULL, first_run BIGINT NOT NULL
);
CREATE TABLE store.file_version (              -- which content lies at which path of the default branch
  repository_id   BIGINT NOT NULL, path VARCHAR NOT NULL,
  valid_from      TIMESTAMP NOT NULL, valid_to TIMESTAMP, first_run BIGINT NOT NULL, last_run BIGINT,
  content_id      BIGINT NOT NULL,
  commit_oid      VARCHAR,                     -- head commit when this version was first seen
  entry           VARCHAR NOT NULL CHECK (entry IN ('software', 'not_an_entry')),
  not_entry_code  VARCHAR,                     -- why it is no entry, see store.not_entry_reason; NULL for software
  rules_version   VARCHAR NOT NULL,            -- with content_id the key of reading, finding, component …
  unchanged_since TIMESTAMP NOT NULL           -- start of this content and this judgement: new rules alone do not move it
);
CREATE TABLE store.not_entry_reason (code VARCHAR NOT NULL, text_nl VARCHAR NOT NULL, text_en VARCHAR NOT NULL);

-- ------------------------------------------------------------------ derived from a content: immutable, keyed by content and rules
CREATE TABLE store.reading (
  content_id BIGINT NOT NULL, rules_version VARCHAR NOT NULL, read_at TIMESTAMP NOT NULL, run_id BIGINT NOT NULL,
  is_map BOOLEAN NOT NULL,                     -- FALSE: nothing readable, no component row
  not_entry_code VARCHAR,                      -- why this content alone describes no software; NULL: it may
  is_valid BOOLEAN NOT NULL, errors INTEGER NOT NULL, warnings INTEGER NOT NULL, advices INTEGER NOT NULL,
  document JSON                                -- everything in the file as read, contacts included: never published
);
CREATE TABLE store.finding (
  content_id BIGINT NOT NULL, rules_version VARCHAR NOT NULL, n INTEGER NOT NULL,   -- rank within the file, from 1
  severity VARCHAR NOT NULL CHECK (severity IN ('error', 'warning', 'advice')),
  code VARCHAR NOT NULL, key_path VARCHAR NOT NULL, line INTEGER, col INTEGER, value VARCHAR,
  message_nl VARCHAR NOT NULL, message_en VARCHAR NOT NULL, why_nl VARCHAR NOT NULL, why_en VARCHAR NOT NULL,
  cure_nl VARCHAR NOT NULL, cure_en VARCHAR NOT NULL, example VARCHAR, clause VARCHAR
);
CREATE TABLE store.component (                 -- the standard's keys in its order; scalars and short lists
  content_id BIGINT NOT NULL, rules_version VARCHAR NOT NULL,
  publiccode_yml_version VARCHAR, name VARCHAR, application_suite VARCHAR, url VARCHAR, landing_url VARCHAR,
  is_based_on VARCHAR[] NOT NULL, software_version VARCHAR, release_date DATE, logo VARCHAR,
  platforms VARCHAR[] NOT NULL, categories VARCHAR[] NOT NULL, used_by VARCHAR[] NOT NULL,
  funded_by STRUCT(name VARCHAR, uri VARCHAR)[] NOT NULL, roadmap VARCHAR,
  development_status VARCHAR, software_type VARCHAR, supports VARCHAR[] NOT NULL,
  organisation_name VARCHAR, organisation_uri VARCHAR,
  scope VARCHAR[] NOT NULL, countries VARCHAR[] NOT NULL, unsupported_countries VARCHAR[] NOT NULL,
  licence VARCHAR, main_copyright_owner VARCHAR, repo_owner VARCHAR,
  maintenance_type VARCHAR,
  contractors STRUCT(name VARCHAR, website VARCHAR, until DATE)[] NOT NULL,
  contacts STRUCT(name VARCHAR, affiliation VARCHAR, email VARCHAR, phone VARCHAR)[] NOT NULL,
  localisation_ready BOOLEAN, available_languages VARCHAR[] NOT NULL
);
CREATE TABLE store.component_text (            -- a row a language
  content_id BIGINT NOT NULL, rules_version VARCHAR NOT NULL, language VARCHAR NOT NULL,
  localised_name VARCHAR, generic_name VARCHAR, short_description VARCHAR, long_description VARCHAR,
  documentation_url VARCHAR, api_documentation_url VARCHAR,
  features VARCHAR[] NOT NULL, screenshots VARCHAR[] NOT NULL, videos VARCHAR[] NOT NULL, awards VARCHAR[] NOT NULL
);
CREATE TABLE store.component_dependency (
  content_id BIGINT NOT NULL, rules_version VARCHAR NOT NULL, n INTEGER NOT NULL,
  kind VARCHAR NOT NULL CHECK (kind IN ('open', 'proprietary', 'hardware')),
  name VARCHAR NOT NULL, version_min VARCHAR, version_max VARCHAR, version VARCHAR, optional BOOLEAN
);

-- ------------------------------------------------------------------ events: appended, never changed
CREATE TABLE store.event (
  run_id BIGINT NOT NULL, happened_at TIMESTAMP NOT NULL, repository_id BIGINT NOT NULL, path VARCHAR,
  kind VARCHAR NOT NULL CHECK (kind IN ('appeared', 'changed', 'renamed', 'moved', 'archived', 'unarchived', 'gone', 'back',
    'file_appeared', 'file_changed', 'file_gone', 'became_valid', 'became_invalid', 'became_entry', 'ceased_entry')),
  -- first_look: its account had never been listed whole; source_added, source_removed: the list of sources changed
  cause VARCHAR NOT NULL CHECK (cause IN ('world', 'source_added', 'source_removed', 'rules', 'first_look')),
  changes STRUCT(field VARCHAR, old VARCHAR, new VARCHAR)[] NOT NULL
);

-- ------------------------------------------------------------------ must be empty before anything is published
CREATE VIEW store.integrity_problem AS
SELECT 'an organisation has two current versions' AS problem, organisation_id AS what
  FROM store.organisation_version WHERE valid_to IS NULL GROUP BY organisation_id HAVING count(*) > 1
UNION ALL SELECT 'an account has two current versions', account_id
  FROM store.account_version WHERE valid_to IS NULL GROUP BY account_id HAVING count(*) > 1
UNION ALL SELECT 'a repository has not exactly one current version', repository_id::VARCHAR
  FROM store.repository_version GROUP BY repository_id HAVING count(*) FILTER (valid_to IS NULL) <> 1
UNION ALL SELECT 'a file has two current versions', repository_id || ' ' || path
  FROM store.file_version WHERE valid_to IS NULL GROUP BY repository_id, path HAVING count(*) > 1
UNION ALL SELECT 'a version does not end after it begins', kind || ' ' || id FROM (
  SELECT 'organisation' AS kind, organisation_id AS id, valid_from, valid_to FROM store.organisation_version
  UNION ALL SELECT 'account', account_id, valid_from, valid_to FROM store.account_version
  UNION ALL SELECT 'repository', repository_id::VARCHAR, valid_from, valid_to FROM store.repository_version
  UNION ALL SELECT 'file', repository_id || ' ' || path, valid_from, valid_to FROM store.file_version
) WHERE valid_to <= valid_from
UNION ALL SELECT 'an account without its organisation', a.account_id FROM store.account_version a
  ANTI JOIN store.organisation_version o USING (organisation_id)
UNION ALL SELECT 'a repository without its account', r.repository_id::VARCHAR FROM store.repository_version r
  ANTI JOIN store.account_version a USING (account_id)
UNION ALL SELECT 'a version without its repository', v.repository_id::VARCHAR FROM store.repository_version v
  ANTI JOIN store.repository r USING (repository_id)
UNION ALL SELECT 'a repository is there twice', repository_id::VARCHAR
  FROM store.repository GROUP BY repository_id HAVING count(*) > 1
UNION ALL SELECT 'two repositories share a slug', slug FROM store.repository GROUP BY slug HAVING count(*) > 1
UNION ALL SELECT 'a current file in a repository that is gone', f.repository_id || ' ' || f.path FROM store.file_version f
  JOIN store.repository_version r USING (repository_id) WHERE f.valid_to IS NULL AND r.valid_to IS NULL AND r.state = 'gone'
UNION ALL SELECT 'a file without its content', f.repository_id || ' ' || f.path FROM store.file_version f
  ANTI JOIN store.content c USING (content_id)
UNION ALL SELECT 'a file without its reading', f.repository_id || ' ' || f.path FROM store.file_version f
  ANTI JOIN store.reading r USING (content_id, rules_version)
UNION ALL SELECT 'a file is no entry for an unknown reason', f.repository_id || ' ' || f.path FROM store.file_version f
  ANTI JOIN store.not_entry_reason n ON n.code = f.not_entry_code WHERE f.entry = 'not_an_entry'
UNION ALL SELECT 'a content is there twice', content_id::VARCHAR FROM store.content GROUP BY content_id HAVING count(*) > 1
UNION ALL SELECT 'the bytes of a content are not those of its key', sha256 FROM store.content
  WHERE raw IS NOT NULL AND sha256(raw) <> sha256
UNION ALL SELECT 'a content was read twice under the same rules', content_id || ' ' || rules_version
  FROM store.reading GROUP BY content_id, rules_version HAVING count(*) > 1
UNION ALL SELECT 'a reading that is a map has not one component', r.content_id || ' ' || r.rules_version FROM (
  SELECT content_id, rules_version, count(*) AS n FROM store.component GROUP BY ALL
) c FULL JOIN (SELECT * FROM store.reading WHERE is_map) r USING (content_id, rules_version) WHERE c.n IS DISTINCT FROM 1 OR r.is_map IS NULL
UNION ALL SELECT 'a finding without its reading', f.content_id || ' ' || f.rules_version FROM (
  SELECT DISTINCT content_id, rules_version FROM store.finding
) f ANTI JOIN store.reading r USING (content_id, rules_version);
