"""The sample world holds what it should; counted from its folders and its truth, no forge involved."""

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

WORLD = Path(__file__).parents[1] / "forge" / "world"
HOSTS = {"github.com", "gitlab.com", "git.middenland.example"}
CATEGORIES = {
    "source-code",
    "components",
    "architecture-patterns",
    "apis",
    "data-sets",
    "contracts-procurement",
    "knowledge-documentation",
    "methodology",
    "components:authentication",
    "components:payment",
    "components:forms",
    "components:notification",
    "components:data-management",
    "components:document-management",
}
REASONS = {
    "not-a-map",
    "template-marks",
    "describes-an-organisation",
    "fixture",
    "technical-fork",
    "copy",
}
PRIVATE = "privemarkering"  # in every address and number of a person; names may be published, these never
SECRET = "GEHEIMMARKERING"  # in everything that lies in a repository that is not public


@cache
def expected() -> dict[str, Any]:
    return tomllib.loads((WORLD / "expected.toml").read_text(encoding="utf-8"))


@cache
def sources() -> dict[str, Any]:
    return tomllib.loads((WORLD / "sources.toml").read_text(encoding="utf-8"))


def files() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = expected()["files"]
    return listed


def software() -> list[dict[str, Any]]:
    return [file for file in files() if file["software"]]


def place(file: dict[str, Any]) -> Path:
    return WORLD / str(file["host"]) / str(file["repository"]) / str(file["path"])


@cache
def repositories() -> dict[Path, dict[str, Any]]:
    """Every repository folder with its own metadata."""
    return {
        path.parent: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in WORLD.rglob(".repository.toml")
    }


def is_public(folder: Path) -> bool:
    return str(repositories()[folder].get("visibility", "public")) == "public"


def accounts() -> list[dict[str, Any]]:
    return [account for organisation in sources()["organisations"] for account in organisation["accounts"]]


def account_folder(account: dict[str, Any]) -> Path:
    return WORLD / str(account["url"]).removeprefix("https://")


def listed_repositories() -> set[Path]:
    """The public repositories of the accounts that the list does not ignore."""
    roots = [account_folder(account) for account in accounts() if "ignored_since" not in account]
    return {
        folder
        for folder in repositories()
        if is_public(folder) and any(folder.is_relative_to(root) for root in roots)
    }


def described() -> set[Path]:
    """The repositories with a publiccode file anywhere in them, by its name alone."""
    return {folder for folder in listed_repositories() if any(candidates(folder))}


def candidates(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.lower() in {"publiccode.yml", "publiccode.yaml"}]


def texts() -> dict[Path, str]:
    return {place(file): place(file).read_bytes().decode("utf-8", errors="replace") for file in files()}


def test_the_world_is_as_large_as_a_register_in_its_first_year() -> None:
    counts = expected()["counts"]
    assert counts["organisations"] == len(sources()["organisations"]) >= 16
    assert counts["accounts"] == len(accounts())
    assert counts["accounts_ignored"] == sum("ignored_since" in account for account in accounts())
    assert counts["repositories"] == len(listed_repositories()) >= 66
    assert counts["repositories_with_file"] == len(described()) >= 50


def test_the_counts_of_the_truth_follow_from_its_own_list() -> None:
    counts = expected()["counts"]
    assert counts["files"] == len(files())
    assert counts["software"] == len(software())
    assert counts["not_an_entry"] == len(files()) - len(software())
    in_root = {(file["host"], file["repository"]) for file in files() if "/" not in file["path"]}
    assert counts["repositories_with_file_in_root"] == len(in_root)
    hidden = [folder for folder in repositories() if not is_public(folder)]
    assert counts["repositories_hidden"] == len(hidden) >= 2


def test_the_truth_speaks_of_every_file_that_a_visitor_can_find_and_of_no_other() -> None:
    found = {path for folder in listed_repositories() for path in candidates(folder)}
    assert {place(file) for file in files()} == found
    assert len(files()) == len(found)


def test_every_account_of_the_list_is_an_owner_of_the_world() -> None:
    assert {folder for account in accounts() if not (folder := account_folder(account)).is_dir()} == set()
    owners = {path for host in HOSTS for path in (WORLD / host).iterdir() if path.is_dir()}
    assert {account_folder(account) for account in accounts()} == owners


def test_there_are_three_hosts_and_sub_groups_of_two_levels() -> None:
    assert {path.name for path in WORLD.iterdir() if path.is_dir()} == HOSTS
    depths = {len(folder.relative_to(WORLD).parts) for folder in repositories()}
    assert depths == {3, 4, 5}


def test_several_levels_of_government_suppliers_and_other_countries_take_part() -> None:
    organisations = sources()["organisations"]
    assert {organisation["role"] for organisation in organisations} == {
        "government",
        "supplier",
        "association",
    }
    levels = {"ministry", "agency", "province", "municipality", "water_board", "cooperation", "judiciary"}
    assert levels <= {organisation["level"] for organisation in organisations}
    assert {"NL", "BE", "DE", "IT", "FR"} <= {organisation["country"] for organisation in organisations}


def test_both_names_of_the_file_occur_and_odd_letter_cases() -> None:
    names = Counter(place(file).name for file in files())
    assert names["publiccode.yml"] > names["publiccode.yaml"] >= 2
    assert len({name for name in names if name != name.lower()}) >= 2


@pytest.mark.parametrize("version", ["0", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"])
def test_every_version_of_the_standard_is_used(version: str) -> None:
    quoted = (f'publiccodeYmlVersion: "{version}"', f"publiccodeYmlVersion: '{version}'")
    assert any(text.find(line) >= 0 for text in texts().values() for line in quoted)


@pytest.mark.parametrize("language", ["nl", "en", "de", "fr", "it"])
def test_every_language_has_descriptions(language: str) -> None:
    assert any(f"\n  {language}:\n" in text for text in texts().values())


@pytest.mark.parametrize("category", sorted(CATEGORIES))
def test_every_category_of_the_guideline_has_software_that_surely_belongs_there(category: str) -> None:
    assert sum(category in file["categories"] for file in software()) >= 2


def test_the_expected_categories_follow_the_guideline() -> None:
    assert len(software()) >= 30
    for file in software():
        sure, maybe = set(file["categories"]), set(file.get("borderline", ()))
        assert sure | maybe <= CATEGORIES, place(file)
        assert not sure & maybe, place(file)
        if any(category.startswith("components:") for category in sure):
            assert "components" in sure, place(file)


def test_every_entry_says_what_it_is_and_every_other_file_why_not() -> None:
    for file in files():
        if file["software"]:
            assert file["name"], place(file)
            assert "reason" not in file, place(file)
        else:
            assert file["reason"] in REASONS, place(file)
            assert "categories" not in file, place(file)
    assert {file["reason"] for file in files() if not file["software"]} == REASONS


def test_the_name_that_a_person_reads_stands_in_the_file() -> None:
    for file in files():
        if "name" in file:
            assert file["name"] in texts()[place(file)]


def test_a_good_part_of_the_files_is_valid_and_faulty_files_name_their_faults() -> None:
    valid = [file for file in software() if file["valid"]]
    faulty = [file for file in software() if not file["valid"]]
    assert len(valid) >= 40
    assert len(faulty) >= 15
    assert all(file["findings"] for file in faulty)


@pytest.mark.parametrize(
    "key",
    ["archived", "empty", "is_template", "fork_of", "mirror_of", "renamed_from", "releases", "committer"],
)
def test_repositories_of_every_kind_exist(key: str) -> None:
    assert any(metadata.get(key) for metadata in repositories().values())


def test_a_monorepo_holds_files_in_sub_folders_only() -> None:
    places: dict[tuple[str, str], list[str]] = {}
    for file in software():
        places.setdefault((file["host"], file["repository"]), []).append(file["path"])
    assert any(len(paths) > 1 and all("/" in path for path in paths) for paths in places.values())


def test_an_account_of_a_person_is_in_the_list() -> None:
    (user,) = (account for account in accounts() if account.get("scope") == "user")
    owner = tomllib.loads((account_folder(user) / ".owner.toml").read_text(encoding="utf-8"))
    assert owner["kind"] == "user"


def test_values_that_stand_in_files_of_one_account_again_and_again_are_residue() -> None:
    marked = [text for text in texts().values() if 'apiDocumentation: "api.pixelpolder.example.org"' in text]
    assert len(marked) >= 6


def test_the_secret_mark_stands_in_repositories_that_are_not_public_and_nowhere_else() -> None:
    hidden = [folder for folder in repositories() if not is_public(folder)]
    for folder in hidden:
        assert any(SECRET in path.read_text(encoding="utf-8") for path in candidates(folder))
    shown = [path for folder in listed_repositories() for path in folder.rglob("*") if path.is_file()]
    assert not [path for path in shown if SECRET.encode() in path.read_bytes()]


def test_every_address_and_number_of_a_person_carries_the_private_mark() -> None:
    marked = 0
    for path, text in texts().items():
        for line in text.splitlines():
            key, _, value = line.strip().removeprefix("- ").partition(":")
            if key.strip('"') in {"email", "phone", "contacts"} and value.strip():
                assert PRIVATE in value, path
                marked += 1
    assert marked >= 80


def test_no_file_is_a_copy_of_another_but_the_forks_and_copies() -> None:
    texts_of_entries = [texts()[place(file)] for file in software()]
    assert max(Counter(texts_of_entries).values()) == 1
