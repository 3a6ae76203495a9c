"""Which addresses a webhook may have: https to a public name; what the operator names is another matter."""

from collections.abc import Iterator

import pytest

from ocrwtf import config
from ocrwtf.webhooks import address
from ocrwtf.webhooks.problems import WebhookAddressRefused

TAKEN = (
    "https://erp.contoh.id",
    "https://erp.contoh.id/hook?from=ocr&x=1",
    "https://ERP.contoh.id/hook",
    "https://xn--bcher-kva.example/a",
    "https://a.b-c.co.id/%20/@user:x",
)
REFUSED = (
    "http://erp.contoh.id/",
    "HTTPS://erp.contoh.id/",
    "https://erp.contoh.id:8443/",
    "https://erp.contoh.id:22/",
    "https://user@erp.contoh.id/",
    "https://user:pass@erp.contoh.id/",
    "https://erp.contoh.id#@127.0.0.1/",
    "https://erp.contoh.id\\@127.0.0.1/",
    "https:\\\\127.0.0.1\\",
    "https://localhost/",
    "https://localhost./",
    "https://erp/",
    "https://erp.contoh.id./",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.0x1/",
    "https://0177.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://①②⑦.⓪.⓪.①/",
    "https://bücher.example/",
    "https://erp..contoh.id/",
    "https://-erp.contoh.id/",
    "https:///x",
    "https://",
    "//erp.contoh.id/",
    "file:///etc/passwd",
    "gopher://erp.contoh.id:6379/_INFO",
    "javascript:alert(1)",
    "data:text/html,x",
    "unix:/run/pg.sock",
    "https://erp.contoh.id/ x",
    "https://erp.contoh.id/\r\nHost: x",
    "https://erp.contoh.id/\x00",
)


@pytest.fixture(autouse=True)
def operator(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("WEBHOOK_HOSTS", "erp.local:8069, 10.0.0.7,[fd00::7]:9000")
    config.settings.cache_clear()
    yield
    config.settings.cache_clear()


@pytest.mark.parametrize("url", TAKEN)
def test_https_and_a_public_name_are_taken(url: str) -> None:
    assert address.checked(url).startswith("https://")
    assert not address.may_be_within(url)


@pytest.mark.parametrize("url", REFUSED)
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(WebhookAddressRefused):
        address.checked(url)


@pytest.mark.parametrize(
    "url", ["http://erp.local:8069/x", "https://10.0.0.7/", "http://ERP.local:8069", "http://[fd00::7]:9000/"]
)
def test_a_server_that_the_operator_named_is_taken_as_it_is(url: str) -> None:
    assert address.may_be_within(address.checked(url))


@pytest.mark.parametrize(
    "url", ["http://erp.local/x", "http://erp.local:80690/", "https://10.0.0.70/", "file://10.0.0.7/"]
)
def test_its_neighbours_are_not(url: str) -> None:
    with pytest.raises(WebhookAddressRefused):
        address.checked(url)


@pytest.mark.parametrize("wrong", ["http://erp.local", "erp.local/x", "user@erp.local", "erp local", "*.local"])
def test_a_wrong_setting_stops_the_start(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("WEBHOOK_HOSTS", wrong)
    config.settings.cache_clear()
    with pytest.raises(SystemExit):
        config.settings()
