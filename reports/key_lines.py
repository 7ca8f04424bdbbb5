"""On which line of a description the keys stand that the answers about reuse rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from publiccode.places import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

KEYS: Final = (
    "url",
    "applicationSuite",
    "isBasedOn",
    "softwareVersion",
    "releaseDate",
    "usedBy",
    "developmentStatus",
    "supports",
    "organisation",
    "legal.license",
    "maintenance.type",
    "maintenance.contractors",
    "maintenance.contacts",
    "localisation.localisationReady",
    "localisation.availableLanguages",
    "dependsOn",
    *(
        f"description.*.{name}"
        for name in (
            "localisedName",
            "genericName",
            "shortDescription",
            "longDescription",
            "documentation",
            "apiDocumentation",
            "features",
        )
    ),
)
"""What answers quote or rest on; other keys are found by their findings."""
_FILES_AT_ONCE: Final = 500
_CONTENTS: Final = """
    SELECT content_id, raw FROM work.store.content
    WHERE raw IS NOT NULL AND content_id IN (SELECT content_id FROM made.data.component_content)"""


def key_lines(connection: DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """Rows of `data.key_line` for the files that describe software now; their texts are read and not kept.

    The texts are read once, through a cursor of its own: what is written meanwhile does not disturb it.
    """
    reading = connection.cursor()
    reading.execute(_CONTENTS)
    while rows := reading.fetchmany(_FILES_AT_ONCE):
        for content_id, raw in rows:
            for key_path, line in lines_of(raw, KEYS).items():
                yield {"content_id": content_id, "key_path": key_path, "line": line}
