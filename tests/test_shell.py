"""The page that the server sends first: Streamlit's, with the map in it."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import unquote

import pytest

from corridors.cards import card
from corridors.markup import escape
from corridors.views import shell
from corridors.views.guard import page_policy
from corridors.views.panel import TABS
from corridors.views.service import release


@pytest.fixture(scope="module", autouse=True)
def _ready() -> None:
    release()


def test_the_map_opens_in_the_state_of_the_link() -> None:
    _, body = shell.page({"phase": "3", "select": "nstc", "mode": "briefing"})
    found = re.search(r'<div id="ca-map" class="ca-whole"><iframe [^>]*src="([^"#]+)#([^"]*)"></iframe></div>', body)
    assert found
    assert found[1] == f"atlas/{release().name}/frame.html"
    state = json.loads(unquote(html.unescape(found[2])))
    assert (state["phases"], state["selected"], state["briefing"]) == ([3], ["nstc"], True)


@pytest.mark.parametrize("words", ['"><script>alert(1)</script>', "'onload=alert(1)", "nstc,</iframe>", "${7*7}"])
def test_nothing_of_a_link_gets_into_the_page_but_what_the_atlas_knows(words: str) -> None:
    _, body = shell.page({"select": words, "q": words, "view": words})
    frame = body.partition('<div id="ca-map">')[2].partition("</div>")[0]
    assert re.fullmatch(r'<iframe title="Map" data-address="[\w./]+" src="[\w./#%-]+"></iframe>', frame)
    assert "alert" not in body


def test_the_words_come_with_the_page() -> None:
    atlas = release().atlas
    _, body = shell.page({"select": "nstc,rupak", "phase": "3"})
    first = body.partition('<div id="ca-first"')[2]
    for record_id in ("nstc", "rupak"):
        for item in card(atlas.by_id[record_id], atlas).evidence:
            assert escape(item.citation) in first
    for words in (*TABS.values(), "✕ Phase 3 Commercial corridor", "Hidden by the filters: North-South Transport"):
        assert escape(words) in first
    _, body = shell.page({"page": "trade", "select": "nstc"})
    assert "<article" not in body, "the evidence is not what was asked for"


def test_streamlit_waits_for_the_map_and_only_known_scripts_run() -> None:
    before, _ = shell.page({})
    held = before.partition('<template id="ca-held">')[2].partition("</template>")[0]
    assert '<script type="module"' in held
    assert "modulepreload" in held
    rest = before.replace(held, "")
    assert "modulepreload" not in rest
    assert '<script type="module"' not in rest
    assert rest.rindex("<script>") < rest.index('rel="stylesheet"'), "a script waits for the style sheets before it"
    allowed = page_policy(before).partition("script-src")[2].partition(";")[0]
    assert "unsafe-inline" not in allowed
    assert allowed.count("sha256-") == len(re.findall(r"<script>", before)) == 4
