from datetime import date

import pytest

from reports.curated import Curated, load_curated, parse_curated
from reports.errors import CuratedError
from reports.link_reuse import residue_of_entries
from reports.names import plain, understand
from reports.residue import NO_RESIDUE
from reports.roles import RoleKind, find_roles
from reports.used_by import Basis, Directory, Verdict, directory_of, find_users
from tests.reports import judged
from tests.reports.reuse_builders import entry, material, organisation, repository
from tests.reports.reuse_corpus import shipped_directory
from tests.reports.reuse_evaluation import score_names

UTRECHT = organisation("Gemeente Utrecht")
PROVINCE = organisation("Provincie Utrecht", level="province")
BERGEN = organisation("Gemeente Bergen (NH)")
OTHER_BERGEN = organisation("Gemeente Bergen (L)")
BUILDER = organisation("Bouwer B.V.", role="supplier", level="supplier", account_ids=("github.com/bouwer",))


def directory(*organisations: object) -> Directory:
    listed = (UTRECHT, PROVINCE, BERGEN, OTHER_BERGEN, BUILDER, *organisations)
    return directory_of(listed, load_curated().all_writings())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Súdwest-Fryslân", "sudwest fryslan"),
        ("Maykin Media B.V.", "maykin media"),
        ("KommunaleIT AöR", "kommunaleit"),
        ("Code for All e.V.", "code for all"),
        ("'s-Hertogenbosch", "s hertogenbosch"),
        ("\u2019s-Hertogenbosch", "s hertogenbosch"),
    ],
)
def test_a_plain_name_has_no_accents_capitals_legal_form_or_punctuation(written: str, expected: str) -> None:
    assert plain(written) == expected


@pytest.mark.parametrize(
    "written", ["Gemeente Utrecht", "Utrecht (gemeente)", "stad Utrecht", "City of Utrecht"]
)
def test_the_kind_of_organisation_is_told_apart_from_its_name(written: str) -> None:
    name = understand(written)
    assert (name.kind, name.bare) == ("municipality", "utrecht")


def test_a_bare_name_that_two_organisations_bear_stays_ambiguous_with_both_named() -> None:
    found = directory().resolve("Utrecht")
    assert found.verdict is Verdict.AMBIGUOUS
    assert set(found.organisation_ids) == {UTRECHT.organisation_id, PROVINCE.organisation_id}
    assert directory().resolve("provincie utrecht").organisation_ids == (PROVINCE.organisation_id,)


def test_a_bare_name_known_to_be_shared_is_ambiguous_also_when_the_list_holds_one_of_the_two() -> None:
    assert (
        directory_of((UTRECHT,), load_curated().all_writings()).resolve("Utrecht").verdict
        is Verdict.AMBIGUOUS
    )


def test_municipalities_of_one_name_are_told_apart_only_by_what_stands_in_brackets() -> None:
    assert directory().resolve("Gemeente Bergen").verdict is Verdict.AMBIGUOUS
    assert directory().resolve("gemeente Bergen (NH)").organisation_ids == (BERGEN.organisation_id,)


def test_other_writings_of_a_place_mean_the_same_place() -> None:
    den_bosch = organisation("Gemeente 's-Hertogenbosch")
    found = directory(den_bosch).resolve("gemeente Den Bosch")
    assert found.organisation_ids == (den_bosch.organisation_id,)


def test_an_identifier_or_an_account_means_its_organisation() -> None:
    assert directory().resolve("https://github.com/Bouwer/").organisation_ids == (BUILDER.organisation_id,)
    assert directory().resolve(UTRECHT.organisation_id).organisation_ids == (UTRECHT.organisation_id,)


def test_a_name_with_more_in_it_than_one_organisation_stays_a_name() -> None:
    for written in (
        "Gemeente Utrecht, Gemeente Bergen",
        "Universiteit Utrecht",
        "alle gemeenten",
        "Waterschap Utrecht",
    ):
        assert directory().resolve(written).verdict is Verdict.UNKNOWN, written


def test_capitals_in_the_list_are_no_ordinary_word() -> None:
    info = organisation("INFO", role="supplier", level="supplier")
    assert directory(info).resolve("INFO").verdict is Verdict.RESOLVED
    assert directory(info).resolve("Info").verdict is Verdict.UNKNOWN


def test_judged_names_are_resolved_as_a_person_would_and_never_wrongly() -> None:
    for drawn in ("random", "rest", "made"):
        score = score_names(shipped_directory(), drawn)
        assert score.right == score.resolved, score.disagreements
        assert score.right == score.meant - score.missing, score.disagreements
    assert sum(one.drawn == "random" for one in judged.names()) == 50


# --- Users ------------------------------------------------------------------------------------------


def test_a_user_is_named_with_the_day_on_which_the_publisher_first_named_it() -> None:
    one = entry(used_by=("Gemeente Utrecht",))
    made = material(one, named_since=((one.key, "Gemeente Utrecht", date(2026, 3, 1)),))
    (user,) = find_users(made, directory(), (), NO_RESIDUE)
    assert (user.organisation_id, user.stated_on, user.is_own) == (
        UTRECHT.organisation_id,
        date(2026, 3, 1),
        False,
    )


def test_the_publisher_itself_is_marked_by_its_organisation_or_by_its_name() -> None:
    own = organisation()
    by_list = entry(used_by=("gemeente voorbeeld",))
    by_name = entry(2, used_by=("Firma X BV",), publisher_name="Firma X")
    users = find_users(material(by_list, by_name), directory(own), (), NO_RESIDUE)
    assert [user.is_own for user in users] == [True, True]


def test_a_list_copied_through_five_files_is_residue_and_a_shared_user_is_not() -> None:
    copied = [entry(n, used_by=("Gemeente Utrecht", "Gemeente Bergen (L)")) for n in range(5)]
    different = [entry(n, used_by=("Gemeente Utrecht", f"Bedrijf {n}")) for n in range(5, 10)]
    made = material(*copied, *different)
    users = find_users(made, directory(), (), residue_of_entries(made.entries))
    assert {user.verdict for user in users if user.key.repository_id < 5} == {Verdict.RESIDUE}
    assert sum(user.verdict is Verdict.RESOLVED for user in users) == 5


def test_a_fork_of_an_administration_is_noted_and_that_of_the_publisher_or_a_firm_is_not() -> None:
    one = entry()
    forks = [
        repository(
            n, organisation_id=owner, is_fork=True, fork_of_url=f"{one.repository.url}.git", name=f"fork-{n}"
        )
        for n, owner in enumerate(
            (UTRECHT.organisation_id, one.repository.organisation_id, BUILDER.organisation_id), 2
        )
    ]
    made = material(
        one, repositories=(one.repository, *forks), organisations=(organisation(), UTRECHT, BUILDER)
    )
    (user,) = find_users(made, directory(organisation()), (), NO_RESIDUE)
    assert (user.basis, user.name, user.source_url) == (Basis.FORK, "Gemeente Utrecht", forks[0].url)


def test_a_curator_notes_a_user_with_its_source_and_date() -> None:
    noted = parse_curated("""
        [[users]]
        repository_url = "https://github.com/Voorbeeld/software-1/"
        user = "Gemeente Utrecht"
        source_url = "https://example.org/news"
        stated_on = 2026-02-03
        who = "a curator"
        """)
    (user,) = find_users(material(entry()), directory(), noted.users, NO_RESIDUE)
    assert (user.basis, user.source_url, user.stated_on) == (
        Basis.CURATOR,
        "https://example.org/news",
        date(2026, 2, 3),
    )


def test_mistakes_of_the_curator_are_named_with_their_place() -> None:
    with pytest.raises(CuratedError, match=r"used_by.toml, users.0.source_url: Field required"):
        parse_curated('[[users]]\nrepository_url = "x"\nuser = "y"\nstated_on = 2026-01-01\nwho = "z"\n')
    with pytest.raises(CuratedError, match="no TOML"):
        parse_curated("[[users")


def test_the_shipped_file_is_right() -> None:
    assert isinstance(load_curated(), Curated)


def test_roles_are_kept_apart_and_resolved() -> None:
    one = entry(
        publisher_name="Gemeente Utrecht",
        main_copyright_owner="Provincie Utrecht",
        repo_owner="Provincie Utrecht",
        contractors=(),
    )
    assert [(role.role, role.organisation_id) for role in find_roles(material(one), directory())] == [
        (RoleKind.PUBLISHER, UTRECHT.organisation_id),
        (RoleKind.OWNER, PROVINCE.organisation_id),
    ]
