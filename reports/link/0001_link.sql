-- Schema "link": what is concluded from what was seen. Written by the reports alone.
CREATE SCHEMA link;
CREATE TABLE link.schema_version (version INTEGER NOT NULL, applied_at TIMESTAMP NOT NULL, note VARCHAR NOT NULL);
CREATE TABLE link.guideline (                  -- one row: what the links below were made by
  document VARCHAR NOT NULL, version VARCHAR NOT NULL, dated_on DATE NOT NULL, source_url VARCHAR NOT NULL,
  rules_version VARCHAR NOT NULL               -- of reports/guideline/rules.toml
);
CREATE TABLE link.category (                   -- the pinned guideline's kinds and examples
  category_id VARCHAR NOT NULL,                -- as in 'source-code', 'components', 'components:forms'
  parent_id VARCHAR, position INTEGER NOT NULL, slug VARCHAR NOT NULL,  -- slug: for addresses, no colon
  name_nl VARCHAR NOT NULL, name_en VARCHAR NOT NULL, definition_nl VARCHAR NOT NULL, definition_en VARCHAR NOT NULL,
  related_guideline VARCHAR, related_url VARCHAR  -- the guideline that says more about this kind
);
CREATE TABLE link.reuse_link_version (         -- software × category, with its evidence
  repository_id BIGINT NOT NULL, path VARCHAR NOT NULL, category_id VARCHAR NOT NULL,
  valid_from TIMESTAMP NOT NULL, valid_to TIMESTAMP, first_run BIGINT NOT NULL, last_run BIGINT,
  rule_id VARCHAR NOT NULL,
  strength VARCHAR NOT NULL CHECK (strength IN ('strong', 'medium', 'weak')),
  evidence STRUCT(rule_id VARCHAR, strength VARCHAR, key_path VARCHAR, value VARCHAR, matched VARCHAR)[] NOT NULL,
  guideline_version VARCHAR NOT NULL,
  row_hash BIGINT NOT NULL
);
CREATE TABLE link.too_little_text (            -- software with too little text to tell: apart from "unclassified"
  repository_id BIGINT NOT NULL, path VARCHAR NOT NULL
);

-- Instead of foreign keys: must be empty before anything is published.
CREATE VIEW link.integrity_problem AS
SELECT 'two current links of one software and category' AS problem, repository_id || ' ' || path || ' ' || category_id AS what
FROM link.reuse_link_version WHERE valid_to IS NULL GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'a link that ended before it began', repository_id || ' ' || path || ' ' || category_id
FROM link.reuse_link_version WHERE valid_to <= valid_from
UNION ALL
SELECT 'a link to a category that the guideline does not have', category_id
FROM link.reuse_link_version v ANTI JOIN link.category c USING (category_id) WHERE v.valid_to IS NULL
UNION ALL
SELECT 'a link without evidence', repository_id || ' ' || path || ' ' || category_id
FROM link.reuse_link_version WHERE valid_to IS NULL AND len(evidence) = 0;
