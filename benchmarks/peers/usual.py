"""Peer B: the usual st_folium app. The map is built anew at each run and every click reruns the whole page."""

import streamlit as st
from common import CHOICES, basemap, blank_map, data, layer, panel, shown  # type: ignore[import-not-found]
from streamlit_folium import st_folium

st.set_page_config(layout="wide")
phases = st.pills("Phase", list(CHOICES), format_func=CHOICES.__getitem__, selection_mode="multi")
lines = shown(phases)
st.html(f'<p class="count">{len(lines)} of {len(data()["lines"])} routes: {phases}</p>')
st.query_params["phase"] = ",".join(map(str, phases))

m = blank_map()
basemap(m)
for line in lines:
    layer(line).add_to(m)

left, right = st.columns([2, 1])
with left:
    clicked = st_folium(m, use_container_width=True, height=600)
with right:
    panel(clicked["last_object_clicked_tooltip"])
