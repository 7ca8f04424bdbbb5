"""What each code means, in two languages: one row a code, in the tables of this package."""

from functools import cache

from publiccode.explanations.rows import Row
from publiccode.findings import Finding, Position, Severity, Text
from publiccode.hits import Hit
from publiccode.suggestions import suggestion

_LONGEST = 200
MAX_PER_CODE = 50
"""Findings of one code for one file, at most: a file with a thousand of them has one problem, not a thousand."""


@cache
def rows() -> dict[str, Row]:
    """All rows, by code, and by `code:key` where a key has its own words."""
    from publiccode.explanations import advice, content, form, vocabularies

    return {row.code: row for table in (form, content, vocabularies, advice) for row in table.ROWS}


def explain(hit: Hit) -> Finding:
    """A hit as a finding that its reader can act on."""
    table = rows()
    code = hit.code
    key = _bare(hit.path)
    row = table.get(f"{code}:{key}") or table.get(f"{code}:{key.rpartition('.')[2]}") or table[code]
    general = table[code]
    value = None if hit.value is None else _short(hit.value)
    fill = {"value": value, "path": hit.path, "key": hit.path.rpartition(".")[2], **hit.args}
    return Finding(
        code=code,
        severity=general.severity,
        key_path=hit.path,
        position=Position(hit.line, hit.column) if hit.line else None,
        value=value,
        message=_fill(row.message or general.message, fill),
        why=_fill(row.why or general.why, fill),
        cure=_with_suggestion(_fill(row.cure or general.cure, fill), code, hit.value),
        example=row.example or general.example,
        clause=row.clause or general.clause,
    )


def severity_of(code: str) -> Severity:
    """How much findings of a code matter."""
    return rows()[code].severity


def _with_suggestion(cure: Text, code: str, value: str | None) -> Text:
    meant = suggestion(code, value) if value else None
    if meant is None:
        return cure
    return Text(f"Waarschijnlijk bedoeld: {meant}. {cure.nl}", f"Probably meant: {meant}. {cure.en}")


def _fill(text: Text | None, fill: dict[str, object]) -> Text:
    if text is None:
        return Text("", "")
    if "{" not in text.nl and "{" not in text.en:
        return text
    return Text(text.nl.format_map(fill), text.en.format_map(fill))


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"


def _bare(path: str) -> str:
    """A key path without the places in lists and without the language of a description."""
    parts = path.split(".")
    if parts[0] == "description" and parts[2:]:
        del parts[1]
    return ".".join(part.partition("[")[0] for part in parts)
