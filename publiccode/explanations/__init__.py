"""What each code means, in two languages: one row a code, in the tables of this package."""

from functools import cache, lru_cache
from typing import NamedTuple

from publiccode.explanations.examples import example
from publiccode.explanations.rows import BESIDE, Row
from publiccode.findings import Finding, Position, Severity, Text
from publiccode.hits import Hit
from publiccode.suggestions import suggestion

_LONGEST = 200
MAX_PER_CODE = 50
"""Findings of one code for one file, at most: a file with a thousand of them has one problem, not a thousand."""


@cache
def rows() -> dict[str, Row]:
    """All rows, by code, and by `code:key` where a key has its own words."""
    from publiccode.explanations import advice, content, form, missing, online, syntax, vocabularies

    return {
        row.code: row
        for table in (form, syntax, missing, content, vocabularies, advice, online)
        for row in table.ROWS
    }


class _Words(NamedTuple):
    """A row with what its general row adds, and which of its sentences have places to fill."""

    severity: Severity
    sentences: tuple[Text, Text, Text]
    open_places: tuple[bool, bool, bool]
    example: str | None
    clause: str | None


@cache
def _words(code: str, key: str) -> _Words:
    table = rows()
    general = table[code]
    parts = key.split(".")
    tails = (".".join(parts[start:]) for start in range(len(parts)))
    row = next((table[f"{code}:{tail}"] for tail in tails if f"{code}:{tail}" in table), general)
    nothing = Text("", "")
    message = row.message or general.message or nothing
    why = row.why or general.why or nothing
    cure = row.cure or general.cure or nothing
    return _Words(
        general.severity,
        (message, why, cure),
        (_is_open(message), _is_open(why), _is_open(cure)),
        example(code, key) or row.example or general.example,
        row.clause or general.clause,
    )


def _is_open(text: Text) -> bool:
    return "{" in text.nl or "{" in text.en


def explain(hit: Hit) -> Finding:
    """A hit as a finding that its reader can act on."""
    code = hit.code
    words = _words(code, BESIDE if hit.args.get("beside") else _bare(hit.path))
    value = None if hit.value is None else _short(hit.value)
    message, why, cure = words.sentences
    if True in words.open_places:
        fill = {"value": value, "path": hit.path, "key": hit.path.rpartition(".")[2], **hit.args}
        message, why, cure = (
            _fill(text, fill) if is_open else text
            for text, is_open in zip(words.sentences, words.open_places, strict=True)
        )
    return Finding(
        code=code,
        severity=words.severity,
        key_path=hit.path,
        position=Position(hit.line, hit.column) if hit.line else None,
        value=value,
        message=message,
        why=why,
        cure=cure if value is None else _with_suggestion(cure, code, value),
        example=words.example,
        clause=words.clause,
    )


def _with_suggestion(cure: Text, code: str, value: str) -> Text:
    meant = suggestion(code, value)
    if meant is None:
        return cure
    return Text(f"Waarschijnlijk bedoeld: {meant}. {cure.nl}", f"Probably meant: {meant}. {cure.en}")


def _fill(text: Text, fill: dict[str, object]) -> Text:
    return Text(text.nl.format_map(fill), text.en.format_map(fill))


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"


@lru_cache(maxsize=4096)
def _bare(path: str) -> str:
    """A key path without the places in lists and without the language of a description.

    The group of one language is `description.*`.
    """
    parts = path.split(".")
    if parts[0] == "description" and parts[1:]:
        parts[1:2] = [] if parts[2:] else ["*"]
    return ".".join(part.partition("[")[0] for part in parts)
