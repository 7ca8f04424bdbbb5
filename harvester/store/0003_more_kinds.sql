-- Folders as forges, and what is counted apart: requests for trees below the root, programs started for a folder.
-- A CHECK cannot be altered in DuckDB: the tables are made anew.
ALTER TABLE store.forge RENAME TO forge_before;
CREATE TABLE store.forge (forge_id VARCHAR NOT NULL, kind VARCHAR NOT NULL CHECK (kind IN ('github', 'gitlab', 'folder', 'other')));
INSERT INTO store.forge SELECT forge_id, kind FROM store.forge_before;
DROP TABLE store.forge_before;
ALTER TABLE store.request RENAME TO request_before;
CREATE TABLE store.request (
  run_id          BIGINT NOT NULL,
  forge_id        VARCHAR NOT NULL,
  kind            VARCHAR NOT NULL CHECK (kind IN ('graphql', 'rest', 'tree', 'git')),  -- tree: for folders below the root; git: programs started for a folder
  sent            INTEGER NOT NULL,
  retried         INTEGER NOT NULL,
  remaining       INTEGER                      -- of the forge's limit, as it last said; NULL: it said nothing
);
INSERT INTO store.request SELECT run_id, forge_id, kind, sent, retried, remaining FROM store.request_before;
DROP TABLE store.request_before;
