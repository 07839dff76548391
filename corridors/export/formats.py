"""Every format of an export by its name. What a format needs is imported when it is asked for."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from corridors.export.progress import Tell, silent, within
from corridors.faults import AtlasError
from corridors.model import Atlas
from corridors.selection import Selection

if TYPE_CHECKING:
    from corridors.export.parts import Document

SHEETS: Final = ("pdf", "svg", "png")
FORMATS: Final = (*SHEETS, "pptx", "html", "geojson", "gpkg", "kml", "csv", "zip", "txt", "bib", "ris", "json")
TOUR_FORMATS: Final = (*SHEETS, "pptx")
PAPERS: Final = ("16:9", "a4", "a4-portrait")
PREVIEW_WIDTH: Final = 1000  # pixels
GLANCE: Final = 1500  # bytes
Files = dict[str, bytes]  # by the ending of the file's name


class ExportError(AtlasError):
    """What was asked for cannot be exported."""


def today() -> str:
    """The day of the export, ISO, in UTC."""
    return dt.datetime.now(tz=dt.UTC).date().isoformat()


def render(
    name: str, atlas: Atlas, selection: Selection, link: str, date: str, paper: str = "a4", tell: Tell = silent
) -> Files:
    """One format of a selection. A sheet of several pages gives several SVG and PNG files."""
    tell(0.0, "Reading the view")
    if name in SHEETS:
        from corridors.export import parts  # noqa: PLC0415

        return _sheet(name, atlas, parts.of_sheet(atlas, selection, link), date, paper, tell)
    if name == "pptx":
        from corridors.export import slides  # noqa: PLC0415

        return {".pptx": slides.pptx(atlas, selection, link, date, tell)}
    if name == "html":
        from corridors.export import offline  # noqa: PLC0415

        tell(0.2, "Putting the page together")
        return {".html": offline.page(atlas, selection, link, date)}
    if name == "csv":
        from corridors.export import tables  # noqa: PLC0415

        return {
            "-segments.csv": tables.segments_csv(atlas, selection),
            "-passages.csv": tables.passages_csv(atlas, selection),
        }
    if name == "zip":
        from corridors.export import tables  # noqa: PLC0415

        return {".zip": tables.bundle(atlas, selection, link, date, tell)}
    return {f".{name}": _data(name)(atlas, selection, link, date)}


def tour(name: str, atlas: Atlas, base: str, date: str, paper: str = "16:9", tell: Tell = silent) -> Files:
    """The guided tour, a step a slide or sheet. `base` is the atlas's address."""
    from corridors.export import parts  # noqa: PLC0415

    if not atlas.tour:
        raise ExportError("This atlas has no tour.")
    document = parts.of_tour(atlas, base)
    if name in SHEETS:
        return _sheet(name, atlas, document, date, paper, tell)
    if name != "pptx":
        raise ExportError(f"--format: found {name}; a tour can be one or more of {', '.join(TOUR_FORMATS)}")
    from corridors.export import slides  # noqa: PLC0415

    return {".pptx": slides.present(atlas, document, date, tell)}


def preview(document: bytes, paper: str) -> bytes:
    """The first page of a sheet's PDF as a small picture (PNG)."""
    from corridors.export.papers import PAPERS as LAYOUTS  # noqa: PLC0415
    from corridors.export.pdf import png  # noqa: PLC0415

    width, height = LAYOUTS[paper].pixels
    return png(document, 0, (PREVIEW_WIDTH, round(height * PREVIEW_WIDTH / width)), 96)


def glance(files: Files) -> str:
    """A look into files that are not sheets: their first lines, the slides' titles, an archive's contents."""
    ending, data = next(iter(files.items()))
    if ending == ".pptx":
        from pptx import Presentation  # noqa: PLC0415

        slides = Presentation(io.BytesIO(data)).slides
        return "\n".join(f"Slide {number}: {slide.shapes.title.text}" for number, slide in enumerate(slides, 1))
    if ending == ".zip":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "\n".join(f"{entry.filename} ({entry.file_size / 1000:,.0f} kB)" for entry in packed.infolist())
    if ending in (".html", ".gpkg"):
        return ""
    return data[:GLANCE].decode("utf-8-sig", "ignore")


def _sheet(name: str, atlas: Atlas, document: Document, date: str, paper: str, tell: Tell) -> Files:
    from corridors.export import sheet  # noqa: PLC0415

    made = sheet.compose(atlas, document, date, paper, within(tell, 0.0, 0.5 if name == "png" else 0.9))
    if name == "pdf":
        tell(0.9, "Writing the pages")
        return {".pdf": made.pdf(atlas)}
    files: Files = {}
    for number, page in enumerate(made.svgs() if name == "svg" else made.pngs(atlas), 1):
        files[f".{name}" if number == 1 else f"-{number}.{name}"] = page
        tell(0.5 + 0.5 * number / len(made.pages), f"Page {number} of {len(made.pages)}")
    return files


def _data(name: str) -> Callable[[Atlas, Selection, str, str], bytes]:
    from corridors.export import citations, tables  # noqa: PLC0415

    makers: dict[str, Callable[[Atlas, Selection, str, str], bytes]] = {
        "geojson": tables.geojson, "gpkg": tables.geopackage, "kml": tables.kml,
        "txt": citations.text, "bib": citations.bibtex, "ris": citations.ris, "json": citations.csl_json,
    }  # fmt: skip
    if name not in makers:
        raise ExportError(f"format: found {name}; wanted one of {', '.join(FORMATS)}")
    return makers[name]
