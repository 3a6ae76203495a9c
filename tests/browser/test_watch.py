"""The watch over every page sees what it is for; without it the other tests would let these through."""

import pytest
from playwright.sync_api import Browser

from bench.service import Service
from tests.browser.watch import Watch

ELSEWHERE = "http://localhost:9"


@pytest.mark.parametrize(
    ("misdeed", "event", "seen"),
    [
        (f"fetch('{ELSEWHERE}/track').catch(() => 0)", "console", "console: policy: connect-src"),
        (f"location.href = '{ELSEWHERE}/away'", "request", f"request to {ELSEWHERE}"),
        ("document.body.innerHTML = '<p style=\"color: red\">x</p>'", "console", "console: policy: style-src"),
        ("void setTimeout(() => { throw new Error('broken') })", "weberror", "uncaught: "),
        ("console.error('broken')", "console", "console: broken"),
    ],
)
def test_a_page_that_misbehaves_is_noticed(
    service: Service, browser: Browser, misdeed: str, event: str, seen: str
) -> None:
    watch = Watch(service.address)
    with browser.new_context(base_url=service.address) as context:
        watch.over(context)
        page = context.new_page()
        page.goto("/masuk")
        assert watch.faults == []
        with context.expect_event(event, lambda _: any(fault.startswith(seen) for fault in watch.faults)):
            page.evaluate(misdeed)
