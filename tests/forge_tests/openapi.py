"""GitHub's OpenAPI description as JSON Schema: only what the answers of a few addresses need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from jsonschema.protocols import Validator


def response_validator(described: dict[str, Any], path: str, media: str = "application/json") -> Validator:
    """A validator for the 200 answer of GET ``path``; schemas that it needs are rewritten on the way."""
    response = described["paths"][path]["get"]["responses"]["200"]
    if "$ref" in response:
        response = described["components"]["responses"][response["$ref"].rpartition("/")[2]]
    rewritten: dict[str, Any] = {}
    schema = _rewritten(response["content"][media]["schema"], described["components"]["schemas"], rewritten)
    return Draft202012Validator({**schema, "components": {"schemas": rewritten}})


def _rewritten(schema: Any, known: dict[str, Any], done: dict[str, Any]) -> Any:
    """OpenAPI 3.0 says ``nullable`` where JSON Schema has a type more."""
    if isinstance(schema, list):
        return [_rewritten(item, known, done) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str):
        name = schema["$ref"].rpartition("/")[2]
        if name not in done:
            done[name] = {}  # a schema may contain itself
            done[name] = _rewritten(known[name], known, done)
    kept = {key: value for key, value in schema.items() if key not in ("nullable", "example", "examples")}
    inner = {key: _rewritten(value, known, done) for key, value in kept.items()}
    return {"anyOf": [inner, {"type": "null"}]} if schema.get("nullable") is True else inner
