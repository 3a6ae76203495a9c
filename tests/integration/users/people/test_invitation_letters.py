"""Where letters leave, an invitation goes to its address and to nobody else; who accepts it has proved the address."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from ocrwtf.core import database
from ocrwtf.core.throttle import Throttle
from ocrwtf.users.people import invitations
from tests.integration import mailbox
from tests.integration.conftest import Person
from tests.integration.mailbox import Mailbox


@pytest.fixture
def box(owner_engine: Engine) -> Iterator[Mailbox]:
    """Named by our settings; empty."""
    mailbox.leave(owner_engine)  # of tests before
    with mailbox.running() as started, mailbox.set_up(started):
        yield started


@pytest.fixture
def address() -> str:
    return f"undangan-{uuid4().hex[:8]}@contoh.id"


def ask(client: TestClient, person: Person, address: str) -> Any:
    return client.post("/api/invitations", json={"role": "staff", "email": address}, headers=person.headers)


def test_the_link_is_in_the_letter_alone_and_proves_the_address(
    client: TestClient, person: Person, box: Mailbox, owner_engine: Engine, address: str, accept: Callable[..., Any]
) -> None:
    made = ask(client, person, address).json()
    assert (made["email"], made["link"]) == (address, None)
    assert client.get("/api/invitations", headers=person.headers).json()["items"][0]["link"] is None
    mailbox.leave(owner_engine)
    (letter,) = box.to(address)
    joined = accept(mailbox.link_in(letter).partition("#undangan=")[2])
    bearer = {"Authorization": f"Bearer {joined.json()['accessToken']}"}
    user = client.get("/api/users/me", headers=bearer).json()
    assert (user["email"], user["emailVerified"]) == (address, True)


def test_the_letter_says_nothing_that_a_stranger_chose(
    client: TestClient, person: Person, box: Mailbox, owner_engine: Engine, address: str
) -> None:
    body = {"role": "staff", "email": address, "label": "Menang hadiah"}
    client.post("/api/invitations", json=body, headers=person.headers)
    mailbox.leave(owner_engine)
    said = mailbox.plain(box.to(address)[0])
    assert "Menang hadiah" not in said
    assert person.email.partition("@")[0] not in said


def test_what_was_withdrawn_before_it_left_is_in_no_letter(
    client: TestClient, person: Person, box: Mailbox, owner_engine: Engine, address: str
) -> None:
    made = ask(client, person, address).json()
    client.delete(f"/api/invitations/{made['id']}", headers=person.headers)
    mailbox.leave(owner_engine)
    assert box.to(address) == []


def test_the_job_holds_ids_alone(
    client: TestClient, person: Person, box: Mailbox, owner_engine: Engine, address: str
) -> None:
    assert box
    made = ask(client, person, address).json()
    with owner_engine.connect() as connection:
        jobs = connection.scalars(text("SELECT args FROM procrastinate_jobs WHERE task_name = 'mail.users.invitation'"))
        args = [row for row in jobs if row["invitation_id"] == made["id"]]
    assert args == [{"account_id": str(person.account_id), "invitation_id": made["id"]}]


def test_an_account_sends_so_many_an_hour_only_and_one_too_many_leaves_nothing(
    client: TestClient, person: Person, box: Mailbox, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert box
    monkeypatch.setattr(invitations, "_letters", Throttle(amount=1, per_seconds=3600))
    assert ask(client, person, address).status_code == 201
    assert ask(client, person, f"x{address}").status_code == 429
    assert len(client.get("/api/invitations", headers=person.headers).json()["items"]) == 1


def test_who_has_no_address_gets_no_link_to_a_new_password_and_nobody_is_told(
    client: TestClient, person: Person, invite: Callable[..., Any], accept: Callable[..., Any]
) -> None:
    name = f"tanpa-{uuid4().hex[:8]}"
    assert accept(invite("driver")["token"], username=name).status_code == 200
    assert client.post("/api/auth/password/forgot", json={"username": name}).status_code == 202
    with database.transaction(person.account_id) as session:
        assert session.execute(text("SELECT FROM one_time_links")).all() == []
