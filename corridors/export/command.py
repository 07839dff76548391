"""`python -m corridors export` and `publish`: the same exports as in the app, without it.

Progress goes to standard error, one line a file; the files appear whole or not at all.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from corridors.check import check_atlas
from corridors.faults import AtlasError
from corridors.load import DATA, read_folder
from corridors.model import Atlas
from corridors.selection import Selection
from corridors.urlstate import decode, encode

FORMATS: Final = (
    "pdf", "svg", "png", "pptx", "html", "geojson", "gpkg", "kml", "csv", "zip", "txt", "bib", "ris", "json",
)  # fmt: skip
PREVIEW_WIDTH: Final = 1000  # pixels
PAPERS: Final = ("16:9", "a4", "a4-portrait")


class ExportError(AtlasError):
    """What was asked for cannot be exported."""


def add_parser(commands: Any) -> None:
    """The two commands' arguments. `commands` is what `ArgumentParser.add_subparsers` gave."""
    export = commands.add_parser("export", help="write sheets, slides, pages, tables and citations of a view")
    export.add_argument("--phase", action="append", default=[], help="1 to 5 or none; again or with commas for more")
    export.add_argument("--family", action="append", default=[], help="a family id")
    export.add_argument(
        "--segment", action="append", default=[], help="a record to select: a route, place, area or idea"
    )
    export.add_argument("--stated-only", action="store_true", help="only what the articles state")
    export.add_argument("--hide-context", action="store_true", help="without context routes")
    export.add_argument("--view", help="longitude,latitude,zoom of the map's middle")
    export.add_argument("--query", help="the part after ? of a link; replaces the options above")
    export.add_argument("--format", default="pdf", help=f"one or more of {','.join(FORMATS)}, joined by commas")
    export.add_argument("--paper", choices=PAPERS, default="a4", help="of pdf, svg and png (default: a4)")
    export.add_argument("-o", "--output", type=Path, default=Path("atlas"), help="the files' name without its ending")
    _common(export)
    publish = commands.add_parser("publish", help="write a folder that any web server or a USB stick can carry")
    publish.add_argument("folder", type=Path, help="the folder to fill")
    _common(publish)


def _common(parser: Any) -> None:
    parser.add_argument("--date", help="day of the export, YYYY-MM-DD (default: today); fixes the bytes")
    parser.add_argument("--base", default="", help="address of the atlas, for the link that reopens the view")
    parser.add_argument("--data", type=Path, default=DATA, help="the atlas folder (default: data)")


def run(given: argparse.Namespace) -> int:
    """Carries out `export` or `publish`. Raises `AtlasError` with what is wrong."""
    day = _day(given.date)
    atlas = check_atlas(read_folder(given.data))
    if given.command == "publish":
        from corridors.export.offline import publish  # noqa: PLC0415

        _say("drawing the page, its data and its preview")
        _write_all(given.folder, publish(atlas, day, link=given.base))
        return 0
    selection = _selection(given, atlas)
    link = address(given.base, selection, atlas)
    formats = list(dict.fromkeys(word.strip().lower() for word in given.format.split(",") if word.strip()))
    unknown = [word for word in formats if word not in FORMATS]
    if unknown or not formats:
        raise ExportError(
            f"--format: found {', '.join(unknown) or 'nothing'}; wanted one or more of {', '.join(FORMATS)}"
        )
    output: Path = given.output
    stem = output.with_suffix("") if output.suffix.lstrip(".").lower() in FORMATS else output
    for number, name in enumerate(formats, 1):
        started = time.monotonic()
        _say(f"[{number}/{len(formats)}] {name} …")
        files = render(name, atlas, selection, link, day, given.paper)
        _write_all(stem.parent, {f"{stem.name}{ending}": data for ending, data in files.items()})
        _say(f"[{number}/{len(formats)}] {name} done in {time.monotonic() - started:.1f} s")
    return 0


def render(name: str, atlas: Atlas, selection: Selection, link: str, date: str, paper: str = "a4") -> dict[str, bytes]:
    """One format as bytes by file ending. A sheet of several pages gives several SVG and PNG files."""
    if name in ("pdf", "svg", "png"):
        from corridors.export.sheet import compose  # noqa: PLC0415

        made = compose(atlas, selection, link, date, paper)
        if name == "pdf":
            return {".pdf": made.pdf(atlas)}
        pages: Iterator[bytes] = iter(made.svgs()) if name == "svg" else made.pngs(atlas)
        return {(f".{name}" if index == 0 else f"-{index + 1}.{name}"): page for index, page in enumerate(pages)}
    if name == "pptx":
        from corridors.export.slides import pptx  # noqa: PLC0415

        return {".pptx": pptx(atlas, selection, link, date)}
    if name == "html":
        from corridors.export.offline import page  # noqa: PLC0415

        return {".html": page(atlas, selection, link, date)}
    if name == "csv":
        from corridors.export import tables  # noqa: PLC0415

        return {
            "-segments.csv": tables.segments_csv(atlas, selection),
            "-passages.csv": tables.passages_csv(atlas, selection),
        }
    return {f".{name}": _linked(name)(atlas, selection, link, date)}


def _linked(name: str) -> Callable[[Atlas, Selection, str, str], bytes]:
    from corridors.export import citations, tables  # noqa: PLC0415

    makers: dict[str, Callable[[Atlas, Selection, str, str], bytes]] = {
        "geojson": tables.geojson, "gpkg": tables.geopackage, "kml": tables.kml, "zip": tables.bundle,
        "txt": citations.text, "bib": citations.bibtex, "ris": citations.ris, "json": citations.csl_json,
    }  # fmt: skip
    if name not in makers:
        raise ExportError(f"format: found {name}; wanted one of {', '.join(FORMATS)}")
    return makers[name]


def address(base: str, selection: Selection, atlas: Atlas) -> str:
    """The link that reopens a view; without a base, the query alone, to put behind the atlas's own address."""
    query = urlencode(encode(selection, atlas) or {"data": atlas.digest}, safe=",:")
    return f"{base.rstrip('?')}?{query}"


def _selection(given: argparse.Namespace, atlas: Atlas) -> Selection:
    if given.query is not None:
        from urllib.parse import parse_qsl  # noqa: PLC0415

        query = dict(parse_qsl(given.query.lstrip("?")))
    else:
        query = {
            "phase": ",".join(given.phase), "family": ",".join(given.family), "select": ",".join(given.segment),
            "stated": "1" if given.stated_only else "", "context": "0" if given.hide_context else "",
            "view": given.view or "",
        }  # fmt: skip
    selection, notices = decode(query, atlas)
    if notices:
        raise ExportError("; ".join(notices))  # a briefing that is not what was asked for must not be made
    return selection


def today() -> str:
    """The day of the export, ISO, in UTC."""
    return dt.datetime.now(tz=dt.UTC).date().isoformat()


def preview(atlas: Atlas, selection: Selection, link: str, date: str, paper: str) -> bytes:
    """The first page of a sheet as a small picture (PNG)."""
    from corridors.export.pdf import png  # noqa: PLC0415
    from corridors.export.sheet import compose  # noqa: PLC0415

    made = compose(atlas, selection, link, date, paper)
    width, height = made.layout.pixels
    return png(made.pdf(atlas), 0, (PREVIEW_WIDTH, round(height * PREVIEW_WIDTH / width)), 96)


def _day(text: str | None) -> str:
    if text is None:
        return today()
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ExportError(f"--date: found {text!r}; wanted a day such as 2026-11-22") from error


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, data)
        except OSError as error:
            raise ExportError(f"{path}: cannot be written ({error.strerror or error})") from error
        _say(f"wrote {path} ({len(data) / 1000:,.0f} kB)")


def _write_whole(path: Path, data: bytes) -> None:
    """Under another name first, so that a full disk leaves no half file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """For trying this module alone; `corridors.__main__` is the way in."""
    parser = argparse.ArgumentParser(prog="python -m corridors")
    add_parser(parser.add_subparsers(dest="command", required=True))
    return run(parser.parse_args(arguments))
