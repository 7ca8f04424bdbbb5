"""Forges looked at all at once never mix up their answers; `benchmarks.concurrency` asks for 4,800."""

import pytest

from tests.harvester.racing import race


@pytest.mark.parametrize("token", [True, False], ids=["graphql", "rest"])
def test_every_answer_belongs_to_the_repository_it_was_asked_for(token: bool) -> None:
    raced = race(3, 20 if token else 6, token=token)
    assert raced.wrong == ()
    assert raced.seen == raced.asked
