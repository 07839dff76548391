"""Peer E0, the floor: an empty Streamlit page that holds an empty Folium map."""

import os

import folium
import streamlit as st
from streamlit_folium import st_folium

st.set_page_config(layout="wide")
m = folium.Map(location=(39, 61), zoom_start=4, tiles=None)
m.default_js = [("leaflet", f"{os.environ['PEER_FILES']}/leaflet.js")]
m.default_css = [("leaflet_css", f"{os.environ['PEER_FILES']}/leaflet.css")]
st_folium(m, use_container_width=True, height=600, returned_objects=[])
