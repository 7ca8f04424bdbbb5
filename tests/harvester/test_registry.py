"""What a night records of repositories and files, told by tables and events."""

from __future__ import annotations

from datetime import date
from pathlib import Path  # noqa: TC003 - pytest reads the annotations of fixtures
from typing import Any

import pytest

from harvester.observations import RequestCount
from harvester.outcomes import CouldNotLook, Partial
from harvester.reasons import LEFT_THE_ACCOUNT
from tests.builders import (
    account,
    content,
    file,
    finding,
    night,
    observation,
    page,
    reason,
    release,
    sources,
    unreadable,
)
from tests.harvester.recorded import RUN_TABLES, Nights, Shown, other_rules

pytestmark = pytest.mark.database

HERE = account("voorbeeld")
NAME = "voorbeeld/zaaksysteem"
OTHER = observation("voorbeeld/ander")


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path / "work.duckdb")


def test_a_repository_that_is_seen_first_appears_with_its_file(nights: Nights) -> None:
    nights.run({HERE: [observation(NAME, file())]})

    assert nights.events() == [("appeared", "first_look"), ("file_appeared", "first_look")]
    assert nights.rows("SELECT slug, forge_id FROM store.repository") == [
        ("voorbeeld-zaaksysteem", "github.com")
    ]
    assert nights.rows("SELECT path, entry, valid_to FROM store.file_version") == [
        ("publiccode.yml", "software", None)
    ]
    assert nights.rows("SELECT name FROM store.component") == [("Zaaksysteem",)]
    assert nights.rows("SELECT status, files_read FROM store.run") == [("complete", 1)]


def test_a_second_night_that_sees_the_same_changes_nothing_and_reads_nothing(nights: Nights) -> None:
    seen = [observation(NAME, file(), newest_release=release()), OTHER]
    nights.run({HERE: seen})
    before = nights.dump(without=RUN_TABLES)

    run = nights.run({HERE: seen})

    assert nights.dump(without=RUN_TABLES) == before
    assert run.files_read == 0
    assert before["account_progress"] == []
    assert (
        nights.rows("SELECT outcome, repositories, files FROM store.account_outcome")
        == [("complete", 2, 1)] * 2
    )


def test_a_changed_description_ends_the_old_version_and_says_what_changed(nights: Nights) -> None:
    nights.run({HERE: [observation(NAME, description="Oud")]})
    nights.run({HERE: [observation(NAME, description="Nieuw")]})

    assert nights.events() == [("changed", "world")]
    assert nights.rows("SELECT changes FROM store.event WHERE kind = 'changed'") == [
        ([{"field": "description", "old": "Oud", "new": "Nieuw"}],)
    ]
    old, new = nights.rows(
        "SELECT description, valid_from, valid_to FROM store.repository_version ORDER BY valid_from"
    )
    assert (old[0], new[0]) == ("Oud", "Nieuw")
    assert old[2] == new[1]
    assert new[2] is None


def test_stars_and_pushes_make_a_row_of_the_day_and_no_version(nights: Nights) -> None:
    nights.run({HERE: [observation(NAME, stars=1)]})
    nights.run({HERE: [observation(NAME, stars=2)]})

    assert nights.events() == []
    assert nights.rows("SELECT stars FROM store.repository_day ORDER BY seen_at") == [(1,), (2,)]
    assert nights.rows("SELECT count(*) FROM store.repository_version") == [(1,)]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ({"is_archived": False}, {"is_archived": True}, "archived"),
        ({"is_archived": True}, {"is_archived": False}, "unarchived"),
        ({"topics": ("zaken",)}, {"topics": ("zaken", "api")}, "changed"),
    ],
)
def test_each_change_has_its_kind(
    nights: Nights, before: dict[str, Any], after: dict[str, Any], kind: str
) -> None:
    nights.run({HERE: [observation(NAME, **before)]})
    nights.run({HERE: [observation(NAME, **after)]})

    assert nights.events() == [(kind, "world")]


def test_a_renamed_repository_keeps_its_slug(nights: Nights) -> None:
    nights.run({HERE: [observation("voorbeeld/oud", native_id="7")]})
    nights.run({HERE: [observation("voorbeeld/nieuw", native_id="7")]})

    assert nights.events() == [("renamed", "world")]
    assert nights.rows("SELECT slug FROM store.repository") == [("voorbeeld-oud",)]


def test_a_repository_that_moves_to_another_account_is_moved_whatever_account_is_read_first(
    nights: Nights,
) -> None:
    away = account("elders")
    nights.run({HERE: [observation("voorbeeld/a", file(), native_id="7")], away: []})
    nights.run({HERE: [], away: [observation("elders/a", file(), native_id="7")]})

    assert nights.events() == [("moved", "world")]
    assert nights.rows("SELECT account_id FROM store.repository_version WHERE valid_to IS NULL") == [
        ("github.com/elders",)
    ]


def test_a_repository_that_a_whole_listing_lacks_is_gone_and_comes_back(nights: Nights) -> None:
    nights.run({HERE: [observation(NAME, file()), OTHER]})
    nights.run({HERE: [OTHER]})
    assert nights.events() == [("file_gone", "world"), ("gone", "world")]
    assert nights.rows(
        "SELECT state, gone_reason FROM store.repository_version WHERE valid_to IS NULL ORDER BY ALL"
    ) == [
        ("gone", LEFT_THE_ACCOUNT.en),
        ("present", None),
    ]
    assert nights.rows("SELECT count(*) FROM store.file_version WHERE valid_to IS NULL") == [(0,)]

    run = nights.run({HERE: [observation(NAME, file()), OTHER]})
    assert nights.events() == [("back", "world"), ("file_appeared", "world")]
    assert run.files_read == 0


def test_a_gone_repository_that_stays_away_is_gone_once(nights: Nights) -> None:
    nights.run({HERE: [observation(NAME), OTHER]})
    nights.run({HERE: [OTHER]})
    nights.run({HERE: [OTHER]})

    assert nights.events() == []


@pytest.mark.parametrize(
    "shown",
    [
        (CouldNotLook(reason=reason("The forge was down.")),),
        (page(OTHER, cursor="2"), Partial(repositories=1, files=0, reason=reason("The limit was used up."))),
        (
            page(OTHER),
            Partial(repositories=1, files=0, reason=reason("Two repositories could not be shown.")),
        ),
    ],
)
def test_a_look_that_failed_or_was_cut_off_makes_nothing_gone(
    nights: Nights, shown: tuple[Shown, ...]
) -> None:
    nights.run({HERE: [observation(NAME, file()), OTHER]})
    before = nights.dump(without=(*RUN_TABLES, "account_progress"))

    nights.run({HERE: shown})

    assert nights.dump(without=(*RUN_TABLES, "account_progress")) == before
    assert nights.rows("SELECT outcome FROM store.account_outcome ORDER BY run_id")[1] != ("complete",)


def test_a_new_content_changes_the_file_and_names_the_fields_but_not_the_contacts(nights: Nights) -> None:
    contacts = "maintenance:\n  type: internal\n  contacts:\n    - name: Anna\n      email: {}\n"
    nights.run(
        {HERE: [observation(NAME, file(content=content("Oud", rest=contacts.format("a@example.org"))))]}
    )
    nights.run(
        {HERE: [observation(NAME, file(content=content("Nieuw", rest=contacts.format("b@example.org"))))]}
    )

    assert nights.events() == [("file_changed", "world")]
    assert nights.rows("SELECT changes FROM store.event WHERE kind = 'file_changed'") == [
        (
            [
                {"field": "name", "old": "Oud", "new": "Nieuw"},
                {"field": "contacts", "old": None, "new": None},
            ],
        )
    ]
    assert nights.rows("SELECT count(*) FROM store.content") == [(2,)]


def test_a_changed_text_is_named_with_its_language_and_long_values_are_shortened(nights: Nights) -> None:
    text = "description:\n  nl:\n    shortDescription: {}\n"
    nights.run({HERE: [observation(NAME, file(content=content(rest=text.format("Kort"))))]})
    nights.run({HERE: [observation(NAME, file(content=content(rest=text.format("x" * 300))))]})

    ((changes,),) = nights.rows("SELECT changes FROM store.event WHERE kind = 'file_changed'")
    (change,) = changes
    assert change == {"field": "description.nl.short_description", "old": "Kort", "new": "x" * 199 + "…"}


def test_everything_a_file_says_is_kept_in_its_columns(nights: Nights) -> None:
    rest = (
        "dependsOn:\n  open:\n    - name: PostgreSQL\n      versionMin: '15'\n    - optional: true\n"
        "  hardware:\n    - name: Kaartlezer\nfundedBy:\n  - name: Rijk\n    uri: https://rijk.example.org\n"
        "maintenance:\n  type: contract\n  contractors:\n    - name: Bedrijf\n      until: 2030-01-31\n"
    )
    nights.run({HERE: [observation(NAME, file(content=content(rest=rest)))]})

    assert nights.rows("SELECT n, kind, name, version_min FROM store.component_dependency ORDER BY n") == [
        (1, "open", "PostgreSQL", "15"),
        (2, "hardware", "Kaartlezer", None),
    ]
    ((funded_by, contractors),) = nights.rows("SELECT funded_by, contractors FROM store.component")
    assert funded_by == [{"name": "Rijk", "uri": "https://rijk.example.org"}]
    assert contractors == [{"name": "Bedrijf", "website": None, "until": date(2030, 1, 31)}]


def test_a_row_with_a_column_that_is_not_there_is_a_mistake_of_ours(nights: Nights) -> None:
    with nights.opened() as registry, pytest.raises(ValueError, match="no columns"):
        registry._work.insert("forge", [{"forge_id": "github.com", "sort": "github"}])


def test_a_content_in_two_places_is_kept_and_read_once(nights: Nights) -> None:
    run = nights.run({HERE: [observation("voorbeeld/a", file()), observation("voorbeeld/b", file())]})

    assert run.files_read == 1
    assert nights.rows("SELECT count(*) FROM store.content") == [(1,)]
    assert nights.rows("SELECT count(*) FROM store.file_version") == [(2,)]


def test_a_content_that_comes_back_to_its_first_form_is_not_read_again(nights: Nights) -> None:
    first, second = file(content=content("Een")), file(content=content("Twee"))
    nights.run({HERE: [observation(NAME, first)]})
    nights.run({HERE: [observation(NAME, second)]})

    assert nights.run({HERE: [observation(NAME, first)]}).files_read == 0
    assert nights.events() == [("file_changed", "world")]


def test_a_file_that_is_there_but_cannot_be_had_stays_as_it_was(nights: Nights) -> None:
    nights.run({HERE: [observation(NAME, file())]})
    nights.run({HERE: [observation(NAME, unreadable=[unreadable(why="The bytes differ.")])]})

    assert nights.events() == []
    assert nights.rows(
        "SELECT path, outcome, reason, reason_nl, reason_code FROM store.repository_outcome"
    ) == [("publiccode.yml", "could_not_look", "The bytes differ.", "(nl) The bytes differ.", "unavailable")]
    assert nights.rows("SELECT count(*) FROM store.file_version WHERE valid_to IS NULL") == [(1,)]


def test_a_file_that_left_the_listing_is_gone(nights: Nights) -> None:
    nights.run({HERE: [observation(NAME, file())]})
    nights.run({HERE: [observation(NAME)]})

    assert nights.events() == [("file_gone", "world")]


def test_a_repository_that_turns_out_a_fork_ceases_to_be_an_entry_without_being_read_again(
    nights: Nights,
) -> None:
    copied = file(content=content(url="https://github.com/origineel/zaaksysteem"))
    nights.run({HERE: [observation(NAME, copied)]})
    run = nights.run({HERE: [observation(NAME, copied, is_fork=True)]})

    assert nights.events() == [("ceased_entry", "world"), ("changed", "world")]
    assert run.files_read == 0
    assert nights.rows("SELECT entry, not_entry_code FROM store.file_version WHERE valid_to IS NULL") == [
        ("not_an_entry", "technical-fork")
    ]


def test_the_sentences_of_every_reason_stand_in_the_database(nights: Nights) -> None:
    nights.run({HERE: []})

    assert ("technical-fork",) in nights.rows(
        "SELECT code FROM store.not_entry_reason WHERE text_nl <> '' AND text_en <> ''"
    )


def test_repositories_whose_names_make_the_same_slug_get_the_forge_in_front_then_a_number(
    nights: Nights,
) -> None:
    names = ("a/b-c", "a-b/c", "a/b.c", "a.b/c")
    nights.run({account("a"): [], account("a-b"): [observation(name) for name in names]})

    assert {slug for (slug,) in nights.rows("SELECT slug FROM store.repository")} == {
        "a-b-c",
        "github-com-a-b-c",
        "github-com-a-b-c-2",
        "github-com-a-b-c-3",
    }


def test_characters_that_no_database_likes_are_kept_or_replaced_but_stop_nothing(nights: Nights) -> None:
    odd = content(name='"\\ud800 nul\\0 \\U0001F600"', rest="x: [.nan, .inf, 1e400]\n")
    nights.run({HERE: [observation(NAME, file(content=odd), description="half \ud800 null \0 rook 🚬")]})

    assert nights.rows("SELECT description FROM store.repository_version") == [("half ? null \0 rook 🚬",)]
    assert nights.rows("SELECT raw FROM store.content") == [(odd,)]


def test_requests_are_recorded(nights: Nights) -> None:
    with nights.opened() as registry:
        run = registry.begin(sources(HERE), nights.rules, "1", night(1))
        run.record_requests((RequestCount(forge="github.com", kind="graphql", sent=3, retried=1, left=4997),))
        run.finish("complete", night(1))

    assert nights.rows("SELECT forge_id, kind, sent, retried, remaining FROM store.request") == [
        ("github.com", "graphql", 3, 1, 4997)
    ]


# --- New rules ---------------------------------------------------------------------------------------


def test_new_rules_read_kept_contents_anew_without_a_look(nights: Nights) -> None:
    strict, lenient = other_rules("strict", findings=(finding(),)), other_rules("lenient", findings=())
    nights.run({HERE: [observation(NAME, file())]}, rules=strict)
    since = nights.rows("SELECT unchanged_since FROM store.file_version")

    run = nights.run({HERE: [CouldNotLook(reason=reason("down"))]}, rules=lenient)

    assert run.files_read == 1
    assert nights.events() == [("became_valid", "rules")]
    assert nights.rows("SELECT rules_version, is_valid FROM store.reading ORDER BY read_at") == [
        ("strict", False),
        ("lenient", True),
    ]
    assert nights.rows(
        "SELECT rules_version, unchanged_since FROM store.file_version WHERE valid_to IS NULL"
    ) == [("lenient", since[0][0])]


def test_after_new_rules_the_next_night_reads_nothing(nights: Nights) -> None:
    rules = other_rules("other")
    nights.run({HERE: [observation(NAME, file())]})
    nights.run({HERE: [observation(NAME, file())]}, rules=rules)
    before = nights.dump(without=RUN_TABLES)

    assert nights.run({HERE: [observation(NAME, file())]}, rules=rules).files_read == 0
    assert nights.dump(without=RUN_TABLES) == before


def test_new_rules_keep_what_was_said_about_a_content_whose_text_was_deleted(nights: Nights) -> None:
    nights.run({HERE: [observation(NAME, file())]})
    nights.rows("UPDATE store.content SET raw = NULL")

    nights.run({HERE: [CouldNotLook(reason=reason("down"))]}, rules=other_rules("other"))

    assert nights.events() == []
    assert nights.rows("SELECT rules_version FROM store.reading") == [(nights.rules.version,)]
