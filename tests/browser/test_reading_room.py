"""The pages beside the map, in a real browser: by pointer, by keys, on a phone, and as axe judges them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from corridors.model import Atlas
from corridors.selection import PAGES

Open = Callable[..., Any]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def tab(view: Any, name: str) -> None:
    view.page.locator(".st-key-page").get_by_role("radio", name=name).or_(
        view.page.locator(".st-key-page").get_by_role("button", name=name)
    ).first.click()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(desktop: Any, server: Any, name: str) -> None:
    view = desktop
    view.open(f"{server.url}?page={name}&select=n-cpec-afghan-leg")
    view.page.locator(".st-key-panel button").nth(8).wait_for()
    view.page.wait_for_timeout(600)
    for where in (view.page, view.frame):
        where.evaluate(AXE)
        found = where.evaluate("() => axe.run(document, { iframes: false, preload: false })")
        assert len(found["passes"]) > 20, "axe has judged the page"
        grave = [
            (item["impact"], item["id"], [node["target"] for node in item["nodes"]][:3])
            for item in found["violations"]
            if item["impact"] in ("serious", "critical")
        ]
        assert grave == []


def test_search_finds_as_one_types_and_leads_to_the_map(app: Any) -> None:
    tab(app, "Search")
    app.page.get_by_label("Search routes").press_sequentially("Afganistan", delay=15)
    app.page.get_by_role("heading", name="Passages").wait_for()
    app.page.locator(".st-key-row-search-area").get_by_role("button", name="Afghanistan").click()
    app.frame.locator('.ca-card[data-record="afghanistan"]').wait_for()
    app.page.wait_for_url("**/*select=afghanistan*")
    assert app.query()["page"] == "search", "the reader stays on the page"


def test_list_and_map_follow_each_other(app: Any) -> None:
    tab(app, "List")
    app.page.locator(".st-key-list-rupak button").click()
    app.frame.locator('.ca-card[data-record="rupak"]').wait_for()
    app.frame.locator(".ca-pill").nth(0).click()
    app.page.locator(".st-key-list-rows button").first.wait_for()
    app.page.locator(".st-key-list-rupak button").wait_for(state="detached")
    app.page.locator(".st-key-panel").get_by_text("1 Infrastructure investments (").click()
    app.page.locator(".st-key-list-rupak button").wait_for()
    assert "phase" not in app.query()


def test_the_keyboard_reaches_a_passage_through_the_list(app: Any) -> None:
    tab(app, "List")
    row = app.page.locator(".st-key-list-nstc button")
    row.wait_for()
    row.focus()
    app.page.keyboard.press("Enter")
    app.frame.locator('.ca-card[data-record="nstc"]').wait_for()
    assert row.evaluate("node => node === document.activeElement"), "the focus stays where the reader is"
    app.page.locator(".st-key-to-evidence button").focus()
    app.page.keyboard.press("Enter")
    app.page.locator('.st-key-panel article[data-record="nstc"] blockquote').first.wait_for()


def test_the_tour_by_arrow_keys(app: Any, atlas: Atlas) -> None:
    tab(app, "Tour")
    app.page.get_by_role("button", name="Start the tour").click()
    for number, step in enumerate(atlas.tour):
        app.page.get_by_text(f"Step {number + 1} of {len(atlas.tour)}").wait_for()
        app.frame.locator(f'.ca-card[data-record="{step.records[-1]}"]').wait_for()
        app.page.keyboard.press("ArrowRight")
    app.page.keyboard.press("ArrowLeft")
    app.page.get_by_text(f"Step {len(atlas.tour) - 1} of").wait_for()


def test_back_returns_to_the_page_before(app: Any) -> None:
    tab(app, "Methods")
    app.page.wait_for_url("**/?page=methods*")
    tab(app, "Trade")
    app.page.wait_for_url("**/?page=trade*")
    app.page.locator(".st-key-panel canvas, .st-key-panel svg.marks").first.wait_for()
    app.page.go_back()
    app.page.get_by_role("heading", name="What counts as evidence").wait_for()


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_shows_the_page_whole(phone: Any, server: Any, name: str) -> None:
    view = phone
    view.open(f"{server.url}?page={name}")
    view.page.locator(".st-key-page button").nth(7).wait_for()
    view.page.wait_for_timeout(400)
    assert view.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    cut = view.page.evaluate(
        """() => [...document.querySelectorAll('.st-key-panel button, .st-key-panel input, .st-key-panel h2')]
        .filter((n) => { const r = n.getBoundingClientRect(); return r.width && (r.left < 0 || r.right > 391); })
        .map((n) => n.textContent)"""
    )
    assert cut == []
