from datetime import datetime
from pathlib import Path

import pytest

from reports.entry import CopiedFile, FileKey
from reports.families import Tie, find_families
from reports.link_reuse import residue_of_entries
from reports.residue import NO_RESIDUE
from tests.reports import judged
from tests.reports.corpus import corpus_entries
from tests.reports.reuse_builders import entry, repository

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
