import hashlib
import tomllib
from pathlib import Path

from reports.assets import foreign_parts, style

VENDOR = Path(__file__).parents[3] / "templates/vendor"


def test_vendored_files_are_those_of_the_manifest_and_unchanged() -> None:
    manifest = tomllib.loads((VENDOR / "vendor.toml").read_text(encoding="utf-8"))["file"]
    assert {file["name"] for file in manifest} == {path.name for path in VENDOR.glob("*.css")}
    for file in manifest:
        assert hashlib.sha256((VENDOR / file["name"]).read_bytes()).hexdigest() == file["sha256"]
        assert file["licence"] == "EUPL-1.2"
        assert file["integrity"].startswith("sha512-")


def test_the_style_sheet_names_what_it_holds_of_others_and_loads_nothing() -> None:
    text = style()
    for part in foreign_parts():
        assert f"/*! {part.name} {part.version}, {part.licence} */" in text
    assert "url(" not in text
    assert "@import" not in text
