import pytest

from tests.reports.dictionary import TARGET, dictionary

pytestmark = pytest.mark.database


def test_the_data_dictionary_is_that_of_the_databases() -> None:
    assert TARGET.read_text(encoding="utf-8") == dictionary(), "run: python -m tests.reports.dictionary"
