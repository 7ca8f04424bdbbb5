"""Jinja templates, styles, scripts and translations: data that ``reports.rendering`` reads, no code."""
