"""The pages for curators: what contradicts itself, what is in no category, and who has what."""

from typing import Any

import pytest

from reports.model.links import ConflictRow
from reports.pages.bounded import SHOWN
from reports.pages.conflicts import conflicts_page
from reports.pages.unclassified import unclassified_page
from reports.pages.who_has_what import SHOWN as HOLDERS_SHOWN
from reports.pages.who_has_what import who_has_what_page
from tests.reports.builders import (
    category,
    component,
    component_text,
    gap_of_organisation,
    mismatch,
    need,
    snapshot,
    unclassified,
)
from tests.reports.site.editions import edition

FORMS = component()


def made(language: str = "en", **rows: Any) -> Any:
    default: dict[str, Any] = {"components": (FORMS,), "categories": (category(),), "needs": (need(),)}
    return edition(snapshot(**{**default, **rows}), language)


def conflict(**changes: Any) -> ConflictRow:
    default: dict[str, Any] = {
        "component_id": FORMS.component_id,
        "n": 1,
        "kind": "claim_without_words",
        "category_id": "components:forms",
        "detail": "workflow-management",
    }
    return ConflictRow(**{**default, **changes})


@pytest.mark.parametrize(
    ("row", "note"),
    [
        (conflict(), "names “workflow-management”, a sign of Form solutions"),
        (conflict(kind="many_categories", category_id=None, detail="9"), "9 categories"),
        (
            conflict(kind="many_links", category_id=None, detail="components:forms, appointments"),
            "Form solutions, Appointments",
        ),
        (
            conflict(kind="program_or_text", detail="standalone/web"),
            "fits Form solutions, and its type is Web application",
        ),
        (conflict(kind="against_the_rules", detail="add"), "a person added Form solutions"),
        (conflict(kind="against_the_rules", detail="remove"), "a person took away Form solutions"),
    ],
)
def test_a_conflict_is_told_with_the_value_behind_it(row: ConflictRow, note: str) -> None:
    page = conflicts_page(made(conflicts=(row,)))
    (shown,) = [one for one in page.links if one.lines]
    assert [line.note for line in shown.lines] == [note]
    assert shown.number == "1"
    assert shown.query == f"FROM conflict WHERE kind = '{row.kind}'"


def test_every_kind_of_conflict_and_difference_has_its_count_also_when_there_is_none() -> None:
    page = conflicts_page(made(mismatches=(mismatch(),)))
    assert [one.number for one in page.links] == ["0"] * 5
    assert {one.anchor: one.number for one in page.reality if one.number != "0"} == {"version-older": "1"}
    (line,) = next(one for one in page.reality if one.lines).lines
    assert line.note == mismatch().message_en


def test_a_long_list_shows_its_first_lines_and_says_how_many_more_there_are() -> None:
    rows = tuple(conflict(n=n) for n in range(SHOWN + 3))
    first = conflicts_page(made(conflicts=rows)).links[0]
    assert first.number == str(SHOWN + 3)
    assert len(first.lines) == SHOWN
    assert first.more == "And 3 more: ask the published database."


def test_too_little_text_is_apart_from_what_no_rule_places() -> None:
    entries = (
        FORMS,
        component(component_id="b", name="B"),
        component(component_id="c", name="C", too_little_text=True),
        component(component_id="d", name="D"),
    )
    page = unclassified_page(
        made(
            components=entries,
            component_texts=(component_text(),),
            unclassified=(
                unclassified(),
                unclassified(component_id="b", kind="only_a_need"),
                unclassified(component_id="c", kind="too_little_text"),
            ),
        )
    )
    assert [(one.label, one.number) for one in page.figures] == [
        ("Software in all", "4"),
        ("In a category", "1"),
        ("Neither a category nor a need", "1"),
        ("A need, but no category", "1"),
        ("Too little text to tell", "1"),
    ]
    assert [[line.software.label for line in one.lines] for one in page.lists] == [[FORMS.name], ["B"], ["C"]]
    assert page.lists[0].lines[0].quote is not None


def test_who_has_what_shows_the_organisations_of_each_category_and_need() -> None:
    page = who_has_what_page(
        made(
            gaps_of_organisation=(
                gap_of_organisation(software=3, stable=2, beta=1),
                gap_of_organisation(organisation_id="not_known", organisation=None),
                gap_of_organisation(kind="need", purpose_id="appointments"),
            )
        )
    )
    (forms,), (appointments,) = page.categories, page.needs
    assert forms.purpose.label == "Form solutions"
    assert forms.summary == "1 organisation has software for it."
    assert [one.counts for one in forms.holders] == [
        ("3", "1", "2", "1", "0", "0", "0"),
        ("1", "1", "1", "0", "0", "0", "0"),
    ]
    assert forms.holders[1].label == "Without an organisation"
    assert appointments.query.endswith("kind = 'need' AND purpose_id = 'appointments'")


def test_who_has_what_is_bounded_for_each_purpose() -> None:
    rows = tuple(gap_of_organisation(organisation_id=f"urn:{n}") for n in range(HOLDERS_SHOWN + 2))
    (forms,) = who_has_what_page(made(gaps_of_organisation=rows)).categories
    assert len(forms.holders) == HOLDERS_SHOWN
    assert forms.more == "And 2 more: ask the published database."
