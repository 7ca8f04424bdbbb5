from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from reports.entry import CopiedFile, Entry, FileKey
from reports.families import Tie, find_families
from reports.link_reuse import residue_of_entries
from reports.relations import Relation, RelationKind, find_relations
from reports.residue import NO_RESIDUE
from reports.similar import find_alternatives
from tests.reports import judged
from tests.reports.corpus import CURRENT, OTHERS, corpus_entries
from tests.reports.reuse_builders import entry, repository, text
from tests.reports.reuse_corpus import conclude_corpus
from tests.reports.reuse_evaluation import score_mentions

URL = "https://github.com/voorbeeld/software-1"


def ties(*entries: object, copies: tuple[CopiedFile, ...] = ()) -> dict[int, Tie]:
    """By repository: the tie of each member."""
    members = find_families(entries, copies, NO_RESIDUE)  # type: ignore[arg-type]
    return {member.key.repository_id: member.tie for member in members}


# --- Families ---------------------------------------------------------------------------------------


def test_a_variant_names_the_original_and_the_original_is_the_head() -> None:
    made = ties(entry(1, url=URL), entry(2, is_based_on=(f"{URL}.git",)))
    assert made == {1: Tie.HEAD, 2: Tie.VARIANT}


def test_a_technical_fork_is_a_member_and_no_entry() -> None:
    fork = repository(2, is_fork=True, fork_of_url=URL)
    copy = CopiedFile(key=FileKey(2, "publiccode.yml"), repository=fork, url=URL)
    assert ties(entry(1, url=URL), copies=(copy,)) == {1: Tie.HEAD, 2: Tie.TECHNICAL_FORK}


def test_files_of_one_repository_are_one_family_with_the_one_in_the_root_as_head() -> None:
    deep, root = entry(1, path="api/publiccode.yml"), entry(1)
    (head, member) = find_families((deep, root), (), NO_RESIDUE)
    assert (head.key.path, member.key.path, member.tie) == (
        "publiccode.yml",
        "api/publiccode.yml",
        Tie.SAME_REPOSITORY,
    )


def test_a_copied_url_under_another_name_makes_no_family() -> None:
    assert ties(entry(1, url=URL), entry(2, url=URL, name="Iets anders")) == {}
    same_name = entry(
        2, url=URL, name="Software 1", seen={"name": "software-1", "url": "https://gitlab.com/x/software-1"}
    )
    assert ties(entry(1, url=URL), same_name) == {1: Tie.HEAD, 2: Tie.SAME_URL}


def test_a_suite_is_a_family_within_one_account_only() -> None:
    elsewhere = {"account_id": "github.com/elders"}
    one, two = entry(1, application_suite="CKAN"), entry(2, application_suite="CKAN")
    assert ties(one, two) == {1: Tie.HEAD, 2: Tie.SUITE}
    assert ties(one, entry(2, application_suite="CKAN", seen=elsewhere)) == {}


def test_a_starter_template_named_by_many_files_makes_no_variants() -> None:
    template = entry(1)
    started = [entry(n, is_based_on=(URL,), seen={"account_id": f"github.com/{n}"}) for n in range(2, 8)]
    entries = (template, *started)
    assert find_families(entries, (), residue_of_entries(entries)) == ()


def test_an_archived_repository_is_no_head_while_another_is_alive() -> None:
    archived = entry(1, application_suite="S", seen={"is_archived": True})
    older = entry(3, application_suite="S", seen={"first_seen_at": datetime(2020, 1, 1)})  # noqa: DTZ001
    made = ties(archived, entry(2, application_suite="S"), older)
    assert made == {1: Tie.SUITE, 2: Tie.SUITE, 3: Tie.HEAD}


@pytest.mark.shared
def test_families_of_the_corpus_are_those_that_a_person_sees(shared: Path) -> None:
    entries = corpus_entries(shared)
    file = {one.key: name.removesuffix("/publiccode.yml") for name, one in entries.items()}
    found: dict[FileKey, set[str]] = {}
    for member in find_families(tuple(entries.values()), (), residue_of_entries(entries.values())):
        found.setdefault(member.head, set()).add(file[member.key])
    expected = {name: files for name, files in judged.families().items() if name != "medewerkers"}
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, expected.values()))


# --- Relations --------------------------------------------------------------------------------------


def test_a_dependency_is_resolved_by_name_or_address_to_one_entry_alone() -> None:
    zaak, twice, again = entry(1, name="Open Zaak"), entry(2, name="Dubbel"), entry(3, name="dubbel")
    user = entry(4, dependencies=("open zaak", "Dubbel", "PostgreSQL"))
    relations = find_relations((zaak, twice, again, user), {})
    assert [(one.kind, one.other, one.key_path) for one in relations] == [
        (RelationKind.DEPENDS_ON, zaak.key, "dependsOn[0]")
    ]


def test_software_named_in_a_text_works_with_it_with_the_words_as_evidence() -> None:
    zaak = entry(1, name="Open Zaak")
    user = entry(2, texts=(text("Toont zaken uit Open Zaak aan inwoners."),))
    (relation,) = find_relations((zaak, user), {})
    assert (relation.kind, relation.other) == (RelationKind.WORKS_WITH, zaak.key)
    assert relation.value == "Toont zaken uit Open Zaak aan inwoners"


def test_an_ordinary_word_is_no_name() -> None:
    notify = entry(1, name="Notify")
    user = entry(2, texts=(text("Notify your residents; you can notify them by post."),))
    assert find_relations((notify, user), {}) == ()


def named_by(other: Entry, words: str) -> tuple[Relation, ...]:
    """What a text of these words says of the other entry."""
    user = entry(9, texts=(text(words),), seen={"account_id": "github.com/gebruiker"})
    return find_relations((other, user), {})


def test_the_name_of_a_platform_or_standard_means_no_entry_that_bears_it() -> None:
    git = entry(1, name="PostgreSQL")
    assert named_by(git, "Bewaart alles in PostgreSQL.") == ()
    assert find_relations((git, entry(2, dependencies=("PostgreSQL",))), {}) == ()


def test_settings_of_an_account_are_not_what_a_name_means() -> None:
    settings = entry(1, name=".OpenZaken", seen={"name": ".OpenZaken"})
    assert named_by(settings, "Toont zaken uit OpenZaken.") == ()


def test_a_name_that_is_the_account_of_others_means_those() -> None:
    town = entry(1, name="OpenZaken")
    maker = entry(2, name="Schermen", seen={"account_id": "github.com/openzaken"})
    user = entry(3, texts=(text("Toont zaken uit OpenZaken."),), seen={"account_id": "github.com/derde"})
    assert find_relations((town, maker, user), {}) == ()
    own = entry(1, name="OpenZaken", seen={"account_id": "github.com/openzaken"})
    assert [one.other for one in find_relations((own, user), {})] == [own.key]


def test_a_site_with_the_name_of_the_software_means_it_wherever_it_is_named() -> None:
    zaak = entry(1, name="Open Zaak", landing_url="https://www.openzaak.example/over")
    for words in ("Zie https://openzaak.example/handleiding.", "Onderdeel van openzaak.example sinds kort."):
        assert [one.other for one in named_by(zaak, words)] == [zaak.key]
    town = entry(1, name="Open Zaak", landing_url="https://www.gemeente.example/")
    assert named_by(town, "Gebouwd door https://www.gemeente.example/ in 2025.") == ()


def test_the_name_of_a_repository_counts_when_it_has_three_parts_or_more() -> None:
    api = entry(1, name="Catalogus", seen={"name": "open-catalogus-api"})
    assert [one.other for one in named_by(api, "Werkt met de open-catalogus-api.")] == [api.key]
    design = entry(1, name="Huisstijl", seen={"name": "design-system"})
    assert named_by(design, "Gebouwd met een design-system.") == ()


def test_a_file_that_speaks_of_another_repository_says_nothing_of_its_own() -> None:
    example, needed = entry(1, url=URL), entry(3, name="Berichten")
    copied = entry(2, url=URL, dependencies=("Berichten",))
    assert find_relations((example, copied, needed), {}) == ()


def test_a_dependency_is_resolved_by_the_name_of_its_repository_too() -> None:
    renamed = entry(1, name="Open Object", seen={"name": "objects-api"})
    (relation,) = find_relations((renamed, entry(2, dependencies=("Objects API",))), {})
    assert relation.other == renamed.key


@pytest.mark.shared
def test_most_pairs_that_name_one_another_and_go_together_are_found(shared: Path) -> None:
    current = score_mentions(conclude_corpus(shared), "current")
    assert current.right / (current.right + current.wrong) >= 0.9
    assert current.right / current.meant >= 0.85
    others = score_mentions(conclude_corpus(shared, CURRENT | OTHERS), "others")
    assert others.wrong == 0
    assert others.right >= 3


def test_within_a_family_nothing_works_with_the_other() -> None:
    one, other = entry(1, name="Open Zaak"), entry(2, texts=(text("Deel van Open Zaak."),))
    assert find_relations((one, other), {one.key: one.key, other.key: one.key}) == ()


# --- Alternatives -----------------------------------------------------------------------------------

ALIKE = "Afspraken plannen aan de balie, met wachtrij, herinnering en agenda voor medewerkers"
ELSEWHERE = {"account_id": "github.com/elders"}


def test_alternatives_are_alike_in_text_for_the_same_and_of_different_accounts() -> None:
    one, other = entry(1, texts=(text(ALIKE),)), entry(2, texts=(text(f"{ALIKE}."),), seen=ELSEWHERE)
    own = entry(3, texts=(text(ALIKE),))
    fillers = [entry(n, texts=(text(f"Nummer {n} over water en wegen"),)) for n in range(4, 9)]
    entries = (one, other, own, *fillers)
    purposes = {each.key: frozenset({"appointments"}) for each in (one, other)}
    with duckdb.connect() as connection:
        found = find_alternatives(connection, entries, {}, (), purposes)
        nothing = find_alternatives(connection, entries, {}, (), {one.key: frozenset({"appointments"})})
    assert [(each.key, each.other, each.value) for each in found] == [
        (one.key, other.key, "appointments"),
        (other.key, one.key, "appointments"),
    ]
    assert nothing == ()


def test_what_works_together_is_no_alternative() -> None:
    one, other = entry(1, texts=(text(ALIKE),)), entry(2, texts=(text(f"{ALIKE}."),), seen=ELSEWHERE)
    purposes = {each.key: frozenset({"appointments"}) for each in (one, other)}
    related = find_relations((one, entry(2, dependencies=("Software 1",), seen=ELSEWHERE)), {})
    with duckdb.connect() as connection:
        assert find_alternatives(connection, (one, other), {}, related, purposes) == ()
