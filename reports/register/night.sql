-- night.duckdb: what the run that made this publication did. New every night; facts are in register.duckdb.
-- `work` is the attached work database, `register` the freshly built register, getvariable('run_id') the run.
CREATE TABLE run AS
SELECT run_id, started_at, finished_at, status, tool_version, rules_version, files_read,
  date_diff('millisecond', started_at, finished_at) / 1000.0 AS seconds
FROM work.store.run WHERE run_id = getvariable('run_id');
CREATE TABLE account_outcome AS
SELECT o.run_id, o.account_id, coalesce(a.organisation, o.account_id) AS organisation, coalesce(a.url, 'https://' || o.account_id) AS url,
  o.outcome, o.reason, o.reason_nl, o.repositories, o.files, o.retry_at, o.finished_at
FROM work.store.account_outcome o
LEFT JOIN (
  SELECT v.account_id, v.url, p.name AS organisation FROM work.store.account_version v
  LEFT JOIN work.store.organisation_version p ON p.organisation_id = v.organisation_id AND p.valid_to IS NULL
  WHERE v.valid_to IS NULL) a USING (account_id)
WHERE o.run_id = getvariable('run_id')
  AND o.reason_code IS DISTINCT FROM 'excluded' AND o.account_id NOT IN (SELECT account_id FROM work.store.excluded_account);
CREATE TABLE repository_outcome AS
SELECT o.run_id, o.repository_id, coalesce(r.full_name, o.repository_id::VARCHAR) AS full_name, o.path, o.outcome, o.reason,
  o.reason_nl
FROM work.store.repository_outcome o
LEFT JOIN (SELECT repository_id, full_name FROM work.store.repository_version WHERE valid_to IS NULL) r USING (repository_id)
WHERE o.run_id = getvariable('run_id')
  AND o.repository_id NOT IN (SELECT repository_id FROM work.store.excluded_repository);
CREATE TABLE request AS
SELECT run_id, forge_id, kind, sum(sent)::INTEGER AS sent, sum(retried)::INTEGER AS retried, min(remaining)::INTEGER AS remaining
FROM work.store.request WHERE run_id = getvariable('run_id') GROUP BY ALL;
CREATE TABLE summary AS
SELECT run_id,
  (SELECT count(*) FROM account_outcome)::INTEGER AS accounts,
  (SELECT count(*) FROM account_outcome WHERE outcome = 'complete')::INTEGER AS accounts_complete,
  (SELECT count(*) FROM account_outcome WHERE outcome = 'swept')::INTEGER AS accounts_swept,
  (SELECT count(*) FROM register.repository WHERE state = 'present')::INTEGER AS repositories,
  (SELECT count(*) FROM register.component)::INTEGER AS software,
  (SELECT count(*) FROM register.file)::INTEGER AS files,
  (SELECT count(*) FROM register.finding)::INTEGER AS findings,
  (SELECT coalesce(sum(sent), 0) FROM request)::INTEGER AS requests,
  seconds
FROM run;
