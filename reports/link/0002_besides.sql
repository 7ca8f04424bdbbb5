-- What stands beside the links to the guideline: needs, facts, what is only possible, what contradicts itself.
-- These hold now; the history of links is in link.reuse_link_version.
ALTER TABLE link.reuse_link_version ADD COLUMN rules_version VARCHAR;  -- of the rules that first made this version; NULL: not kept then
CREATE TABLE link.need (                       -- the curator's list of needs; not the guideline's
  need_id VARCHAR NOT NULL, position INTEGER NOT NULL, slug VARCHAR NOT NULL,
  name_nl VARCHAR NOT NULL, name_en VARCHAR NOT NULL, definition_nl VARCHAR NOT NULL, definition_en VARCHAR NOT NULL,
  gemma_name VARCHAR, gemma_url VARCHAR,       -- nearest reference component of GEMMA
  category_id VARCHAR                          -- answered by the software of this category; NULL: by rules of its own
);
CREATE TABLE link.need_link (                  -- software × need, with its evidence
  repository_id BIGINT NOT NULL, path VARCHAR NOT NULL, need_id VARCHAR NOT NULL, rule_id VARCHAR NOT NULL,
  strength VARCHAR NOT NULL CHECK (strength IN ('strong', 'medium', 'weak')),
  evidence STRUCT(rule_id VARCHAR, strength VARCHAR, key_path VARCHAR, value VARCHAR, matched VARCHAR)[] NOT NULL,
  rules_version VARCHAR NOT NULL               -- of reports/guideline/needs.toml
);
CREATE TABLE link.answer (                     -- the answers to the questions that stand beside the categories
  answer_id VARCHAR NOT NULL, position INTEGER NOT NULL, question VARCHAR NOT NULL CHECK (question IN ('for_whom', 'how')),
  name_nl VARCHAR NOT NULL, name_en VARCHAR NOT NULL
);
CREATE TABLE link.fact (                       -- software × answer; no row: not stated
  repository_id BIGINT NOT NULL, path VARCHAR NOT NULL, answer_id VARCHAR NOT NULL,
  strength VARCHAR NOT NULL CHECK (strength IN ('strong', 'medium', 'weak')),
  evidence STRUCT(rule_id VARCHAR, strength VARCHAR, key_path VARCHAR, value VARCHAR, matched VARCHAR)[] NOT NULL
);
CREATE TABLE link.possible_link (              -- repository without a publiccode.yml × category: possible, in no count
  repository_id BIGINT NOT NULL, category_id VARCHAR NOT NULL, rule_id VARCHAR NOT NULL,
  strength VARCHAR NOT NULL CHECK (strength IN ('strong', 'medium', 'weak')),
  evidence STRUCT(rule_id VARCHAR, strength VARCHAR, key_path VARCHAR, value VARCHAR, matched VARCHAR)[] NOT NULL
);
CREATE TABLE link.conflict (                   -- what a curator should look at
  repository_id BIGINT NOT NULL, path VARCHAR NOT NULL,
  kind VARCHAR NOT NULL CHECK (kind IN ('claim_without_words', 'many_categories', 'many_links', 'program_or_text', 'against_the_rules')),
  category_id VARCHAR, detail VARCHAR NOT NULL
);
CREATE TABLE link.residue (                    -- what a file states that many files of its account state identically
  repository_id BIGINT NOT NULL, path VARCHAR NOT NULL, key_path VARCHAR NOT NULL, value VARCHAR[] NOT NULL, files INTEGER NOT NULL
);
CREATE TABLE link.override (                   -- decisions of people about single links, as in overrides.toml
  repository_url VARCHAR NOT NULL, path VARCHAR NOT NULL, category_id VARCHAR NOT NULL,
  action VARCHAR NOT NULL CHECK (action IN ('add', 'confirm', 'remove')),
  who VARCHAR NOT NULL, why VARCHAR NOT NULL, decided_on DATE NOT NULL, until DATE,
  state VARCHAR NOT NULL CHECK (state IN ('holds', 'expired', 'no_software'))
);
