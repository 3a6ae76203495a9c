"""A login is recognised by its device, and nothing else of the header is kept."""

import pytest

from ocrwtf.core.device import device_of

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (f"{ANDROID} {CHROME} Mobile Safari/537.36", "Chrome · Android"),
        (
            f"{ANDROID} AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 {CHROME}",
            "Samsung Internet · Android",
        ),
        (f"{ANDROID} {CHROME} Mobile Safari/537.36 UCBrowser/13.4", "UC Browser · Android"),
        (f"{WINDOWS} {CHROME} Safari/537.36", "Chrome · Windows"),
        (f"{WINDOWS} {CHROME} Safari/537.36 Edg/131.0.0.0", "Edge · Windows"),
        (f"{WINDOWS} {CHROME} Safari/537.36 OPR/116.0.0.0", "Opera · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox · Windows"),
        (f"{MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "Safari · macOS"),
        (f"{IPHONE} Version/18.1 Mobile/15E148 Safari/604.1", "Safari · iPhone"),
        (f"{IPHONE} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1", "Chrome · iPhone"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36", "Chrome · Linux"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36", "Chrome · ChromeOS"),
        ("curl/8.11.0", "curl"),
        ("python-requests/2.32.3", "python-requests"),
        ("Mozilla/5.0 (Linux; Android 14)", "Android"),
        ("Mozilla/5.0", ""),
        ("", ""),
        ("<script>alert(1)</script>", ""),
        ("\x00\x7f", ""),
    ],
)
def test_a_device_has_the_name_a_person_knows_it_by(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device


def test_a_name_fits_its_column_however_long_the_header_is() -> None:
    assert len(device_of("x" * 100_000)) == 40
    assert device_of("x" * 100_000 + " Chrome/1 Android") == "x" * 40
