-- How a forge is best asked for an owner: not a fact about the world, so the newest is enough and nothing is kept of before.
CREATE TABLE store.page_size (
  owner_id  VARCHAR NOT NULL,                  -- an account_id, also of owners on a server that is one account; one row each
  size      INTEGER NOT NULL CHECK (size >= 1) -- repositories that its next listing asks for first; no row: as many as usual
);
