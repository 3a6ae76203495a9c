"""What the product is made of is listed whole, and the same each time."""

import json
import re

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts import sbom
from scripts.sbom import Bom
from tests.unit.test_repository import FORBIDDEN

BOMS = {"python": sbom.python_bom, "web": sbom.web_bom}


@pytest.fixture(params=BOMS)
def bom(request: pytest.FixtureRequest) -> Bom:
    return BOMS[request.param]()


def names(bom: Bom) -> set[str]:
    return {each["name"] for each in bom["components"]}


def test_it_is_cyclonedx(bom: Bom) -> None:
    version = SchemaVersion.from_version(bom["specVersion"])
    assert JsonStrictValidator(version).validate_str(json.dumps(bom)) is None


def test_nothing_in_it_is_of_one_time_or_machine(bom: Bom) -> None:
    text = json.dumps(bom)
    assert not FORBIDDEN.search(text)
    assert not re.search(r"timestamp|serialNumber|file:|https?://(?!cyclonedx\.org)", text)


def test_it_is_the_same_again() -> None:
    for make in BOMS.values():
        assert make() == make()


def test_all_that_the_wheel_brings_is_in_it_and_no_tool() -> None:
    found = names(sbom.python_bom())
    assert found >= {"starlette", "psycopg-binary", "argon2-cffi", "onnxruntime", "PyJWT", "opencv-python-headless"}
    assert found.isdisjoint({"pytest", "mypy", "ruff", "hypothesis", "pip-audit", "uv"})


def test_all_that_the_bundle_is_made_of_is_in_it_and_no_tool() -> None:
    found = names(sbom.web_bom())
    assert found >= {"svelte", "openapi-fetch", "clsx", "esm-env", "vite", "swagger-ui-dist"}
    assert found.isdisjoint({"vitest", "svelte-check", "axe-core"})


def test_who_needs_whom_names_only_what_is_listed(bom: Bom) -> None:
    known = {each["bom-ref"] for each in bom["components"]}
    assert {ref for each in bom["dependencies"] for ref in each["dependsOn"]} <= known
