"""The export page: the view as it stands, as a sheet, slides, a page for a USB stick, tables or citations.

Nothing is made before it is asked for; a sheet shows its first page before the download.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corridors import markup
from corridors import selection as sel
from corridors.export import command
from corridors.faults import AtlasError
from corridors.model import Atlas
from corridors.selection import Selection
from corridors.views.panel import Choose

SHEETS = ("pdf", "png", "svg")
KINDS = {
    "pdf": "Sheet, PDF (text can be selected)", "png": "Sheet, picture (PNG)", "svg": "Sheet, drawing (SVG)",
    "pptx": "Slides to edit (PowerPoint)", "html": "Page that works without a server (HTML)",
    "csv": "Tables of routes and passages (CSV)", "geojson": "GeoJSON", "gpkg": "GeoPackage", "kml": "KML",
    "zip": "All data formats with a README (ZIP)", "txt": "Citations as text (APA and Chicago)",
    "bib": "Citations, BibTeX", "ris": "Citations, RIS", "json": "Citations, CSL-JSON",
}  # fmt: skip
PAPERS = {"16:9": "Screen, 16:9", "a4": "A4, landscape", "a4-portrait": "A4, portrait"}


def page(picked: Selection, atlas: Atlas, _: Choose) -> None:
    """Format, paper, preview, download."""
    picked = replace(picked, page="evidence", briefing=False)
    st.html(markup.heading("Export this view", sel.sentence(picked, atlas)))
    kind = str(st.selectbox("Format", list(KINDS), format_func=KINDS.__getitem__, key="export-kind"))
    paper = "a4"
    if kind in SHEETS:
        paper = str(st.selectbox("Paper", list(PAPERS), format_func=PAPERS.__getitem__, key="export-paper"))
    asked = (kind, paper, picked, atlas.digest)
    if st.button("Prepare the file", key="export-prepare", type="primary"):
        st.session_state["export"] = None
        try:
            with st.spinner("Drawing …"):
                st.session_state["export"] = (asked, *_make(kind, paper, picked, atlas))
        except AtlasError as error:
            st.html(markup.notices([str(error)]))
    made = st.session_state.get("export")
    if made and made[0] == asked:
        _offer(made[1], made[2])


def _make(kind: str, paper: str, picked: Selection, atlas: Atlas) -> tuple[dict[str, bytes], bytes]:
    """The files by ending, and the picture of a sheet's first page."""
    day = command.today()
    link = command.address(str(st.context.url or "").partition("?")[0], picked, atlas)
    preview = command.preview(atlas, picked, link, day, paper) if kind in SHEETS else b""
    return command.render(kind, atlas, picked, link, day, paper), preview


def _offer(files: dict[str, bytes], preview: bytes) -> None:
    if preview:
        st.image(preview, caption="First page of the sheet")
    for ending, data in files.items():
        st.download_button(
            f"Download corridor-atlas{ending} ({len(data) / 1000:,.0f} kB)", data, f"corridor-atlas{ending}",
            on_click="ignore", key=f"download{ending}",
        )  # fmt: skip
