"""A slow phone: what a page costs there, from the browser's own clocks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, Request

from bench.chromium import settled

BITS_PER_SECOND, ROUND_TRIP_MS, CPU_SLOWDOWN = 1_600_000, 150, 4
VIEWPORT = {"width": 390, "height": 844}
OBSERVE = """
window.seen = {lcp: 0, cls: 0, events: {}};
const watch = (type, each, more) => new PerformanceObserver((list) => list.getEntries().forEach(each))
  .observe({type, buffered: true, ...more});
watch('largest-contentful-paint', (entry) => (seen.lcp = entry.startTime));
watch('layout-shift', (entry) => (seen.cls += entry.hadRecentInput ? 0 : entry.value));
watch('event', (entry) => {
  if (entry.interactionId)
    seen.events[entry.interactionId] = Math.max(entry.duration, seen.events[entry.interactionId] ?? 0);
}, {durationThreshold: 16});
"""
DROP = """
(count) => new Promise((resolve) => {
  const names = Array.from({length: count}, (_, n) => `jatuh-${n}.txt`);
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File([name], name, {type: 'text/plain'}));
  const all = () => names.every((name) => document.body.innerText.includes(name));
  const started = performance.now();
  const look = () => {
    if (all()) requestAnimationFrame(() => resolve(performance.now() - started));
    else if (performance.now() - started > 5000) resolve(null);
    else requestAnimationFrame(look);
  };
  for (const type of ['dragenter', 'dragover', 'drop'])
    document.body.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
  look();
})
"""


@dataclass(frozen=True)
class Load:
    lcp_ms: float
    cls: float
    scripts: frozenset[str]
    """Addresses of the JavaScript that was asked for."""


@contextmanager
def phone(browser: Browser, address: str, locale: str = "id-ID") -> Iterator[BrowserContext]:
    """A context without a past; its cache lives as long as it does."""
    with browser.new_context(base_url=address, viewport=VIEWPORT, locale=locale, has_touch=True) as context:  # type: ignore[arg-type]
        context.add_init_script(OBSERVE)
        yield context


def slowed(context: BrowserContext) -> Page:
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    bytes_per_second = BITS_PER_SECOND / 8
    network = {"offline": False, "latency": ROUND_TRIP_MS, "downloadThroughput": bytes_per_second}
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", network | {"uploadThroughput": bytes_per_second})
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    return page


def loaded(page: Page, path: str) -> Load:
    scripts: set[str] = set()

    def note(request: Request) -> None:
        if request.resource_type == "script":
            scripts.add(request.url)

    page.on("request", note)
    page.goto(path)
    settled(page)
    page.remove_listener("request", note)
    seen = page.evaluate("seen")
    return Load(seen["lcp"], seen["cls"], frozenset(scripts))


def interactions_ms(page: Page, keys: tuple[str, ...]) -> list[float]:
    """How long each key took until the next paint (Event Timing, steps of 8 ms); what it leaves out took under 16."""
    page.evaluate("seen.events = {}")
    for key in keys:
        page.keyboard.press(key)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    seen = [float(duration) for duration in page.evaluate("Object.values(seen.events)")]
    return seen + [16.0] * (len(keys) - len(seen))


def drop_ms(page: Page, count: int) -> float | None:
    """Until so many dropped files stand on the screen by name; None when they never do."""
    took: float | None = page.evaluate(DROP, count)
    return took
