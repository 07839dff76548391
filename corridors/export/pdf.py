"""Scenes -> PDF, and PDF -> PNG.

Fonts are embedded as TrueType subsets with their character codes, so text can be selected, searched and copied. The
file holds no clock and no random number: the same pages give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pypdfium2
from fontTools.pens.basePen import BasePen
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corridors.export import fonts
from corridors.export.scene import Clip, Item, Link, Page, Shape, Text, showable

rl_config.useA85 = 0  # streams as bytes, not as letters: a fifth smaller


def pdf(pages: Sequence[Page], *, title: str, author: str, subject: str, keywords: str) -> bytes:
    """All pages as one document with an outline."""
    out = io.BytesIO()
    for name in fonts.FACES:
        # Registered anew for each document: a font remembers the characters of the document before.
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(fonts.face(name).data)))
    canvas = Canvas(out, pageCompression=1, invariant=1, lang="en-GB", initialFontName="sans")
    canvas.setTitle(showable(title))
    canvas.setAuthor(showable(author))
    canvas.setSubject(showable(subject))
    canvas.setKeywords(showable(keywords))
    canvas.setCreator("Corridor Atlas")
    last = ""
    for number, page in enumerate(pages):
        canvas.setPageSize((page.width, page.height))
        if page.title != last:
            key = f"page-{number + 1}"
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(showable(page.title), key, level=0)
            last = page.title
        for item in page.items:
            _draw(canvas, item, page.height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def png(document: bytes, index: int, pixels: tuple[int, int], dpi: int) -> bytes:
    """Page `index` of a PDF as a picture of exactly `pixels` (width, height)."""
    opened = pypdfium2.PdfDocument(document)
    try:
        page = opened[index]
        picture = page.render(scale=pixels[0] / page.get_width()).to_pil().convert("RGB")
    finally:
        opened.close()
    if picture.size != pixels:  # a page size in points seldom is a whole number of pixels
        picture = picture.crop((0, 0, *pixels)) if picture.width >= pixels[0] else picture.resize(pixels)
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(dpi, dpi), optimize=False)
    return out.getvalue()


def _draw(canvas: Any, item: Item, height: float) -> None:
    if isinstance(item, Shape):
        _shape(canvas, item, height)
    elif isinstance(item, Text):
        _text(canvas, item, height)
    elif isinstance(item, Link):
        left, top, right, bottom = item.box
        canvas.linkURL(item.address, (left, height - bottom, right, height - top), relative=0, thickness=0)
    elif isinstance(item, Clip):
        left, top, right, bottom = item.box
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(left, height - bottom, right - left, bottom - top)
        canvas.clipPath(path, stroke=0, fill=0)
        for inner in item.items:
            _draw(canvas, inner, height)
        canvas.restoreState()


def _shape(canvas: Any, item: Shape, height: float) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    for ring in item.rings:
        path.moveTo(ring[0][0], height - ring[0][1])
        for x, y in ring[1:]:
            path.lineTo(x, height - y)
        if item.closed:
            path.close()
    if item.fill:
        canvas.setFillColor(item.fill)
        canvas.setFillAlpha(item.opacity)
    if item.stroke:
        canvas.setStrokeColor(item.stroke)
        canvas.setStrokeAlpha(item.opacity)
        canvas.setLineWidth(item.width)
        canvas.setLineJoin(1)
        canvas.setLineCap(1 if item.round else 0)
        if item.dash:
            canvas.setDash(list(item.dash))
    canvas.drawPath(path, stroke=int(bool(item.stroke)), fill=int(bool(item.fill)), fillMode=0)
    canvas.restoreState()


def _text(canvas: Any, item: Text, height: float) -> None:
    text = showable(item.text)
    canvas.saveState()
    if item.halo:
        _halo(canvas, item, text, height)
    canvas.setFillColor(item.colour)
    canvas.setFont(item.face, item.size)
    canvas.drawString(item.x, height - item.y, text)
    canvas.restoreState()


class _Outline(BasePen):  # type: ignore[misc]
    """Glyph outlines as a path on the page; fontTools turns TrueType's curves into cubic ones."""

    def __init__(self, glyphs: Any, path: Any, x: float, y: float, scale: float) -> None:
        super().__init__(glyphs)
        self.path, self.x, self.y, self.scale = path, x, y, scale

    def _at(self, point: tuple[float, float]) -> tuple[float, float]:
        return self.x + point[0] * self.scale, self.y + point[1] * self.scale

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.path.moveTo(*self._at(pt))

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.path.lineTo(*self._at(pt))

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:  # noqa: N802
        self.path.curveTo(*self._at(pt1), *self._at(pt2), *self._at(pt3))

    def _closePath(self) -> None:  # noqa: N802
        self.path.close()


def _halo(canvas: Any, item: Text, text: str, height: float) -> None:
    """Outlines instead of a second text underneath: what is copied from the page must not come out twice."""
    face = fonts.face(item.face)
    glyphs, scale = face.font.getGlyphSet(), item.size / face.font["head"].unitsPerEm
    path, x = canvas.beginPath(), item.x
    for character in text:
        glyph = face.glyphs.get(ord(character), ".notdef")
        glyphs[glyph].draw(_Outline(glyphs, path, x, height - item.y, scale))
        x += fonts.width(character, item.face, item.size)
    canvas.setStrokeColor(item.halo)
    canvas.setLineWidth(item.size * 0.26)
    canvas.setLineJoin(1)
    canvas.drawPath(path, stroke=1, fill=0)
