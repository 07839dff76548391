"""Streamlit's own page, scripts and styles, from memory.

A first visit asks for some sixty scripts of Streamlit, each of which it reads from disk in a thread, unpacked; that is
a good part of the wait for the map. Here each is read and packed once. The page itself goes out with our style, so that
nothing is ever seen without it, with the names of those parts of Streamlit that it will need, which the browser would
otherwise find out step by step, and with the map and the panel's words, which are painted before Streamlit is there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from mimetypes import guess_type
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, QueryParams
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config, file_util

from corridors import framestate, markup, urlstate
from corridors.load import read, read_asset
from corridors.views import first
from corridors.views.guard import page_policy
from corridors.views.kept import Kept, answer, keep
from corridors.views.service import PAGE, at_hand, frame_address

STYLES = ("page.css", "print.css")
SCRIPTS = ("panel.js", "reader.js")
PACKED = (".js", ".css")  # fonts and pictures are packed already
PARTS = ("BidiComponent", "Button", "ButtonGroup", "Html")  # what the start page draws beside plain layout
_SCRIPTS = re.compile(r'\s*<link rel="modulepreload"[^>]*>|\s*<script type="module"[^>]*></script>')
_WORD = re.compile(r"/[^/.]+/?")
_IMPORT = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


class Shell:
    """ASGI middleware in front of Streamlit's own routes. `others` are the addresses of one word that are no page."""

    def __init__(self, app: ASGIApp, others: frozenset[str]) -> None:
        self.app = app
        self.others = others
        self.base = base()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers for Streamlit's page, scripts and styles; passes on the rest."""
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"].startswith(self.base):
            path = scope["path"][len(self.base) :]
            asked = Headers(scope=scope)
            if path == "/":
                before, body = await run_in_threadpool(page, QueryParams(scope["query_string"]))
                response = answer(keep(f"{before}{body}".encode(), PAGE), asked, for_good=False)
                response.headers["content-security-policy"] = page_policy(before)
                await response(scope, receive, send)
                return
            # Streamlit would answer any other word with a page of its own.
            if _WORD.fullmatch(path) and scope["path"] not in self.others:
                query = scope["query_string"].decode("latin-1")
                await RedirectResponse(f"{self.base}/{'?' if query else ''}{query}")(scope, receive, send)
                return
            if path in _names() and "range" not in asked:
                await answer(_file(path), asked)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def base() -> str:
    """What stands before every path of the server: "", or "/" and the words of Streamlit's `server.baseUrlPath`."""
    return f"/{(config.get_option('server.baseUrlPath') or '').strip('/')}".rstrip("/")


def page(query: Mapping[str, str]) -> tuple[str, str]:
    """Streamlit's page, head and body, with map and panel in the state that a link asks for; without them while no
    release is ready.
    """
    current = at_hand()
    frame, words, whole = "", "", False
    if current:
        picked, _ = urlstate.decode(dict(query), current.atlas)
        frame = markup.frame(frame_address(current), framestate.state(picked, current.atlas))
        words, whole = first.page(picked, current), picked.briefing
    before, after = _around(held=bool(frame))
    return before, f"<body>{markup.skip_link()}{markup.place_of_frame(frame, whole=whole)}{words}{after}"


@cache
def _around(*, held: bool) -> tuple[str, str]:
    """Streamlit's page with our additions to its head, and what follows "<body>". Where its scripts are `held`, the map
    is painted first.
    """
    plain = read(_root() / "index.html").decode()
    folder = _root() / "static" / "js"
    wanted: dict[str, None] = {}
    asked = [found.name for part in PARTS for found in folder.glob(f"{part}.*.js")]
    while asked:  # with what each of them imports in turn
        name = asked.pop(0)
        if name not in wanted and name not in plain:
            wanted[name] = None
            asked += _IMPORT.findall(read(folder / name).decode())
    links = "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in wanted)
    style = "".join(f"<style>{read_asset(name)}</style>" for name in STYLES)
    before, _, after = plain.replace("</head>", f"{links}{style}</head>", 1).partition("<body>")
    ours = "".join(f"<script>{read_asset(name)}</script>" for name in SCRIPTS)
    if held:
        ours += f'<template id="ca-held">{"".join(_SCRIPTS.findall(before))}</template>'
        ours += f"<script>{read_asset('start.js')}</script>"
        before = _SCRIPTS.sub("", before)
    # Before the style sheets: a script after them would wait for them, and the map with it.
    return before.replace("<head>", f"<head>{ours}", 1), after


def _root() -> Path:
    return Path(file_util.get_static_dir())


@cache
def _names() -> frozenset[str]:
    """Addresses of Streamlit's scripts and styles. They hold a checksum, so what is behind one never changes."""
    return frozenset(f"/static/{kind[1:]}/{path.name}" for kind in PACKED for path in _root().glob(f"static/*/*{kind}"))


@lru_cache(maxsize=128)
def _file(path: str) -> Kept:
    return keep(read(_root() / path.lstrip("/")), f"{guess_type(path)[0]}; charset=utf-8")
