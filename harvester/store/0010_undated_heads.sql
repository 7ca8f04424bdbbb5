-- As in 0008, but for heads without a date that can be used: least() passes over NULL, so that such a head was dated by our
-- first look at it, and a repository of which nothing is known looked maintained. Of what has no date nothing is told.
DROP VIEW store.repository_activity;
CREATE VIEW store.repository_activity AS
WITH head AS (
  SELECT repository_id, head_oid,
    coalesce(arg_max(head_author_kind, seen_at) FILTER (head_author_kind <> 'unknown'), max(head_author_kind)) AS author_kind,
    CASE WHEN arg_max(head_committed_at, seen_at) IS NOT NULL
      THEN least(arg_max(head_committed_at, seen_at), min(seen_at)) END AS committed_at
  FROM store.repository_day WHERE head_oid IS NOT NULL GROUP BY repository_id, head_oid),
newest AS (SELECT repository_id, arg_max_null(head_oid, seen_at) AS head_oid FROM store.repository_day GROUP BY repository_id)
SELECT n.repository_id, any_value(h.author_kind) FILTER (h.head_oid = n.head_oid) AS head_author_kind,
  max(h.committed_at) FILTER (h.author_kind = 'person') AS last_human_activity_at,
  max(h.committed_at) FILTER (h.author_kind IS DISTINCT FROM 'bot') AS last_not_by_bot_at  -- by a person, or perhaps so
FROM newest n LEFT JOIN head h USING (repository_id) GROUP BY n.repository_id;
