"""What reading and rules hand on: which rule was hit, where, and by which value.

`explanations` makes a `Finding` of it.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Hit(NamedTuple):
    """A rule that was hit. `line` and `column` count from 1; 0 means that there is no place in the file."""

    code: str
    path: str = ""
    line: int = 0
    column: int = 0
    value: str | None = None
    args: Mapping[str, Any] = {}
