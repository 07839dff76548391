"""The offline page: whole, quiet, and usable with mouse and keyboard from disk."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from exported import DATE, LINK

from corridors import cards
from corridors.export import offline
from corridors.model import Atlas
from corridors.selection import Selection, sentence, visible

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="module")
def html(atlas: Atlas) -> str:
    return offline.page(atlas, Selection(), LINK, DATE).decode()


def test_the_policy_allows_exactly_the_scripts_inside(html: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    given = {f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts}
    assert given == set(re.findall(r"'sha256-[^']*'", policy[1])) and len(scripts) == 5
    assert policy[1].startswith("default-src 'none';") and "connect-src" not in policy[1]


def test_nothing_is_loaded_from_anywhere(html: str) -> None:
    markup = re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    assert not re.search(r"\ssrc=", markup)
    assert set(re.findall(r'href="([^"]*)"', markup)) == {"data:,"}
    assert not re.search(r"url\((?!#default#VML|\"?data:)", markup)
    assert "sourceMappingURL" not in html


def test_leaflets_notice_is_kept(html: str) -> None:
    assert "(c) 2010-2022 Vladimir Agafonkin, (c) 2010-2011 CloudMade" in html
    assert "Redistribution and use in source and binary forms" in html


def test_publish_fills_a_folder_that_needs_no_server(atlas: Atlas) -> None:
    files = offline.publish(atlas, DATE, link="https://atlas.example/")
    assert {"index.html", "preview.png", "data/atlas.geojson", "data/README.txt"} <= set(files)
    assert b'property="og:image" content="https://atlas.example/preview.png"' in files["index.html"]
    assert files["preview.png"].startswith(b"\x89PNG")


@pytest.mark.browser
def test_it_opens_with_the_lists_filters_on(browser: object, atlas: Atlas, tmp_path: Path) -> None:
    picked = Selection(facets=frozenset({("country", "IRN")}), phases=frozenset({3}))
    path = tmp_path / "atlas.html"
    path.write_bytes(offline.page(atlas, picked, LINK, DATE))
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto(path.as_uri())
    page.locator(".ca-sentence").get_by_text(sentence(picked, atlas), exact=True).wait_for()
    shown = "() => corridorAtlas.atlas.records.filter((r) => corridorAtlas.atlas.shows(r)).map((r) => r.id)"
    assert page.evaluate(shown) == [record.id for record in visible(picked, atlas)]
    page.locator(".ca-pill").nth(2).click()
    assert "only=1" in page.url
    page.reload()
    assert page.evaluate(shown) == [record.id for record in visible(replace(picked, phases=frozenset()), atlas)]
    page.get_by_role("button", name="Show everything").first.click()
    assert len(page.evaluate(shown)) == sum(1 for _ in atlas.records)
    page.close()


@pytest.mark.browser
def test_it_works_from_disk_without_a_network(browser: object, html: str, atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "atlas.html"
    path.write_text(html, encoding="utf-8")
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 720})  # type: ignore[attr-defined]
    page = context.new_page()
    requests: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.goto(path.as_uri())
    page.wait_for_selector(".ca-pill")

    chosen = max(atlas.segments, key=lambda segment: len(segment.evidence))
    page.keyboard.press("/")
    page.keyboard.type(chosen.name)
    page.locator(".co-hit").first.click()
    panel = page.locator("#co-panel article")
    panel.wait_for()
    assert panel.get_attribute("data-record") == chosen.id
    quotes = page.locator("#co-panel blockquote").all_inner_texts()
    assert quotes == [f"“{item.quote}”" for item in cards.card(chosen, atlas).evidence]
    assert parse_qs(page.evaluate("location.hash").lstrip("#"))["select"] == [chosen.id]

    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_function("window.corridorAtlas.atlas.state.selected.length === 0")
    page.locator(".ca-pill").nth(2).click()
    page.wait_for_function("location.hash.includes('phase=3')")
    address = page.url
    other = context.new_page()
    other.goto(address)
    other.wait_for_selector(".ca-pill")
    assert other.evaluate("window.corridorAtlas.atlas.state.phases") == [3]
    reached = page.locator("path.ca-hit[tabindex='0']:not(.ca-hidden)").first
    wanted = reached.get_attribute("data-record")
    reached.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#co-panel article[data-record='{wanted}']")
    page.go_back()
    page.wait_for_function("window.corridorAtlas.atlas.state.selected.length === 0")

    assert [url for url in requests if not url.startswith("file:")] == []
    assert trouble == []
    context.close()


@pytest.mark.browser
def test_hostile_text_runs_nowhere(browser: object, hostile: Atlas, tmp_path: Path) -> None:
    chosen = hostile.segments[0]
    path = tmp_path / "hostile.html"
    path.write_bytes(offline.page(hostile, Selection(selected=(chosen.id,)), LINK, DATE))
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto(path.as_uri())
    page.wait_for_selector("#co-panel article")
    assert page.locator("#co-panel article h2").text_content() == chosen.name
    quotes = [node.text_content() for node in page.locator("#co-panel blockquote").all()]
    assert quotes == [f"“{item.quote}”" for item in cards.card(chosen, hostile).evidence]
    assert page.evaluate("window.pwned === undefined && !document.querySelector('#co-panel img, #co-panel script')")
    page.close()
