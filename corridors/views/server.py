"""What the server offers beside Streamlit's own routes."""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_app import App

from corridors.cards import card
from corridors.faults import AtlasError
from corridors.urlstate import MOST_IDS
from corridors.views import panel
from corridors.views.guard import Guard, frame_policy
from corridors.views.kept import answer, keep
from corridors.views.service import FRAME, Release, broken, named, release
from corridors.views.shell import Shell, base

# Seconds that a script may run on while the thread that sends its answer waits. With Python's own 5 ms an answer that
# is ready waits for as long as it took to make.
SWITCH = 0.001
WORDS = "text/plain; charset=utf-8"  # opened by itself it is no page: nothing in it is read as markup
SETTLED = 10.0  # seconds after which a first visitor has the page, and the processor is free


async def _asset(request: Request) -> Response:
    """A file of a release."""
    given, kept = await _given(request)
    name = request.path_params["name"]
    if given is None or name not in given.files:
        return PlainTextResponse("not found", status_code=404)
    response = answer(given.files[name], request.headers, for_good=kept)
    if name == FRAME:
        response.headers["content-security-policy"] = frame_policy(given.files[name].raw.decode())
    return response


async def _words(request: Request) -> Response:
    """The evidence for records, by their ids, as the panel shows it: HTML, but no page of its own."""
    given, kept = await _given(request)
    ids = request.path_params["ids"].split(",")
    if given is None or len(ids) > MOST_IDS or not given.atlas.by_id.keys() >= set(ids):
        return PlainTextResponse("not found", status_code=404)
    words = await run_in_threadpool(panel.evidence, ids, given.atlas)
    return answer(keep(words.encode(), WORDS), request.headers, for_good=kept)


async def _given(request: Request) -> tuple[Release | None, bool]:
    """The release that an address names, and whether it holds that: a browser may then keep what it gets for good.

    A page that stayed open while the data changed more than once asks for a release that is no longer held: it gets
    what is there today, so that it works all the same.
    """
    held = named(request.path_params["release"])
    try:
        return held or await run_in_threadpool(release), held is not None
    except AtlasError:
        return None, False


async def _ready(_: Request) -> Response:
    """200 with what is shown, 503 when nothing can be. `left_out` counts faults of records that are not shown; `disk`
    is "broken" when the data that lies there cannot replace, or is not all of, what is shown.
    """
    try:
        current = await run_in_threadpool(release)
    except AtlasError:
        return JSONResponse({"ready": False, "disk": "broken"}, status_code=503)
    return JSONResponse(
        {
            "ready": True,
            "version": current.atlas.meta.version,
            "data": current.atlas.digest,
            "left_out": len(current.faults),
            "disk": "broken" if broken() else "sound",
        }
    )


async def _healthy(_: Request) -> Response:
    """200 as long as the process answers."""
    return JSONResponse({"healthy": True})


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Makes the atlas ready while the first visitor's browser still loads Streamlit's scripts."""
    sys.setswitchinterval(SWITCH)
    Thread(target=_prepare, daemon=True).start()
    yield


def _prepare() -> None:
    with suppress(AtlasError):  # the log has it, and the page says it
        atlas = release().atlas
        time.sleep(SETTLED)
        for record in atlas.records:  # lengths country by country, measured once
            card(record, atlas)


ROUTES = [
    Route(f"{base()}{path}", answer_to)
    for path, answer_to in (
        ("/atlas/{release}/{name}", _asset), ("/atlas/{release}/words/{ids}", _words), ("/health", _healthy),
        ("/ready", _ready),
    )
]  # fmt: skip
MIDDLEWARE = [Middleware(Guard), Middleware(Shell, others=frozenset(route.path for route in ROUTES))]
