"""The typefaces of sheets and slides, and how wide a text is in them.

Source Sans Pro and Source Serif Pro (SIL Open Font License) come from two installed packages, so that a sheet looks
the same on every machine and every width is known before anything is drawn. Slides name Arial and Times New Roman,
which every office program has or replaces by fonts of the same widths. Sizes and widths are points.
"""

from __future__ import annotations

import io
import re
from functools import cache, cached_property
from importlib.metadata import files as installed_files
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from fontTools import subset
from fontTools.ttLib import TTFont

from corridors.faults import MissingData
from corridors.load import read

FACES: Final[dict[str, tuple[str, str]]] = {
    "sans": ("font-source-sans-pro", "SourceSansPro-Regular.ttf"),
    "sans-bold": ("font-source-sans-pro", "SourceSansPro-Semibold.ttf"),
    "sans-italic": ("font-source-sans-pro", "SourceSansPro-It.ttf"),
    "serif": ("font-source-serif-pro", "SourceSerifPro-Regular.ttf"),
    "serif-bold": ("font-source-serif-pro", "SourceSerifPro-Semibold.ttf"),
    "serif-italic": ("font-source-serif-pro", "SourceSerifPro-It.ttf"),
}
OFFICE: Final = {
    "arial": "Helvetica", "arial-bold": "Helvetica-Bold", "arial-italic": "Helvetica-Oblique",
    "times": "Times-Roman", "times-bold": "Times-Bold",
}  # fmt: skip
SLACK: Final = 1.02  # office programs round widths to whole units
ASCENT: Final = 0.76  # of the size: the top of capitals and ascenders above the baseline
DESCENT: Final = 0.24
_BREAK: Final = re.compile(r"[ \t\r\n]+")


class Face:
    """One typeface. `data` is the font file."""

    def __init__(self, name: str) -> None:
        self.name = name
        package, file = FACES[name]
        for entry in installed_files(package) or ():
            if entry.name == file:
                self.data = read(Path(str(entry.locate())))
                return
        raise MissingData(f"{file} is not in the installed package {package}; install requirements.lock again")

    @cached_property
    def font(self) -> Any:
        """The parsed font."""
        return TTFont(io.BytesIO(self.data), recalcTimestamp=False)

    @cached_property
    def glyphs(self) -> dict[int, str]:
        """Glyph names by character code."""
        return dict(self.font.getBestCmap())

    @cached_property
    def advances(self) -> dict[int, float]:
        """Advance widths by character code, as a share of the size; the key 0 is for every missing character."""
        units, metrics = self.font["head"].unitsPerEm, self.font["hmtx"].metrics
        widths = {code: metrics[glyph][0] / units for code, glyph in self.glyphs.items()}
        return widths | {0: metrics[".notdef"][0] / units}

    def subset(self, characters: frozenset[str]) -> bytes:
        """A WOFF file with just these characters; the same ones give the same bytes."""
        options = subset.Options(
            flavor="woff", layout_features=[], hinting=False, name_IDs=[0, 1, 2, 13, 14], notdef_outline=True,
            recalc_timestamp=False, desubroutinize=True,
        )  # fmt: skip
        font = TTFont(io.BytesIO(self.data), recalcTimestamp=False)
        for table in ("GPOS", "GSUB", "GDEF", "DSIG", "kern"):  # no ligatures, no kerning: widths are the glyphs' own
            if table in font:
                del font[table]
        cutter = subset.Subsetter(options=options)
        cutter.populate(unicodes=sorted(ord(character) for character in characters))
        cutter.subset(font)
        font.flavor = "woff"
        out = io.BytesIO()
        font.save(out, reorderTables=True)
        return out.getvalue()


@cache
def face(name: str) -> Face:
    """A typeface of `FACES`, read once a process."""
    return Face(name)


@cache
def _advances(name: str) -> dict[int, float]:
    return _office(OFFICE[name]) if name in OFFICE else face(name).advances


def _office(standard: str) -> dict[int, float]:
    """Advance widths of one of PDF's standard typefaces, which Arial and Times New Roman have as well."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415

    known = (bytes([code]).decode("cp1252", "ignore") for code in range(32, 256))
    widths = {ord(sign): pdfmetrics.stringWidth(sign, standard, 1) * SLACK for sign in known if sign}
    return widths | {0: 0.8}  # other scripts: rather too wide than too narrow


def width(text: str, name: str, size: float) -> float:
    """Width of one line of text, in points."""
    advances = _advances(name)
    missing = advances[0]
    return size * sum(advances.get(ord(character), missing) for character in text)


def wrap(text: str, name: str, size: float, room: float) -> list[tuple[int, int]]:
    """Half-open character ranges of the lines that `text` takes in a column `room` points wide.

    White space at a break belongs to no line; a word wider than the column is cut where it fills it. Nothing else
    is ever left out.
    """
    advances = _advances(name)
    missing = advances[0]
    # at[i] is the width of the first i characters: each line is measured by one subtraction.
    at = [0.0, *accumulate(size * advances.get(ord(character), missing) for character in text)]
    lines: list[tuple[int, int]] = []
    start = end = None
    for left, right in _words(text):
        for piece_left, piece_right in _pieces(text, left, right, at, room):
            if start is None or end is None:
                start, end = piece_left, piece_right
            elif piece_left > end and at[piece_right] - at[start] <= room:
                end = piece_right
            else:
                lines.append((start, end))
                start, end = piece_left, piece_right
    if start is not None and end is not None:
        lines.append((start, end))
    return lines


def level(text: str, name: str, size: float, room: float) -> list[tuple[int, int]]:
    """The same for a title: as few lines as `wrap` gives, but all about as long, so that no last word stands alone."""
    lines = wrap(text, name, size, room)
    for share in range(50, 100, 2):
        evened = wrap(text, name, size, room * share / 100)
        if len(evened) == len(lines):
            return evened
    return lines


def _words(text: str) -> list[tuple[int, int]]:
    spans, position = [], 0
    for gap in _BREAK.finditer(text):
        if gap.start() > position:
            spans.append((position, gap.start()))
        position = gap.end()
    if position < len(text):
        spans.append((position, len(text)))
    return spans


def _pieces(text: str, left: int, right: int, at: list[float], room: float) -> list[tuple[int, int]]:
    """A word as it is, or cut into pieces that fit; addresses are cut after a mark such as "&" where that helps."""
    if at[right] - at[left] <= room:
        return [(left, right)]
    pieces, start = [], left
    for index in range(left, right):
        if index > start and at[index + 1] - at[start] > room:
            mark = max((text.rfind(sign, start, index) for sign in "/&?,=-"), default=-1)
            cut = mark + 1 if mark > start + (index - start) // 2 else index
            pieces.append((start, cut))
            start = cut
    return [*pieces, (start, right)]
