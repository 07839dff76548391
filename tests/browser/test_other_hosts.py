"""That the browser tests would notice a request to another host, and that none gets there."""

from __future__ import annotations

from drive import view
from playwright.sync_api import Browser


def test_a_request_to_another_host_is_noticed_and_fails(browser: Browser) -> None:
    seen = view(browser)
    said = seen.page.evaluate("() => fetch('https://example.org/').catch((error) => String(error))")
    assert seen.foreign == ["https://example.org/"]
    assert said == "TypeError: Failed to fetch"
    seen.page.context.close()
