from pathlib import Path

import pytest
from click.testing import CliRunner

import herbruik
from tests.reports.work import WorkDatabase

pytestmark = pytest.mark.database


@pytest.fixture
def data(tmp_path: Path) -> Path:
    database = WorkDatabase(tmp_path / "work.duckdb")
    database.run()
    database.organisation()
    database.account()
    database.repository(1, name="bouwer")
    database.file(
        1,
        component={"name": "Bouwer", "categories": ["data-collection"], "software_type": "standalone/web"},
        texts=({"short_description": "Webformulieren bouwen, met betalingen en inloggen via DigiD"},),
    )
    database.repository(2, name="arm")
    database.file(2, component={"name": "Arm"})
    database.close()
    return tmp_path


def _said(data: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(herbruik.main, ["--data-dir", str(data), "classify", *arguments])
    return result.exit_code, result.output


def test_it_tells_why_software_is_in_a_category(data: Path) -> None:
    code, said = _said(data, "--explain", "https://github.com/Voorbeeld/bouwer/")
    assert code == 0
    assert "yes  components:forms (strong)" in said
    assert "rule forms-words found 'Webformulieren' at description.nl.shortDescription" in said
    assert "need forms (strong)" in said
    assert "fact install (medium)" in said


def test_it_tells_why_software_is_not_in_a_category(data: Path) -> None:
    _, said = _said(data, "--explain", "https://github.com/voorbeeld/bouwer")
    assert "no   components:payment" in said
    assert (
        "rule payment-words found 'betalingen' at description.nl.shortDescription, but only mentioned" in said
    )
    assert "rule authentication-scheme found 'DigiD'" in said
    assert "rule data-management-category found 'data-collection' at categories: alone it is too weak" in said


def test_it_tells_that_there_is_too_little_text(data: Path) -> None:
    _, said = _said(data, "--explain", "https://github.com/voorbeeld/arm")
    assert "Too little text to tell" in said


def test_without_an_address_it_counts(data: Path) -> None:
    code, said = _said(data)
    assert code == 0
    assert "2 entries" in said
    assert "1 with too little text to tell" in said
    assert "0 unclassified" in said
    assert "1 to look at: claim_without_words" in said


def test_an_address_that_the_register_does_not_know_is_said_with_a_cure(data: Path) -> None:
    code, said = _said(data, "--explain", "https://github.com/voorbeeld/weg")
    assert code == 2
    assert "give the address of its repository" in said


def test_before_the_first_harvest_it_says_what_to_do(tmp_path: Path) -> None:
    code, said = _said(tmp_path)
    assert code == 2
    assert "run a harvest first" in said
