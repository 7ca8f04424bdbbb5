-- Views for people, in schema main of register.duckdb: what holds now. Their names and columns are a treaty with pages
-- and readers: columns are added, never renamed. Comments stand in comments.toml.
-- Where the pages are: NULL as long as the settings do not tell where the site will stand.
CREATE VIEW data.place AS
SELECT nullif(rtrim(base_url, '/'), '') || '/' || first_language || '/' AS site FROM data.about;

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
  coalesce(d.valid_files, 0)::INTEGER AS valid_files,
  'organisaties/' || s.slug || '.html' AS page, (SELECT site FROM data.place) || 'organisaties/' || s.slug || '.html' AS page_url
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
  r.is_archived, r.is_template, r.is_mirror, r.is_empty, r.default_branch, r.root_files, r.state, r.gone_reason, r.gone_reason_nl,
  r.created_at, d.pushed_at, d.stars, d.forks, d.head_oid, d.head_committed_at, y.head_author_kind,
  y.last_human_activity_at, y.last_not_by_bot_at, d.release_name, d.released_at, i.first_seen_at,
  r.valid_from AS unchanged_since
FROM data.repository_version r JOIN data.repository i USING (repository_id)
LEFT JOIN (SELECT account_id, arg_max(organisation_id, valid_from) AS organisation_id FROM data.account_version GROUP BY ALL) a
  USING (account_id)
LEFT JOIN (SELECT organisation_id, arg_max(name, valid_from) AS name FROM data.organisation_version GROUP BY ALL) o
  USING (organisation_id)
LEFT JOIN (FROM data.repository_day QUALIFY row_number() OVER (PARTITION BY repository_id ORDER BY seen_at DESC) = 1) d
  USING (repository_id)
LEFT JOIN data.repository_activity y USING (repository_id)
WHERE r.valid_to IS NULL;

-- Where a file lies, and under which name, is nothing that its content says: advice of its own. The standard has one name
-- and one place, "publiccode.yml in the root of the repository"; other catalogues look nowhere else.
CREATE VIEW data.place_advice AS
WITH lying AS (
  SELECT repository_id, path, regexp_extract(path, '([^/]*)$', 1) AS name, contains(path, '/') AS is_below
  FROM data.file_version WHERE valid_to IS NULL AND entry = 'software')
SELECT repository_id, path, row_number() OVER (PARTITION BY repository_id, path ORDER BY a.rank)::INTEGER AS rank, a.* EXCLUDE (rank)
FROM lying JOIN (VALUES
  (1, 'name-ends-in-yaml', 'De naam van het bestand eindigt op .yaml.', 'The name of the file ends in .yaml.',
   'De standaard noemt alleen publiccode.yml. Veel andere catalogi zoeken alleen naar die naam en zien dit bestand niet.',
   'The standard names publiccode.yml only. Many other catalogues look for that name alone and do not see this file.',
   'Hernoem het bestand naar publiccode.yml.', 'Rename the file to publiccode.yml.'),
  (2, 'name-has-capitals', 'De naam van het bestand heeft hoofdletters.', 'The name of the file has capitals.',
   'De standaard schrijft de naam in kleine letters. Andere catalogi zoeken precies die naam en zien dit bestand niet.',
   'The standard writes the name in lower case. Other catalogues look for exactly that name and do not see this file.',
   'Schrijf de naam van het bestand in kleine letters.', 'Write the name of the file in lower case.'),
  (3, 'below-the-root', 'Het bestand ligt niet in de hoofdmap van de repository.', 'The file does not lie in the root of the repository.',
   'De standaard legt het bestand in de hoofdmap. Andere catalogi kijken alleen daar en zien dit bestand niet.',
   'The standard puts the file in the root. Other catalogues look there alone and do not see this file.',
   'Zet het bestand in de hoofdmap. Staat er meer software in deze repository, geef dit onderdeel dan een eigen repository.',
   'Put the file in the root. Where this repository holds more software, give this part a repository of its own.'))
  AS a(rank, code, message_nl, message_en, why_nl, why_en, cure_nl, cure_en)
  ON CASE a.rank WHEN 1 THEN lower(name) = 'publiccode.yaml' WHEN 2 THEN lower(name) <> name ELSE is_below END;

CREATE VIEW file AS
SELECT f.repository_id, f.path, r.organisation_id, r.organisation, r.url AS repository_url,
  r.url || CASE WHEN g.kind = 'gitlab' THEN '/-/blob/' ELSE '/blob/' END || coalesce(f.commit_oid, r.default_branch, 'HEAD') || '/'
    || replace(url_encode(f.path), '%2F', '/') AS file_url,
  c.sha256, c.git_oid, f.commit_oid, f.entry, f.not_entry_code, n.text_nl AS not_entry_nl, n.text_en AS not_entry_en,
  d.is_valid, d.errors, d.warnings,
  (d.advices + (SELECT count(*) FROM data.place_advice p WHERE p.repository_id = f.repository_id AND p.path = f.path))::INTEGER AS advices,
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
JOIN data.finding x ON x.content_id = v.content_id AND x.rules_version = v.rules_version
UNION ALL
SELECT f.repository_id, f.path, f.errors + f.warnings + f.advices - p.advices + p.rank, 'advice', p.code, '', NULL, NULL, NULL, p.message_nl, p.message_en,
  p.why_nl, p.why_en, p.cure_nl, p.cure_en, NULL, NULL, f.file_url, f.organisation_id, f.organisation, f.repository_url, f.entry
FROM file f JOIN (SELECT *, count(*) OVER (PARTITION BY repository_id, path) AS advices FROM data.place_advice) p
  USING (repository_id, path);

CREATE VIEW component AS
SELECT i.component_id, f.repository_id, f.path, 'software/' || i.component_id || '.html' AS page,
  (SELECT site FROM data.place) || 'software/' || i.component_id || '.html' AS page_url, r.organisation_id,
  r.organisation, r.url AS repository_url, coalesce(nullif(trim(c.name), ''), r.name) AS name,
  CASE WHEN coalesce(trim(c.name), '') = '' THEN 'repository' ELSE 'file' END AS name_source,
  d.is_valid, c.publiccode_yml_version, c.application_suite, c.url, c.landing_url, c.is_based_on, c.software_version,
  c.release_date, c.logo, c.platforms, c.categories, c.used_by, c.funded_by, c.roadmap, c.development_status, c.software_type,
  c.supports, c.publisher_name, c.publisher_uri, c.scope, c.countries, c.unsupported_countries, c.licence,
  c.main_copyright_owner, c.repo_owner, c.maintenance_type, c.localisation_ready, c.available_languages, r.is_archived,
  r.is_fork, r.primary_language, r.pushed_at, r.head_committed_at, r.head_author_kind,
  r.last_human_activity_at, r.last_not_by_bot_at, r.release_name, r.released_at, r.stars, d.errors,
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
SELECT k.component_id, c.n, c.name, c.affiliation, c.has_email, c.has_phone, c.role_mailbox, l.line
FROM data.component_content k JOIN data.contact c USING (content_id, rules_version)
LEFT JOIN data.key_line l ON l.content_id = k.content_id AND l.key_path = 'maintenance.contacts';

CREATE VIEW contractor AS
SELECT k.component_id, c.n, c.name, c.website, c.until
FROM data.component_content k JOIN data.contractor c USING (content_id, rules_version);

CREATE VIEW used_by AS
SELECT k.component_id, u.n, u.name, u.basis, u.verdict, u.organisation_id, o.name AS organisation, u.candidates, u.is_own,
  u.stated_on, u.source_url
FROM data.component_content k JOIN data.user_of u USING (repository_id, path)
LEFT JOIN (SELECT organisation_id, arg_max(name, valid_from) AS name FROM data.organisation_version GROUP BY ALL) o
  USING (organisation_id);

CREATE VIEW family AS
SELECT h.component_id AS head_id, c.component_id, m.tie, r.url AS repository_url, m.path, r.organisation_id, r.organisation,
  m.key_path, m.value
FROM data.family_member m JOIN data.component_id h ON h.repository_id = m.head_repository_id AND h.path = m.head_path
JOIN repository r ON r.repository_id = m.repository_id
LEFT JOIN data.component_content c ON c.repository_id = m.repository_id AND c.path = m.path;

CREATE VIEW data.purpose AS
SELECT category_id AS purpose_id, name_nl, name_en FROM data.category UNION ALL SELECT need_id, name_nl, name_en FROM data.need;

CREATE VIEW relation AS
SELECT k.component_id, o.component_id AS other_id, r.kind, r.score, r.key_path, r.value,
  CASE WHEN r.kind = 'alternative' THEN (SELECT string_agg(p.name_nl, ', ' ORDER BY p.name_nl) FROM data.purpose p
    WHERE list_contains(string_split(r.value, ', '), p.purpose_id)) END AS purposes_nl,
  CASE WHEN r.kind = 'alternative' THEN (SELECT string_agg(p.name_en, ', ' ORDER BY p.name_en) FROM data.purpose p
    WHERE list_contains(string_split(r.value, ', '), p.purpose_id)) END AS purposes_en
FROM data.relation r JOIN data.component_content k USING (repository_id, path)
JOIN data.component_content o ON o.repository_id = r.other_repository_id AND o.path = r.other_path;

CREATE VIEW role AS
SELECT k.component_id, r.n, r.role, r.name, r.organisation_id, o.name AS organisation, r.key_path, r.until
FROM data.component_content k JOIN data.role_of r USING (repository_id, path)
LEFT JOIN (SELECT organisation_id, arg_max(name, valid_from) AS name FROM data.organisation_version GROUP BY ALL) o
  USING (organisation_id);

CREATE VIEW dependency AS
SELECT k.component_id, d.n, d.kind, d.name, d.version_min, d.version_max, d.version, d.optional
FROM data.component_content k JOIN data.component_dependency d USING (content_id, rules_version);

CREATE VIEW reuse_link AS
SELECT k.component_id, l.repository_id, l.path, l.category_id, c.name_nl AS category_nl, c.name_en AS category_en, l.strength,
  l.rule_id, l.evidence, l.valid_from AS since, l.guideline_version, l.rules_version
FROM data.reuse_link_version l JOIN data.component_content k USING (repository_id, path) JOIN data.category c USING (category_id)
WHERE l.valid_to IS NULL;

CREATE VIEW category AS
SELECT c.category_id, c.parent_id, c.position, c.slug, c.name_nl, c.name_en, c.definition_nl, c.definition_en,
  c.related_guideline, c.related_url,
  (SELECT count(DISTINCT l.component_id) FROM reuse_link l JOIN data.category k USING (category_id)
   WHERE k.category_id = c.category_id OR k.parent_id = c.category_id)::INTEGER AS software,
  'categorieen/' || c.slug || '.html' AS page, (SELECT site FROM data.place) || 'categorieen/' || c.slug || '.html' AS page_url
FROM data.category c;

-- Beside the links: the curator's needs, facts, what is only possible, and what a curator should look at.
CREATE VIEW need_link AS
SELECT k.component_id, l.need_id, n.name_nl AS need_nl, n.name_en AS need_en, l.strength, l.rule_id, l.evidence, l.rules_version
FROM data.need_link l JOIN data.component_content k USING (repository_id, path) JOIN data.need n USING (need_id);

CREATE VIEW need AS
SELECT n.need_id, n.position, n.slug, n.name_nl, n.name_en, n.definition_nl, n.definition_en, n.gemma_name, n.gemma_url,
  n.category_id, (SELECT count(*) FROM need_link l WHERE l.need_id = n.need_id)::INTEGER AS software
FROM data.need n;

CREATE VIEW fact AS
SELECT k.component_id, a.question, f.answer_id, a.name_nl AS answer_nl, a.name_en AS answer_en, f.strength, f.evidence
FROM data.fact f JOIN data.component_content k USING (repository_id, path) JOIN data.answer a USING (answer_id);

CREATE VIEW possible_link AS
SELECT l.repository_id, r.organisation_id, r.organisation, r.url AS repository_url, r.name, r.description, l.category_id,
  c.name_nl AS category_nl, c.name_en AS category_en, l.strength, l.rule_id, l.evidence
FROM data.possible_link l JOIN repository r USING (repository_id) JOIN data.category c USING (category_id);

CREATE VIEW decision AS
SELECT component_id, n, question, answer, reason_nl, reason_en, source, as_of, line, rests_on, other_sources FROM data.decision;

CREATE VIEW licence AS
SELECT component_id, stated, seen, spdx, is_open, class, with_eupl, agreement FROM data.licence;

CREATE VIEW standard AS
SELECT component_id, n, standard_id, name, basis, key_path, matched FROM data.standard;

CREATE VIEW key_line AS
SELECT k.component_id, l.key_path, l.line FROM data.component_content k JOIN data.key_line l USING (content_id);

CREATE VIEW mismatch AS
SELECT component_id, code, key_path, file_value, real_value, message_nl, message_en, source_url FROM data.mismatch;

CREATE VIEW statement AS
SELECT statement_id, position, part, name_nl, name_en, shows_nl, shows_en, cannot_nl, cannot_en, figure, query FROM data.statement;

CREATE VIEW conflict AS
SELECT k.component_id, row_number() OVER (PARTITION BY k.component_id ORDER BY c.kind, c.category_id, c.detail)::INTEGER AS n,
  c.kind, c.category_id, c.detail
FROM data.conflict c JOIN data.component_content k USING (repository_id, path);

CREATE VIEW residue AS
SELECT k.component_id, row_number() OVER (PARTITION BY k.component_id ORDER BY r.key_path, r.value)::INTEGER AS position,
  r.key_path, r.value, r.files
FROM data.residue r JOIN data.component_content k USING (repository_id, path);

CREATE VIEW override AS
SELECT row_number() OVER (ORDER BY o.decided_on, o.repository_url, o.path, o.category_id, o.action)::INTEGER AS n,
  i.component_id, o.repository_url, o.path, o.category_id, o.action, o.who, o.why, o.decided_on, o.until, o.state
FROM data.override o
LEFT JOIN repository r ON lower(r.url) = lower(rtrim(o.repository_url, '/'))
LEFT JOIN data.component_id i ON i.repository_id = r.repository_id AND i.path = o.path;

CREATE VIEW change AS
SELECT e.change_id, e.happened_at, e.run_id, e.kind, e.cause, e.repository_id, i.component_id, e.path, r.organisation_id,
  r.url AS repository_url, e.changes
FROM data.event e JOIN repository r USING (repository_id)
LEFT JOIN data.component_id i ON i.repository_id = e.repository_id AND i.path = e.path;

CREATE VIEW about AS
SELECT register_name_nl, register_name_en, publisher, contact, data_licence, report_mistake_url, base_url, guideline_document,
  guideline_version, guideline_on, guideline_url, rules_version, classification_version, facts_as_of, tables_digest, first_language
FROM data.about;

-- ---------------------------------------------------------------- how much was seen, and how it went
CREATE VIEW coverage AS
WITH looked AS (
  SELECT organisation_id, count(*) AS accounts, count(*) FILTER (ignored_since IS NOT NULL) AS ignored,
    count(*) FILTER (ignored_since IS NULL AND outcome IN ('complete', 'partial')) AS looked,
    count(*) FILTER (ignored_since IS NULL AND outcome = 'complete') AS complete,
    count(*) FILTER (ignored_since IS NULL AND outcome IN ('could_not_look', 'gone')) AS failed
  FROM account GROUP BY ALL),
described AS (
  SELECT organisation_id, count(DISTINCT repository_id) AS described FROM file GROUP BY ALL)
SELECT o.organisation_id, o.name AS organisation, o.role, o.level, o.country,
  CASE WHEN l.accounts IS NULL THEN 'no_account' WHEN l.ignored = l.accounts THEN 'ignored'
    WHEN l.complete = l.accounts - l.ignored THEN 'complete' WHEN l.looked > 0 THEN 'partial'
    WHEN l.failed > 0 THEN 'could_not_look' ELSE 'not_looked' END AS seen,
  o.accounts, coalesce(l.ignored, 0)::INTEGER AS ignored, coalesce(l.looked, 0)::INTEGER AS looked, o.repositories,
  coalesce(d.described, 0)::INTEGER AS described, o.software, o.valid_files,
  CASE WHEN o.repositories > 0 THEN coalesce(d.described, 0) / o.repositories END AS share, o.page, o.page_url
FROM organisation o LEFT JOIN looked l USING (organisation_id) LEFT JOIN described d USING (organisation_id);

CREATE VIEW coverage_of_level AS
SELECT level, role, country, count(*)::INTEGER AS organisations, count(*) FILTER (seen = 'no_account')::INTEGER AS without_account,
  sum(accounts)::INTEGER AS accounts, sum(ignored)::INTEGER AS ignored, sum(looked)::INTEGER AS looked,
  sum(repositories)::INTEGER AS repositories, sum(described)::INTEGER AS described, sum(software)::INTEGER AS software,
  count(*) FILTER (software > 0)::INTEGER AS organisations_with_software,
  CASE WHEN sum(repositories) > 0 THEN sum(described) / sum(repositories) END AS share
FROM coverage GROUP BY level, role, country;

-- ---------------------------------------------------------------- gaps and overlap
-- What surely or probably is for something: links by a weak sign alone would hide a gap. A kind has what its examples have.
CREATE VIEW data.candidate AS
SELECT DISTINCT p.kind, p.purpose_id, p.component_id, o.organisation_id, coalesce(o.level, 'not_known') AS level,
  CASE WHEN c.development_status IN ('concept', 'development', 'beta', 'stable', 'obsolete') THEN c.development_status
    ELSE 'not_stated' END AS maturity,
  d.answer = 'yes' AS is_maintained, coalesce(f.head_id, c.component_id) AS head_id
FROM (
  SELECT 'category' AS kind, unnest(CASE WHEN k.parent_id IS NULL THEN [k.category_id] ELSE [k.category_id, k.parent_id] END)
    AS purpose_id, l.component_id
  FROM main.reuse_link l JOIN data.category k USING (category_id) WHERE l.strength <> 'weak' OR l.category_id = 'source-code'
  UNION ALL SELECT 'need', need_id, component_id FROM main.need_link WHERE strength <> 'weak') p
JOIN main.component c USING (component_id)
JOIN main.decision d ON d.component_id = p.component_id AND d.question = 'maintained'
LEFT JOIN main.organisation o ON o.organisation_id = c.organisation_id
LEFT JOIN (SELECT DISTINCT component_id, head_id FROM main.family WHERE component_id IS NOT NULL) f ON f.component_id = p.component_id;

-- A whole kind is no need that one can meet many times over: its examples are.
CREATE VIEW gap AS
SELECT p.kind, p.purpose_id, p.position, p.name_nl, p.name_en, count(c.component_id)::INTEGER AS software,
  count(*) FILTER (c.maturity = 'stable')::INTEGER AS stable, count(*) FILTER (c.maturity = 'beta')::INTEGER AS beta,
  count(*) FILTER (c.maturity IN ('concept', 'development'))::INTEGER AS in_development,
  count(*) FILTER (c.maturity = 'obsolete')::INTEGER AS obsolete,
  count(*) FILTER (c.maturity = 'not_stated')::INTEGER AS status_not_stated,
  count(*) FILTER (c.is_maintained)::INTEGER AS maintained,
  count(DISTINCT c.head_id) FILTER (c.is_maintained)::INTEGER AS maintained_families,
  count(DISTINCT c.organisation_id)::INTEGER AS organisations,
  CASE WHEN count(c.component_id) = 0 THEN 'nothing_found' WHEN count(*) FILTER (c.is_maintained) = 0 THEN 'none_maintained'
    WHEN count(DISTINCT c.head_id) FILTER (c.is_maintained) >= 5 AND min(p.purpose_id) NOT IN ('source-code', 'components') THEN 'many_times_over' ELSE 'maintained' END AS state
FROM (
  SELECT 'category' AS kind, category_id AS purpose_id, position, name_nl, name_en FROM data.category
  UNION ALL SELECT 'need', need_id, position, name_nl, name_en FROM data.need) p
LEFT JOIN data.candidate c ON c.kind = p.kind AND c.purpose_id = p.purpose_id GROUP BY ALL;

CREATE VIEW gap_of_level AS
SELECT kind, purpose_id, level, maturity, count(*)::INTEGER AS software, count(*) FILTER (is_maintained)::INTEGER AS maintained
FROM data.candidate GROUP BY ALL;

CREATE VIEW gap_of_organisation AS
SELECT c.kind, c.purpose_id, coalesce(c.organisation_id, 'not_known') AS organisation_id, o.name AS organisation, count(*)::INTEGER AS software,
  count(*) FILTER (maturity = 'stable')::INTEGER AS stable, count(*) FILTER (maturity = 'beta')::INTEGER AS beta,
  count(*) FILTER (maturity IN ('concept', 'development'))::INTEGER AS in_development,
  count(*) FILTER (maturity = 'obsolete')::INTEGER AS obsolete,
  count(*) FILTER (maturity = 'not_stated')::INTEGER AS status_not_stated, count(*) FILTER (is_maintained)::INTEGER AS maintained
FROM data.candidate c LEFT JOIN organisation o USING (organisation_id) GROUP BY ALL;

-- In no category besides source code, with text enough to tell: what a curator may miss. Apart from it: too little text.
CREATE VIEW unclassified AS
SELECT c.component_id, CASE WHEN c.too_little_text THEN 'too_little_text'
    WHEN EXISTS (FROM need_link n WHERE n.component_id = c.component_id) THEN 'only_a_need' ELSE 'neither' END AS kind,
  c.name, c.organisation, c.repository_url
FROM component c
WHERE NOT EXISTS (FROM reuse_link l WHERE l.component_id = c.component_id AND l.category_id <> 'source-code');

CREATE VIEW reach AS
WITH uses AS (
  SELECT DISTINCT organisation_id FROM used_by WHERE verdict = 'resolved' AND basis <> 'fork' AND organisation_id IS NOT NULL)
SELECT o.level, count(*)::INTEGER AS organisations, count(*) FILTER (o.software > 0)::INTEGER AS publish,
  count(u.organisation_id)::INTEGER AS use,
  count(*) FILTER (o.software > 0 OR u.organisation_id IS NOT NULL)::INTEGER AS publish_or_use
FROM organisation o LEFT JOIN uses u USING (organisation_id) WHERE o.role = 'government' GROUP BY o.level;

CREATE VIEW most_reused AS
SELECT component_id, count(DISTINCT coalesce(organisation_id, lower(name)))::INTEGER AS users
FROM used_by WHERE verdict <> 'residue' AND basis <> 'fork' AND NOT is_own GROUP BY component_id;

-- What to keep an eye on. Days count from the newest fact, as everywhere.
CREATE VIEW watch AS
WITH today AS (SELECT facts_as_of::DATE AS day FROM data.about)
SELECT 'newcomer' AS kind, component_id, max(happened_at)::DATE AS on_date, NULL AS detail
FROM change JOIN component USING (component_id), today
WHERE kind IN ('file_appeared', 'became_entry') AND cause = 'world' AND happened_at >= day - INTERVAL 6 MONTH GROUP BY ALL
UNION ALL
SELECT 'lost_maintainer', d.component_id, greatest(coalesce(c.last_not_by_bot_at, c.head_committed_at), c.released_at)::DATE, NULL
FROM decision d JOIN component c USING (component_id) WHERE d.question = 'maintained' AND d.answer IN ('no', 'contradicts')
UNION ALL
SELECT 'contract_ends', component_id, min(until), string_agg(name, ', ' ORDER BY n)
FROM contractor, today WHERE until BETWEEN day AND day + INTERVAL 6 MONTH GROUP BY component_id;

-- Since when each account of the list was seen whole and stayed in the list, without a gap and without being ignored.
CREATE VIEW data.account_known AS
SELECT v.account_id, greatest(max(l.completed_at), max(v.valid_from)) AS known_since
FROM data.account_version v JOIN data.account_first_listing l USING (account_id)
WHERE v.ignored_since IS NULL
  AND NOT EXISTS (FROM data.account_version p
    WHERE p.account_id = v.account_id AND p.valid_to = v.valid_from AND p.ignored_since IS NULL)
  AND EXISTS (FROM data.account_version c WHERE c.account_id = v.account_id AND c.valid_to IS NULL AND c.ignored_since IS NULL)
GROUP BY v.account_id;

CREATE VIEW monthly AS
WITH span AS (SELECT greatest(min(month), (max(month) - INTERVAL 12 MONTH)::DATE) AS first FROM data.account_month),
panel AS (SELECT account_id FROM data.account_known, span WHERE known_since < first + INTERVAL 1 MONTH)
SELECT m.month, (SELECT count(*) FROM panel)::INTEGER AS accounts,
  coalesce(sum(m.repositories) FILTER (p.account_id IS NOT NULL), 0)::INTEGER AS repositories,
  coalesce(sum(m.described) FILTER (p.account_id IS NOT NULL), 0)::INTEGER AS described,
  coalesce(sum(m.software) FILTER (p.account_id IS NOT NULL), 0)::INTEGER AS software,
  coalesce(sum(m.valid_software) FILTER (p.account_id IS NOT NULL), 0)::INTEGER AS valid_software,
  sum(m.repositories)::INTEGER AS all_repositories, sum(m.software)::INTEGER AS all_software
FROM data.account_month m JOIN span ON m.month >= span.first LEFT JOIN panel p ON p.account_id = m.account_id
GROUP BY m.month ORDER BY m.month;

CREATE VIEW dictionary AS
SELECT c.schema_name, c.table_name AS name, coalesce(v.comment, t.comment) AS table_about, c.column_index AS position,
  c.column_name, c.data_type, c.comment AS column_about
FROM duckdb_columns() c
LEFT JOIN duckdb_views() v ON v.database_name = c.database_name AND v.schema_name = c.schema_name AND v.view_name = c.table_name
LEFT JOIN duckdb_tables() t ON t.database_name = c.database_name AND t.schema_name = c.schema_name AND t.table_name = c.table_name
WHERE c.database_name = current_database() AND NOT c.internal AND c.schema_name IN ('main', 'data')
UNION ALL
SELECT schema_name, function_name || '(' || array_to_string(parameters, ', ') || ')', comment, NULL, NULL, 'a question with parameters', NULL
FROM duckdb_functions()
WHERE database_name = current_database() AND NOT internal AND function_type = 'table_macro'
ORDER BY schema_name DESC, name, position;

-- What git tells of the time before the register looked; empty where nobody ran herbruik backfill.
CREATE VIEW earlier_version AS
SELECT h.repository_id, h.path, r.url AS repository_url, r.organisation_id, r.organisation, h.valid_from, h.valid_to, h.commit_oid,
  c.name, h.entry, h.not_entry_code, d.is_valid, d.errors, d.warnings, c.publiccode_yml_version
FROM data.file_history h JOIN repository r USING (repository_id) JOIN data.reading d USING (content_id, rules_version)
LEFT JOIN data.component c USING (content_id, rules_version);
CREATE VIEW earlier_month AS
WITH span AS (SELECT unnest(generate_series(date_trunc('month', (SELECT min(valid_from) FROM data.file_history)),
  (SELECT max(valid_to) FROM data.file_history), INTERVAL 1 MONTH)) AS starts_at)
SELECT s.starts_at::DATE AS month, count(DISTINCT h.repository_id)::INTEGER AS repositories, count(*)::INTEGER AS software,
  count(*) FILTER (d.is_valid)::INTEGER AS valid_software
FROM span s JOIN data.file_history h
  ON h.valid_from < s.starts_at + INTERVAL 1 MONTH AND h.valid_to >= s.starts_at + INTERVAL 1 MONTH
JOIN data.reading d USING (content_id, rules_version)
WHERE h.entry = 'software' AND d.is_map GROUP BY ALL ORDER BY month;

-- ---------------------------------------------------------------- questions with a parameter
-- A day counts whole: as a moment it is the end of that day, as the start of a period its beginning.
CREATE MACRO components_as_of(moment) AS TABLE
  WITH asked AS (SELECT moment::TIMESTAMP + CASE WHEN moment::TIMESTAMP = date_trunc('day', moment::TIMESTAMP)
    THEN INTERVAL 1 DAY - INTERVAL 1 MICROSECOND ELSE INTERVAL 0 DAY END AS at_moment)
  SELECT i.component_id, f.repository_id, f.path, o.organisation_id, o.name AS organisation, r.url AS repository_url,
    coalesce(nullif(trim(c.name), ''), r.name) AS name, d.is_valid, c.licence, c.development_status, c.software_type,
    c.software_version, c.publiccode_yml_version, r.is_archived, f.commit_oid, d.errors, d.warnings
  FROM asked, data.file_version f
  JOIN data.repository_version r ON r.repository_id = f.repository_id
  JOIN data.component c ON c.content_id = f.content_id AND c.rules_version = f.rules_version
  JOIN data.reading d ON d.content_id = f.content_id AND d.rules_version = f.rules_version
  JOIN data.component_id i ON i.repository_id = f.repository_id AND i.path = f.path
  LEFT JOIN (SELECT account_id, arg_max(organisation_id, valid_from) AS organisation_id FROM data.account_version GROUP BY ALL) a
    ON a.account_id = r.account_id
  LEFT JOIN (SELECT organisation_id, arg_max(name, valid_from) AS name FROM data.organisation_version GROUP BY ALL) o
    ON o.organisation_id = a.organisation_id
  WHERE f.entry = 'software' AND d.is_map AND r.state = 'present'
    AND f.valid_from <= at_moment AND coalesce(f.valid_to, 'infinity') > at_moment
    AND r.valid_from <= at_moment AND coalesce(r.valid_to, 'infinity') > at_moment
  ORDER BY i.component_id;
CREATE MACRO changed_between(first, last) AS TABLE
  SELECT * FROM change WHERE happened_at >= first::TIMESTAMP
    AND (happened_at <= last::TIMESTAMP
      OR last::TIMESTAMP = date_trunc('day', last::TIMESTAMP) AND happened_at < last::TIMESTAMP + INTERVAL 1 DAY)
  ORDER BY happened_at, repository_url, path NULLS FIRST, kind, change_id;
CREATE MACRO history_of(address) AS TABLE
  SELECT * FROM change WHERE repository_id IN (
    SELECT repository_id FROM data.repository_version
    WHERE lower(url) = regexp_replace(lower(trim(address)), '(\.git)?/*$', ''))
  ORDER BY happened_at, path NULLS FIRST, kind, change_id;
-- Every word must occur, in whatever order, without regard to accents and capitals.
CREATE MACRO find_component(words) AS TABLE
  WITH said AS (
    SELECT c.component_id, strip_accents(lower(concat_ws(' ', c.name, c.organisation,
      string_agg(concat_ws(' ', t.localised_name, t.generic_name, t.short_description, t.long_description,
        array_to_string(t.features, ' ')), ' ')))) AS text,
      coalesce(max(t.short_description) FILTER (t.language = 'nl'), max(t.short_description) FILTER (t.language = 'en'),
        max(t.short_description)) AS short_description
    FROM component c LEFT JOIN component_text t USING (component_id) GROUP BY c.component_id, c.name, c.organisation),
  asked AS (SELECT unnest(string_split_regex(trim(strip_accents(lower(words))), '\s+')) AS word),
  missed AS (SELECT DISTINCT component_id FROM said JOIN asked ON NOT contains(said.text, asked.word))
  SELECT c.component_id, c.name, c.organisation, c.repository_url, s.short_description, c.page, c.page_url
  FROM component c JOIN said s USING (component_id) ANTI JOIN missed m USING (component_id)
  ORDER BY NOT contains(strip_accents(lower(c.name)), trim(strip_accents(lower(words)))), lower(c.name), c.component_id;
-- As the view monthly, from a month of your choice: its accounts are those known since that month.
CREATE MACRO monthly_since(day) AS TABLE
  WITH panel AS (
    SELECT account_id FROM data.account_known WHERE known_since < date_trunc('month', day::TIMESTAMP) + INTERVAL 1 MONTH)
  SELECT m.month, (SELECT count(*) FROM panel)::INTEGER AS accounts, sum(m.repositories)::INTEGER AS repositories,
    sum(m.described)::INTEGER AS described, sum(m.software)::INTEGER AS software,
    sum(m.valid_software)::INTEGER AS valid_software
  FROM data.account_month m SEMI JOIN panel p ON p.account_id = m.account_id
  WHERE m.month >= date_trunc('month', day::TIMESTAMP) GROUP BY m.month ORDER BY m.month;
