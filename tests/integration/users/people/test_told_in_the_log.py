"""What is done to people stands in the security log, in the transaction that does it."""

from fastapi.testclient import TestClient

from tests.integration.conftest import Person


def told(client: TestClient, person: Person) -> list[str]:
    """The oldest first, without what each login leaves."""
    items = client.get("/api/security-log?limit=100", headers=person.headers).json()["items"]
    return [item["kind"] for item in reversed(items) if item["kind"] not in ("registered", "sign_in")]


def test_inviting_changing_and_removing_somebody(client: TestClient, person: Person) -> None:
    link = client.post("/api/invitations", json={"role": "staff"}, headers=person.headers).json()["link"]
    name = f"staf-{person.user_id.hex[-10:]}"
    body = {"token": link.partition("=")[2], "username": name, "password": "kuda-nil-biru-7"}
    client.post("/api/auth/invitation/accept", json=body).raise_for_status()
    client.cookies.clear()  # all tests share the client
    other = client.post("/api/invitations", json={"role": "driver"}, headers=person.headers).json()["id"]
    client.delete(f"/api/invitations/{other}", headers=person.headers).raise_for_status()
    people = client.get("/api/people", headers=person.headers).json()["items"]
    address = next(f"/api/people/{one['id']}" for one in people if one["name"] == name)
    for change in ({"role": "driver"}, {"isActive": False}, {"isActive": True}):
        client.patch(address, json=change, headers=person.headers).raise_for_status()
    client.delete(f"{address}/sessions", headers=person.headers).raise_for_status()
    client.delete(address, headers=person.headers).raise_for_status()
    assert told(client, person) == [
        "invited",
        "invitation_accepted",
        "invited",
        "invitation_withdrawn",
        "role_changed",
        "user_blocked",
        "user_unblocked",
        "sessions_ended",
        "member_removed",
    ]


def test_pairing_and_unpairing_a_phone_and_a_new_password(client: TestClient, person: Person) -> None:
    link = client.post("/api/phones/pairings", headers=person.headers).json()["link"]
    phone = {"token": link.partition("=")[2], "name": "HP Joko"}
    client.post("/api/auth/pairing/accept", json=phone).raise_for_status()
    client.cookies.clear()  # all tests share the client
    (paired,) = client.get("/api/phones", headers=person.headers).json()["items"]
    client.delete(f"/api/phones/{paired['id']}", headers=person.headers).raise_for_status()
    new = {"oldPassword": person.password, "newPassword": "gajah-ungu-42-x", "keepApiKeys": True}
    client.post("/api/users/me/password", json=new, headers=person.headers).raise_for_status()
    assert told(client, person) == ["device_paired", "member_removed", "password_changed"]
