-- The published database, register.duckdb: tables in schema "data", built column by column from an allow-list.
-- Never `*` from the work database: a column that is new there stays there until somebody decides that it may be read.
-- Of persons only names of contacts and their affiliation are copied; no raw text, no document, no e-mail, no phone
-- (docs/adr/0007-privacy-of-contacts.md). Mailboxes of roles are, where the settings name the role. `work` is the attached work database; the register is the current one.
CREATE SCHEMA data;

-- ---------------------------------------------------------------- what hides addresses of persons
CREATE TEMP MACRO hidden(t) AS regexp_replace(regexp_replace(regexp_replace(t,
  '[A-Za-z0-9._%+\-]+(@|\s?\[at\]\s?|\s?\(at\)\s?|%40)[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+', '…', 'g'),
  '(\+|\b00)\d[\d\s().\-/]{6,}\d', '…', 'g'),
  '\b0(?:[\s.\-/()]{0,2}\d){9,}', '…', 'g');
CREATE TEMP MACRO without_secrets(t, secrets) AS list_reduce(list_prepend(t, secrets), lambda a, b: replace(a, b, '…'));
-- Keys whose whole value may be, or hold, the address of a person. Dates and web sites of suppliers are none.
CREATE TEMP MACRO is_personal(key_path) AS
  regexp_matches(key_path, '(?i)(^|[.\[])(contacts?|maintainers?|authors?|e-?mails?|phones?|telephone|tel)([.\[\]0-9]|$)')
  OR regexp_matches(key_path, '(?i)^(maintenance|.*contractors?(\[\d+\])?)$');
-- Addresses of the contacts of a file: hidden wherever else that file repeats them, the longest first.
CREATE TEMP TABLE secret AS
SELECT content_id, rules_version, list(value ORDER BY length(value) DESC, value) AS secrets FROM (
  SELECT DISTINCT content_id, rules_version, unnest(list_concat(
    [c.email FOR c IN contacts], [c.phone FOR c IN contacts])) AS value
  FROM work.store.component) WHERE length(value) >= 5 GROUP BY ALL;
-- The same of all files that a repository ever had: for what is told of the repository over time.
CREATE TEMP TABLE repository_secret AS
SELECT repository_id, list(value ORDER BY length(value) DESC, value) AS secrets FROM (
  SELECT DISTINCT f.repository_id, unnest(s.secrets) AS value
  FROM work.store.file_version f JOIN secret s USING (content_id, rules_version)) GROUP BY ALL;
CREATE TEMP MACRO clean(t, secrets) AS hidden(without_secrets(t, coalesce(secrets, [])));

-- What was excluded and is no longer stays out until a harvest has seen it again. Why it was excluded is never told.
CREATE TEMP TABLE left_out AS
SELECT repository_id FROM work.store.excluded_repository
UNION SELECT repository_id FROM work.store.repository_version WHERE valid_to IS NULL AND gone_code = 'excluded';

-- ---------------------------------------------------------------- the guideline, and who and where
CREATE TABLE data.guideline AS SELECT document, version, dated_on, source_url, rules_version FROM work.link.guideline;
CREATE TABLE data.category AS
SELECT category_id, parent_id, position, slug, name_nl, name_en, definition_nl, definition_en, related_guideline, related_url
FROM work.link.category;
CREATE TABLE data.forge AS SELECT DISTINCT forge_id, kind FROM work.store.forge;

CREATE TABLE data.organisation_version AS
SELECT organisation_id, valid_from, valid_to, name, role, level, country, aliases FROM work.store.organisation_version;
-- The slug is made of the first name the organisation ever had here, so that its page keeps its address.
CREATE TABLE data.organisation_slug AS
SELECT organisation_id, slug || CASE WHEN n > 1 THEN '-' || n ELSE '' END AS slug FROM (
  SELECT organisation_id, slug, row_number() OVER (PARTITION BY slug ORDER BY first_seen_at, organisation_id) AS n FROM (
    SELECT organisation_id, min(valid_from) AS first_seen_at,
      coalesce(nullif(trim(regexp_replace(lower(strip_accents(arg_min(name, valid_from))), '[^a-z0-9]+', '-', 'g'), '-'), ''),
        'organisatie') AS slug
    FROM work.store.organisation_version GROUP BY organisation_id));
CREATE TABLE data.account_version AS
SELECT account_id, valid_from, valid_to, organisation_id, forge_id, path, url, scope, ignored_since, ignored_reason
FROM work.store.account_version ANTI JOIN work.store.excluded_account USING (account_id);
CREATE TABLE data.account_first_listing AS SELECT account_id, completed_at FROM work.store.account_first_listing
  ANTI JOIN work.store.excluded_account USING (account_id);
-- The last look at each account, and since when it ends like this. A night on which nobody looked counts only where
-- nobody will: ignored accounts, and accounts that were never looked at. A sweep looks at what was pushed since a complete
-- look, and at nothing else: with that look behind it, all of the account is seen. Which of the two it was, says night.duckdb.
CREATE TABLE data.account_outcome AS
WITH looked AS (
  SELECT o.account_id, o.run_id, CASE o.outcome WHEN 'swept' THEN 'complete' ELSE o.outcome END AS outcome, o.reason, o.reason_nl, o.finished_at
  FROM work.store.account_outcome o
  JOIN work.store.account_version a ON a.account_id = o.account_id AND a.valid_to IS NULL
  ANTI JOIN work.store.excluded_account e ON e.account_id = o.account_id
  WHERE o.reason_code IS DISTINCT FROM 'excluded' AND (o.outcome <> 'not_looked' OR a.ignored_since IS NOT NULL
     OR NOT EXISTS (FROM work.store.account_outcome p WHERE p.account_id = o.account_id AND p.outcome <> 'not_looked'))
), streak AS (
  SELECT *, last_value(outcome) OVER w AS newest,
    max(run_id) FILTER (outcome <> last_outcome) OVER (PARTITION BY account_id) AS broken
  FROM (SELECT *, last_value(outcome) OVER (PARTITION BY account_id ORDER BY run_id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last_outcome FROM looked)
  WINDOW w AS (PARTITION BY account_id ORDER BY run_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
-- Both languages as one value: apart, each would be of the first night that has it.
SELECT account_id, outcome, told.en AS reason, told.nl AS reason_nl, outcome_since FROM (
  SELECT account_id, newest AS outcome, arg_min({'en': reason, 'nl': reason_nl}, run_id) AS told,
    min(finished_at) AS outcome_since
  FROM streak WHERE broken IS NULL OR run_id > broken GROUP BY account_id, newest);

-- ---------------------------------------------------------------- repositories and their files
CREATE TABLE data.repository AS SELECT repository_id, forge_id, slug, first_seen_at FROM work.store.repository
  ANTI JOIN left_out USING (repository_id);
CREATE TABLE data.repository_version AS
SELECT repository_id, valid_from, valid_to, account_id, url, full_name, name, description, homepage_url, licence_spdx,
  primary_language, languages, topics, is_fork, fork_of_url, is_archived, is_template, is_mirror, is_empty, default_branch,
  root_files, created_at, state, CASE WHEN gone_code IS DISTINCT FROM 'excluded' THEN gone_reason END AS gone_reason,
  CASE WHEN gone_code IS DISTINCT FROM 'excluded' THEN gone_reason_nl END AS gone_reason_nl
FROM work.store.repository_version
  ANTI JOIN left_out USING (repository_id);
CREATE TABLE data.repository_day AS
SELECT repository_id, seen_at, stars, forks, pushed_at, head_oid, head_committed_at, head_author_kind, release_name,
  released_at
FROM work.store.repository_day
  ANTI JOIN left_out USING (repository_id);
CREATE TABLE data.repository_activity AS
SELECT repository_id, head_author_kind, last_human_activity_at, last_not_by_bot_at FROM work.store.repository_activity
  ANTI JOIN left_out USING (repository_id);
CREATE TABLE data.file_version AS
SELECT repository_id, path, valid_from, valid_to, content_id, rules_version, commit_oid, entry, not_entry_code, unchanged_since
FROM work.store.file_version
  ANTI JOIN left_out USING (repository_id);
CREATE TABLE data.not_entry_reason AS SELECT code, text_nl, text_en FROM work.store.not_entry_reason;
-- From before the register looked, as git tells (herbruik backfill): apart from what was seen, in nobody's news.
CREATE TABLE data.file_history AS
SELECT repository_id, path, valid_from, valid_to, content_id, rules_version, commit_oid, entry, not_entry_code
FROM work.store.file_history
  ANTI JOIN left_out USING (repository_id);
CREATE TEMP TABLE used AS
SELECT content_id, rules_version FROM data.file_version UNION SELECT content_id, rules_version FROM data.file_history;
-- Only what lies, or lay, in a repository that is shown: of what is excluded not even the hash.
CREATE TABLE data.content AS SELECT content_id, sha256, git_oid, size_bytes, first_seen_at FROM work.store.content
  SEMI JOIN used USING (content_id);

-- ---------------------------------------------------------------- what the files say
CREATE TABLE data.reading AS
SELECT content_id, rules_version, read_at, is_map, is_valid, errors, warnings, advices
FROM work.store.reading SEMI JOIN used USING (content_id, rules_version);
CREATE TABLE data.finding AS
SELECT content_id, rules_version, n, severity, code, hidden(key_path) AS key_path, line, col,
  CASE WHEN personal THEN NULL ELSE hidden(without_secrets(value, secrets)) END AS value,
  hidden(without_secrets(message_nl, quoted)) AS message_nl, hidden(without_secrets(message_en, quoted)) AS message_en,
  why_nl, why_en,
  hidden(without_secrets(cure_nl, quoted)) AS cure_nl, hidden(without_secrets(cure_en, quoted)) AS cure_en,
  CASE WHEN personal THEN NULL ELSE hidden(without_secrets(example, secrets)) END AS example, clause
FROM (
  SELECT f.content_id, f.rules_version, n, severity, code, key_path, line, col, value, message_nl, message_en, why_nl, why_en,
    cure_nl, cure_en, example, clause,
    -- a value that only repeats the name of its key (a key that is deprecated) tells nothing of anybody
    is_personal(key_path) AND value IS DISTINCT FROM regexp_extract(key_path, '([^.\[\]]+)$', 1) AS personal, coalesce(s.secrets, []) AS secrets,
    CASE WHEN personal AND length(value) >= 3 THEN list_append(coalesce(s.secrets, []), value)
      ELSE coalesce(s.secrets, []) END AS quoted
  FROM work.store.finding f SEMI JOIN used USING (content_id, rules_version) LEFT JOIN secret s USING (content_id, rules_version));
-- Every text that people write, whatever its key: an address of a contact may be repeated anywhere.
CREATE TEMP MACRO all_clean(ts, secrets) AS [clean(t, secrets) FOR t IN ts];
-- An address of a site is left whole, but for what the contacts have, and what is no site but somebody's mailbox.
CREATE TEMP MACRO clean_url(t, secrets) AS CASE WHEN regexp_matches(t, '(?i)^\s*https?://')
  THEN without_secrets(t, coalesce(secrets, [])) ELSE clean(t, secrets) END;
CREATE TEMP MACRO all_clean_urls(ts, secrets) AS [clean_url(t, secrets) FOR t IN ts];
CREATE TABLE data.component AS
SELECT c.content_id, c.rules_version, clean(publiccode_yml_version, s.secrets) AS publiccode_yml_version,
  without_secrets(name, coalesce(s.secrets, [])) AS name, clean(application_suite, s.secrets) AS application_suite,
  clean_url(url, s.secrets) AS url, clean_url(landing_url, s.secrets) AS landing_url,
  all_clean_urls(is_based_on, s.secrets) AS is_based_on, clean(software_version, s.secrets) AS software_version,
  release_date, clean_url(logo, s.secrets) AS logo, all_clean(platforms, s.secrets) AS platforms,
  all_clean(categories, s.secrets) AS categories, all_clean(used_by, s.secrets) AS used_by,
  [{'name': clean(f.name, s.secrets), 'uri': clean(f.uri, s.secrets)} FOR f IN funded_by]::STRUCT(name VARCHAR, uri VARCHAR)[] AS funded_by,
  clean_url(roadmap, s.secrets) AS roadmap, clean(development_status, s.secrets) AS development_status,
  clean(software_type, s.secrets) AS software_type, all_clean(supports, s.secrets) AS supports,
  clean(organisation_name, s.secrets) AS publisher_name, clean(organisation_uri, s.secrets) AS publisher_uri,
  all_clean(scope, s.secrets) AS scope, all_clean(countries, s.secrets) AS countries,
  all_clean(unsupported_countries, s.secrets) AS unsupported_countries, clean(licence, s.secrets) AS licence,
  clean(main_copyright_owner, s.secrets) AS main_copyright_owner, clean(repo_owner, s.secrets) AS repo_owner,
  clean(maintenance_type, s.secrets) AS maintenance_type, localisation_ready,
  all_clean(available_languages, s.secrets) AS available_languages
FROM work.store.component c SEMI JOIN used USING (content_id, rules_version) LEFT JOIN secret s USING (content_id, rules_version);
CREATE TABLE data.component_text AS
SELECT content_id, rules_version, clean(language, secrets) AS language, without_secrets(localised_name, secrets) AS localised_name,
  without_secrets(generic_name, secrets) AS generic_name, without_secrets(short_description, secrets) AS short_description,
  without_secrets(long_description, secrets) AS long_description,
  clean_url(documentation_url, secrets) AS documentation_url,
  clean_url(api_documentation_url, secrets) AS api_documentation_url,
  [without_secrets(f, secrets) FOR f IN features] AS features, all_clean_urls(screenshots, secrets) AS screenshots,
  all_clean_urls(videos, secrets) AS videos, all_clean(awards, secrets) AS awards
FROM (
  SELECT t.content_id, t.rules_version, language, localised_name, generic_name, short_description, long_description,
    documentation_url, api_documentation_url, features, screenshots, videos, awards, coalesce(s.secrets, []) AS secrets
  FROM work.store.component_text t SEMI JOIN used USING (content_id, rules_version)
  LEFT JOIN secret s USING (content_id, rules_version));
CREATE TABLE data.component_dependency AS
SELECT content_id, rules_version, n, kind, clean(name, secrets) AS name, clean(version_min, secrets) AS version_min,
  clean(version_max, secrets) AS version_max, clean(version, secrets) AS version, optional
FROM work.store.component_dependency SEMI JOIN used USING (content_id, rules_version)
LEFT JOIN secret s USING (content_id, rules_version);
-- Contacts: name, affiliation, and whether an address stands in the file; key_line has the line where they begin.
-- The address itself only of a role that the settings name, letter for letter (ASCII alone: a look-alike is another
-- mailbox), and only of what a file says now: what an owner removed is not kept alive by a past version.
CREATE TEMP TABLE said_now AS SELECT DISTINCT content_id, rules_version FROM data.file_version WHERE valid_to IS NULL;
CREATE TEMP MACRO is_of_a_role(email) AS
  regexp_full_match(email, '[A-Za-z0-9\-]+@([A-Za-z0-9\-]+\.)+[A-Za-z0-9\-]+')
  AND list_contains(getvariable('role_mailboxes')::VARCHAR[], lower(split_part(email, '@', 1)));
CREATE TABLE data.contact AS
SELECT content_id, rules_version, n::INTEGER AS n, nullif(trim(clean(c.name, secrets)), '') AS name,
  nullif(trim(clean(c.affiliation, secrets)), '') AS affiliation,
  coalesce(c.email, '') <> '' AS has_email, coalesce(c.phone, '') <> '' AS has_phone,
  CASE WHEN is_now AND is_of_a_role(c.email) THEN c.email END AS role_mailbox
FROM (
  SELECT content_id, rules_version, unnest(contacts) AS c, generate_subscripts(contacts, 1) AS n,
    (content_id, rules_version) IN (SELECT (content_id, rules_version) FROM said_now) AS is_now
  FROM work.store.component SEMI JOIN used USING (content_id, rules_version))
LEFT JOIN secret USING (content_id, rules_version);
CREATE TABLE data.contractor AS
SELECT content_id, rules_version, n::INTEGER AS n, nullif(trim(clean(c.name, secrets)), '') AS name,
  clean(c.website, secrets) AS website, c.until AS until
FROM (SELECT content_id, rules_version, unnest(contractors) AS c, generate_subscripts(contractors, 1) AS n
      FROM work.store.component SEMI JOIN used USING (content_id, rules_version))
LEFT JOIN secret USING (content_id, rules_version);

-- ---------------------------------------------------------------- what is concluded, and what happened
CREATE TEMP MACRO cleaned(evidence, secrets) AS
  [{'rule_id': e.rule_id, 'strength': e.strength, 'key_path': e.key_path, 'value': clean(e.value, secrets),
    'matched': clean(e.matched, secrets)} FOR e IN evidence];
CREATE TABLE data.reuse_link_version AS
SELECT l.repository_id, l.path, category_id, l.valid_from, l.valid_to, rule_id, strength,
  cleaned(evidence, s.secrets) AS evidence, guideline_version, rules_version
FROM work.link.reuse_link_version l ANTI JOIN left_out USING (repository_id)
  LEFT JOIN repository_secret s USING (repository_id);
CREATE TABLE data.need AS
SELECT need_id, position, slug, name_nl, name_en, definition_nl, definition_en, gemma_name, gemma_url, category_id
FROM work.link.need;
CREATE TABLE data.need_link AS
SELECT l.repository_id, path, need_id, rule_id, strength, cleaned(evidence, s.secrets) AS evidence, rules_version
FROM work.link.need_link l LEFT JOIN repository_secret s USING (repository_id);
CREATE TABLE data.answer AS SELECT answer_id, position, question, name_nl, name_en FROM work.link.answer;
CREATE TABLE data.fact AS
SELECT l.repository_id, path, answer_id, strength, cleaned(evidence, s.secrets) AS evidence
FROM work.link.fact l LEFT JOIN repository_secret s USING (repository_id);
CREATE TABLE data.possible_link AS
SELECT l.repository_id, category_id, rule_id, strength, cleaned(evidence, s.secrets) AS evidence
FROM work.link.possible_link l LEFT JOIN repository_secret s USING (repository_id);
-- The figure is filled in when the views are there: it is the answer to the query.
CREATE TABLE data.statement AS
SELECT statement_id, position, part, name_nl, name_en, shows_nl, shows_en, cannot_nl, cannot_en, query, NULL::BIGINT AS figure
FROM work.link.statement;
-- Filled in when the views are there, by the code that makes the pages.
CREATE TABLE data.decision (
  component_id VARCHAR NOT NULL, n INTEGER NOT NULL, question VARCHAR NOT NULL, answer VARCHAR NOT NULL,
  reason_nl VARCHAR NOT NULL, reason_en VARCHAR NOT NULL, source VARCHAR, as_of TIMESTAMP, line INTEGER, rests_on DATE,
  other_sources VARCHAR[] NOT NULL);
CREATE TABLE data.licence (
  component_id VARCHAR NOT NULL, stated VARCHAR, seen VARCHAR, spdx VARCHAR, is_open BOOLEAN, class VARCHAR, with_eupl VARCHAR NOT NULL,
  agreement VARCHAR NOT NULL);
CREATE TABLE data.standard (
  component_id VARCHAR NOT NULL, n INTEGER NOT NULL, standard_id VARCHAR, name VARCHAR NOT NULL, basis VARCHAR NOT NULL,
  key_path VARCHAR NOT NULL, matched VARCHAR NOT NULL);
-- Where keys stand that answers rest on: numbers of lines, and nothing else of the text.
CREATE TABLE data.key_line (content_id BIGINT NOT NULL, key_path VARCHAR NOT NULL, line INTEGER NOT NULL);
CREATE TABLE data.mismatch (
  component_id VARCHAR NOT NULL, code VARCHAR NOT NULL, key_path VARCHAR NOT NULL, file_value VARCHAR NOT NULL,
  real_value VARCHAR NOT NULL, message_nl VARCHAR NOT NULL, message_en VARCHAR NOT NULL, source_url VARCHAR NOT NULL);
CREATE TABLE data.conflict AS SELECT repository_id, path, kind, category_id, detail FROM work.link.conflict;
CREATE TABLE data.residue AS
SELECT l.repository_id, path, key_path, [clean(v, s.secrets) FOR v IN value] AS value, files
FROM work.link.residue l LEFT JOIN repository_secret s USING (repository_id);
CREATE TABLE data.override AS
SELECT repository_url, path, category_id, action, who, why, decided_on, until, state FROM work.link.override;
CREATE TABLE data.too_little_text AS SELECT repository_id, path FROM work.link.too_little_text;
CREATE TABLE data.user_of AS
SELECT repository_id, path, n, hidden(name) AS name, basis, verdict, organisation_id, candidates, is_own, stated_on, source_url
FROM work.link.user_of;
CREATE TABLE data.family_member AS
SELECT head_repository_id, head_path, repository_id, path, tie, tied_repository_id, tied_path, key_path, hidden(value) AS value
FROM work.link.family_member;
CREATE TABLE data.relation AS
SELECT repository_id, path, other_repository_id, other_path, kind, score, key_path, hidden(value) AS value FROM work.link.relation;
CREATE TABLE data.role_of AS
SELECT repository_id, path, n, role, hidden(name) AS name, organisation_id, key_path, until FROM work.link.role_of;
CREATE TABLE data.event AS
-- A name for each event that is the same every night; a number only where a run saw the same kind of thing twice.
SELECT left(md5(concat_ws(' ', run_id, repository_id, kind, path)), 16) || CASE WHEN n > 1 THEN '-' || n ELSE '' END AS change_id,
  happened_at, run_id, kind, cause, repository_id, path,
  [{'field': c.field, 'old': CASE WHEN is_personal(c.field) THEN NULL ELSE clean(c.old, s.secrets) END,
    'new': CASE WHEN is_personal(c.field) THEN NULL ELSE clean(c.new, s.secrets) END}
   FOR c IN changes IF c.field <> 'gone_reason' OR NOT starts_with(coalesce(c.new, ''), 'Excluded since')
  ]::STRUCT(field VARCHAR, old VARCHAR, new VARCHAR)[] AS changes
FROM (SELECT *, row_number() OVER (PARTITION BY run_id, repository_id, kind, path ORDER BY happened_at, changes::VARCHAR) AS n
      FROM work.store.event ANTI JOIN left_out USING (repository_id))
  LEFT JOIN repository_secret s USING (repository_id);

-- The slug of a software's page: that of its repository; below the root the folder is added. A second description of
-- the same folder gets a number, the one that was there first none, so that addresses stay.
CREATE TABLE data.component_id AS
SELECT repository_id, path, slug || CASE WHEN n > 1 THEN '--' || n ELSE '' END AS component_id FROM (
  SELECT repository_id, path, slug,
    row_number() OVER (PARTITION BY slug ORDER BY first_seen_at, repository_id, path) AS n
  FROM (
    SELECT f.repository_id, f.path, min(f.valid_from) AS first_seen_at,
      any_value(r.slug) || coalesce('--' || nullif(trim(regexp_replace(lower(strip_accents(
        regexp_extract(f.path, '^(.*)/[^/]*$', 1))), '[^a-z0-9]+', '-', 'g'), '-'), ''), '') AS slug
    FROM data.file_version f JOIN data.repository r USING (repository_id) GROUP BY f.repository_id, f.path));

-- ---------------------------------------------------------------- how it went, month by month
-- What each account had at the end of each month, the last one so far. Kept by account, so that a trend can count the
-- same accounts in all its months: a source that is new would look like growth.
CREATE TABLE data.account_month AS
WITH month AS (
  SELECT unnest(generate_series(date_trunc('month', min(seen_at)), max(seen_at), INTERVAL 1 MONTH)) AS starts_at FROM (
    SELECT valid_from AS seen_at FROM data.repository_version UNION ALL SELECT valid_to FROM data.repository_version
    UNION ALL SELECT valid_from FROM data.file_version UNION ALL SELECT valid_to FROM data.file_version
    UNION ALL SELECT seen_at FROM data.repository_day)),
here AS (
  SELECT m.starts_at, r.account_id, r.repository_id FROM month m JOIN data.repository_version r
    ON r.valid_from < m.starts_at + INTERVAL 1 MONTH AND coalesce(r.valid_to, 'infinity') >= m.starts_at + INTERVAL 1 MONTH
  WHERE r.state = 'present'),
described AS (
  SELECT m.starts_at, f.repository_id, count(*) FILTER (f.entry = 'software' AND d.is_map) AS software,
    count(*) FILTER (f.entry = 'software' AND d.is_map AND d.is_valid) AS valid_software
  FROM month m JOIN data.file_version f
    ON f.valid_from < m.starts_at + INTERVAL 1 MONTH AND coalesce(f.valid_to, 'infinity') >= m.starts_at + INTERVAL 1 MONTH
  JOIN data.reading d USING (content_id, rules_version) GROUP BY ALL)
SELECT h.starts_at::DATE AS month, h.account_id, count(*)::INTEGER AS repositories, count(d.repository_id)::INTEGER AS described,
  coalesce(sum(d.software), 0)::INTEGER AS software, coalesce(sum(d.valid_software), 0)::INTEGER AS valid_software
FROM here h LEFT JOIN described d USING (starts_at, repository_id) GROUP BY ALL;
