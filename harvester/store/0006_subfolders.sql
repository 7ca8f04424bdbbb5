-- Looks below the roots of repositories (harvester/subfolders.py): the newest row of a repository tells whether its
-- folders are still the same, and why they were not looked through where a bound was met.
CREATE TABLE store.subfolder_look (
  repository_id   BIGINT NOT NULL, looked_at TIMESTAMP NOT NULL, run_id BIGINT NOT NULL,
  mark            VARCHAR NOT NULL,            -- digest of the folders in the root and of the bounds
  reason          VARCHAR, reason_nl VARCHAR, reason_code VARCHAR  -- NULL: looked through
);
