"""Styles and scripts of the site, under names that change with their content."""

from __future__ import annotations

import hashlib
import json
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

from reports.pages.software_list import catalogue
from reports.pages.texts import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reports.pages.edition import Edition

_HASH = 10
"""Hexadecimal digits of the digest in a name: enough to tell one version from another."""


def write_assets(folder: Path, editions: Sequence[Edition]) -> Mapping[str, str]:
    """Write styles, scripts and catalogues; the answer has the written name of each by its plain name.

    No `integrity` is used: browsers refuse it for files opened from a folder, and the files are our own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "site.css": style(),
        "search.js": _static("search.js"),
        "icon.svg": _static("icon.svg"),
        **{f"catalogue.{edition.language}.js": script_of(catalogue(edition)) for edition in editions},
    }
    names = {}
    for name, text in contents.items():
        stem, _, suffix = name.rpartition(".")
        names[name] = f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:_HASH]}.{suffix}"
        (folder / names[name]).write_bytes(text.encode())
    return names


def style() -> str:
    """One style sheet: the vendored components in their layer, under our own."""
    vendor = files("templates").joinpath("vendor")
    parts = [
        f"/*! {file['package']} {file['version']}, {file['licence']} */\n"
        f"{vendor.joinpath(file['name']).read_text(encoding='utf-8').strip()}\n"
        for file in _manifest()
    ]
    return f"@layer nlds, reg;\n@layer nlds {{\n{''.join(parts)}}}\n{_static('register.css')}"


def foreign_parts() -> tuple[Part, ...]:
    """What the site holds of others, with its licence."""
    return tuple(
        Part(name=file["package"], version=file["version"], licence=file["licence"]) for file in _manifest()
    )


def script_of(value: Mapping[str, object]) -> str:
    """The catalogue as a classic script: nothing in it can end the script or break a line of it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(sign, escaped)
    return f"window.REGISTER_CATALOGUE={text};\n"


def _manifest() -> Sequence[Mapping[str, str]]:
    text = files("templates").joinpath("vendor", "vendor.toml").read_text(encoding="utf-8")
    found: Sequence[Mapping[str, str]] = tomllib.loads(text)["file"]
    return found


def _static(name: str) -> str:
    return files("templates").joinpath("static", name).read_text(encoding="utf-8")
