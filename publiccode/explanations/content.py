"""Words."""

from publiccode.explanations.rows import Row

ROWS: tuple[Row, ...] = ()
