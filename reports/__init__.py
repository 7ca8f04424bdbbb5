"""From rows to a publication: conclusions (schema ``link``), the published database, the site."""
