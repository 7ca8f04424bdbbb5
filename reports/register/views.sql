-- Views for people, in schema main of register.duckdb: what holds now. Their names and columns are a treaty with pages
-- and readers: columns are added, never renamed. Comments stand in comments.toml.
CREATE VIEW organisation AS
WITH account_now AS (FROM data.account_version WHERE valid_to IS NULL),
here AS (
  SELECT a.organisation_id, r.repository_id FROM data.repository_version r
  JOIN (SELECT account_id, arg_max(organisation_id, valid_from) AS organisation_id FROM data.account_version GROUP BY ALL) a
    USING (account_id)
  WHERE r.valid_to IS NULL AND r.state = 'present'),
described AS (
  SELECT h.organisation_id, count(*) AS files, count(*) FILTER (f.entry = 'software' AND g.is_map) AS software,
    count(*) FILTER (g.is_valid) AS valid_files
  FROM here h JOIN data.file_version f USING (repository_id) JOIN data.reading g USING (content_id, rules_version)
  WHERE f.valid_to IS NULL GROUP BY ALL)
SELECT o.organisation_id, s.slug, o.name, o.role, o.level, o.country, o.aliases,
  (SELECT count(*) FROM account_now a WHERE a.organisation_id = o.organisation_id)::INTEGER AS accounts,
  (SELECT count(*) FROM here h WHERE h.organisation_id = o.organisation_id)::INTEGER AS repositories,
  coalesce(d.files, 0)::INTEGER AS files, coalesce(d.software, 0)::INTEGER AS software,
  coalesce(d.valid_files, 0)::INTEGER AS valid_files
FROM data.organisation_version o JOIN data.organisation_slug s USING (organisation_id)
LEFT JOIN described d USING (organisation_id)
WHERE o.valid_to IS NULL;

CREATE VIEW account AS
SELECT a.account_id, a.organisation_id, o.name AS organisation, a.forge_id, a.path, a.url, a.scope, a.ignored_since,
  a.ignored_reason, l.outcome, l.reason, l.reason_nl, l.outcome_since
FROM data.account_version a
LEFT JOIN data.organisation_version o ON o.organisation_id = a.organisation_id AND o.valid_to IS NULL
LEFT JOIN data.account_outcome l ON l.account_id = a.account_id
WHERE a.valid_to IS NULL;

CREATE VIEW repository AS
SELECT r.repository_id, i.slug, a.organisation_id, o.name AS organisation, r.account_id, i.forge_id, r.url, r.full_name, r.name,
  r.description, r.homepage_url, r.licence_spdx, r.primary_language, r.languages, r.topics, r.is_fork, r.fork_of_url,
  r.is_archived, r.is_template, r.is_mirror, r.is_empty, r.default_branch, r.root_files, r.state, r.gone_reason, r.created_at,
  d.pushed_at, d.stars, d.forks, d.head_oid, d.head_committed_at, d.release_name, d.released_at, i.first_seen_at,
  r.valid_from AS unchanged_since
FROM data.repository_version r JOIN data.repository i USING (repository_id)
LEFT JOIN (SELECT account_id, arg_max(organisation_id, valid_from) AS organisation_id FROM data.account_version GROUP BY ALL) a
  USING (account_id)
LEFT JOIN (SELECT organisation_id, arg_max(name, valid_from) AS name FROM data.organisation_version GROUP BY ALL) o
  USING (organisation_id)
LEFT JOIN (FROM data.repository_day QUALIFY row_number() OVER (PARTITION BY repository_id ORDER BY seen_at DESC) = 1) d
  USING (repository_id)
WHERE r.valid_to IS NULL;

CREATE VIEW file AS
SELECT f.repository_id, f.path, r.organisation_id, r.organisation, r.url AS repository_url,
  r.url || CASE WHEN g.kind = 'gitlab' THEN '/-/blob/' ELSE '/blob/' END || coalesce(f.commit_oid, r.default_branch, 'HEAD') || '/'
    || replace(url_encode(f.path), '%2F', '/') AS file_url,
  c.sha256, c.git_oid, f.commit_oid, f.entry, f.not_entry_code, n.text_nl AS not_entry_nl, n.text_en AS not_entry_en,
  d.is_valid, d.errors, d.warnings, d.advices,
  (SELECT min(e.valid_from) FROM data.file_version e WHERE e.repository_id = f.repository_id AND e.path = f.path) AS first_seen_at,
  f.unchanged_since
FROM data.file_version f JOIN repository r USING (repository_id) JOIN data.content c USING (content_id)
JOIN data.reading d USING (content_id, rules_version)
LEFT JOIN data.forge g ON g.forge_id = r.forge_id LEFT JOIN data.not_entry_reason n ON n.code = f.not_entry_code
WHERE f.valid_to IS NULL AND r.state = 'present';

CREATE VIEW finding AS
SELECT f.repository_id, f.path, x.n, x.severity, x.code, x.key_path, x.line, x.col, x.value, x.message_nl, x.message_en, x.why_nl,
  x.why_en, x.cure_nl, x.cure_en, x.example, x.clause, f.file_url || coalesce('#L' || x.line, '') AS line_url,
  f.organisation_id, f.organisation, f.repository_url, f.entry
FROM file f JOIN data.file_version v ON v.repository_id = f.repository_id AND v.path = f.path AND v.valid_to IS NULL
JOIN data.finding x ON x.content_id = v.content_id AND x.rules_version = v.rules_version;

CREATE VIEW component AS
SELECT i.component_id, f.repository_id, f.path, 'software/' || i.component_id || '.html' AS page, r.organisation_id,
  r.organisation, r.url AS repository_url, coalesce(nullif(trim(c.name), ''), r.name) AS name,
  CASE WHEN coalesce(trim(c.name), '') = '' THEN 'repository' ELSE 'file' END AS name_source,
  d.is_valid, c.publiccode_yml_version, c.application_suite, c.url, c.landing_url, c.is_based_on, c.software_version,
  c.release_date, c.logo, c.platforms, c.categories, c.used_by, c.funded_by, c.roadmap, c.development_status, c.software_type,
  c.supports, c.publisher_name, c.publisher_uri, c.scope, c.countries, c.unsupported_countries, c.licence,
  c.main_copyright_owner, c.repo_owner, c.maintenance_type, c.localisation_ready, c.available_languages, r.is_archived,
  r.is_fork, r.primary_language, r.pushed_at, r.head_committed_at, r.release_name, r.released_at, r.stars, d.errors,
  d.warnings, f.first_seen_at, f.unchanged_since,
  EXISTS (FROM data.too_little_text t WHERE t.repository_id = f.repository_id AND t.path = f.path) AS too_little_text
FROM file f JOIN data.file_version v ON v.repository_id = f.repository_id AND v.path = f.path AND v.valid_to IS NULL
JOIN repository r ON r.repository_id = f.repository_id
JOIN data.component c ON c.content_id = v.content_id AND c.rules_version = v.rules_version
JOIN data.reading d ON d.content_id = v.content_id AND d.rules_version = v.rules_version
JOIN data.component_id i ON i.repository_id = f.repository_id AND i.path = f.path
WHERE f.entry = 'software' AND d.is_map;

-- What the views of parts have in common: the content that describes each piece of software now.
CREATE VIEW data.component_content AS
SELECT i.component_id, v.repository_id, v.path, v.content_id, v.rules_version
FROM data.file_version v JOIN data.component_id i USING (repository_id, path)
JOIN data.repository_version r USING (repository_id)
JOIN data.reading d USING (content_id, rules_version)
WHERE v.valid_to IS NULL AND r.valid_to IS NULL AND r.state = 'present' AND v.entry = 'software' AND d.is_map;

CREATE VIEW component_text AS
SELECT k.component_id, k.repository_id, k.path, t.language, t.localised_name, t.generic_name, t.short_description,
  t.long_description, t.documentation_url, t.api_documentation_url, t.features, t.screenshots, t.videos, t.awards
FROM data.component_content k JOIN data.component_text t USING (content_id, rules_version);

CREATE VIEW contact AS
SELECT k.component_id, c.n, c.name, c.affiliation, c.has_email, c.has_phone, c.line
FROM data.component_content k JOIN data.contact c USING (content_id, rules_version);

CREATE VIEW contractor AS
SELECT k.component_id, c.n, c.name, c.website, c.until
FROM data.component_content k JOIN data.contractor c USING (content_id, rules_version);

CREATE VIEW used_by AS
SELECT component_id, n::INTEGER AS n, name FROM (
  SELECT k.component_id, unnest(c.used_by) AS name, generate_subscripts(c.used_by, 1) AS n
  FROM data.component_content k JOIN data.component c USING (content_id, rules_version));

CREATE VIEW dependency AS
SELECT k.component_id, d.n, d.kind, d.name, d.version_min, d.version_max, d.version, d.optional
FROM data.component_content k JOIN data.component_dependency d USING (content_id, rules_version);

CREATE VIEW reuse_link AS
SELECT k.component_id, l.repository_id, l.path, l.category_id, c.name_nl AS category_nl, c.name_en AS category_en, l.strength,
  l.rule_id, l.evidence, l.valid_from AS since, l.guideline_version
FROM data.reuse_link_version l JOIN data.component_content k USING (repository_id, path) JOIN data.category c USING (category_id)
WHERE l.valid_to IS NULL;

CREATE VIEW category AS
SELECT c.category_id, c.parent_id, c.position, c.slug, c.name_nl, c.name_en, c.definition_nl, c.definition_en,
  c.related_guideline, c.related_url,
  (SELECT count(DISTINCT l.component_id) FROM reuse_link l JOIN data.category k USING (category_id)
   WHERE k.category_id = c.category_id OR k.parent_id = c.category_id)::INTEGER AS software
FROM data.category c;

CREATE VIEW change AS
SELECT e.happened_at, e.run_id, e.kind, e.cause, e.repository_id, i.component_id, e.path, r.organisation_id,
  r.url AS repository_url, e.changes
FROM data.event e JOIN repository r USING (repository_id)
LEFT JOIN data.component_id i ON i.repository_id = e.repository_id AND i.path = e.path;

CREATE VIEW about AS
SELECT register_name_nl, register_name_en, publisher, contact, data_licence, report_mistake_url, base_url, guideline_document,
  guideline_version, guideline_on, guideline_url, rules_version, classification_version, facts_as_of, tables_digest
FROM data.about;

CREATE VIEW dictionary AS
SELECT c.schema_name, c.table_name AS name, coalesce(v.comment, t.comment) AS table_about, c.column_index AS position,
  c.column_name, c.data_type, c.comment AS column_about
FROM duckdb_columns() c
LEFT JOIN duckdb_views() v ON v.database_name = c.database_name AND v.schema_name = c.schema_name AND v.view_name = c.table_name
LEFT JOIN duckdb_tables() t ON t.database_name = c.database_name AND t.schema_name = c.schema_name AND t.table_name = c.table_name
WHERE c.database_name = current_database() AND NOT c.internal AND c.schema_name IN ('main', 'data')
ORDER BY c.schema_name DESC, c.table_name, c.column_index;

-- ---------------------------------------------------------------- questions with a parameter
CREATE MACRO changed_between(a, b) AS TABLE
  SELECT * FROM change WHERE happened_at > a::TIMESTAMP AND happened_at <= b::TIMESTAMP ORDER BY happened_at, repository_url;
CREATE MACRO history_of(address) AS TABLE
  SELECT * FROM change WHERE repository_url = rtrim(address, '/') ORDER BY happened_at;
CREATE MACRO find_component(words) AS TABLE
  SELECT c.component_id, c.name, c.organisation, c.repository_url, any_value(t.short_description) AS short_description
  FROM component c LEFT JOIN component_text t USING (component_id)
  WHERE contains(lower(concat_ws(' ', c.name, t.localised_name, t.short_description, array_to_string(t.features, ' '))), lower(words))
  GROUP BY ALL ORDER BY c.name;
