"""How far the `reference` profile agrees with the reference validator.

Run `python -m tests.publiccode.conformance`.

A file is compared as the multiset of (level, key, line), after three relaxations:

1. of several unknown keys in one mapping the reference names one at random: any counts;
2. of a file that is no YAML one error is expected; whether its line is the same is counted apart;
3. a well-formed code of the Italian index of public administrations counts as known.

Prints the agreement for each collection of the reference material, and with `--list` every file that differs.
"""

import argparse
import base64
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from publiccode import Component, Finding, Profile, read, validate
from publiccode.addresses import ITALIAN_URN, is_italian_code, is_italian_urn
from publiccode.nodes import Listing, Mapping, Scalar

TODAY = date(2026, 7, 1)
READABILITY = Path(__file__).with_name("readability.tsv")
DOCUMENT_MESSAGES = ("parsing URL", "multiple YAML documents", "Invalid UTF-8", "wrong type", "unknown field")
YAML_CODES = ("yaml-", "duplicate-key", "merge-conflict", "too-")

Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One file with the reference's answer."""

    name: str
    content: bytes
    results: list[dict[str, Any]]


@dataclass(slots=True, kw_only=True)
class Score:
    """How far a collection agrees."""

    files: int = 0
    agreeing: int = 0
    agreeing_but_for_lines: int = 0
    both: int = 0
    ours_only: int = 0
    theirs_only: int = 0
    yaml_files: int = 0
    yaml_lines: int = 0
    differing: list[tuple[str, Counter[Key], Counter[Key]]] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.agreeing / self.files if self.files else 1.0

    @property
    def precision(self) -> float:
        return self.both / (self.both + self.ours_only or 1)

    @property
    def recall(self) -> float:
        return self.both / (self.both + self.theirs_only or 1)


def oracle(shared: Path) -> Iterator[Case]:
    """The reference's own test files, what it was seen to say with nothing outside the file looked at."""
    folder = shared / "publiccode"
    for line in (folder / "parser-oracle.jsonl").read_text(encoding="utf-8").strip().split("\n"):
        row = json.loads(line)
        seen = row.get("observed_no_external")
        path = folder / "parser-testdata" / row["file"]
        if seen is not None and path.is_file():
            yield Case(name=row["file"], content=path.read_bytes(), results=seen["results"])


def probes(shared: Path) -> Iterator[Case]:
    """The probe documents; those that make the reference crash expect nothing of it."""
    for line in (shared / "publiccode" / "yaml-probes.jsonl").read_text(encoding="utf-8").strip().split("\n"):
        row = json.loads(line)
        yield Case(
            name=row["id"], content=base64.b64decode(row["b64"]), results=row["result"]["results"] or []
        )


def corpus(shared: Path) -> Iterator[Case]:
    """The corpus."""
    folder = shared / "corpus"
    for line in (folder / "reference-findings.jsonl").read_text(encoding="utf-8").strip().split("\n"):
        row = json.loads(line)
        content = (folder / "files" / row["file"]).read_bytes()
        yield Case(name=row["file"], content=content, results=row["results"])


COLLECTIONS = {"parser-oracle": oracle, "yaml-probes": probes, "corpus": corpus}


def _is_yaml_error(result: dict[str, Any]) -> bool:
    return result["key"] == "" and not str(result["message"]).startswith(DOCUMENT_MESSAGES)


def _theirs(case: Case) -> Counter[Key]:
    keys: list[Key] = []
    reading = read(case.content)
    for result in case.results:
        level, key, line, message = result["level"], result["key"], result["line"], result["message"]
        if message.startswith("unknown field"):
            keys.append((level, _parent(key), 0))
        elif _is_yaml_error(result):
            keys.append((level, "", 0))
        elif _is_about_italian_code(message, _text(reading.root, key)) and _well_formed(reading.root, key):
            if key.endswith("codiceIPA"):
                keys.append(("warning", "IT.riuso.codiceIPA", line if key.startswith("IT") else 0))
        else:
            keys.append((level, key, line))
    return Counter(keys)


def _is_about_italian_code(message: str, text: str) -> bool:
    return "Italian Public Administration Code" in message or (
        message == "uri is not a valid URI" and is_italian_urn(text)
    )


def _well_formed(root: Any, key: str) -> bool:
    """Whether the value of a key is, or ends in, a well-formed code of the Italian index."""
    text = _text(root, key)
    return is_italian_code(text[len(ITALIAN_URN) :] if is_italian_urn(text) else text)


def _text(root: Any, key: str) -> str:
    node = root
    for part in key.replace("]", "").replace("[", ".").split("."):
        if isinstance(node, Listing) and part.isdigit():
            node = node.items[int(part)]
        elif isinstance(node, Mapping):
            node = node.get(part)
    return node.text if isinstance(node, Scalar) else ""


def _ours(findings: tuple[Finding, ...]) -> Counter[Key]:
    keys: list[Key] = []
    for finding in findings:
        line = finding.position.line if finding.position else 0
        if finding.code == "unknown-key":
            keys.append((finding.severity.value, _parent(finding.key_path), 0))
        elif finding.code.startswith(YAML_CODES):
            keys.append((finding.severity.value, "", 0))
        else:
            keys.append((finding.severity.value, finding.key_path, line))
    return Counter(keys)


def _parent(key: str) -> str:
    return f"{key.rpartition('.')[0]}.?"


def _without_lines(keys: Counter[Key]) -> Counter[tuple[str, str]]:
    return Counter((level, key) for level, key, _ in keys.elements())


def compare(cases: Iterator[Case]) -> Score:
    """Run every case through the reference profile."""
    score = Score()
    for case in cases:
        findings = validate(read(case.content), today=TODAY, profile=Profile.REFERENCE)
        ours, theirs = _ours(findings), _theirs(case)
        score.files += 1
        score.both += (ours & theirs).total()
        score.ours_only += (ours - theirs).total()
        score.theirs_only += (theirs - ours).total()
        score.agreeing_but_for_lines += _without_lines(ours) == _without_lines(theirs)
        if ours == theirs:
            score.agreeing += 1
        else:
            score.differing.append((case.name, ours - theirs, theirs - ours))
        unparsable = [result for result in case.results if _is_yaml_error(result)]
        if unparsable:
            score.yaml_files += 1
            lines = {finding.position.line if finding.position else 0 for finding in findings}
            score.yaml_lines += unparsable[0]["line"] in lines
    return score


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """Of what a person finds in so many files, how much is read."""

    files: int
    asked: int
    found: int


def readability(shared: Path) -> Readability:
    """`readability.tsv`, written down by reading the files, beside what the reader makes of them."""
    rows = [
        line.split("\t") for line in READABILITY.read_text(encoding="utf-8").splitlines() if line[0] != "#"
    ]
    answers = [answer for row in rows for answer in _answers(shared, row)]
    return Readability(files=len(rows), asked=len(answers), found=sum(answers))


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


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[3] / "shared")
    parser.add_argument("--list", action="store_true", help="name every file that differs")
    options = parser.parse_args()
    if not options.shared.is_dir():
        sys.exit(f"There is no reference material at {options.shared}: give --shared.")
    for name, cases in COLLECTIONS.items():
        score = compare(cases(options.shared))
        sys.stdout.write(
            f"{name}: {score.agreeing} of {score.files} files agree ({100 * score.share:.2f} %), "
            f"{score.agreeing_but_for_lines} when lines are set aside; "
            f"findings: precision {100 * score.precision:.2f} %, recall {100 * score.recall:.2f} %; "
            f"line of the YAML error: {score.yaml_lines} of {score.yaml_files}\n"
        )
        if options.list:
            for file, ours, theirs in score.differing:
                only_ours, only_theirs = sorted(ours.elements()), sorted(theirs.elements())
                sys.stdout.write(f"  {file}: only ours {only_ours} only theirs {only_theirs}\n")
    read_well = readability(options.shared)
    share = 100 * read_well.found / read_well.asked
    sys.stdout.write(
        f"readability.tsv: {read_well.found} of {read_well.asked} values ({share:.2f} %) that a person found "
        f"in {read_well.files} files are read\n"
    )


if __name__ == "__main__":
    main()
