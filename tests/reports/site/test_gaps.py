from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from reports.model.figures import MostReusedRow
from reports.pages.gaps import gaps_page
from reports.pages.shares import share
from reports.pages.watched import SHOWN
from reports.translation import Words
from tests.reports.builders import category, component, gap, gap_of_level, need, reach, snapshot, watch
from tests.reports.site.editions import edition

if TYPE_CHECKING:
    from reports.model.software import ComponentRow

FORMS = component()
KINDS = (
    category(),
    category(category_id="data-sets", parent_id=None, position=4, slug="datasets", name_en="Data sets"),
)


def page(**rows: Any) -> Any:
    made: dict[str, Any] = {"components": (FORMS,), "categories": KINDS, "needs": (need(),)}
    return gaps_page(edition(snapshot(**{**made, **rows})))


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 342, "0%"),
        (1, 342, "less than 1%"),
        (2, 342, "1%"),
        (1, 2, "50%"),
        (340, 342, "99%"),
        (341, 342, "more than 99%"),
        (342, 342, "100%"),
        (0, 0, "-"),
        (1, 200, "less than 1%"),
        (199, 200, "more than 99%"),
    ],
)
def test_a_share_is_none_or_all_only_when_it_is(part: int, whole: int, text: str) -> None:
    assert share(Words("en"), part, whole) == text


def test_a_need_is_missing_when_nothing_or_nothing_maintained_is_there() -> None:
    made = page(
        gaps=(
            gap(state="none_maintained", software=2),
            gap(kind="need", purpose_id="appointments", software=0, state="nothing_found"),
        )
    )
    assert [(line.purpose.label, line.note) for line in made.missing] == [
        ("Form solutions", "2 entries, none surely maintained"),
        ("Appointments", "nothing found"),
    ]


def test_a_kind_that_is_kept_elsewhere_is_never_called_missing() -> None:
    made = page(gaps=(gap(purpose_id="data-sets", software=0, state="nothing_found"),))
    assert made.missing == ()
    (line,) = made.elsewhere
    assert line.note.startswith("No description in the register. Data sets are seldom described")


def test_what_is_met_many_times_over_says_how_often() -> None:
    made = page(gaps=(gap(state="many_times_over", maintained_families=7, software=9),))
    assert [line.note for line in made.overlap] == ["7 maintained, variants counted once; 9 in all"]


def test_levels_are_columns_only_where_there_is_software() -> None:
    made = page(
        gaps=(gap(software=3),),
        gaps_of_level=(
            gap_of_level(),
            gap_of_level(maturity="beta"),
            gap_of_level(level="not_known"),
            gap_of_level(kind="need", purpose_id="appointments", level="province"),
        ),
    )
    assert made.levels[0].heads == ("Municipalities", "Not known")
    assert [row.counts for row in made.levels[0].rows] == [("2", "1")]


def test_the_head_of_a_narrow_column_may_break_between_the_parts_of_a_compound() -> None:
    levels = tuple(
        gap_of_level(level=level) for level in ("agency", "water_board", "cooperation", "not_known")
    )
    rows = snapshot(categories=KINDS, gaps=(gap(software=4),), gaps_of_level=levels)
    made = gaps_page(edition(rows, "nl"))
    assert [head.replace("\N{SOFT HYPHEN}", "|") for head in made.levels[0].heads] == [
        "Uitvoerings|organisaties",
        "Water|schappen",
        "Samen|werkingen van overheden",
        "Niet bekend",
    ]


def test_reach_adds_up_and_tells_the_share() -> None:
    made = page(
        reach=(reach(), reach(level="province", organisations=12, publish=12, use=0, publish_or_use=12))
    )
    assert [(row.label, row.counts) for row in made.reach.rows] == [
        ("Provinces", ("12", "12", "0", "12", "100%")),
        ("Municipalities", ("342", "1", "1", "1", "less than 1%")),
        ("All together", ("354", "13", "1", "13", "4%")),
    ]


def test_the_lists_say_why_and_the_first_contract_to_end_comes_first() -> None:
    other = component(component_id="elders", name="Elders", is_archived=True)
    made = page(
        components=(FORMS, other),
        watched=(
            watch(),
            watch(component_id="elders", on_date=date(2027, 3, 1), detail=None),
            watch(kind="lost_maintainer", component_id="elders", on_date=None, detail=None),
        ),
        most_reused=(MostReusedRow(component_id="elders", users=3),),
    )
    reused, new, lost, ending = made.watched
    assert [line.why for line in reused.lines] == ["3 other users"]
    assert new.lines == ()
    assert lost.lines[0].why == "The repository is archived: the publisher no longer works on it here."
    assert [(line.software.label, line.why) for line in ending.lines] == [
        ("Elders", "until 1 March 2027"),
        ("Formulieren", "until 31 March 2027, with Bouwer BV"),
    ]


def test_a_long_list_is_cut_and_says_so() -> None:
    many: tuple[ComponentRow, ...] = tuple(component(component_id=f"c{n}") for n in range(SHOWN + 2))
    made = page(
        components=many,
        most_reused=tuple(MostReusedRow(component_id=one.component_id, users=1) for one in many),
    )
    assert len(made.watched[0].lines) == SHOWN
    assert made.watched[0].more == "And 2 more: ask the published database."
