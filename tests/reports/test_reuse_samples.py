from pathlib import Path

import pytest

from tests.reports.corpus import CURRENT, OTHERS
from tests.reports.reuse_corpus import ReuseFound, conclude_corpus, drawn
from tests.reports.reuse_evaluation import score_mentions, score_sample


@pytest.fixture(scope="module")
def found(shared: Path) -> dict[str, ReuseFound]:
    """By draw: what is concluded of the files that it was drawn from."""
    return {"first": conclude_corpus(shared), "second": conclude_corpus(shared, CURRENT | OTHERS)}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("kind", "least"),
    [("users", 1.0), ("unresolved", 1.0), ("families", 1.0), ("residue", 0.9), ("overlap", 0.9)],
)
def test_nine_of_ten_judged_conclusions_or_more_are_right(
    found: dict[str, ReuseFound], kind: str, least: float
) -> None:
    draws = ("first",) if kind == "residue" else ("first", "second")
    for score in (score_sample(found[draw], kind, draw) for draw in draws):
        assert score.still == score.judged
        assert score.still_right / score.still >= least


@pytest.mark.shared
def test_most_possible_alternatives_that_were_judged_are_right(found: dict[str, ReuseFound]) -> None:
    scores = [score_sample(its, "alternatives", draw) for draw, its in found.items()]
    assert sum(one.still for one in scores) >= 10
    assert sum(one.still_right for one in scores) / sum(one.still for one in scores) >= 0.8


@pytest.mark.shared
def test_most_pairs_that_name_one_another_and_go_together_are_found(found: dict[str, ReuseFound]) -> None:
    current, others = score_mentions(found["first"], "current"), score_mentions(found["second"], "others")
    assert current.right / (current.right + current.wrong) >= 0.9
    assert current.right / current.meant >= 0.85
    assert others.wrong == 0
    assert others.right >= 3


def test_a_sample_is_the_same_for_the_same_seed_and_the_whole_population_when_that_is_small() -> None:
    population = tuple((str(n),) for n in range(200))
    assert drawn(population, 1) == drawn(population, 1) != drawn(population, 2)
    assert len(set(drawn(population, 1))) == 50
    assert drawn(population[:3], 1) == population[:3]
