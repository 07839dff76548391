"""What the three Streamlit peers share: the data, and local copies of the files that Folium would fetch."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import folium
import streamlit as st

CHOICES = {1: "1", 2: "2", 3: "3", 4: "4", 5: "5", 0: "none"}


@st.cache_data
def data() -> dict[str, Any]:
    """The peers' data file, named by PEER_DATA; cached, as Streamlit's documentation advises."""
    content: dict[str, Any] = json.loads(Path(os.environ["PEER_DATA"]).read_text(encoding="utf-8"))
    return content


def blank_map() -> folium.Map:
    """A map without tiles. With no internet, Leaflet comes from the local server named by PEER_FILES.

    Folium's other default files (jQuery, Bootstrap, marker plugins) are left out, which makes these peers faster
    than they are on the web.
    """
    view = data()["view"]
    location = ((view["south"] + view["north"]) / 2, (view["west"] + view["east"]) / 2)
    made = folium.Map(location=location, zoom_start=4, tiles=None)
    files = os.environ["PEER_FILES"]
    made.default_js = [("leaflet", f"{files}/leaflet.js")]
    made.default_css = [("leaflet_css", f"{files}/leaflet.css")]
    return made


def basemap(target: folium.Map) -> None:
    """Countries, lakes and boundaries as GeoJson layers that take no clicks."""
    base = data()["basemap"]
    styles = {
        "countries": {"fillColor": "#f5f2ea", "fillOpacity": 1, "color": "#f5f2ea", "weight": 0.6},
        "lakes": {"fillColor": "#dce7ee", "fillOpacity": 1, "color": "#b7cbd8", "weight": 0.5},
        "boundaries": {"color": "#a9a69c", "weight": 0.9},
    }
    for name, style in styles.items():
        folium.GeoJson(base[name], style_function=lambda _, style=style: style, interactive=False).add_to(target)


def shown(phases: list[int]) -> list[dict[str, Any]]:
    """The lines that the phase filter lets through."""
    lines: list[dict[str, Any]] = data()["lines"]
    if not phases:
        return lines
    return [line for line in lines if set(phases) & set(line["phases"])]


def layer(line: dict[str, Any]) -> folium.PolyLine:
    """One line with its name as tooltip, by which a click is told."""
    coordinates = line["geometry"]["coordinates"]
    parts = [coordinates] if line["geometry"]["type"] == "LineString" else coordinates
    flipped = [[(latitude, longitude) for longitude, latitude in part] for part in parts]
    return folium.PolyLine(  # type: ignore[no-untyped-call]
        flipped, tooltip=line["name"], color=line["colour"], weight=4, opacity=0.95, class_name="route"
    )


def panel(name: str | None) -> None:
    """The clicked line's passages."""
    line = next((item for item in data()["lines"] if item["name"] == name), None)
    if line is None:
        st.write("Click a line.")
        return
    quotes = "".join(
        f"<p>{item['role']}</p><blockquote>{item['quote']}</blockquote><cite>{item['source']}</cite>"
        for item in line["passages"]
    )
    st.html(
        f'<div class="record" data-record="{line["id"]}"><h3>{line["name"]}</h3>{quotes}<p>{line["note"]}</p></div>'
    )
