"""Views about gaps and overlap, over one of everything; expectations counted by hand."""

from typing import Any

import duckdb
import pytest

from reports.pages.conflicts import conflicts_page
from reports.pages.unclassified import unclassified_page
from reports.pages.who_has_what import who_has_what_page
from tests.reports.conftest import Built
from tests.reports.site.editions import edition

pytestmark = pytest.mark.database


def _query(built: Built, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(built.register), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_every_category_and_need_has_one_row_also_without_software(built: Built) -> None:
    expected = _query(built, "SELECT (SELECT count(*) FROM category), (SELECT count(*) FROM need)")
    assert _query(
        built, "SELECT count(*) FILTER (kind = 'category'), count(*) FILTER (kind = 'need') FROM gap"
    ) == (expected)
    assert _query(
        built,
        "SELECT software, maintained, stable, state FROM gap WHERE purpose_id = 'components:forms'",
    ) == [(1, 1, 1, "maintained")]
    assert _query(
        built, "SELECT software, organisations, state FROM gap WHERE purpose_id = 'contracts-procurement'"
    ) == [(0, 0, "nothing_found")]


def test_a_kind_has_what_its_examples_have_and_links_by_a_weak_sign_count_nowhere(built: Built) -> None:
    ((strong,),) = _query(
        built,
        "SELECT count(DISTINCT component_id) FROM reuse_link WHERE strength <> 'weak' "
        "AND category_id LIKE 'components%'",
    )
    assert strong > 0
    assert _query(built, "SELECT software FROM gap WHERE purpose_id = 'components'") == [(strong,)]


def test_maturities_add_up_to_all_software(built: Built) -> None:
    assert (
        _query(
            built,
            "FROM gap WHERE software <> stable + beta + in_development + obsolete + status_not_stated "
            "OR maintained_families > maintained OR maintained > software",
        )
        == []
    )
    assert (
        _query(
            built,
            "SELECT kind, purpose_id FROM gap LEFT JOIN (SELECT kind, purpose_id, sum(software) AS n "
            "FROM gap_of_level GROUP BY ALL) USING (kind, purpose_id) WHERE software <> coalesce(n, 0)",
        )
        == []
    )


def test_a_municipality_that_only_uses_takes_part_and_a_supplier_is_no_government(built: Built) -> None:
    assert _query(built, "SELECT level, organisations, publish, use, publish_or_use FROM reach") == [
        ("municipality", 2, 1, 1, 2)
    ]


def test_users_are_counted_once_however_often_and_whoever_names_them(built: Built) -> None:
    assert _query(built, "SELECT component_id, users FROM most_reused") == [("voorbeeld-formulieren", 3)]


def test_what_is_watched_are_an_ending_contract_and_an_archived_repository(built: Built) -> None:
    found = _query(
        built, "SELECT kind, component_id, on_date::VARCHAR FROM watch WHERE kind <> 'newcomer' ORDER BY 1"
    )
    assert found == [
        ("contract_ends", "voorbeeld-formulieren", "2027-03-31"),
        ("lost_maintainer", "voorbeeld-zaken--onder-deel", found[1][2]),
    ]


def test_source_code_counts_whatever_the_strength_of_its_links(built: Built) -> None:
    linked = _query(
        built, "SELECT count(DISTINCT component_id) FROM reuse_link WHERE category_id = 'source-code'"
    )
    assert _query(built, "SELECT software FROM gap WHERE purpose_id = 'source-code'") == linked
    assert linked[0][0] > 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_number_of_the_pages_for_curators_is_the_answer_to_its_question(
    built: Built, language: str
) -> None:
    made = edition(built.snapshot, language)
    conflicts = conflicts_page(made)
    lists = (*conflicts.links, *conflicts.reality, *unclassified_page(made).lists)
    assert len(lists) == 5 + 7 + 3
    for one in lists:
        assert _query(built, f"SELECT count(*) FROM ({one.query})") == [(int(one.number),)], one.title
    who = who_has_what_page(made)
    for held in (*who.categories, *who.needs):
        assert len(_query(built, held.query)) == len(held.holders)


def test_software_by_organisation_adds_up_to_all_software(built: Built) -> None:
    assert (
        _query(
            built,
            "FROM gap LEFT JOIN (SELECT kind, purpose_id, sum(software) AS n, sum(maintained) AS kept "
            "FROM gap_of_organisation GROUP BY ALL) o USING (kind, purpose_id) "
            "WHERE gap.software <> coalesce(n, 0) OR gap.maintained <> coalesce(kept, 0)",
        )
        == []
    )


def test_software_is_in_a_category_or_unclassified_or_has_too_little_text(built: Built) -> None:
    ((software, linked, apart, little),) = _query(
        built,
        "SELECT (SELECT count(*) FROM component), (SELECT count(DISTINCT component_id) FROM reuse_link "
        "WHERE category_id <> 'source-code'), "
        "(SELECT count(*) FROM unclassified WHERE kind <> 'too_little_text'), "
        "(SELECT count(*) FROM unclassified WHERE kind = 'too_little_text')",
    )
    assert software == linked + apart + little
    assert _query(built, "SELECT count(*) FROM component WHERE too_little_text") == [(little,)]
    assert (
        _query(
            built, "FROM unclassified JOIN reuse_link USING (component_id) WHERE category_id <> 'source-code'"
        )
        == []
    )
