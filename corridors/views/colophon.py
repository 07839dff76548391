"""What only the printed page shows below everything else: the link to this view, the dates, the licences."""

from __future__ import annotations

import streamlit as st

from corridors import markup
from corridors.export import content, formats
from corridors.model import Atlas
from corridors.selection import Selection
from corridors.views.reading import making


def link(picked: Selection, atlas: Atlas) -> str:
    """The address that reopens this view, as HTML."""
    return markup.colophon([f"This view: {making.link(picked, atlas)}"])


def dates(atlas: Atlas) -> None:
    """When the sources, the data and this page are from, and what may be done with them."""
    said = content.dates(atlas, formats.today()).replace("Exported:", "Printed:")
    st.html(markup.colophon([said, content.licences(atlas)]))
