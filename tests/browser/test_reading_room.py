"""The pages beside the map, in a real browser: by pointer, by keys, on a phone, and as axe judges them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from corridors import cards
from corridors.model import Atlas
from corridors.selection import Selection, sentence, shows
from corridors.views.panel import TABS

Open = Callable[..., Any]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def choose(view: Any, label: str, option: str) -> None:
    view.page.get_by_role("combobox", name=label).click()
    view.page.get_by_role("option", name=option, exact=True).click()


def tab(view: Any, name: str) -> None:
    view.page.locator(".st-key-page").get_by_role("radio", name=name).or_(
        view.page.locator(".st-key-page").get_by_role("button", name=name)
    ).first.click()


def grave(where: Any) -> list[tuple[str, str, list[str]]]:
    """What axe finds of weight in a page or frame: (impact, rule, targets)."""
    if where.evaluate("() => !window.axe"):
        where.evaluate(AXE)
    found = where.evaluate("() => axe.run(document, { iframes: false, preload: false })")
    assert len(found["passes"]) > 20, "axe has judged the page"
    return [
        (item["impact"], item["id"], [node["target"] for node in item["nodes"]][:3])
        for item in found["violations"]
        if item["impact"] in ("moderate", "serious", "critical")
    ]


GROUND = "(wanted) => getComputedStyle(document.querySelector('.st-key-panel')).backgroundColor === wanted"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(20, 25, 30)"


@pytest.mark.parametrize(("theme", "ground"), [("light", LIGHT), ("dark", DARK)])
def test_axe_finds_nothing_of_weight(desktop: Any, server: Any, theme: str, ground: str) -> None:
    view = desktop
    view.page.emulate_media(color_scheme=theme)
    try:
        view.open(f"{server.url}?select=n-cpec-afghan-leg")
        assert view.page.evaluate(GROUND, ground)
        for name, title in TABS.items():
            tab(view, title)
            view.answered(page="" if name == "evidence" else name)
            view.page.wait_for_timeout(400)  # colours pass into each other
            assert grave(view.page) == [], name
    finally:
        view.page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("query", ["", "?select=n-cpec-afghan-leg&phase=3", "?select=nstc&mode=briefing"])
def test_axe_finds_nothing_of_weight_on_the_map(desktop: Any, server: Any, query: str) -> None:
    desktop.open(f"{server.url}{query}")
    desktop.page.wait_for_timeout(600)  # labels come after the lines
    assert grave(desktop.frame) == []


def test_the_theme_is_chosen_and_remembered(open_view: Open, server: Any) -> None:
    view = open_view(color_scheme="dark")
    view.open(f"{server.url}?page=trade")
    view.page.locator(".ca-chart b").first.wait_for()
    assert view.page.evaluate(GROUND, DARK), "the system's choice, until there is another"
    ink = "() => getComputedStyle(document.querySelector('.ca-chart b')).color"
    assert view.page.evaluate(ink) == "rgb(230, 234, 237)"
    view.page.get_by_role("button", name="Main menu").click()
    view.page.get_by_role("menuitemradio", name="Light").click()
    view.page.wait_for_function(GROUND, arg=LIGHT)
    assert view.page.evaluate(ink) == "rgb(29, 39, 48)", "the open chart follows"
    view.page.keyboard.press("Escape")
    view.page.reload(wait_until="commit")
    ground = view.page.locator("#ca-first").evaluate("node => getComputedStyle(node).backgroundColor")
    assert ground == LIGHT, "from the first moment"
    view.ready()
    assert view.page.evaluate(GROUND, LIGHT)
    frame = "() => getComputedStyle(document.body).color"
    assert view.frame.evaluate(frame) == "rgb(29, 39, 48)", "the map stays light paper"


def test_search_finds_as_one_types_and_leads_to_the_map(app: Any) -> None:
    tab(app, "Search")
    app.page.get_by_label("Search routes").press_sequentially("Afganistan", delay=15)
    app.page.get_by_role("heading", name="Passages").wait_for()
    app.page.locator(".st-key-row-search-area").get_by_role("button", name="Afghanistan").click()
    app.frame.locator('.ca-card[data-record="afghanistan"]').wait_for()
    app.answered(select="afghanistan", page="search")  # the reader stays on the page


def test_list_and_map_follow_each_other(app: Any) -> None:
    tab(app, "List")
    app.page.locator(".st-key-list-rupak button").click()
    app.frame.locator('.ca-card[data-record="rupak"]').wait_for()
    app.frame.locator(".ca-pill").nth(0).click()
    app.page.locator(".st-key-list-rows button").first.wait_for()
    app.page.locator(".st-key-list-rupak button").wait_for(state="detached")
    app.page.locator(".st-key-panel").get_by_text("1 Infrastructure investments (").click()
    app.page.locator(".st-key-list-rupak button").wait_for()
    app.answered(phase="")


def test_a_facet_of_the_list_filters_the_map_and_the_map_lets_go_of_it(app: Any, atlas: Atlas) -> None:
    app.open(app.page.url.split("?")[0] + "?page=list")
    choose(app, "Filter by", "Country")
    app.page.locator(".st-key-panel").get_by_text("Iran (").click()
    picked = Selection(facets=frozenset({("country", "IRN")}))
    app.frame.locator(".ca-sentence").get_by_text(sentence(picked, atlas), exact=True).wait_for()
    assert app.shown() == {item.id for item in atlas.segments if "IRN" in item.countries}
    app.answered(country="IRN")
    app.frame.locator(".ca-pill").nth(2).click()  # the frame's report keeps what it does not know
    app.page.get_by_role("button", name="✕ Phase 3 Commercial corridor").wait_for()
    app.answered(country="IRN", phase="3")
    both = replace(picked, phases=frozenset({3}))
    assert app.shown() == {item.id for item in atlas.segments if shows(both, item, atlas)}
    app.page.get_by_role("button", name="✕ In or through Iran").click()
    app.frame.locator(".ca-sentence").get_by_text("phase 3 Commercial corridor", exact=False).wait_for()
    app.answered(country="")
    app.page.go_back()
    app.page.get_by_role("button", name="✕ In or through Iran").wait_for()
    app.frame.get_by_role("button", name="Show everything").first.click()
    app.page.get_by_role("button", name="✕ In or through Iran").wait_for(state="detached")
    assert len(app.shown()) == sum(item.claim != "rejected" for item in atlas.segments)
    app.answered(country="")


def test_undo_takes_back_what_was_done_on_the_map_and_beside_it(app: Any) -> None:
    undo = app.page.get_by_role("button", name="↶ Undo")
    assert not undo.is_visible()
    app.click_line("nstc")
    app.answered(select="nstc")
    app.frame.locator(".ca-pill").nth(0).click()
    app.answered(phase="1")
    app.frame.locator(".ca-card").wait_for(state="hidden")
    undo.click()
    app.frame.locator('.ca-card[data-record="nstc"]').wait_for()
    app.answered(phase="", select="nstc")
    undo.click()
    app.frame.locator(".ca-card").wait_for(state="hidden")
    undo.wait_for(state="detached")
    tab(app, "List")
    app.page.locator(".st-key-list-rupak button").click()
    app.frame.locator('.ca-card[data-record="rupak"]').wait_for()
    undo.click()
    app.frame.locator(".ca-card").wait_for(state="hidden")
    app.answered(page="list")  # the reader stays on the page


def test_what_is_copied_is_what_the_data_says(app: Any, server: Any, atlas: Atlas) -> None:
    app.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    app.open(f"{server.url}?phase=1&select=quetta-taftan")
    app.page.get_by_role("button", name="Copy …").click()
    blocks = app.page.locator("[data-testid=stPopoverBody] [data-testid=stCode]")
    card = cards.card(atlas.by_id["quetta-taftan"], atlas)
    blocks.nth(len(card.evidence) + 1).wait_for()

    def copied(number: int) -> str:
        blocks.nth(number).get_by_role("button", name="Copy to clipboard").click()
        return str(app.page.evaluate("() => navigator.clipboard.readText()"))

    assert copied(0) == f"{server.url}?phase=1&select=quetta-taftan&data={atlas.digest}"
    whole = copied(1)
    for item in card.evidence:
        assert f"“{item.quote}”\n{item.citation}. {item.section}." in whole
    first = copied(2).splitlines()
    lead = next(item for item in card.evidence if item.role == "supports")
    assert first[0] == f"“{lead.quote}”"
    assert lead.citation in first[1]
    assert "contested, see" in first[2], "the doubt travels with what is copied"
    assert first[3] == f"{server.url}?select=quetta-taftan&data={atlas.digest}"


def test_the_keyboard_reaches_a_passage_through_the_list(app: Any) -> None:
    tab(app, "List")
    row = app.page.locator(".st-key-list-nstc button")
    row.wait_for()
    row.focus()
    app.page.keyboard.press("Enter")
    app.frame.locator('.ca-card[data-record="nstc"]').wait_for()
    assert row.evaluate("node => node === document.activeElement"), "the focus stays where the reader is"
    foot = app.page.locator(".st-key-selected")
    foot.wait_for()
    here = "node => [node.contains(document.activeElement), document.activeElement.getBoundingClientRect().bottom]"
    for _ in range(40):
        app.page.keyboard.press("Tab")
        reached, bottom = foot.evaluate(here)
        if reached:
            break
        assert bottom <= foot.bounding_box()["y"], "what has the focus is not under the foot of the panel"
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
    app.answered(page="methods")
    tab(app, "Trade")
    app.answered(page="trade")
    app.page.locator(".st-key-panel .ca-chart").first.wait_for()
    app.page.go_back()
    app.page.get_by_role("heading", name="What counts as evidence").wait_for()


def test_a_phone_shows_every_page_whole(phone: Any, server: Any) -> None:
    phone.open(server.url)
    for name, title in TABS.items():
        tab(phone, title)
        phone.answered(page="" if name == "evidence" else name)
        assert phone.page.evaluate("() => document.documentElement.scrollWidth") <= 390, name
        cut = phone.page.evaluate(
            """() => [...document.querySelectorAll('.st-key-panel button, .st-key-panel input, .st-key-panel h2')]
            .filter((n) => { const r = n.getBoundingClientRect(); return r.width && (r.left < 0 || r.right > 391); })
            .map((n) => n.textContent)"""
        )
        assert cut == [], name


REACHED = """() => {
  const hidden = (n) => !n.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const missed = [];
  for (const node of document.querySelectorAll('button, a[href], input, summary, select')) {
    const own = node.tagName === 'INPUT' && node.closest('label') || node;   // a ticked box is drawn by its label
    if (hidden(own) || own.matches('.ca-skip')) continue;   // that link comes into sight with the focus
    own.scrollIntoView({ block: 'center', inline: 'nearest' });
    const r = own.getBoundingClientRect();
    const at = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
    const seen = r.left >= 0 && r.right <= innerWidth + 1 && at && (own.contains(at) || at.contains(own));
    if (r.width && !seen) missed.push(own.textContent || own.getAttribute('aria-label') || own.id);
  }
  return missed;
}"""


def test_at_200_percent_nothing_is_cut_and_every_control_is_reached(open_view: Open, server: Any) -> None:
    view = open_view(viewport={"width": 720, "height": 450}, device_scale_factor=2)  # 1440 by 900, enlarged
    for name in ("list&select=n-cpec-afghan-leg", "trade", "export"):
        view.open(f"{server.url}?page={name}")
        view.page.locator(".st-key-panel button").nth(10).wait_for()
        for where in (view.page, view.frame):
            assert where.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
            assert where.evaluate(REACHED) == []
        assert view.page.evaluate(
            "() => [...document.querySelectorAll('.st-key-panel :is(p, h2, h3, td, th, figure)')]"
            ".every((n) => n.closest('.ca-scroll') || n.getBoundingClientRect().right <= innerWidth)"
        )


def _places(view: Any, what: str) -> list[tuple[float, float]]:
    """Where each of these controls stands in the window."""
    return view.page.locator(what).evaluate_all(
        "all => all.map((one) => { const { x, y } = one.getBoundingClientRect(); return [x, y]; })"
    )


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_no_press_moves_what_is_pressed_next(request: Any, server: Any, atlas: Atlas, size: str) -> None:
    """Nothing that a press adds stands above the controls beside it: a second press would meet another one."""
    view = request.getfixturevalue(size)
    view.open(f"{server.url}?page=list")
    controls = ".st-key-panel label:has([type=checkbox]), .st-key-list-rows button"
    view.page.locator(".st-key-panel label", has_text="2 Mining").scroll_into_view_if_needed()
    boxes = len(_places(view, ".st-key-panel label:has([type=checkbox])"))
    before = _places(view, controls)
    for phase, ticked in (("1 Infra", "1"), ("2 Mining", "1,2"), ("5 Building", "1,2,5")):
        view.page.locator(".st-key-panel label", has_text=phase).click()
        view.answered(page="list", phase=ticked)
        assert _places(view, controls)[:boxes] == before[:boxes]
    before = _places(view, controls)
    view.page.locator(".st-key-list-rows button").first.click()
    view.page.get_by_role("button", name="Read all the evidence").wait_for()
    view.settled()
    assert _places(view, controls) == before
    view.open(f"{server.url}?page=tour")
    view.page.get_by_role("button", name="Start the tour").click()
    view.page.get_by_text("Step 1 of").wait_for()
    view.settled()
    before = _places(view, ".st-key-tour-buttons button")
    for number in range(2, len(atlas.tour) + 1):
        view.page.locator(".st-key-tour-next button").click()
        view.page.get_by_text(f"Step {number} of").wait_for()
        view.settled()
        assert _places(view, ".st-key-tour-buttons button") == before
