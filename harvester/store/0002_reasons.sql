-- Reasons: beside every sentence its Dutch one and the code of its kind (harvester/reasons.py). Rows of before keep
-- the only sentence they have in both columns; codes are told from the two sentences that were written until now.
ALTER TABLE store.account_outcome ADD COLUMN reason_code VARCHAR;
UPDATE store.account_outcome SET reason_nl = coalesce(reason_nl, reason), reason_code = CASE
  WHEN reason IS NULL THEN NULL
  WHEN outcome = 'gone' THEN 'not-there'
  WHEN retry_at IS NOT NULL THEN 'rate-limited'
  WHEN reason LIKE 'The time of the run was up%' THEN 'time-up'
  WHEN reason LIKE 'This run was asked for other accounts%' THEN 'not-asked'
  WHEN reason LIKE 'Left out since%' THEN 'left-out'
  WHEN outcome = 'not_looked' THEN 'unsupported-forge'
  WHEN reason LIKE '% refuses access: %' THEN 'refused'
  WHEN reason LIKE '% of the listing: %' THEN 'incomplete'
  ELSE 'unavailable' END;
COMMENT ON COLUMN store.account_outcome.reason_code IS 'kind of reason, see harvester/reasons.py; NULL when complete';

ALTER TABLE store.repository_outcome ADD COLUMN reason_nl VARCHAR;
ALTER TABLE store.repository_outcome ADD COLUMN reason_code VARCHAR;
UPDATE store.repository_outcome SET reason_nl = reason, reason_code = 'no-bytes';

ALTER TABLE store.repository_version ADD COLUMN gone_reason_nl VARCHAR;
ALTER TABLE store.repository_version ADD COLUMN gone_code VARCHAR;
COMMENT ON COLUMN store.repository_version.gone_code IS 'kind of reason, see harvester/reasons.py; NULL while it is there';
UPDATE store.repository_version SET gone_reason_nl = gone_reason, gone_code = CASE gone_reason
  WHEN 'no longer in the list of sources' THEN 'no-longer-listed'
  WHEN 'not in the complete listing of its account' THEN 'not-in-listing'
  ELSE 'not-there' END WHERE gone_reason IS NOT NULL;
