from pathlib import Path

import pytest

from publiccode import Component, Profile, read, validate
from tests.publiccode.conformance import TODAY, compare, corpus, oracle, probes
from tests.publiccode.sample import VALID

READABILITY = Path(__file__).with_name("readability.tsv")


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
    rows = [
        line.split("\t") for line in READABILITY.read_text(encoding="utf-8").splitlines() if line[0] != "#"
    ]
    answers = [answer for row in rows for answer in _answers(shared, row)]
    assert len(rows) == 60
    assert sum(answers) / len(answers) >= 0.97


def _answers(shared: Path, row: list[str]) -> list[bool]:
    file, name, description, licence, url, categories, contact = row
    content = (shared / "corpus" / "files" / file / "publiccode.yml").read_bytes()
    made = read(content).component or Component()
    texts = [
        " ".join((text or "").split())
        for one in made.description.values()
        for text in (one.short_description, one.long_description)
    ]
    number, _, first = categories.partition(" ")
    people = {
        part for one in made.maintenance.contacts for part in ((one.name or "").split(" <")[0], one.email)
    }
    expected = {
        name: made.name == name,
        description: any(text.startswith(description) for text in texts),
        licence: made.legal.license == licence,
        url: made.url == url,
        categories: (str(len(made.categories)), made.categories[:1]) == (number, (first,)),
        contact: contact in people,
    }
    return [answer for said, answer in expected.items() if said]


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
