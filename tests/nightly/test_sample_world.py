"""The whole line over the sample world: what the register says is what a person wrote down beforehand."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from tests.forge.demo import SAMPLE_WORLD
from tests.nightly.running import ask, files_of

if TYPE_CHECKING:
    from tests.nightly.conftest import Night

pytestmark = [pytest.mark.database, pytest.mark.xdist_group("first_night")]

EXPECTED: dict[str, Any] = tomllib.loads((SAMPLE_WORLD / "expected.toml").read_text(encoding="utf-8"))
IN_ROOT = {item["repository"] for item in EXPECTED["files"] if "/" not in item["path"]}
# Below the root only repositories without a file in it are looked through.
FILES = [item for item in EXPECTED["files"] if "/" not in item["path"] or item["repository"] not in IN_ROOT]


def place(item: dict[str, Any]) -> tuple[str, str]:
    return f"https://{item['host']}/{item['repository']}", item["path"]


def test_the_night_ends_well(first_night: Night) -> None:
    assert first_night.result.returncode == 0, first_night.result.stderr


def test_every_public_repository_is_there_and_no_other(first_night: Night) -> None:
    counts = EXPECTED["counts"]
    (numbers,) = ask(first_night.register, "SELECT count(*), count(DISTINCT url) FROM repository")
    assert numbers == (counts["repositories"], counts["repositories"])
    (accounts,) = ask(first_night.register, "SELECT count(*) FROM account")
    assert accounts == (counts["accounts"],)


def test_every_file_is_software_or_says_why_not(first_night: Night) -> None:
    rows = ask(first_night.register, "SELECT repository_url, path, entry, not_entry_code FROM file")
    found = {(str(url).lower(), path): (entry, code) for url, path, entry, code in rows}
    reasons = {"fixture": "fixture", "copy": "copy-in-catalogue"}
    for item in FILES:
        url, path = place(item)
        expected = (
            ("software", None)
            if item["software"]
            else ("not_an_entry", reasons.get(item["reason"], item["reason"]))
        )
        assert found[url.lower(), path] == expected, item
    assert len(found) == len(FILES)


def test_as_much_software_is_found_as_a_person_counted(first_night: Night) -> None:
    rows = ask(first_night.register, "SELECT count(*) FROM component")
    assert rows == [(EXPECTED["counts"]["software"],)]


def test_requests_for_what_lies_below_roots_are_counted_apart(first_night: Night) -> None:
    rows = ask(first_night.night_database, "SELECT kind, sum(sent)::INTEGER FROM request GROUP BY ALL")
    counted = {str(kind): sent for kind, sent in rows}
    trees = [entry for entry in first_night.log if "recursive" in entry.path or "recursive" in str(entry)]
    assert isinstance(counted["tree"], int)
    assert counted["tree"] >= len(trees) > 0


def test_names_are_read_as_a_person_reads_them(first_night: Night) -> None:
    rows = ask(first_night.register, "SELECT repository_url, path, name FROM component")
    found = {(str(url).lower(), path): name for url, path, name in rows}
    for item in FILES:
        if item["software"] and "name" in item:
            url, path = place(item)
            assert found[url.lower(), path] == item["name"], item


def test_validity_is_what_the_standard_says(first_night: Night) -> None:
    rows = ask(first_night.register, "SELECT repository_url, path, is_valid FROM file")
    found = {(str(url).lower(), path): valid for url, path, valid in rows}
    wrong = [
        item["repository"]
        for item in FILES
        if not item.get("contested") and found[place(item)[0].lower(), item["path"]] != item["valid"]
    ]
    assert wrong == []


def test_links_to_categories_are_mostly_those_a_person_expects(first_night: Night) -> None:
    rows = ask(
        first_night.register,
        "SELECT repository_url, component.path, list(category_id) FROM component "
        "LEFT JOIN reuse_link USING (component_id) GROUP BY ALL",
    )
    found = {(str(url).lower(), path): set(categories) for url, path, categories in rows}  # type: ignore[call-overload]
    right = wrong = missed = 0
    for item in FILES:
        if not item["software"]:
            continue
        url, path = place(item)
        expected = set(item["categories"])
        links = found[url.lower(), path] - set(item.get("borderline", ())) - {None}
        right += len(links & expected)
        wrong += len(links - expected)
        missed += len(expected - links)
    assert right / (right + wrong) >= 0.92
    assert right / (right + missed) >= 0.85


def test_only_what_is_public_is_stored_or_shown(first_night: Night) -> None:
    for name, content in files_of(first_night.publication).items():
        assert b"GEHEIMMARKERING" not in content, name
    assert b"GEHEIMMARKERING" not in (first_night.folder / "work.duckdb").read_bytes()


def test_addresses_and_numbers_of_persons_are_never_published(first_night: Night) -> None:
    for name, content in files_of(first_night.publication).items():
        assert b"privemarkering" not in content, name


def test_no_address_of_the_sample_forge_reaches_database_or_site(first_night: Night) -> None:
    loopback = re.compile(rb"127\.0\.0\.1:\d+|localhost:\d+")
    for name, content in files_of(first_night.publication).items():
        assert not loopback.search(content), name
    assert not loopback.search((first_night.folder / "work.duckdb").read_bytes())


def test_an_ignored_account_is_not_asked_for(first_night: Night) -> None:
    assert not [entry for entry in first_night.log if "oud-zeevoorde" in entry.path.lower()]
    rows = ask(first_night.register, "SELECT outcome FROM account WHERE account_id LIKE '%oud-zeevoorde'")
    assert rows == [("not_looked",)]


def test_the_summary_tells_the_numbers_of_the_published_database(first_night: Night) -> None:
    told = {
        what: int(number.replace(",", ""))
        for number, what in re.findall(r"^ *([\d,]+) (.+)$", first_night.result.stdout, re.MULTILINE)
    }
    asked = {
        "repositories": ask(first_night.register, "SELECT count(*) FROM repository WHERE state = 'present'"),
        "publiccode files": ask(first_night.register, "SELECT count(*) FROM file"),
        "pieces of software": ask(first_night.register, "SELECT count(*) FROM component"),
        "findings for the owners of the files": ask(first_night.register, "SELECT count(*) FROM finding"),
        "requests sent": ask(first_night.night_database, "SELECT sum(sent)::INTEGER FROM request"),
    }
    assert {what: told[what] for what in asked} == {what: rows[0][0] for what, rows in asked.items()}
    (accounts,) = [number for what, number in told.items() if what.startswith("accounts")]
    assert [(accounts,)] == ask(first_night.night_database, "SELECT count(*) FROM account_outcome")
    assert told["requests sent"] == len(first_night.log)
    assert any("second" in what for what in told)


def test_the_examples_of_the_readme_give_sensible_rows(first_night: Night) -> None:
    readme = (SAMPLE_WORLD.parents[2] / "README.md").read_text(encoding="utf-8")
    queries = re.findall(r"```sql\n(.+?)```", readme, re.DOTALL)
    assert len(queries) == 3
    for query in queries:
        rows = ask(first_night.register, query)
        assert len(rows) >= 3, query
        assert all(row[0] is not None for row in rows), query


def test_the_python_of_the_readme_prints_software(
    first_night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (SAMPLE_WORLD.parents[2] / "README.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.+?)```", readme, re.DOTALL)
    exec(program.replace("demo/sample/publication/data/register.duckdb", str(first_night.register)))
    assert "Formulierenatelier Vereniging Gemeenten Samen" in capsys.readouterr().out
