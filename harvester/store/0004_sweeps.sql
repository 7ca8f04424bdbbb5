-- Later nights ask many accounts at once what was pushed, and look only at that: an outcome of its own.
-- DuckDB cannot change a CHECK, so the table is made anew with the same rows.
CREATE TABLE store.account_outcome_new (       -- one row a run and account: tells "gone" from "not looked"
  run_id          BIGINT NOT NULL,
  account_id      VARCHAR NOT NULL,
  -- swept: what was pushed since the last complete listing was looked at; nothing follows from what is missing
  outcome         VARCHAR NOT NULL CHECK (outcome IN ('complete', 'swept', 'partial', 'could_not_look', 'not_looked', 'gone')),
  reason          VARCHAR,                     -- a sentence; NULL when complete or swept
  reason_nl       VARCHAR,                     -- the same in Dutch
  reason_code     VARCHAR,                     -- its kind, see harvester/reasons.py
  repositories    INTEGER NOT NULL,            -- looked at
  files           INTEGER NOT NULL,
  listed          INTEGER,                     -- what the forge counts in the account, complete and swept; NULL: no sweep can follow
  newest_at       TIMESTAMP,                   -- newest push (GitHub) or activity (GitLab) that the look knows of, by the forge's clock
  retry_at        TIMESTAMP,
  finished_at     TIMESTAMP NOT NULL
);
INSERT INTO store.account_outcome_new BY NAME FROM store.account_outcome;
DROP TABLE store.account_outcome;
ALTER TABLE store.account_outcome_new RENAME TO account_outcome;

ALTER TABLE store.account_progress ADD COLUMN listed INTEGER;       -- what the forge named on the page; NULL: it does not say
ALTER TABLE store.account_progress ADD COLUMN newest_at TIMESTAMP;  -- newest push or activity on the page, by the forge's clock
ALTER TABLE store.account_progress ADD COLUMN seen_at TIMESTAMP;    -- when the page was read: what was pushed later is not on it
