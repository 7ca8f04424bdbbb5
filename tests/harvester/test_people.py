"""What is kept of an answer names no author; what tells the author's kind stays, all else is as it came."""

from __future__ import annotations

import json

import pytest

from harvester.forges.author_kinds import kind_by_address
from harvester.forges.people import without_people
from harvester.model import AuthorKind

ANNA = {"name": "Anna Marker", "email": "anna-marker@example.org", "date": "2026-03-01T02:00:00Z"}
ACCOUNT = {"login": "anna-marker", "id": 7, "url": "https://api.github.com/users/anna-marker", "type": "User"}


def kept(value: object) -> object:
    """Read again, as a replay does."""
    body = without_people(json.dumps(value).encode())
    assert b"marker" not in body.lower()
    return json.loads(body)


def test_a_commit_of_githubs_rest_keeps_its_date_and_the_type_of_the_account() -> None:
    commit = {
        "sha": "a" * 40,
        "commit": {
            "author": ANNA,
            "committer": ANNA,
            "message": "Change\n\nSigned-off-by: Anna Marker",
            "verification": {"payload": "author Anna Marker <anna-marker@example.org>"},
            "tree": {"sha": "b" * 40},
        },
        "author": ACCOUNT,
        "committer": None,
    }

    assert kept([commit]) == [
        {
            "sha": "a" * 40,
            "commit": {
                "author": {"email": "(removed)", "date": ANNA["date"]},
                "committer": {"email": "(removed)", "date": ANNA["date"]},
                "message": "(removed)",
                "verification": "(removed)",
                "tree": {"sha": "b" * 40},
            },
            "author": {"type": "User"},
            "committer": None,
        }
    ]


def test_a_commit_of_gitlabs_rest_keeps_what_is_no_name() -> None:
    commit = {
        "id": "a" * 40,
        "title": "By Anna Marker",
        "author_name": "Anna Marker",
        "author_email": "anna-marker@example.org",
        "committer_email": "7+marker@users.noreply.github.com",
        "trailers": {"Signed-off-by": "Anna Marker"},
        "committed_date": ANNA["date"],
    }

    assert kept([commit]) == [
        {
            "id": "a" * 40,
            "title": "(removed)",
            "author_name": "(removed)",
            "author_email": "(removed)",
            "committer_email": "0+(removed)@users.noreply.invalid",
            "trailers": "(removed)",
            "committed_date": ANNA["date"],
        }
    ]


def test_the_author_in_an_answer_of_graphql_keeps_the_kind_alone() -> None:
    person = {"email": ANNA["email"], "user": {"__typename": "User", "login": "anna-marker"}}
    bot = {"email": "7+marker[bot]@users.noreply.github.com", "user": None}
    asked = {"data": {"nodes": [{"target": {"author": person}}, {"target": {"author": bot}}]}}

    assert kept(asked) == {
        "data": {
            "nodes": [
                {"target": {"author": {"email": "(removed)", "user": {"__typename": "User"}}}},
                {"target": {"author": {"email": "(removed)[bot]@users.noreply.invalid", "user": None}}},
            ]
        }
    }
    assert kept({"lastCommit": {"author": {"bot": True}}}) == {"lastCommit": {"author": {"bot": True}}}


def test_a_release_thanks_nobody() -> None:
    release = {
        "tag_name": "v1",
        "author": ACCOUNT,
        "body": "Thanks to @anna-marker",
        "assets": [{"name": "x.tar.gz", "uploader": ACCOUNT}],
    }

    assert kept(release) == {
        "tag_name": "v1",
        "author": {"type": "User"},
        "body": "(removed)",
        "assets": [{"name": "x.tar.gz", "uploader": {"type": "User"}}],
    }


@pytest.mark.parametrize(
    "body",
    [
        b'{"message":  "Not Found", "documentation_url": ""}',
        b'[{"full_name": "a/b",  "owner": {"login": "a"}}]',
        b'{"a": 1, "a": 2}',
        b"<html>",
        b"\xff\xfe",
        b"",
        b'{"cut": [',
    ],
)
def test_an_answer_that_names_no_author_stays_byte_for_byte(body: bytes) -> None:
    assert without_people(body) == body


@pytest.mark.parametrize(
    "body",
    [
        b'[{"sha": "a", "author_email": "anna-mark',
        b'{"author": {"name": "Anna"}',
        b'[{"id": "a", "title": "By Anna", "message": "By <anna@example.org>", "author_name": "Anna", "x',
    ],
)
def test_a_broken_answer_ends_before_the_first_name_and_is_still_broken(body: bytes) -> None:
    left = without_people(body)
    assert b"nna" not in left
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(left)


def test_a_mark_of_the_order_of_bytes_is_no_reason_to_cut() -> None:
    body = b'\xef\xbb\xbf{"author": {"name": "Anna"}, "sha": "a"}'
    assert json.loads(without_people(body)) == {"author": {}, "sha": "a"}


def test_the_name_of_a_bot_with_an_ordinary_address_still_tells_that_it_is_one() -> None:
    kept_of_it = kept({"author_name": "renovate[bot]", "author_email": "renovate@example.org"})
    assert isinstance(kept_of_it, dict)
    name, address = kept_of_it["author_name"], kept_of_it["author_email"]
    assert kind_by_address(address, name) is kind_by_address("renovate@example.org", "renovate[bot]")
    assert kind_by_address(address, name) is AuthorKind.BOT
    assert "renovate" not in f"{name} {address}"


def test_an_author_who_is_told_twice_or_in_another_form_is_removed_too() -> None:
    assert without_people(b'{"author": {"name": "Anna"}, "author": null}') == b'{"author": null}'
    assert json.loads(without_people(b'{"author": "Anna", "committer": ["Anna"]}')) == {
        "author": "(removed)",
        "committer": "(removed)",
    }
    assert json.loads(without_people(b'{"\\u0061uthor": {"name": "Anna"}}')) == {"author": {}}
    assert json.loads(without_people(b'{"author_email": 7}')) == {"author_email": None}
