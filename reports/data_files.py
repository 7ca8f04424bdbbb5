"""Data files that people keep beside the code: TOML understood as values, every mistake with its place."""

from __future__ import annotations

import tomllib
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from reports.errors import CuratedError

FORBID: Final = {"extra": "forbid"}
"""For `__pydantic_config__`: an unknown key is a mistake, most often a misspelt one."""
Loaded = TypeVar("Loaded")


def parse_data_file(text: str, name: str, kind: type[Loaded]) -> Loaded:
    """The text of the file called `name` as a value; raises `CuratedError`, a line a mistake."""
    try:
        return TypeAdapter(kind).validate_python(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise CuratedError(f"{name}: no TOML: {error}.") from error
    except ValidationError as error:
        mistakes = (
            f"{name}, {'.'.join(str(key) for key in item['loc'])}: {item['msg']}."
            for item in error.errors(include_url=False)
        )
        raise CuratedError("\n".join(mistakes)) from error
