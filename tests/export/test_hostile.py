"""Whatever the data says arrives as it is in every format, and is nowhere markup, formula or code."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import bibtexparser
import pytest
import rispy
from exported import DATE, LINK, collisions, outside, said, squeezed
from pptx import Presentation

from corridors import cards
from corridors.export import citations, offline, slides, tables
from corridors.export.papers import PAPERS
from corridors.export.parts import of_sheet
from corridors.export.scene import showable
from corridors.export.sheet import compose
from corridors.model import Atlas
from corridors.selection import Selection


@pytest.fixture(scope="module")
def selection(hostile: Atlas) -> Selection:
    """A record with every role of evidence that one can have here."""
    best = max(
        hostile.segments, key=lambda segment: (len({item.role for item in segment.evidence}), len(segment.evidence))
    )
    return Selection(selected=(best.id,))


def test_sheet(hostile: Atlas, selection: Selection) -> None:
    sheet = compose(hostile, of_sheet(hostile, selection, LINK), DATE, "a4")
    view = cards.card(hostile.by_id[selection.selected[0]], hostile)
    for page in sheet.pages:
        assert outside(page, PAPERS["a4"].margin) == []
        assert collisions(page) == []
    for item in view.evidence:
        assert squeezed(item.quote) in said(sheet.pages, "quote")
        assert squeezed(item.citation) in said(sheet.pages, "citation")
    assert squeezed(view.name) in said(sheet.pages, "title")
    assert sheet.pdf(hostile).startswith(b"%PDF")
    for page, data in zip(sheet.pages, sheet.svgs(), strict=True):
        root = ET.fromstring(data)
        tags = {node.tag.removeprefix("{http://www.w3.org/2000/svg}") for node in root.iter()}
        assert tags <= {"svg", "title", "desc", "style", "path", "text", "a", "rect", "clipPath", "g"}
        assert not any(name.startswith("on") for node in root.iter() for name in node.attrib)
        assert [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")] == [t.text for t in page.texts()]


def test_filter_sheet_and_legend(hostile: Atlas) -> None:
    page = compose(hostile, of_sheet(hostile, Selection(), LINK), DATE, "16:9").pages[0]
    assert outside(page, PAPERS["16:9"].margin) == []
    assert collisions(page) == []
    families = said((page,), "legend")
    assert all(squeezed(family.name) in families for family in hostile.families)


def test_tables(hostile: Atlas) -> None:
    quotes = {passage.id: passage.quote for passage in hostile.passages}
    document = json.loads(tables.geojson(hostile, Selection(), LINK, DATE))
    for feature in document["features"]:
        assert feature["properties"]["name"] == hostile.by_id[feature["id"]].name
        assert all(item["quote"] == quotes[item["passage"]] for item in feature["properties"]["evidence"])
    text = tables.passages_csv(hostile, Selection()).decode("utf-8-sig")
    assert not re.search(r'(^|,|\n)"?[=+@-]', text.replace('""', ""))
    root = ET.fromstring(tables.kml(hostile, Selection(), LINK, DATE))
    kml = "{http://www.opengis.net/kml/2.2}"
    for mark in root.iter(f"{kml}Placemark"):
        assert mark.findtext(f"{kml}name") == showable(hostile.by_id[str(mark.get("id"))].name)
        told = mark.findtext(f"{kml}description") or ""
        assert set(re.findall(r"<[^>]*>", told)) <= {"<br>"}


def test_citations(hostile: Atlas, selection: Selection) -> None:
    items = citations.entries(hostile, selection, LINK, DATE)
    assert [entry["title"] for entry in rispy.loads(citations.ris(hostile, selection, LINK, DATE).decode())] == [
        citations._line(item["title"]) for item in items
    ]
    library = bibtexparser.parse_string(citations.bibtex(hostile, selection, LINK, DATE).decode())
    assert library.failed_blocks == [] and len(library.entries) == len(items)
    for style in ("APA", "Chicago"):
        for item, reference in zip(items, citations.plain(items, style), strict=True):
            assert citations._line(item["title"]) in reference


def test_slides(hostile: Atlas, selection: Selection) -> None:
    deck = Presentation(io.BytesIO(slides.pptx(hostile, selection, LINK, DATE)))
    shown = squeezed("".join(s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame))
    for item in cards.card(hostile.by_id[selection.selected[0]], hostile).evidence:
        assert squeezed(item.quote) in shown


class _Page(HTMLParser):
    """Elements, attributes and scripts, as a browser's tokeniser sees them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names.update(name for name, _ in attrs)


def test_offline_page(hostile: Atlas, selection: Selection) -> None:
    page = offline.page(hostile, selection, LINK, DATE).decode()
    read = _Page()
    read.feed(page)
    assert read.tags.count("script") == 5 and "svg" not in read.tags and "img" not in read.tags
    assert not any(name.startswith("on") for name in read.names)
    assert page.lower().count("</script") == 5 and "<!--" not in page
