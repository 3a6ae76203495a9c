"""What leaves by ways that only some features have stands in the security log too."""

from fastapi.testclient import TestClient

from tests.integration.conftest import Person
from tests.integration.test_every_route import converted


def test_a_link_to_slides_is_told_without_the_link(client: TestClient, person: Person) -> None:
    conversion_id = converted(person.account_id)
    client.post(f"/api/conversions/{conversion_id}/links", json={}, headers=person.headers).raise_for_status()
    [entry] = client.get("/api/security-log?kind=link_made", headers=person.headers).json()["items"]
    assert entry["detail"]["conversionId"] == str(conversion_id)
    assert set(entry["detail"]) == {"conversionId", "what", "expires"}
