"""The export page: the view as it stands, as a sheet, slides, a page for a USB stick, tables or citations.

Nothing is made before it is asked for; what is made can be looked at before it is downloaded.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corridors import markup
from corridors import selection as sel
from corridors.export import formats
from corridors.export.progress import Tell, within
from corridors.model import Atlas
from corridors.selection import Choose, Selection
from corridors.views.reading import making

KINDS = {
    "pdf": "Sheet, PDF (text can be selected)", "png": "Sheet, picture (PNG)", "svg": "Sheet, drawing (SVG)",
    "pptx": "Slides to edit (PowerPoint)", "html": "Page that works without a server (HTML)",
    "csv": "Tables of routes and passages (CSV)", "geojson": "GeoJSON", "gpkg": "GeoPackage", "kml": "KML",
    "zip": "All data formats with a README (ZIP)", "txt": "Citations as text (APA and Chicago)",
    "bib": "Citations, BibTeX", "ris": "Citations, RIS", "json": "Citations, CSL-JSON",
}  # fmt: skip
PAPERS = {"16:9": "Screen, 16:9", "a4": "A4, landscape", "a4-portrait": "A4, portrait"}


def page(picked: Selection, atlas: Atlas, _: Choose) -> None:
    """Format, paper, a look, download."""
    picked = replace(picked, page="evidence", briefing=False)
    st.html(markup.heading("Export this view", sel.sentence(picked, atlas)))
    kind = str(st.selectbox("Format", list(KINDS), format_func=KINDS.__getitem__, key="export-kind"))
    paper = "a4"
    if kind in formats.SHEETS:
        paper = str(st.selectbox("Paper", list(PAPERS), format_func=PAPERS.__getitem__, key="export-paper"))

    link, day = making.link(picked, atlas), formats.today()

    def make(tell: Tell) -> making.Made:
        if kind not in formats.SHEETS:
            files = formats.render(kind, atlas, picked, link, day, paper, tell)
            return files, b"", formats.glance(files)
        sheet = formats.render("pdf", atlas, picked, link, day, paper, within(tell, 0.0, 0.5))
        picture = formats.preview(sheet[".pdf"], paper)
        if kind != "pdf":
            sheet = formats.render(kind, atlas, picked, link, day, paper, within(tell, 0.5, 1.0))
        return sheet, picture, ""

    asked = (kind, paper, picked, atlas.digest)
    making.on_request("Prepare the file", asked, make, key="export", name="corridor-atlas", form=(kind, paper))
