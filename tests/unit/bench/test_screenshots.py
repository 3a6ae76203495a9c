"""Every screen of the web application has its pictures."""

from bench.screenshots import SCREENS
from ocrwtf.core.http.web_app import PAGES


def test_there_is_a_picture_of_every_screen() -> None:
    assert set(PAGES) <= {screen.path for screen in SCREENS}
