-- Who uses what: names that publishers and curators give, and forks of administrations.
CREATE TABLE link.user_of (
  repository_id BIGINT NOT NULL, path VARCHAR NOT NULL,
  n INTEGER NOT NULL,                          -- rank within the software, from 1: named by the publisher first
  name VARCHAR NOT NULL,                       -- as written; of a fork, the name of the organisation
  basis VARCHAR NOT NULL CHECK (basis IN ('publisher', 'curator', 'fork')),
  verdict VARCHAR NOT NULL CHECK (verdict IN ('resolved', 'ambiguous', 'unknown', 'residue')),
  organisation_id VARCHAR,                     -- set only when resolved
  candidates VARCHAR[] NOT NULL,               -- organisations that an ambiguous name may mean
  is_own BOOLEAN NOT NULL,                     -- the publisher itself
  stated_on DATE,                              -- named since; of a fork: first seen
  source_url VARCHAR                           -- NULL: the file itself
);
CREATE TABLE link.role_of (                    -- who publishes, owns, maintains, delivers and funds, says the file
  repository_id BIGINT NOT NULL, path VARCHAR NOT NULL,
  n INTEGER NOT NULL,                          -- rank within the software, from 1
  role VARCHAR NOT NULL CHECK (role IN ('publisher', 'owner', 'maintainer', 'supplier', 'funder')),
  name VARCHAR NOT NULL, organisation_id VARCHAR, key_path VARCHAR NOT NULL, until DATE
);
CREATE OR REPLACE VIEW link.integrity_problem AS
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
FROM link.reuse_link_version WHERE valid_to IS NULL AND len(evidence) = 0
UNION ALL
SELECT 'a user whose verdict and organisation contradict each other', repository_id || ' ' || path || ' ' || n
FROM link.user_of WHERE (verdict = 'resolved') <> (organisation_id IS NOT NULL);
