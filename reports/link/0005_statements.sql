-- The guideline's measures and challenges, with the question by which the register shows something of each.
CREATE TABLE link.statement (
  statement_id VARCHAR NOT NULL, position INTEGER NOT NULL, part VARCHAR NOT NULL CHECK (part IN ('measure', 'challenge')),
  name_nl VARCHAR NOT NULL, name_en VARCHAR NOT NULL, shows_nl VARCHAR NOT NULL, shows_en VARCHAR NOT NULL,
  cannot_nl VARCHAR NOT NULL, cannot_en VARCHAR NOT NULL, query VARCHAR NOT NULL
);
