"""What a front end is told before the login is what the service does."""

from fastapi.testclient import TestClient

from ocrwtf import __version__
from tests.integration.conftest import Person, changed_settings


def test_the_limits_and_settings_are_told_to_anybody(client: TestClient, person: Person) -> None:
    assert person
    with changed_settings(REGISTRATION="closed", SCAN_COST="3", DAILY_CREDITS="25"):
        told = client.get("/api/config").json()
    assert told == {
        "version": __version__,
        "registration": "closed",
        "mail": False,
        "firstRun": False,
        "maxImageBytes": 20 * 2**20,
        "maxPdfBytes": 50 * 2**20,
        "maxPages": 50,
        "maxFiles": 20,
        "scanCost": 3,
        "conversionCost": 1,
        "maxDeckBytes": 50 * 2**20,
        "maxSlides": 200,
        "dailyCredits": 25,
        "signInWith": [],
    }
