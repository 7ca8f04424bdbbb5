"""On what the answers to "can I reuse this?" rest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MismatchRow:
    """View `mismatch`: where a description says something else than its repository shows; advice."""

    component_id: str
    code: str
    key_path: str
    file_value: str
    real_value: str
    message_nl: str
    message_en: str
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardRow:
    """View `standard`: what a description states in `supports`, or what a text of it only names."""

    component_id: str
    n: int
    standard_id: str | None  # None: stated, and not in the list of standards
    name: str
    basis: str  # "supports" | "text"
    key_path: str
    matched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLineRow:
    """View `key_line`: the line of a file on which a key stands that answers rest on."""

    component_id: str
    key_path: str
    line: int
