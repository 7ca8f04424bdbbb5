"""Break any one rule and a test fails: what the tables of the other tests leave open."""

from tests.publiccode.sample import VALID, codes


def test_the_sample_breaks_no_rule() -> None:
    assert codes(VALID) == []
