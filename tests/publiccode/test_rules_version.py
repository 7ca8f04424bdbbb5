"""What is read or found may only change together with `RULES_VERSION`: databases judge old findings by it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict

from publiccode import RULES_VERSION, Profile, not_an_entry, read, validate
from publiccode.keys import SECTIONS
from tests.publiccode.sample import TODAY, VALID
from tests.publiccode.test_rules import BROKEN

KNOWN = ("3", "e6c46912e7cbce7c")
"""The version, and the digest of all results that go with it. Results changed? Raise RULES_VERSION too."""
ODD = [
    b"", b"a: [b", b"\xef\xbb\xbfname: x\n", b"name: \xe9\n", b"name: {{ name }}\n", b"[1, 2]\n",
    b"a: 1\n---\nb: 2\n",
    b"<html>", b"version https://git-lfs.github.com/spec/v1\n", b"../publiccode.yml", b"name: 'a\nurl: b\n",
    b"name: a: b\n", b"\tname: a\n", b"name: a\nname: b\n", b"a: &a {b: c}\n<<: *a\n", b"name: @x\n",
    b'{"name": "x"}',
    b"softwareOwned: []\n", b"x: y\n", b"publiccode-yaml-version: 0.1\ntags: [a]\nfeatureList: [b]\n",
]  # fmt: skip


def _samples() -> Iterator[bytes]:
    yield from ODD
    yield VALID.encode()
    yield VALID.replace("\n", "\r\n").encode()
    for old, new, _ in BROKEN:
        yield VALID.replace(old, new).encode()
    for line in VALID.splitlines(keepends=True):
        yield VALID.replace(line, "").encode()
        yield VALID.replace(line, line.replace(": ", ": [").replace("- ", "- - ")).encode()
    for section in SECTIONS.values():
        yield VALID.encode() + "".join(f"{key}: x\n" for key in section.keys).encode()


def _digest() -> str:
    digest = hashlib.sha256()
    for content in _samples():
        reading = read(content)
        found = [
            asdict(one) for profile in Profile for one in validate(reading, today=TODAY, profile=profile)
        ]
        component = None if reading.component is None else asdict(reading.component)
        result = [reading.document, component, found, not_an_entry(reading)]
        digest.update(json.dumps(result, default=str, ensure_ascii=False).encode())
    return digest.hexdigest()[:16]


def test_results_change_only_with_the_version_of_the_rules() -> None:
    assert (RULES_VERSION, _digest()) == KNOWN
