"""``herbruik.toml``: read once into one frozen value, shown with every option and its default."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from _typeshed import DataclassInstance

Settings = TypeVar("Settings", bound="DataclassInstance")


class ConfigurationError(Exception):
    """The configuration cannot be used; ``mistakes`` names every one with its place."""

    def __init__(self, path: Path, mistakes: tuple[str, ...]) -> None:
        self.path = path
        self.mistakes = mistakes
        super().__init__("\n".join(f"{path}: {mistake}" for mistake in mistakes))


def load_settings(kind: type[Settings], path: Path) -> Settings:
    """Load a TOML file into a frozen dataclass of settings; an absent table or key keeps its default.

    Raises:
        ConfigurationError: unreadable, no TOML, unknown options or wrong values: all at once.
    """
    from pydantic import TypeAdapter, ValidationError  # slow to import: --help must not

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(path, (f"cannot be read: {error.strerror}.",)) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(path, ("is not UTF-8. Save it as UTF-8.",)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(path, (f"is not TOML: {error}.",)) from error
    try:
        return TypeAdapter(kind).validate_python(table)
    except ValidationError as error:
        raise ConfigurationError(path, tuple(_mistake(item) for item in error.errors())) from error


def _mistake(item: Mapping[str, Any]) -> str:
    """One mistake as a sentence with its place and cure."""
    place = ".".join(str(part) for part in item["loc"])
    if item["type"] == "unexpected_keyword_argument":
        return f"{place}: no such option. `herbruik config show` lists them all."
    if item["type"] == "value_error":  # says it all itself; what was found may hold a password
        return f"{place}: {str(item['msg']).removeprefix('Value error, ')}."
    return f"{place}: {item['msg']}; found {item['input']!r}."


def show_settings(settings: DataclassInstance) -> str:
    """The settings as TOML, each option under a comment that says what it does."""
    return "\n".join(_lines(settings, ())).strip() + "\n"


def _lines(settings: DataclassInstance, path: tuple[str, ...]) -> Iterator[str]:
    """Scalars first, then the tables below them, as TOML wants."""
    tables: list[tuple[str, object]] = []
    if path:
        yield ""
        yield f"[{'.'.join(_key(part) for part in path)}]"
    for item in dataclasses.fields(settings):
        value = getattr(settings, item.name)
        doc = str(item.metadata.get("doc", ""))
        if isinstance(value, Mapping) or dataclasses.is_dataclass(value):
            tables.append((item.name, value))
            continue
        yield from (f"# {line}" for line in doc.splitlines())
        yield f"# {item.name} =" if value is None else f"{item.name} = {_value(value)}"
    for name, value in tables:
        yield from _table(value, (*path, name))


def _table(value: object, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _table(item, (*path, str(key)))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from _lines(value, path)


def _key(part: str) -> str:
    return part if part.replace("_", "").isalnum() else json.dumps(part)


def _value(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, Enum):
        return json.dumps(value.value)
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return json.dumps(str(value), ensure_ascii=False)
