-- What belongs together, and what goes together.
CREATE TABLE link.family_member (              -- files that are one piece of software, with its head
  head_repository_id BIGINT NOT NULL, head_path VARCHAR NOT NULL,
  repository_id BIGINT NOT NULL, path VARCHAR NOT NULL,
  tie VARCHAR NOT NULL CHECK (tie IN ('head', 'same_repository', 'same_url', 'suite', 'variant', 'technical_fork')),
  tied_repository_id BIGINT, tied_path VARCHAR, -- the member that the evidence names; NULL for the head
  key_path VARCHAR, value VARCHAR              -- evidence
);
CREATE TABLE link.relation (                   -- software × other software of another family
  repository_id BIGINT NOT NULL, path VARCHAR NOT NULL,
  other_repository_id BIGINT NOT NULL, other_path VARCHAR NOT NULL,
  kind VARCHAR NOT NULL CHECK (kind IN ('depends_on', 'works_with', 'alternative')),
  score DOUBLE,                                -- likeness of texts, 0 to 1: alternatives only
  key_path VARCHAR NOT NULL, value VARCHAR NOT NULL  -- evidence; of an alternative, what both are for
);
