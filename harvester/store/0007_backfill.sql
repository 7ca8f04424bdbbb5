-- History of the files from before the register looked, read from git by `herbruik backfill`. In tables of their own: what
-- was seen stays untouched, and a row here always ends where looking began.
CREATE TABLE store.backfill (                  -- one row a repository whose history was asked for
  backfill_id     BIGINT NOT NULL,             -- yyyymmddHHMMSS of the start, UTC
  repository_id   BIGINT NOT NULL, looked_at TIMESTAMP NOT NULL,
  outcome         VARCHAR NOT NULL CHECK (outcome IN ('complete', 'could_not_look')),
  reason          VARCHAR, reason_nl VARCHAR,  -- NULL when complete
  head_oid        VARCHAR,                     -- the commit whose history was walked
  commits         INTEGER NOT NULL,            -- that touched a file, of the first parents of the default branch
  unread          INTEGER NOT NULL             -- contents whose bytes could not be had
);
CREATE TABLE store.file_history (              -- which content lay at which path, as git tells
  repository_id   BIGINT NOT NULL, path VARCHAR NOT NULL,
  valid_from      TIMESTAMP NOT NULL,          -- the committer's date, never before that of the commit it follows
  valid_to        TIMESTAMP NOT NULL,          -- at the latest the register's first look
  content_id      BIGINT NOT NULL, commit_oid VARCHAR NOT NULL,
  entry           VARCHAR NOT NULL CHECK (entry IN ('software', 'not_an_entry')),  -- judged by the repository as it was when backfilled
  not_entry_code  VARCHAR, rules_version VARCHAR NOT NULL,
  backfill_id     BIGINT NOT NULL
);
CREATE VIEW store.history_problem AS
SELECT 'a history does not end after it begins' AS problem, repository_id || ' ' || path AS what FROM store.file_history WHERE valid_to <= valid_from
UNION ALL SELECT 'a history reaches into what was seen', h.repository_id || ' ' || h.path FROM store.file_history h
  JOIN store.repository r USING (repository_id) WHERE h.valid_to > r.first_seen_at
UNION ALL SELECT 'a history of an unknown repository', h.repository_id || ' ' || h.path FROM store.file_history h
  ANTI JOIN store.repository r USING (repository_id)
UNION ALL SELECT 'two histories of a file overlap', a.repository_id || ' ' || a.path FROM store.file_history a
  JOIN store.file_history b ON a.repository_id = b.repository_id AND a.path = b.path AND a.valid_from < b.valid_from AND b.valid_from < a.valid_to
UNION ALL SELECT 'two histories of a file begin at once', repository_id || ' ' || path
  FROM store.file_history GROUP BY repository_id, path, valid_from HAVING count(*) > 1
UNION ALL SELECT 'a history without its content', h.repository_id || ' ' || h.path FROM store.file_history h ANTI JOIN store.content c USING (content_id)
UNION ALL SELECT 'a history without its reading', h.repository_id || ' ' || h.path FROM store.file_history h
  ANTI JOIN store.reading r USING (content_id, rules_version)
UNION ALL SELECT 'a repository was backfilled twice', repository_id::VARCHAR
  FROM store.backfill WHERE outcome = 'complete' GROUP BY repository_id HAVING count(*) > 1;
