"""Open data beside the register: one format a file."""
