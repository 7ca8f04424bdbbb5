from pathlib import Path

import pytest

from publiccode import Profile, read, validate
from tests.publiccode.conformance import TODAY, compare, corpus, oracle, probes, readability
from tests.publiccode.sample import VALID


@pytest.mark.shared
def test_every_file_of_the_references_own_tests_agrees(shared: Path) -> None:
    score = compare(oracle(shared))
    assert score.files > 300
    assert score.differing == []


@pytest.mark.shared
def test_the_probes_agree_but_for_the_listed_differences(shared: Path) -> None:
    score = compare(probes(shared))
    assert score.share >= 0.99
    listed = (Path(__file__).parents[2] / "docs" / "conformance.md").read_text(encoding="utf-8")
    assert [name for name, _, _ in score.differing if f"`{name}`" not in listed] == []


@pytest.mark.shared
def test_the_corpus_agrees_but_for_the_listed_differences(shared: Path) -> None:
    score = compare(corpus(shared))
    assert score.share >= 0.99
    listed = (Path(__file__).parents[2] / "docs" / "conformance.md").read_text(encoding="utf-8")
    names = [name.removesuffix("/publiccode.yml") for name, _, _ in score.differing]
    assert [name for name in names if f"`{name}`" not in listed] == []


@pytest.mark.shared
def test_what_a_person_finds_in_sixty_files_is_read(shared: Path) -> None:
    score = readability(shared)
    assert score.files == 60
    assert score.found / score.asked >= 0.97


@pytest.mark.shared
def test_every_file_of_the_corpus_is_read_and_explained(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "files").rglob("publiccode.yml")):
        reading = read(path.read_bytes(), name=str(path))
        for finding in validate(reading, today=TODAY):
            assert finding.message.nl != finding.message.en
            assert "{" not in finding.cure.en or "{{" in finding.cure.en


COMMENTS = """# one
name: a  # two
landingURL: "b
  c"
longDescription: |  # of a block
  # text
  text
url: 'a#b' # three
"""


def _line_of_licence(head: str, profile: Profile) -> int:
    text = head + VALID.partition("name: Zaakwijzer\n")[0] + VALID.partition("zaakwijzer\n")[2]
    text = text.replace("EUPL-1.2", "nope").replace("\n", "\r\n")
    found = validate(read(text.encode()), today=TODAY, profile=profile)
    return next(one.position.line for one in found if one.code == "invalid-licence" and one.position)


def test_only_the_reference_profile_counts_line_ends_of_comments_and_quotes_twice() -> None:
    true = _line_of_licence(COMMENTS, Profile.STANDARD)
    assert _line_of_licence("", Profile.REFERENCE) == _line_of_licence("", Profile.STANDARD)
    assert _line_of_licence(COMMENTS, Profile.REFERENCE) == true + 4
