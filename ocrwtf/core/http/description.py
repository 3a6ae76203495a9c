"""The OpenAPI description as a generator of clients wants it: short operation ids, and a name for every shape."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

COMPONENT = "#/components/schemas/{model}"
"""How one named shape refers to another."""

PROBLEM = {
    "description": "A problem (RFC 9457): what happened and what to do. docs/problems.md lists all.",
    "content": {
        "application/problem+json": {
            "schema": {
                "title": "Problem",
                "type": "object",
                "required": ["type", "title", "status", "instance", "requestId"],
                "properties": {
                    "type": {"type": "string", "description": "`/problems/` and a name of docs/problems.md"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                    "instance": {"type": "string"},
                    "requestId": {"type": "string"},
                    "errors": {
                        "type": "array",
                        "description": "The fields that are not valid (`invalid-request`).",
                        "items": {
                            "type": "object",
                            "required": ["field", "message"],
                            "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                        },
                    },
                },
                "additionalProperties": True,
            }
        }
    },
}
"""How every error is answered."""


def bytes_of(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The answer of a route that streams bytes, of one of these types, which has no model."""
    return {200: {"content": {each: {"schema": {"type": "string", "format": "binary"}} for each in media_types}}}


def operation_id(route: APIRoute) -> str:
    """The name of the route's function: a client's name for the call. A test says that no two are the same."""
    return route.name


class DescribedApi(FastAPI):
    """An application in whose description every body and answer has a name among the components.

    FastAPI names the models it reads itself; what a route describes by hand (`openapi_extra`, `responses`) stands
    inline, and there each place would become a type of its own in a generated client.
    """

    def openapi(self) -> dict[str, Any]:
        if not self.openapi_schema:
            description = super().openapi()
            named = description.setdefault("components", {}).setdefault("schemas", {})
            for media in _bodies(description):
                media["schema"] = _by_name(media.get("schema", {}), named)
        return self.openapi_schema or {}


def _bodies(description: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each media type of each request and answer."""
    for operations in description.get("paths", {}).values():
        for operation in operations.values():
            for part in (operation.get("requestBody", {}), *operation["responses"].values()):
                yield from part.get("content", {}).values()


def _by_name(schema: dict[str, Any], named: dict[str, Any]) -> dict[str, Any]:
    """A reference to a titled object, which is moved to the named ones; any other schema as it is."""
    if schema.get("type") != "object" or "title" not in schema:
        return schema
    named.update(schema.pop("$defs", {}))
    if named.setdefault(schema["title"], schema) != schema:
        raise RuntimeError(f"two different shapes are called {schema['title']}")
    return {"$ref": COMPONENT.format(model=schema["title"])}
