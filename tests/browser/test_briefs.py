"""The three briefs of `docs/briefs.md`, walked from the start page by clicks alone and by keys alone, and counted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from corridors import disputes
from corridors.model import Atlas

TABLE = re.findall(r"^\| (.+\?|.+\.) \| (\d+) \| (\d+) \|$", Path("docs/briefs.md").read_text("utf-8"), re.MULTILINE)
CONDITIONS, PRICE, SLIDE = ((int(clicks), int(keys)) for _, clicks, keys in TABLE)


class Keys:
    """A visitor without a pointer, who counts."""

    def __init__(self, view: Any) -> None:
        self.view, self.count = view, 0
        view.page.get_by_role("button", name="Main menu").wait_for()
        view.page.locator(".st-key-undrawn button").wait_for()  # all of the start page is there

    def press(self, *keys: str) -> None:
        for key in keys:
            self.view.page.keyboard.press(key)
            self.view.page.wait_for_timeout(30)  # the focus passes into the map's frame and out of it no faster
            self.count += 1

    def until(self, key: str, words: str, times: int) -> None:
        """Presses a key so many times, after which what has the focus says these words."""
        self.press(*[key] * times)
        assert words in self.focused(), f"{words!r} is not reached by {times} times {key}"

    def focused(self) -> str:
        """What has the focus, in the page or in the map's frame."""
        said = str(self.view.page.evaluate(_FOCUSED))
        return str(self.view.frame.evaluate(_FOCUSED)) if said == "IFRAME" else said

    def past_the_map(self) -> None:
        self.press("Tab", "Enter")
        self.until("Tab", "Evidence", 1)


_FOCUSED = """() => { const node = document.activeElement;
  return node.tagName === 'IFRAME' ? 'IFRAME'
    : `${node.getAttribute('aria-label') || ''} ${node.textContent} ${node.placeholder || ''}`.trim(); }"""


def tab(view: Any, name: str) -> None:
    view.page.locator(".st-key-page").get_by_role("radio", name=name).click()


def test_conditions_by_clicks(app: Any) -> None:
    app.click_line("n-cpec-afghan-leg")
    assert CONDITIONS[0] == 1
    _conditions(app)


def test_conditions_by_keys(app: Any) -> None:
    keys = Keys(app)
    keys.until("Tab", "Map", 2)
    keys.press("l", "Enter")
    assert CONDITIONS[1] == keys.count
    _conditions(app)
    keys.press("Escape")
    assert keys.focused().startswith("Map"), "a list that is closed gives the focus back"


def _conditions(app: Any) -> None:
    app.frame.locator(".ca-card mark").get_by_text("if Afghanistan is stabilized").first.wait_for()
    panel = app.page.locator('.st-key-panel article[data-record="n-cpec-afghan-leg"]')
    panel.locator(".ca-role-conditions + .ca-quote mark").first.wait_for()


def test_price_by_clicks(app: Any, atlas: Atlas) -> None:
    tab(app, "Disagreements")
    assert PRICE[0] == 1
    _prices(app, atlas)


def test_price_by_keys(app: Any, atlas: Atlas) -> None:
    keys = Keys(app)
    keys.past_the_map()
    keys.until("ArrowRight", "Disagreements", 4)
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
    tab(app, "Export")
    app.page.get_by_role("button", name="Prepare the file").click()
    with app.page.expect_download(timeout=90_000) as waiting:
        app.page.get_by_role("button", name="Download corridor-atlas.pdf").click(timeout=90_000)
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    assert SLIDE[0] == 4


def test_a_slide_by_keys(app: Any) -> None:
    keys, page = Keys(app), app.page
    keys.press("Tab", "Enter")
    keys.until("Shift+Tab", "The NSTC and the Iranian option", 7)
    keys.press("Enter")
    page.get_by_role("button", name="✕ The NSTC and the Iranian option").wait_for()
    keys.until("Tab", "Evidence", 3)
    keys.until("ArrowRight", "Export", 7)
    keys.press("Enter")
    page.get_by_role("button", name="Prepare the file").wait_for()
    keys.until("Tab", "Prepare the file", 6)
    keys.press("Enter")
    page.get_by_role("button", name="Download corridor-atlas.pdf").wait_for(timeout=90_000)
    keys.until("Tab", "Download corridor-atlas.pdf", 2)
    with page.expect_download(timeout=90_000) as waiting:
        keys.press("Enter")
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    assert keys.count == SLIDE[1]
