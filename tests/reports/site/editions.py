"""An edition of the register for page tests; English, so that expectations read as they stand in the code."""

from collections.abc import Sequence

from reports.model.snapshot import Snapshot
from reports.pages.data import Download
from reports.pages.edition import Edition
from reports.pages.labels import labels_in
from reports.pages.lookup import look_up
from reports.translation import load_words
from tests.reports.builders import sample_snapshot

DOWNLOADS: Sequence[Download] = (
    Download(path="data/register.duckdb", size=3_512_345, sha256="ab" * 32),
    Download(path="data/night.duckdb", size=212, sha256="cd" * 32),
    *(
        Download(path=f"data/{form}", size=1_234, sha256="ef" * 32)
        for form in (
            "csv/component.csv",
            "csv-excel-nl/component.csv",
            "parquet/component.parquet",
            "json/component.json",
            "csv/component_categories.csv",
            "csv-excel-nl/component_categories.csv",
        )
    ),
)


def edition(snapshot: Snapshot | None = None, language: str = "en") -> Edition:
    words = load_words(language)
    return Edition(words=words, labels=labels_in(words), lookup=look_up(snapshot or sample_snapshot()))
