"""What a visitor sees and does before Streamlit is there: the map comes first and waits for nobody."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from drive import Server, View, start
from playwright.sync_api import Route

from corridors.model import Atlas
from corridors.selection import Selection, visible

Open = Callable[..., View]
STREAMLIT = "**/static/js/index.*.js"


@pytest.fixture
def held(open_view: Open, server: Server) -> tuple[View, Callable[[], None]]:
    """A page whose Streamlit does not start before it is let go."""
    with urllib.request.urlopen(f"{server.url}ready", timeout=60):  # before that the page comes without a map
        view = open_view()
    waiting: list[Route] = []
    free = False

    def hold(route: Route) -> None:
        if free:  # more than one script has such a name, and one may come late
            route.continue_()
        else:
            waiting.append(route)

    view.page.route(STREAMLIT, hold)

    def let_go() -> None:
        nonlocal free
        while not waiting:
            view.page.wait_for_timeout(20)
        free = True
        for route in waiting:
            route.continue_()

    return view, let_go


def test_what_is_done_in_the_first_second_is_not_lost(held: Any, server: Server, atlas: Atlas) -> None:
    view, let_go = held
    view.page.goto(f"{server.url}?phase=3&select=nstc", wait_until="commit")
    view.drawn()
    wanted = {record.id for record in visible(Selection(phases=frozenset({3})), atlas)}
    assert view.shown() == wanted & {segment.id for segment in atlas.segments if segment.claim != "rejected"}
    view.frame.locator(".ca-pill").nth(3).click()  # phase 4 too
    view.frame.evaluate("() => corridorAtlas.atlas.choose('tapi', [], null)")
    view.frame.locator('.ca-card[data-record="tapi"] blockquote').first.wait_for()
    assert view.page.locator(".stApp").count() == 0, "Streamlit is not there yet"
    let_go()
    view.page.locator('.st-key-panel article[data-record="tapi"]').wait_for()
    view.answered(select="tapi", phase="3,4")
    assert view.frame.locator('.ca-card[data-record="tapi"]').is_visible()
    view.page.go_back()  # to what the link showed
    view.page.locator('.st-key-panel article[data-record="nstc"]').wait_for()
    view.frame.locator('.ca-card[data-record="nstc"]').wait_for()


PLACES = """(root) => {
  const places = {}, parts = "button, .ca-sentence, .ca-notice, h2, h3, li, dd, blockquote, figcaption";
  const seen = [...document.querySelectorAll(`${root} :is(${parts})`)].filter((node) => node.checkVisibility());
  seen.forEach((node, i) => {
    const r = node.getBoundingClientRect();
    places[`${i} ${node.tagName}`] = [r.x, r.y, r.width, r.height];
  });
  return places; }"""


@pytest.mark.parametrize(
    ("width", "query"), [(1440, ""), (1440, "?select=nstc&phase=3,4"), (390, "?phase=5&family=pipelines&select=tapi")]
)
def test_the_panel_is_there_at_once_and_does_not_move(held: Any, server: Server, query: str, width: int) -> None:
    view, let_go = held
    view.page.set_viewport_size({"width": width, "height": 900})
    view.page.goto(f"{server.url}{query}", wait_until="commit")
    view.drawn()
    view.page.evaluate("() => document.fonts.ready.then(() => 0)")
    first = view.page.evaluate(PLACES, "#ca-first")
    assert len(first) > 20
    let_go()
    view.ready()
    view.page.locator("#ca-first").wait_for(state="detached")
    last = view.page.evaluate(PLACES, ".st-key-panel")
    assert {name: box for name, box in first.items() if last[name] != pytest.approx(box, abs=1)} == {}


def test_what_is_pressed_beside_the_map_in_the_first_second_is_not_lost(held: Any, server: Server) -> None:
    view, let_go = held
    view.page.goto(f"{server.url}?select=nstc&phase=3", wait_until="commit")
    view.drawn()
    first = view.page.locator("#ca-first")
    first.get_by_role("button", name="✕ Phase 3").click()
    first.get_by_role("button", name="Disagreements", exact=True).click()  # the last one counts
    let_go()
    view.page.locator(".st-key-panel .ca-dispute").first.wait_for()
    view.answered(page="disagreements", phase="3")


def test_the_reader_of_the_first_words_keeps_place_and_focus(held: Any, server: Server) -> None:
    view, let_go = held
    view.page.goto(f"{server.url}?select=nstc", wait_until="commit")
    view.drawn()
    view.page.locator("#ca-first").get_by_role("button", name="Tour").focus()
    view.page.locator("#ca-first").evaluate("node => { node.scrollTop = 300; }")
    let_go()
    view.page.locator("#ca-first").wait_for(state="detached")
    assert view.page.locator(".st-key-panel").evaluate("node => node.scrollTop") == pytest.approx(300, abs=1)
    assert view.page.evaluate("() => document.activeElement.textContent") == "Tour"


def test_a_briefing_fills_the_window_from_the_start(held: Any, server: Server) -> None:
    view, let_go = held
    view.page.goto(f"{server.url}?select=nstc&mode=briefing", wait_until="commit")
    view.drawn()
    assert view.page.locator("#ca-map").bounding_box() == {"x": 0, "y": 0, "width": 1440, "height": 900}
    let_go()
    view.page.locator(".st-key-panel").wait_for(state="hidden")
    assert view.page.locator("#ca-map").bounding_box()["width"] == 1440


def test_a_map_that_does_not_open_keeps_nobody_from_the_words(open_view: Open, server: Server) -> None:
    view = open_view()
    view.page.route("**/frame.html", lambda route: route.abort())
    view.page.goto(f"{server.url}?select=nstc", wait_until="commit")
    view.page.locator('.st-key-panel article[data-record="nstc"] blockquote').first.wait_for()
    assert all("ERR_FAILED" in words for words in view.errors)
    view.errors.clear()


def test_an_address_that_is_no_page_leads_to_the_atlas(desktop: View, server: Server) -> None:
    desktop.open(f"{server.url}map?select=nstc")
    desktop.answered(select="nstc")
    desktop.page.locator('.st-key-panel article[data-record="nstc"]').wait_for()


def test_the_atlas_works_under_a_path_of_its_own(open_view: Open, tmp_path: Path) -> None:
    running = start(tmp_path / "log.txt", base="maps/corridors/")
    try:
        with urllib.request.urlopen(f"{running.url}ready", timeout=60) as reply:
            assert reply.status == 200
        view = open_view()
        view.open(f"{running.url}?select=nstc")
        view.page.locator('.st-key-panel article[data-record="nstc"]').wait_for()
        view.open(f"{running.url}elsewhere?select=tapi")
        assert view.page.url.startswith(f"{running.url}?select=tapi")
        view.page.goto("about:blank")  # or it asks for the server that is about to go
    finally:
        running.process.terminate()
        running.process.wait(20)
