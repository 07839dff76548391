"""The page of the map's frame, and what it is told."""

from __future__ import annotations

import json
import re

from corridors import framestate, payload
from corridors import map as atlas_map
from corridors.model import Atlas
from corridors.selection import Selection
from corridors.views.guard import frame_policy


def test_the_page_asks_for_its_neighbours_only_and_in_order() -> None:
    page = atlas_map.page()
    assert re.findall(r'<script src="([^"]+)"', page) == ["leaflet.js", "data.js", "atlas.js"]
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == ["leaflet.css", "atlas.css"]
    assert "//" not in re.sub(r"<!--.*?-->", "", page)


def test_the_same_data_makes_the_same_page() -> None:
    assert atlas_map.page() == atlas_map.page()


def test_the_frame_is_shut_off_and_runs_its_own_scripts_alone() -> None:
    page = atlas_map.page()
    policy = frame_policy(page)
    assert "sandbox allow-scripts;" in policy
    assert "connect-src 'none'" in policy
    scripts = policy.partition("script-src")[2].partition(";")[0]
    assert "unsafe-inline" not in scripts
    assert scripts.count("sha256-") == len(re.findall(r"<script>", page)) > 0
    assert frame_policy(page.replace("startInFrame", "other")) != policy


def test_the_state_holds_ids_and_numbers_only(atlas: Atlas) -> None:
    picked = Selection(phases=frozenset({0, 3}), selected=(atlas.segments[0].id,))
    written = framestate.state(picked, atlas)
    told = json.loads(written)
    assert told["phases"] == [0, 3]
    assert told["selected"] == [atlas.segments[0].id]
    assert len(written) < 300


def test_the_data_script_ends_no_element_and_opens_no_comment(atlas: Atlas) -> None:
    script = payload.script(atlas)
    assert not re.search(r"</|<!--|[\u2028\u2029]", script)
    literal = script.removeprefix("window.CORRIDOR_ATLAS=JSON.parse('").removesuffix("');")
    assert not re.search(r"(?<!\\)(?:\\\\)*'", literal)
    for written, character in ((r"\!", "!"), (r"\/", "/"), (r"\'", "'"), ("\\u2028", "\u2028"), ("\\u2029", "\u2029")):
        literal = literal.replace(written, character)
    assert json.loads(literal.replace("\\\\", "\\")) == json.loads(json.dumps(payload.payload(atlas)))
