"""Peer E1, the floor of an answer: a Streamlit page with one button and one line, in a fragment, and nothing else."""

import streamlit as st

st.set_page_config(layout="wide")


@st.fragment
def answer() -> None:
    """The line tells how often the button was pressed."""
    pressed = st.session_state.get("pressed", 0) + st.button("Press")
    st.session_state.pressed = pressed
    st.html(f'<p class="count">Pressed {pressed} times</p>')


answer()
