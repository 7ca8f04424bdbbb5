-- Whose the head commit is, by kind alone: no name, login or address of an author is kept (docs/privacy.md).
-- DuckDB cannot add a column with a CHECK, so the table is made anew with the same rows.
CREATE TABLE store.repository_day_new (        -- numbers that change daily: a row only when they changed
  repository_id   BIGINT NOT NULL, seen_at TIMESTAMP NOT NULL, run_id BIGINT NOT NULL,
  stars INTEGER NOT NULL, forks INTEGER NOT NULL, pushed_at TIMESTAMP,
  head_oid VARCHAR, head_committed_at TIMESTAMP,
  -- unknown: nothing tells it; NULL: no head was looked at, or the row is older than this column
  head_author_kind VARCHAR CHECK (head_author_kind IN ('person', 'bot', 'unknown')),
  release_name VARCHAR, released_at TIMESTAMP,
  row_hash BIGINT NOT NULL
);
INSERT INTO store.repository_day_new BY NAME FROM store.repository_day;
DROP TABLE store.repository_day;
ALTER TABLE store.repository_day_new RENAME TO repository_day;

-- Of each repository the author's kind of its newest head, and when the newest head by a person was made, of all heads that
-- were ever seen. A bot's head does not move it, nor does one of which the kind is unknown: NULL says that no head by a person was seen.
-- One head may be seen twice with two kinds, as by REST nothing tells what GraphQL does: what was known stays known.
-- No commit is made after it was seen, whatever the clock of its committer said.
CREATE VIEW store.repository_activity AS
WITH head AS (
  SELECT repository_id, head_oid,
    coalesce(arg_max(head_author_kind, seen_at) FILTER (head_author_kind <> 'unknown'), max(head_author_kind)) AS author_kind,
    least(arg_max(head_committed_at, seen_at), min(seen_at)) AS committed_at
  FROM store.repository_day WHERE head_oid IS NOT NULL GROUP BY repository_id, head_oid),
newest AS (SELECT repository_id, arg_max_null(head_oid, seen_at) AS head_oid FROM store.repository_day GROUP BY repository_id)
SELECT n.repository_id, any_value(h.author_kind) FILTER (h.head_oid = n.head_oid) AS head_author_kind,
  max(h.committed_at) FILTER (h.author_kind = 'person') AS last_human_activity_at,
  max(h.committed_at) FILTER (h.author_kind IS DISTINCT FROM 'bot') AS last_not_by_bot_at  -- by a person, or perhaps so
FROM newest n LEFT JOIN head h USING (repository_id) GROUP BY n.repository_id;
