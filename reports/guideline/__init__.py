"""The pinned guideline and the rules that link software to it, kept as data."""
