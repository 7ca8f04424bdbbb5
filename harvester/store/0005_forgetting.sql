-- Exclusions and forgetting (docs/privacy.md): what must not be shown, and what lost its text.
CREATE TABLE store.excluded_repository (       -- covered by exclude.toml, told anew by every harvest: never published
  repository_id   BIGINT NOT NULL,
  since           DATE NOT NULL                -- as exclude.toml says
);
CREATE TABLE store.excluded_account (account_id VARCHAR NOT NULL);
CREATE TABLE store.forgotten_repository (      -- gone or excluded for so long that its texts were deleted: a tombstone
  repository_id   BIGINT NOT NULL,
  forgotten_at    TIMESTAMP NOT NULL,
  run_id          BIGINT NOT NULL,
  is_off_disk     BOOLEAN NOT NULL             -- FALSE: deleted, but the free blocks of the file may still hold the bytes
);
ALTER TABLE store.content ADD COLUMN forgotten_at TIMESTAMP;  -- when its text was last deleted; raw is NULL until it is seen again

-- As in 0001, but for contents that were forgotten: they keep their reading in numbers, without what was read.
CREATE OR REPLACE VIEW store.integrity_problem AS
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
) c FULL JOIN (SELECT * FROM store.reading WHERE is_map) r USING (content_id, rules_version)
  WHERE r.is_map IS NULL OR c.n > 1 OR (c.n IS NULL AND content_id NOT IN (SELECT content_id FROM store.content WHERE forgotten_at IS NOT NULL))
UNION ALL SELECT 'a finding without its reading', f.content_id || ' ' || f.rules_version FROM (
  SELECT DISTINCT content_id, rules_version FROM store.finding
) f ANTI JOIN store.reading r USING (content_id, rules_version)
UNION ALL SELECT 'a current file whose text was forgotten', f.repository_id || ' ' || f.path FROM store.file_version f
  JOIN store.content c USING (content_id) WHERE f.valid_to IS NULL AND c.raw IS NULL AND c.forgotten_at IS NOT NULL
UNION ALL SELECT 'a current file in a repository that is excluded', f.repository_id || ' ' || f.path FROM store.file_version f
  SEMI JOIN store.excluded_repository e USING (repository_id) WHERE f.valid_to IS NULL;
