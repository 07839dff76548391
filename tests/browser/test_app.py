"""What a user sees and does, in a real browser with the network blocked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from corridors import cards
from corridors.model import Atlas
from corridors.selection import NO_PHASE, Selection, facet_outcome, sentence, shows
from corridors.urlstate import encode

Open = Callable[..., Any]


def drawn(atlas: Atlas, selection: Selection) -> set[str]:
    return {item.id for item in atlas.segments if item.claim != "rejected" and shows(selection, item, atlas)}


def test_every_route_is_drawn(app: Any, atlas: Atlas) -> None:
    assert app.shown() == drawn(atlas, Selection())


def test_start_view_frames_the_routes(app: Any) -> None:
    outside = app.frame.evaluate(
        """() => { const a = corridorAtlas.atlas, s = a.map.getSize(), top = a.top.offsetHeight, out = [];
        for (const [id, n] of a.nodes) if (n.line) {
          const b = n.hit.getBounds(), p = a.map.latLngToContainerPoint(b.getCenter());
          if (p.x < 0 || p.x > s.x || p.y < top || p.y > s.y) out.push(id); }
        return out; }"""
    )
    assert outside == []


def test_a_click_shows_card_and_all_passages(app: Any, atlas: Atlas) -> None:
    for record in ("n-cpec-afghan-leg", "cpec-trunk", "quetta-taftan", "balochistan-mineral-exports", "tapi", "nstc"):
        app.click_line(record)
        view = cards.card(atlas.by_id[record], atlas)
        card = app.frame.locator(f'.ca-card[data-record="{record}"]')
        card.wait_for()
        assert card.locator("blockquote").first.inner_text() == f"“{view.lead[0].quote}”"
        app.answered(select=record)
        panel = app.page.locator(f'.st-key-panel article[data-record="{record}"]')
        quotes = [text.strip() for text in panel.locator("blockquote").all_inner_texts()]
        assert quotes == [item.quote for item in sorted(view.evidence, key=lambda item: _ROLES.index(item.role))]
        text = panel.inner_text()
        for item in view.evidence:
            assert item.citation in text
            assert item.section in text
        assert "Supplied by the curator, not by the articles" in text
        app.frame.locator(".ca-close").click()  # the card may lie over the next line
        card.wait_for(state="hidden")


_ROLES = ("supports", "conditions", "doubts", "rejects", "context")


def test_a_doubt_is_on_the_card_of_every_contested_route(app: Any, atlas: Atlas) -> None:
    for record in (item for item in atlas.segments if item.contested):
        app.frame.evaluate("(id) => corridorAtlas.atlas.choose(id, [], null)", record.id)
        text = app.frame.locator(".ca-card").inner_text()
        assert "contested" in text
        assert "Doubts it" in text or "Rejects it" in text, record.id


def test_a_phase_pill_shows_the_routes_of_that_phase(app: Any, atlas: Atlas) -> None:
    for number in (1, 2, 3, 4, 5, NO_PHASE):
        wanted = Selection(phases=frozenset({number}))
        pill = app.frame.locator(".ca-pill").nth(number - 1 if number else 5)
        pill.click()
        assert app.shown() == drawn(atlas, wanted), number
        assert app.frame.locator(".ca-sentence").inner_text() == sentence(wanted, atlas)
        app.answered(phase=str(number) if number else "none")
        assert app.page.locator(".st-key-panel .ca-sentence").inner_text() == sentence(wanted, atlas)
        pill.click()
        assert app.shown() == drawn(atlas, Selection()), number


def test_the_frame_filters_as_python_does(app: Any, atlas: Atlas) -> None:
    """The rules stand twice, in selection.py and in atlas.js: both must agree on every combination tried."""
    families = list(atlas.family)
    cases = [
        Selection(phases=frozenset(p), families=frozenset(f), stated_only=s, hide_context=h, facets=frozenset(c))
        for p in ([], [1], [3], [NO_PHASE], [2, 4], [NO_PHASE, 5])
        for f in ([], families[:1], families[2:5])
        for s in (False, True)
        for h in (False, True)
        for c in ((), (("claim", "proposed"), ("country", "AFG"), ("country", "IRN")))
    ]
    states = [
        {
            "phases": sorted(case.phases),
            "families": sorted(case.families),
            "stated": case.stated_only,
            "hideContext": case.hide_context,
            "only": facet_outcome(case, atlas),
        }
        for case in cases
    ]
    found = app.frame.evaluate(
        "(states) => states.map((s) => { const a = corridorAtlas.atlas; a.show(s);"
        " return [a.records.filter((r) => a.shows(r)).map((r) => r.id), a.sentence()]; })",
        states,
    )
    for case, state, (ids, words) in zip(cases, states, found, strict=True):
        assert ids == [record.id for record in atlas.records if shows(case, record, atlas)], json.dumps(state)
        assert words == sentence(case, atlas)


def test_an_empty_filter_says_so_and_resets(desktop: Any, server: Any, atlas: Atlas) -> None:
    desktop.open(f"{server.url}?phase=5&family=pipelines")
    message = desktop.frame.locator(".ca-empty")
    message.wait_for()
    assert desktop.shown() == set()
    message.get_by_role("button").click()
    assert desktop.shown() == drawn(atlas, Selection())


def test_a_copied_link_reopens_the_view(app: Any, open_view: Open, atlas: Atlas) -> None:
    app.frame.locator(".ca-pill").nth(2).click()
    app.click_line("n-cpec-northern-leg")
    app.frame.locator(".ca-tools button").first.click()
    app.page.wait_for_url("**/*view=*")
    app.answered(phase="3", select="n-cpec-northern-leg")
    other = open_view()
    other.open(app.page.url)
    for read in (lambda v: v.shown(), lambda v: v.query(), lambda v: v.frame.locator(".ca-card h2").inner_text()):
        assert read(other) == read(app)
    state = "() => [corridorAtlas.atlas.map.getZoom(), corridorAtlas.atlas.map.getCenter().lng]"
    assert other.frame.evaluate(state) == pytest.approx(app.frame.evaluate(state), abs=0.002)
    before = other.frame.evaluate("() => innerWidth")
    other.page.set_viewport_size({"width": 1385, "height": 873})
    other.frame.wait_for_function(
        "before => innerWidth !== before && corridorAtlas.atlas.framed.x === innerWidth", arg=before
    )
    assert other.frame.evaluate(state) == pytest.approx(app.frame.evaluate(state), abs=0.002), (
        "a late size moves nothing"
    )


def test_back_and_forward(app: Any) -> None:
    app.click_line("nstc")
    app.answered(select="nstc")
    app.frame.locator(".ca-pill").nth(2).click()
    app.answered(phase="3", select="")
    app.page.go_back()
    app.frame.locator('.ca-card[data-record="nstc"]').wait_for()
    app.answered(phase="", select="nstc")
    app.page.go_back()
    app.frame.locator(".ca-card").wait_for(state="hidden")
    app.answered(select="")
    app.page.go_forward()
    app.frame.locator('.ca-card[data-record="nstc"]').wait_for()
    app.page.locator('.st-key-panel article[data-record="nstc"]').wait_for()


def test_a_dead_link_says_so_and_shows_the_rest(desktop: Any, server: Any) -> None:
    desktop.open(f"{server.url}?select=no-such-route,rupak&phase=9&data=000000000000")
    notices = desktop.page.locator(".st-key-panel .ca-notice")
    notices.first.wait_for()
    text = " ".join(notices.all_inner_texts())
    assert "no-such-route" in text
    assert "9" in text
    assert "data has changed" in text
    desktop.frame.locator('.ca-card[data-record="rupak"]').wait_for()


def test_what_is_selected_but_hidden_by_a_filter_says_so(desktop: Any, server: Any, atlas: Atlas) -> None:
    desktop.open(f"{server.url}?family=cpec&select=tapi")
    assert "tapi" not in desktop.shown()
    assert desktop.frame.locator(".ca-card .ca-unseen").is_visible()
    said = desktop.page.locator(".st-key-panel .ca-notice").inner_text()
    assert said == f"Hidden by the filters: {atlas.by_id['tapi'].name}."
    desktop.frame.locator(".ca-tools button").first.wait_for()
    desktop.frame.evaluate("() => corridorAtlas.atlas.reset()")
    desktop.page.locator(".st-key-panel .ca-notice").wait_for(state="detached")
    assert not desktop.frame.locator(".ca-card .ca-unseen").count()


def test_a_name_on_the_map_opens_what_it_names(app: Any, atlas: Atlas) -> None:
    names = {record.id: record.label for record in atlas.segments} | {place.id: place.name for place in atlas.places}
    labels = app.frame.locator(".ca-label-route:visible, .ca-label-place:visible")
    labels.first.wait_for()
    words = labels.all_inner_texts()
    assert len(words) > 8
    for name in words[:8]:
        app.page.wait_for_timeout(300)  # labels find their places anew after the last click
        app.frame.locator(".ca-opens:visible").get_by_text(name, exact=True).first.click()
        opened = app.frame.locator(".ca-card").get_attribute("data-record")
        assert name.replace(" ?", "").replace(" †", "") == names[opened]
        app.frame.evaluate("() => corridorAtlas.atlas.clear()")


def test_a_link_on_a_phone_shows_its_route_above_the_card_and_a_tab_its_page(phone: Any, server: Any) -> None:
    phone.open(f"{server.url}?select=nstc")
    phone.frame.locator(".ca-card blockquote").first.wait_for()
    under = phone.frame.evaluate(
        "() => { const a = corridorAtlas.atlas, top = a.card.getBoundingClientRect().top;"
        " const spots = a.spots(a.byId.get('nstc')); return spots.filter((p) => p.y > top).length / spots.length; }"
    )
    assert under == 0
    phone.page.locator(".st-key-page").get_by_role("radio", name="Trade").tap()
    phone.page.locator(".ca-chart").first.wait_for()
    assert phone.page.locator(".st-key-panel").bounding_box()["y"] < 60, "the page that was asked for can be read"


def test_a_notice_about_the_link_goes_with_it(desktop: Any, server: Any) -> None:
    desktop.open(f"{server.url}?select=nonsense")
    desktop.page.locator(".st-key-panel .ca-notice").wait_for()
    desktop.page.locator(".st-key-page").get_by_role("radio", name="Trade").click()
    desktop.page.locator(".ca-chart").first.wait_for()
    assert not desktop.page.locator(".st-key-panel .ca-notice").count()


def test_the_keys_reach_a_briefing_that_a_link_opens(desktop: Any, server: Any) -> None:
    desktop.open(f"{server.url}?mode=briefing")
    desktop.page.keyboard.press("Escape")
    desktop.page.locator(".st-key-panel").wait_for()


def test_briefing_hides_every_control(desktop: Any, server: Any) -> None:
    desktop.open(f"{server.url}?select=nstc&mode=briefing")
    desktop.page.locator(".st-key-panel").wait_for(state="hidden")
    for control in (".ca-pills", ".ca-tools", ".ca-close"):
        assert not desktop.frame.locator(control).first.is_visible()
    for kept in (".ca-title", ".ca-legend", ".ca-strip", ".leaflet-control-scale", ".ca-card blockquote"):
        assert desktop.frame.locator(kept).first.is_visible()
    width = desktop.page.locator("#ca-map > iframe").bounding_box()["width"]
    assert width == 1440
    desktop.frame.locator(".ca-leave").hover()
    desktop.frame.locator(".ca-leave").click()
    desktop.page.locator(".st-key-panel").wait_for()
    desktop.frame.get_by_role("button", name="Briefing view").click()
    desktop.page.locator(".st-key-panel").wait_for(state="hidden")
    desktop.page.keyboard.press("Escape")
    desktop.page.locator(".st-key-panel").wait_for()


def test_the_wheel_leads_to_the_end_of_the_panel(desktop: Any, server: Any) -> None:
    desktop.open(f"{server.url}?select=nstc")
    last = desktop.page.locator(".st-key-panel article h3, .st-key-panel article dd").last
    assert last.bounding_box()["y"] > 900
    desktop.page.mouse.move(1200, 600)
    for _ in range(20):
        desktop.page.mouse.wheel(0, 400)
    desktop.page.wait_for_timeout(300)
    box = last.bounding_box()
    assert 0 < box["y"] < box["y"] + box["height"] < 900
    tabs = desktop.page.locator(".st-key-page").bounding_box()
    assert tabs["y"] >= -12, "the tabs stay in reach"
    # Another record begins at its head; one that joins it is brought into view.
    desktop.frame.evaluate("() => corridorAtlas.atlas.choose('tapi', [], null)")
    desktop.answered(select="tapi")
    top = "node => node.closest('.st-key-panel').scrollTop"
    assert desktop.page.locator('article[data-record="tapi"]').evaluate(top) == 0
    desktop.frame.evaluate("() => corridorAtlas.atlas.choose('rupak', [], { ctrlKey: true })")
    desktop.answered(select="tapi,rupak")
    joined = desktop.page.locator('article[data-record="rupak"] h2').bounding_box()
    assert tabs["y"] + tabs["height"] <= joined["y"] < 400
    desktop.page.locator(".st-key-page").get_by_role("radio", name="Methods").click()
    desktop.answered(page="methods")
    assert desktop.page.locator(".st-key-panel").evaluate(top) == 0
    desktop.page.locator(".st-key-page").get_by_role("radio", name="Evidence").click()
    desktop.answered(select="tapi,rupak", page="")
    assert desktop.page.locator(".st-key-panel").evaluate(top) == 0, "both were there: neither has joined the other"


BESIDE = "(one) => document.querySelector(one).click()"
PILL = "(one) => [...document.querySelectorAll('.ca-pill')].find((pill) => pill.textContent.startsWith(one)).click()"


@pytest.mark.parametrize("turned", [False, True], ids=["panel, map", "map, panel"])
@pytest.mark.parametrize(
    ("beside", "pill", "asked"),
    [
        (".st-key-without-phase-5 button", "1", "1,3"),
        ("[class*=st-key-list-phase-2] input", "1", "1,2,3,5"),
        ("[class*=st-key-list-phase-2] input", "3", "2,5"),
    ],
)
def test_two_inputs_on_the_same_view_are_both_heeded(
    desktop: Any, server: Any, beside: str, pill: str, asked: str, turned: bool
) -> None:
    """The second is made before the answer to the first is there."""
    inputs = [lambda: desktop.page.evaluate(BESIDE, beside), lambda: desktop.frame.evaluate(PILL, pill)]
    desktop.open(f"{server.url}?phase=3,5&page=list")
    for press in inputs[::-1] if turned else inputs:
        press()
    desktop.answered(page="list", phase=asked)
    desktop.page.wait_for_timeout(300)
    desktop.answered(page="list", phase=asked)
    pressed = desktop.frame.locator(".ca-pill[aria-pressed=true]").all_inner_texts()
    ticked = desktop.page.locator("[class*=st-key-list-phase-] label:has(:checked)").all_inner_texts()
    assert ",".join(words[0] for words in pressed) == ",".join(words[0] for words in ticked) == asked


def test_the_other_lines_fade_beside_a_chosen_one(app: Any) -> None:
    faded = """wanted => Object.entries(wanted).every(([id, faded]) =>
      corridorAtlas.atlas.nodes.get(id).layers.every((layer) => {
        let seen = 1;
        for (let e = layer.getElement(); e; e = e.parentElement) seen *= +getComputedStyle(e).opacity;
        return (seen < 0.4) === faded; }))"""
    app.click_line("nstc")
    app.frame.wait_for_function(faded, arg={"nstc": False, "tapi": True})
    app.frame.evaluate("() => corridorAtlas.atlas.choose('tapi', [], null)")
    app.frame.wait_for_function(faded, arg={"nstc": True, "tapi": False})
    app.frame.locator(".ca-close").click()
    app.frame.wait_for_function(faded, arg={"nstc": False, "tapi": False})


def test_overlapping_lines_are_all_offered(app: Any) -> None:
    app.frame.evaluate(
        """() => { const a = corridorAtlas.atlas, p = a.nodes.get('cpec-trunk').hit;
        a.choose('cpec-trunk', ['xinjiang-central-asia'], null); }"""
    )
    app.frame.locator(".ca-also button").click()
    app.frame.locator('.ca-card[data-record="xinjiang-central-asia"]').wait_for()


def test_the_keyboard_reaches_a_passage(app: Any) -> None:
    app.frame.locator('path.ca-hit[data-record="nstc"]').focus()
    app.page.keyboard.press("Enter")
    app.frame.locator('.ca-card[data-record="nstc"] blockquote').first.wait_for()
    app.page.keyboard.press("Escape")
    app.frame.locator(".ca-card").wait_for(state="hidden")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_no_two_labels_overlap(open_view: Open, server: Any, width: int, height: int) -> None:
    view = open_view(viewport={"width": width, "height": height})
    view.open(server.url)
    for longitude, latitude in ((66, 40), (62, 27), (75, 37), (50, 40)):
        for zoom in (4, 5, 6, 7, 8):
            clashes = view.frame.evaluate(_CLASHES, [latitude, longitude, zoom])
            assert clashes == [], (longitude, latitude, zoom)


_CLASHES = """async ([latitude, longitude, zoom]) => {
  const atlas = corridorAtlas.atlas; atlas.touched = true;
  atlas.map.setView([latitude, longitude], zoom, { animate: false });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const boxes = [...document.querySelectorAll('.ca-label')].filter((n) => n.style.display !== 'none')
    .map((n) => [n.textContent, n.getBoundingClientRect()]), out = [];
  if (!boxes.length) out.push(['no label at all']);
  boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
    if (p.left < q.right && p.right > q.left && p.top < q.bottom && p.bottom > q.top) out.push([a, b]); }));
  for (const [text, r] of boxes) for (const box of [atlas.top, atlas.legend, atlas.strip]) {
    const q = box.getBoundingClientRect();
    if (r.left < q.right && r.right > q.left && r.top < q.bottom && r.bottom > q.top) out.push([text, box.className]); }
  return out;
}"""


def test_phone(phone: Any, server: Any, atlas: Atlas) -> None:
    view = phone
    view.open(server.url)
    assert view.shown() == drawn(atlas, Selection())
    wide = view.page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390
    view.click_line("nstc")
    box = view.frame.locator(".ca-card").bounding_box()
    assert box["width"] == 390
    view.frame.locator(".ca-close").click()
    view.open(server.url + "?select=quetta-taftan")
    hidden = view.frame.evaluate(
        """() => { const a = corridorAtlas.atlas, sheet = a.card.getBoundingClientRect().top;
        const spots = a.spots(a.byId.get('quetta-taftan'));
        return spots.filter((p) => p.y > sheet).length / spots.length; }"""
    )
    assert hidden < 0.5, "the sheet hides the line that it speaks of"
    view.open(server.url + "?select=nstc&mode=briefing")
    assert view.frame.locator(".ca-card").bounding_box()["width"] == 390, "a picture for a phone has the same sheet"
    leave = view.frame.locator(".ca-leave")
    assert leave.evaluate("e => getComputedStyle(e).opacity") == "1", "no mouse comes near to show it"
    leave.click()
    view.page.locator(".st-key-panel").wait_for()
    view.open(server.url)  # the start view again: a line outside the map's frame is not drawn at all
    view.frame.locator(".ca-pill").nth(5).scroll_into_view_if_needed()
    view.frame.locator(".ca-pill").nth(5).click()
    assert view.shown() == drawn(atlas, Selection(phases=frozenset({NO_PHASE})))


def test_two_visitors_do_not_see_each_other(open_view: Open, server: Any) -> None:
    first, second = open_view(), open_view()
    first.open(server.url)
    second.open(server.url)
    first.click_line("nstc")
    first.answered(select="nstc")
    second.frame.locator(".ca-pill").nth(0).click()
    second.answered(phase="1")
    assert not second.frame.locator(".ca-card").is_visible()
    first.answered(select="nstc", phase="")


def test_back_leaves_a_handwritten_link(desktop: Any, server: Any) -> None:
    desktop.open(f"{server.url}?phase=1")
    desktop.click_line("quetta-taftan")
    desktop.answered(select="quetta-taftan")
    desktop.page.go_back()
    desktop.page.wait_for_url(f"{server.url}?phase=1")
    desktop.frame.locator(".ca-card").wait_for(state="hidden")


def test_a_sheet_is_previewed_and_downloaded(desktop: Any, server: Any) -> None:
    desktop.open(f"{server.url}?page=export&select=quetta-taftan")
    desktop.page.get_by_role("button", name="Prepare the file").click()
    desktop.page.get_by_role("img", name="First page of the sheet").or_(
        desktop.page.locator(".stImage img")
    ).first.wait_for(timeout=60_000)
    with desktop.page.expect_download() as waiting:
        desktop.page.get_by_role("button", name="Download corridor-atlas.pdf").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")


def test_fast_input_ends_in_what_the_last_one_asked_for(app: Any, atlas: Atlas) -> None:
    final = app.frame.evaluate(
        """async () => {
          const atlas = corridorAtlas.atlas, pills = [...document.querySelectorAll('.ca-pills .ca-pill')].slice(0, 6);
          let seed = 7; const random = (n) => { seed = (seed * 16807) % 2147483647; return seed % n; };
          for (let i = 0; i < 200; i += 1) {
            const shown = [...document.querySelectorAll('path.ca-hit:not(.ca-hidden)')];
            if (random(2) || !shown.length) pills[random(6)].click();
            else atlas.choose(shown[random(shown.length)].dataset.record, [], null);
            if (random(3) === 0) await new Promise((done) => setTimeout(done, random(60)));
          }
          return atlas.state; }"""
    )
    picked = Selection(phases=frozenset(final["phases"]), selected=tuple(final["selected"]))
    assert app.shown() == drawn(atlas, picked)
    assert app.frame.locator(".ca-sentence").inner_text() == sentence(picked, atlas)
    wanted = encode(picked, atlas)
    app.answered(**wanted)
    app.page.locator(".st-key-panel .ca-sentence").get_by_text(sentence(picked, atlas), exact=True).wait_for()
    app.page.wait_for_timeout(500)  # nothing older comes after it
    assert app.query() == wanted
    assert app.frame.evaluate("() => [corridorAtlas.atlas.state.phases, corridorAtlas.atlas.state.selected]") == [
        final["phases"],
        final["selected"],
    ]


def test_a_frame_without_a_size_does_not_break_the_map(app: Any, atlas: Atlas) -> None:
    """The page may give the frame its height only after the map has been set up."""
    app.frame.evaluate(
        """async () => {
          const box = corridorAtlas.atlas.map.getContainer();
          const soon = () => new Promise((done) => setTimeout(done, 80));
          for (const [width, height] of [['0', '0'], ['0', '600px'], ['600px', '0'], ['90px', '90px']]) {
            box.style.setProperty('width', width, 'important'); box.style.setProperty('height', height, 'important');
            await soon();
            corridorAtlas.atlas.show({ revision: 0, selected: ['nstc'] });
            await soon();
          }
          box.style.removeProperty('width'); box.style.removeProperty('height');
          await soon(); }"""
    )
    centre = app.frame.evaluate("() => { const c = corridorAtlas.atlas.map.getCenter(); return [c.lng, c.lat]; }")
    assert 40 < centre[0] < 90
    assert 20 < centre[1] < 60
    assert app.shown() == drawn(atlas, Selection())


def test_the_legend_opens_with_the_room_for_it_until_the_visitor_decides(app: Any) -> None:
    legend = app.frame.locator(".ca-legend")
    low, high = {"width": 1440, "height": 400}, {"width": 1440, "height": 900}
    try:
        for size, is_open in ((low, False), (high, True)):
            app.page.set_viewport_size(size)
            app.frame.locator(f".ca-legend{'[open]' if is_open else ':not([open])'}").wait_for()
        legend.locator("summary").click()
        app.page.set_viewport_size({"width": 1440, "height": 880})
        app.page.wait_for_timeout(300)
        assert legend.get_attribute("open") is None
    finally:
        app.page.set_viewport_size(high)


def test_one_key_opens_the_briefing_view_and_leaves_it(app: Any) -> None:
    app.frame.locator("#map_atlas").focus()
    app.page.keyboard.press("b")
    app.page.locator(".st-key-panel").wait_for(state="hidden")
    assert not app.frame.locator(".ca-pills").is_visible()
    app.page.keyboard.press("b")
    app.page.locator(".st-key-panel").wait_for()
    assert app.frame.locator(".ca-pills").is_visible()


def test_the_question_mark_shows_the_keys_and_escape_closes_them(app: Any) -> None:
    app.frame.locator("#map_atlas").focus()
    app.page.keyboard.press("?")
    keys = app.frame.get_by_role("dialog", name="Keys of the map")
    assert "briefing view" in keys.inner_text()
    app.page.keyboard.press("Escape")
    keys.wait_for(state="hidden")
