"""The frame's arguments are those that st_folium itself would pass."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit_folium

from corridors import map as atlas_map
from corridors.model import Atlas
from corridors.selection import Selection
from corridors.views import frame


def test_arguments_are_st_foliums_own(monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[dict[str, Any]] = []
    monkeypatch.setattr(streamlit_folium, "_component_func", lambda **given: passed.append(given))
    made = atlas_map.build("release")
    streamlit_folium.st_folium(made, key=frame.KEY, height=frame.HEIGHT, returned_objects=[], use_container_width=True)
    theirs = passed.pop()
    theirs.pop("on_change")
    theirs.pop("html")
    assert "<style>" in theirs["header"]
    theirs["header"] = ""
    ours = dict(frame._rendered("release"))
    assert ours.pop("id").startswith("map_")
    theirs.pop("id")
    assert ours == theirs


def test_nothing_leads_to_another_host() -> None:
    given = frame._rendered("release")
    for link in given["css_links"] + given["js_links"]:
        assert link.startswith("../../atlas/release/")
    assert "http" not in given["script"]


def test_state_is_inert(atlas: Atlas) -> None:
    html = atlas_map.state_html(Selection(selected=("a", "{{ 7 * 7 }}", "</div><script>")), atlas, 3)
    assert "{" not in html
    assert "<script" not in html
