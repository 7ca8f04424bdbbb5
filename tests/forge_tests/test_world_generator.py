from __future__ import annotations

from tests.forge.world_generator import GeneratedFiles, generated


def test_the_same_arguments_make_the_same_world() -> None:
    one, two = generated(3, 5, seed=4), generated(3, 5, seed=4)
    assert one == two
    assert one != generated(3, 5, seed=5)


def test_ids_are_distinct_and_no_bodies_are_held() -> None:
    (host,) = generated(owners=50, repositories_per_owner=60).hosts
    assert len({repository.native_id for repository in host.repositories}) == 3000
    assert all(isinstance(repository.files, GeneratedFiles) for repository in host.repositories)


def test_about_the_asked_share_carries_a_file() -> None:
    (host,) = generated(owners=100, repositories_per_owner=20, share_with_file=0.25).hosts
    carrying = sum(1 for repository in host.repositories if "publiccode.yml" in repository.files)
    assert 400 < carrying < 600


def test_the_file_says_where_it_lies() -> None:
    (host,) = generated(owners=1, repositories_per_owner=1, share_with_file=1).hosts
    (repository,) = host.repositories
    assert f"url: https://github.com/{repository.path}".encode() in repository.files["publiccode.yml"]
    assert set(repository.files) == {"LICENSE", "README.md", "publiccode.yml"}
