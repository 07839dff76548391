"""`python -m corridors export` and `publish`: the same exports as in the app, without it.

Progress goes to standard error, one line a file and on a terminal a bar; the files appear whole or not at all.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from corridors.check import check_atlas
from corridors.export.formats import FORMATS, PAPERS, TOUR_FORMATS, ExportError, Files, render, today, tour
from corridors.export.links import address
from corridors.export.progress import Bar, Tell
from corridors.load import DATA, read_folder
from corridors.model import Atlas
from corridors.selection import Selection
from corridors.urlstate import decode


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
    export.add_argument(
        "--tour", action="store_true", help="the guided tour instead of a view: a step a slide or sheet"
    )
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
        with Bar(sys.stderr) as tell:
            files = publish(atlas, day, link=given.base, tell=tell)
        _write_all(given.folder, files)
        return 0
    make, known = _maker(given, atlas, day)
    formats = list(dict.fromkeys(word.strip().lower() for word in given.format.split(",") if word.strip()))
    unknown = [word for word in formats if word not in known]
    if unknown or not formats:
        raise ExportError(
            f"--format: found {', '.join(unknown) or 'nothing'}; wanted one or more of {', '.join(known)}"
        )
    output: Path = given.output
    stem = output.with_suffix("") if output.suffix.lstrip(".").lower() in FORMATS else output
    for number, name in enumerate(formats, 1):
        started = time.monotonic()
        _say(f"[{number}/{len(formats)}] {name} …")
        with Bar(sys.stderr) as tell:
            files = make(name, tell)
        _write_all(stem.parent, {f"{stem.name}{ending}": data for ending, data in files.items()})
        _say(f"[{number}/{len(formats)}] {name} done in {time.monotonic() - started:.1f} s")
    return 0


def _maker(given: argparse.Namespace, atlas: Atlas, day: str) -> tuple[Callable[[str, Tell], Files], Sequence[str]]:
    """What makes a format of what was asked for, and which formats there are."""
    if given.tour:
        return lambda name, tell: tour(name, atlas, given.base, day, given.paper, tell), TOUR_FORMATS
    selection = _selection(given, atlas)
    link = address(given.base, selection, atlas)
    return lambda name, tell: render(name, atlas, selection, link, day, given.paper, tell), FORMATS


def _selection(given: argparse.Namespace, atlas: Atlas) -> Selection:
    if given.query is not None:
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
