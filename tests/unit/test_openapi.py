"""The description of the API is one that a client can be generated from."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ocrwtf import openapi
from ocrwtf.core.http.description import _by_name

DESCRIPTION: dict[str, Any] = json.loads(openapi.description())
SHAPES: dict[str, Any] = DESCRIPTION["components"]["schemas"]
WEB_DESCRIPTION = Path(__file__).resolve().parent.parent.parent / "web" / "openapi.json"
OPERATIONS = [operation for methods in DESCRIPTION["paths"].values() for operation in methods.values()]


def bodies(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in (operation.get("requestBody", {}), *operation["responses"].values()):
        for media in part.get("content", {}).values():
            yield media["schema"]


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (value["$ref"].rpartition("/")[2],) if "$ref" in value else ()
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from references(item)


def answered() -> set[str]:
    """Shapes that stand in answers, also inside of others."""
    found = set(references([operation["responses"] for operation in OPERATIONS]))
    while more := set(references([SHAPES[name] for name in found])) - found:
        found |= more
    return found


def test_every_operation_has_a_short_name_of_its_own() -> None:
    names = Counter(operation["operationId"] for operation in OPERATIONS)
    assert [name for name, count in names.items() if count > 1] == []
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+){0,3}", name)] == []


def test_every_body_and_answer_is_a_named_shape_or_plain_text_or_bytes() -> None:
    for operation in OPERATIONS:
        for schema in bodies(operation):
            assert "$ref" in schema or schema["type"] == "string", operation["operationId"]


def test_every_named_shape_exists_under_a_plain_name() -> None:
    assert set(references(DESCRIPTION)) <= set(SHAPES)
    assert [name for name in SHAPES if not re.fullmatch(r"[A-Z][A-Za-z]+", name)] == []


def test_every_member_of_an_answer_is_always_there() -> None:
    for name in answered() - {"Problem"}:
        shape = SHAPES[name]
        assert set(shape.get("required", ())) == set(shape.get("properties", ())), name


def test_errors_and_hand_read_bodies_are_shapes_too() -> None:
    assert {"Problem", "Credentials", "UploadForm"} <= set(SHAPES)
    login = DESCRIPTION["paths"]["/api/auth/login"]["post"]["requestBody"]["content"]
    assert {media["schema"]["$ref"] for media in login.values()} == {"#/components/schemas/Credentials"}


def test_the_web_application_has_this_very_description() -> None:
    assert WEB_DESCRIPTION.read_text() == openapi.description(), "run `make web-types`"


def test_two_different_shapes_of_one_name_are_an_error() -> None:
    with pytest.raises(RuntimeError, match="Thing"):
        _by_name({"type": "object", "title": "Thing"}, {"Thing": {"type": "object", "title": "Thing", "required": []}})


def test_the_command_prints_the_same_whatever_the_settings() -> None:
    command = [sys.executable, "-m", "ocrwtf.openapi"]
    settings = {"SCAN_COST": "7", "DATA_DIR": "/nowhere", "PYTHONHASHSEED": "1", "REGISTRATION": "closed"}
    printed = subprocess.run(command, env=settings, capture_output=True, text=True, encoding="utf-8", check=True)  # noqa: S603
    assert printed.stdout == openapi.description()
