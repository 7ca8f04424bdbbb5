"""What a recording keeps of a request and an answer, and that nothing of it is lost."""

import json

import pytest

from harvester.forges.answers import MalformedError
from harvester.forges.exchange import Answered, Asked, Exchange, Failed, asked_by, parsed, written
from harvester.reasons import Phrase

AT_ONE = '{"request": {"method": "GET", "path": "/"}, "at_seconds": 1, '
GET = Asked(method="GET", path="/users/a/repos?page=1")


def exchange(body: bytes, **headers: str) -> Exchange:
    answered = Answered(status=200, headers=headers, body=body)
    return Exchange(asked=GET, outcome=answered, at_seconds=1.25)


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (b'{"a":[1,2.5,null,true,"\xc3\xa9"]}', "json"),
        (b"[]", "json"),
        (b"", "text"),
        (b'{"a": ', "text"),
        (b"<html>", "text"),
        (b'{"a": NaN}', "text"),
        (b'{"a": 1, "a": 2}', "text"),
        (b'"\\ud800"', "text"),
        (b"[" * 100_000, "text"),
        (b"\xff\xfe", "base64"),
    ],
)
def test_a_body_comes_back_as_it_was_or_as_json_that_says_the_same(body: bytes, form: str) -> None:
    text = written(exchange(body))
    table = json.loads(text)
    assert list(table["answer"]["body"]) == [form]
    (outcome,) = [parsed(text).outcome]
    assert isinstance(outcome, Answered)
    if form == "json":
        assert json.loads(outcome.body) == json.loads(body)
    else:
        assert outcome.body == body


def test_status_headers_and_moment_come_back() -> None:
    kept = exchange(b"{}", link='<https://api.github.com/x?page=2>; rel="next"')
    assert parsed(written(kept)) == kept


def test_a_failure_comes_back() -> None:
    failed = Exchange(
        asked=Asked(method="POST", path="/graphql", body=b'{"query": "x"}'),
        outcome=Failed(kind="may heal", phrase=Phrase("no connection", "er kwam geen verbinding")),
        at_seconds=0,
    )
    assert parsed(written(failed)) == failed


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://api.github.com/users/a/repos?page=1", "/users/a/repos?page=1"),
        ("https://api.github.com:443/graphql", "/graphql"),
        ("http://127.0.0.1:41234/api/v3/users/a/repos?page=1", "/users/a/repos?page=1"),
        ("http://127.0.0.1:41234/api/graphql", "/graphql"),
        ("https://gitlab.com/api/v4/projects?x=1", "/api/v4/projects?x=1"),
    ],
)
def test_a_request_is_known_wherever_the_api_answers(url: str, path: str) -> None:
    assert asked_by("GET", url, None, bytes).path == path


def test_two_ways_of_writing_the_same_question_are_one() -> None:
    one, other, else_ = (
        asked_by("POST", "https://gitlab.com/api/graphql", body, bytes)
        for body in ('{"a": 1, "b": 2}', b'{"b":2,"a":1}', b'{"a":1}')
    )
    assert one.key == other.key != else_.key


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no readable JSON"),
        ("[]", "is no object"),
        ("{}", "request that is no object"),
        ('{"request": {"method": "GET", "path": "/"}}', "at_seconds"),
        ('{"request": {"method": "GET", "path": "/"}, "at_seconds": 1}', "answer that is no object"),
        (
            '{"request": {"method": "GET", "path": "/"}, "at_seconds": 1, "answer": {"status": "200"}}',
            "headers that is no object",
        ),
        (
            AT_ONE + '"answer": {"status": 200, "headers": {}, "body": {"base64": "%"}}}',
            "neither json, text nor base64",
        ),
    ],
)
def test_what_is_no_exchange_is_named(text: str, why: str) -> None:
    with pytest.raises(MalformedError, match=why):
        parsed(text)
