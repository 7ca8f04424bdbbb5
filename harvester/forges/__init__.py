"""The forges: one forge, one file; client objects never leave it."""
