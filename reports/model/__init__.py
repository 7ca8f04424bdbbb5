"""What the reports know: the views of the published database as values, one class a view.

A `Snapshot` is all that pages and exports read. Every field is a column of the view of the same name in
`register.duckdb` (or of `night.duckdb`, for `Night`); `docs/data-dictionary.md` tells what each column means.
`None` is *not stated*; an empty tuple is *none stated*. All moments are naive UTC.
"""
