"""How the atlas was made, where it ends, and how to correct it."""

from __future__ import annotations

import streamlit as st

from corridors import correction, markup, methods, urlstate
from corridors.load import read_text
from corridors.markup import pages
from corridors.model import Atlas
from corridors.selection import Choose, Selection


def page(picked: Selection, atlas: Atlas, _: Choose) -> None:
    """Our own texts, and a report about an error that is ready to be copied."""
    st.html(pages.document(methods.text(atlas)))
    st.html(markup.subheading("To correct an error"))
    st.html(
        markup.note(
            "Copy this text, fill in its end and send it to whoever gave you the atlas, as an issue or a letter."
        )
    )
    st.code(correction.report(picked.selected, urlstate.encode(picked, atlas), atlas), language=None, wrap_lines=True)
    st.html(pages.document(read_text("data/basemap/BOUNDARIES.md")))
    st.html(pages.document(read_text("CHANGELOG.md")))
