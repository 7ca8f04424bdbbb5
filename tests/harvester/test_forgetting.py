"""What vanished or is excluded leaves sight, then the bytes of the file; hash and tombstone stay."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path  # noqa: TC003 - pytest reads the annotations of fixtures

import pytest

from harvester.exclusions import Exclusion, Exclusions, load_exclusions
from harvester.outcomes import CouldNotLook, Partial
from harvester.reasons import OTHERS_ASKED
from harvester.registry import open_registry, rewrite_if_due
from harvester.registry_reading import standard_rules
from harvester.settings import SettingsError
from tests.builders import account, file, night, observation, page, sources
from tests.harvester.recorded import Nights

pytestmark = pytest.mark.database

HERE, AWAY = account("voorbeeld"), account("elders")
WORD = "Zeldzaamwoord-7f3a9c"
CONTENT = f"publiccodeYmlVersion: '0.5'\nname: Weg {WORD}-inhoud\nurl: geen adres {WORD}-bevinding\n".encode()
GOING = observation(
    "voorbeeld/weg", file(content=CONTENT), description=f"{WORD}-omschrijving", topics=(f"{WORD}-onderwerp",)
)
STAYING = observation("voorbeeld/blijft", file(content=b"name: Blijft\n"), description="blijft")
WEEK = timedelta(days=7)
TEXTS = [f"{WORD}-{part}".encode() for part in ("inhoud", "bevinding", "omschrijving", "onderwerp")]


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path / "work.duckdb")


def found_in(path: Path) -> list[bytes]:
    return [text for text in TEXTS if text in path.read_bytes()]


def excluding(*urls: str, since: date = date(2026, 3, 2)) -> Exclusions:
    return Exclusions(
        entries=tuple(Exclusion(url=url, reason="Op verzoek.", since=since, by="beheer") for url in urls)
    )


def test_a_repository_that_vanished_loses_its_texts_after_the_days_of_grace_and_not_before(
    nights: Nights,
) -> None:
    nights.run({HERE: [GOING, STAYING]})
    assert found_in(nights.path) == TEXTS
    nights.run({HERE: [STAYING]}, forget_after=WEEK)
    nights.number = 8
    nights.run({HERE: [STAYING]}, forget_after=timedelta(days=8))
    assert nights.rows("SELECT count(*) FROM store.content WHERE raw IS NULL") == [(0,)]

    nights.run({HERE: [STAYING]}, forget_after=WEEK)
    assert nights.rows("FROM store.integrity_problem") == []
    assert rewrite_if_due(nights.path, night(nights.number))
    assert not rewrite_if_due(nights.path, night(nights.number))

    assert found_in(nights.path) == []
    assert nights.rows("SELECT sha256 FROM store.content WHERE raw IS NULL") == [
        (hashlib.sha256(CONTENT).hexdigest(),)
    ]
    assert nights.rows(
        "SELECT state, full_name, valid_from, valid_to FROM store.repository_version "
        "SEMI JOIN store.forgotten_repository USING (repository_id) ORDER BY valid_from"
    ) == [
        ("present", "voorbeeld/weg", night(1) + timedelta(minutes=5), night(2) + timedelta(minutes=10)),
        ("gone", "voorbeeld/weg", night(2) + timedelta(minutes=10), None),
    ]
    (reading,) = nights.rows(
        "SELECT errors > 0, document FROM store.reading r SEMI JOIN "
        "(FROM store.content WHERE raw IS NULL) USING (content_id)"
    )
    assert reading == (True, None)
    assert nights.rows("SELECT count(*) FROM store.component") == [(1,)]


def test_a_rewritten_database_goes_on_as_before(nights: Nights) -> None:
    nights.run({HERE: [GOING, STAYING]})
    nights.run({HERE: [STAYING]}, forget_after=timedelta(0))
    nights.run({HERE: [STAYING]}, forget_after=timedelta(0))
    before = nights.dump()
    assert rewrite_if_due(nights.path, night(nights.number))
    after = nights.dump()

    assert after | {"forgotten_repository": []} == before | {"forgotten_repository": []}
    nights.run({HERE: [STAYING]})
    assert nights.events() == []


def test_a_content_that_lies_in_another_repository_too_stays_until_that_one_goes(nights: Nights) -> None:
    twin = observation("elders/zelfde", file(content=CONTENT))
    nights.run({HERE: [GOING], AWAY: [twin]})
    nights.run({HERE: [], AWAY: [twin]}, forget_after=timedelta(0))
    nights.run({HERE: [], AWAY: [twin]}, forget_after=timedelta(0))
    assert nights.rows("SELECT raw FROM store.content") == [(CONTENT,)]
    assert nights.rows("SELECT count(*) FROM store.component") == [(1,)]

    nights.run({HERE: [], AWAY: []}, forget_after=timedelta(0))
    nights.run({HERE: [], AWAY: []}, forget_after=timedelta(0))
    rewrite_if_due(nights.path, night(nights.number))
    assert nights.rows("SELECT raw FROM store.content") == [(None,)]
    assert found_in(nights.path) == []


def test_what_was_forgotten_and_comes_back_is_read_anew(nights: Nights) -> None:
    nights.run({HERE: [GOING]})
    nights.run({HERE: []}, forget_after=timedelta(0))
    nights.run({HERE: []}, forget_after=timedelta(0))
    assert nights.rows("SELECT count(*) FROM store.component") == [(0,)]

    run = nights.run({HERE: [GOING]}, forget_after=WEEK)

    assert run.files_read == 1
    assert nights.events() == [("back", "world"), ("file_appeared", "world")]
    assert nights.rows("SELECT raw FROM store.content") == [(CONTENT,)]
    assert nights.rows("SELECT count(*), any_value(name) FROM store.component") == [(1, f"Weg {WORD}-inhoud")]
    assert nights.rows("FROM store.forgotten_repository") == []
    assert nights.rows("FROM store.integrity_problem") == []


@pytest.mark.parametrize("url", ["https://github.com/voorbeeld/Weg.git", "https://github.com/voorbeeld/weg/"])
def test_an_excluded_repository_is_gone_the_same_night_though_the_forge_shows_it(
    nights: Nights, url: str
) -> None:
    nights.run({HERE: [GOING, STAYING]})
    nights.run({HERE: [GOING, STAYING]}, exclusions=excluding(url))

    assert nights.events() == [("file_gone", "source_removed"), ("gone", "source_removed")]
    assert nights.rows(
        "SELECT gone_code, gone_reason_nl FROM store.repository_version WHERE state = 'gone'"
    ) == [("excluded", "Uitgesloten sinds 2 maart 2026: Op verzoek.")]
    assert nights.rows("SELECT since FROM store.excluded_repository") == [(date(2026, 3, 2),)]

    nights.run({HERE: [GOING, STAYING]})
    assert nights.events() == [("back", "source_added"), ("file_appeared", "source_added")]
    assert nights.rows("FROM store.excluded_repository") == []


def test_an_excluded_repository_that_was_renamed_stays_excluded_and_one_never_seen_is_never_recorded(
    nights: Nights,
) -> None:
    nights.run({HERE: [GOING]})
    renamed = observation("voorbeeld/anders", native_id=GOING.repository.native_id)
    hidden = observation("voorbeeld/verborgen", file(content=CONTENT))
    listed = excluding("https://github.com/voorbeeld/weg", "https://github.com/voorbeeld/verborgen")

    nights.run({HERE: [renamed, hidden]}, exclusions=listed)

    assert nights.rows("SELECT state FROM store.repository_version WHERE valid_to IS NULL") == [("gone",)]
    assert nights.rows("SELECT count(*) FROM store.repository") == [(1,)]


def test_an_excluded_account_takes_all_below_it_and_its_texts_go_after_the_grace_of_its_date(
    nights: Nights,
) -> None:
    nights.run({HERE: [GOING, STAYING], AWAY: [observation("elders/een")]})
    whole = excluding("https://github.com/voorbeeld", since=date(2026, 2, 1))

    nights.run(
        {HERE: [GOING, STAYING], AWAY: [observation("elders/een")]}, exclusions=whole, forget_after=WEEK
    )
    rewrite_if_due(nights.path, night(2))

    assert nights.rows("FROM store.excluded_account") == [("github.com/voorbeeld",)]
    assert nights.rows("SELECT count(*) FROM store.content WHERE raw IS NOT NULL") == [(0,)]
    assert found_in(nights.path) == []
    assert nights.rows(
        "SELECT count(*) FROM store.repository_version WHERE state = 'present' AND valid_to IS NULL"
    ) == [(1,)]


def exclude(nights: Nights, exclusions: Exclusions, *, forget_after: timedelta = WEEK) -> bool:
    """What `herbruik report` does with the list before it concludes; whether there was more to exclude."""
    with nights.opened() as registry:
        run = registry.begin_excluding(exclusions, standard_rules(), "1", night(nights.number))
        if run is not None:
            run.tidy(night(nights.number), forget_after, None)
            run.finish("complete", night(nights.number))
        assert registry.problems() == ()
    return run is not None


def test_what_the_list_excludes_since_the_harvest_is_gone_without_another_look(nights: Nights) -> None:
    nights.run({HERE: [GOING, STAYING]})
    listed = excluding("https://github.com/voorbeeld/weg")

    assert exclude(nights, listed)
    assert nights.events() == [("file_gone", "source_removed"), ("gone", "source_removed")]
    assert nights.rows("SELECT count(*) FROM store.excluded_repository") == [(1,)]
    assert nights.rows(
        "SELECT status, started_at = finished_at FROM store.run ORDER BY run_id DESC LIMIT 1"
    ) == [("complete", True)]
    assert not exclude(nights, listed)
    assert nights.rows("SELECT count(*) FROM store.run") == [(2,)]


def test_what_is_excluded_for_long_loses_its_texts_without_another_look(nights: Nights) -> None:
    nights.run({HERE: [GOING, STAYING]})
    assert exclude(nights, excluding("https://github.com/voorbeeld", since=date(2020, 1, 1)))
    assert nights.rows("SELECT count(raw) FROM store.content") == [(0,)]
    assert nights.rows("FROM store.excluded_account") == [("github.com/voorbeeld",)]
    assert rewrite_if_due(nights.path, night(nights.number))
    assert found_in(nights.path) == []


def test_what_the_list_no_longer_excludes_stays_out_until_a_harvest_looked_at_it(nights: Nights) -> None:
    nights.run({HERE: [GOING, STAYING]})
    nights.run({HERE: [GOING, STAYING]}, exclusions=excluding("https://github.com/voorbeeld/weg"))
    assert not exclude(nights, Exclusions())
    assert exclude(nights, excluding("https://github.com/voorbeeld/blijft"))
    assert nights.rows("SELECT count(*) FROM store.excluded_repository") == [(2,)]

    nights.run({HERE: [GOING, STAYING]})
    assert nights.rows("FROM store.excluded_repository") == []
    assert nights.rows("SELECT DISTINCT state FROM store.repository_version WHERE valid_to IS NULL") == [
        ("present",)
    ]


def test_what_is_excluded_is_gone_though_a_listing_that_was_cut_off_has_shown_it(nights: Nights) -> None:
    cut_off = Partial(reason=OTHERS_ASKED, repositories=1, files=1, retry_at=None)
    nights.run({HERE: [page(GOING, cursor="more"), cut_off]})
    assert nights.rows("SELECT count(*) FROM store.account_progress") == [(1,)]

    nights.run({HERE: [CouldNotLook(reason=OTHERS_ASKED)]}, exclusions=excluding(GOING.repository.url))

    assert nights.rows("SELECT state FROM store.repository_version WHERE valid_to IS NULL") == [("gone",)]


def test_a_list_of_exclusions_is_read_and_no_list_excludes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "exclude.toml"
    assert load_exclusions(path) == Exclusions()
    path.write_text(
        '[[exclusions]]\nurl = "https://github.com/a/b"\nreason = "Op verzoek."\n'
        'since = 2026-03-02\nby = "beheer"\n'
    )
    exclusions = load_exclusions(path)

    assert exclusions == Exclusions(
        entries=(
            Exclusion(
                url="https://github.com/a/b", reason="Op verzoek.", since=date(2026, 3, 2), by="beheer"
            ),
        )
    )
    assert exclusions.covering("https://github.com/a/bc") is None
    assert exclusions.covering("https://github.com/A/B.git") is not None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("exclusions = 1", r"only entries of the form \[\[exclusions\]\] stand here"),
        (
            "[[exclusions]]\nurl = 'https://github.com/a'\nreason = 'x'\nby = 'y'",
            "since must be a date, as in 2026",
        ),
        (
            "[[exclusions]]\nurl = 'https://github.com/a'\nreason = ' '\nsince = 2026-03-02\nby = 'y'",
            r"exclusions\[0\].reason must be a text that is not empty",
        ),
        (
            "[[exclusions]]\nurl = 'https://github.com'\nreason = 'x'\nsince = 2026-03-02\nby = 'y'",
            "must be the address of an account or repository",
        ),
        (
            "[[exclusions]]\nurl = 'https://github.com/a'\nreason = 'x'\nsince = 2026-03-02\nby = 'y'\nx = 1",
            r"exclusions\[0\].x is not known",
        ),
        ("exclusions = [1]", "must be a table with url, reason, since and by"),
        ("[[exclusions", "cannot be read"),
    ],
)
def test_a_mistake_in_the_list_of_exclusions_is_told_with_its_place(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "exclude.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=sentence):
        load_exclusions(path)


def test_a_run_that_is_killed_after_it_began_leaves_no_half_of_an_exclusion(tmp_path: Path) -> None:
    nights = Nights(tmp_path / "work.duckdb")
    nights.run({HERE: [GOING, STAYING]})
    with open_registry(nights.path, night(5)) as registry:
        registry.begin(sources(HERE), standard_rules(), "1", night(5), excluding(GOING.repository.url))
    assert nights.rows("FROM store.integrity_problem") == []
    assert nights.rows(
        "SELECT state FROM store.repository_version WHERE valid_to IS NULL ORDER BY full_name"
    ) == [("present",), ("gone",)]
