"""The three briefs of `docs/briefs.md`, walked from the start page by clicks alone and by keys alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from corridors import disputes
from corridors.model import Atlas

TABLE = re.findall(r"^\| (.+\?|.+\.) \| (\d+) \| (\d*) ?\|$", Path("docs/briefs.md").read_text("utf-8"), re.MULTILINE)
CONDITIONS, PRICE, SLIDE = ((int(clicks), int(keys or 0)) for _, clicks, keys in TABLE)


class Keys:
    """A visitor without a pointer, who counts."""

    def __init__(self, view: Any) -> None:
        self.view, self.count = view, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.view.page.keyboard.press(key)
            self.count += 1

    def until(self, key: str, words: str) -> None:
        """Presses a key until what has the focus says these words."""
        for _ in range(40):
            self.press(key)
            if words in self.view.page.evaluate(_FOCUSED):
                return
        pytest.fail(f"{words!r} is not reached by {key}")

    def past_the_map(self) -> None:
        self.press("Tab", "Enter", "Tab", "Enter", "Tab")
        assert "Evidence" in self.view.page.evaluate(_FOCUSED)


_FOCUSED = """() => { const node = document.activeElement;
  return `${node.getAttribute('aria-label') || ''} ${node.textContent} ${node.placeholder || ''}`; }"""


def test_conditions_by_clicks(app: Any) -> None:
    app.click_line("n-cpec-afghan-leg")
    assert CONDITIONS[0] == 1
    app.frame.locator(".ca-card mark").get_by_text("if Afghanistan is stabilized").first.wait_for()
    panel = app.page.locator('.st-key-panel article[data-record="n-cpec-afghan-leg"]')
    panel.locator(".ca-role-conditions + .ca-quote mark").first.wait_for()


def test_price_by_keys(app: Any, atlas: Atlas) -> None:
    keys = Keys(app)
    keys.past_the_map()
    keys.until("ArrowRight", "Disagreements")
    keys.press("Enter")
    _prices(app, atlas)
    assert keys.count == PRICE[1]


def _prices(app: Any, atlas: Atlas) -> None:
    first = app.page.locator(".ca-dispute").first
    first.wait_for()
    found = next(item for item in atlas.disagreements if item.id == "north-south-cost")
    assert first.get_attribute("data-dispute") == found.id
    said = first.inner_text()
    for side in disputes.dispute(found, atlas).sides:
        assert side.says in said


def test_a_slide_by_clicks(app: Any) -> None:
    app.frame.get_by_role("button", name="The NSTC and the Iranian option").click()
    app.page.locator(".st-key-page").get_by_role("radio", name="Export").click()
    app.page.get_by_role("button", name="Prepare the file").click()
    with app.page.expect_download(timeout=90_000) as waiting:
        app.page.get_by_role("button", name="Download corridor-atlas.pdf").click(timeout=90_000)
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    assert SLIDE[0] == 4
