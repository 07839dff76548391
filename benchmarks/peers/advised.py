"""Peer C: st_folium as its documentation advises: map kept, lines added as a feature group, few returns, a fragment."""

import folium
import streamlit as st
from common import CHOICES, basemap, blank_map, data, layer, panel, shown  # type: ignore[import-not-found]
from streamlit_folium import st_folium

st.set_page_config(layout="wide")


@st.fragment
def workspace() -> None:
    phases = st.pills("Phase", list(CHOICES), format_func=CHOICES.__getitem__, selection_mode="multi")
    lines = shown(phases)
    st.html(f'<p class="count">{len(lines)} of {len(data()["lines"])} routes: {phases}</p>')
    st.query_params["phase"] = ",".join(map(str, phases))
    m = blank_map()
    basemap(m)
    routes = folium.FeatureGroup(name="routes")
    for line in lines:
        routes.add_child(layer(line))
    left, right = st.columns([2, 1])
    with left:
        clicked = st_folium(
            m,
            key="map",
            feature_group_to_add=routes,
            returned_objects=["last_object_clicked_tooltip"],
            use_container_width=True,
            height=600,
        )
    with right:
        panel(clicked.get("last_object_clicked_tooltip"))


workspace()
