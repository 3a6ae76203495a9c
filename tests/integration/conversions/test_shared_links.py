"""A signed link opens one file without a login, until its time, the conversion or its maker's access ends."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ocrwtf.core.database import transaction
from tests.integration.conftest import Person
from tests.integration.conversions.conftest import Convert, needs_soffice
from tests.integration.decks import deck

pytestmark = needs_soffice

Made = Callable[..., str]


@pytest.fixture
def made(convert: Convert) -> dict[str, Any]:
    return convert(deck("Rahasia"), "rahasia.pptx")


@pytest.fixture
def link(client: TestClient, person: Person, made: dict[str, Any]) -> Made:
    def of(**body: object) -> str:
        answer = client.post(f"/api/conversions/{made['id']}/links", json=body, headers=person.headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["url"])

    return of


def test_whoever_has_it_gets_the_file(client: TestClient, link: Made) -> None:
    answer = client.get(link(variant="handout"))
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-disposition"] == 'attachment; filename="rahasia-handout.pdf"'


def test_a_link_that_was_changed_opens_nothing(client: TestClient, link: Made, made: dict[str, Any]) -> None:
    good = link()
    changed = (
        good.replace("variant=slides", "variant=handout"),
        good.replace("expires=1", "expires=2"),
        good[:-4],
        good.replace(made["id"], "01890000-0000-7000-8000-000000000000"),
        f"/api/conversions/{made['id']}/shared",
    )
    answers = [client.get(each) for each in changed]
    assert {(answer.status_code, answer.json()["type"]) for answer in answers} == {(404, "/problems/link-over")}


def test_it_never_lasts_longer_than_the_conversion(client: TestClient, person: Person, made: dict[str, Any]) -> None:
    body = {"expiresIn": 7 * 24 * 3600}
    answer = client.post(f"/api/conversions/{made['id']}/links", json=body, headers=person.headers).json()
    assert datetime.fromisoformat(answer["expiresAt"]) <= datetime.fromisoformat(made["expiresAt"])


def test_it_ends_with_the_conversion(client: TestClient, person: Person, link: Made, made: dict[str, Any]) -> None:
    address = link()
    client.delete(f"/api/conversions/{made['id']}", headers=person.headers).raise_for_status()
    assert client.get(address).status_code == 404


def test_it_ends_with_its_makers_access(client: TestClient, person: Person, link: Made) -> None:
    address = link()
    with transaction(person.account_id) as session:
        session.execute(text("UPDATE users SET is_active = false"))
    assert client.get(address).status_code == 404


def test_the_log_knows_no_signature(client: TestClient, link: Made, capfd: pytest.CaptureFixture[str]) -> None:
    address = link()
    client.get(address)
    assert address.split("signature=")[1] not in capfd.readouterr().err
