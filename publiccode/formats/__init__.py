"""How findings are written, for people and machines: a format a file, `write(results, language) -> str`."""
