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
from corridors.views.guard import Guard, frame_policy
from corridors.views.kept import answer
from corridors.views.service import FRAME, broken, named, release
from corridors.views.shell import Shell, base

# Seconds that a script may run on while the thread that sends its answer waits. With Python's own 5 ms an answer that
# is ready waits for as long as it took to make.
SWITCH = 0.001
SETTLED = 10.0  # seconds after which a first visitor has the page, and the processor is free


async def _asset(request: Request) -> Response:
    """A file of a release; its address holds the release's digest, so a browser may keep it for good.

    A page that stayed open while the data changed more than once asks for a release that is no longer held: it gets
    the file of today, not to be kept, so that its map opens all the same.
    """
    held = named(request.path_params["release"])
    name = request.path_params["name"]
    try:
        given = held or await run_in_threadpool(release)
    except AtlasError:
        given = None
    if given is None or name not in given.files:
        return PlainTextResponse("not found", status_code=404)
    response = answer(given.files[name], request.headers, for_good=held is not None)
    if name == FRAME:
        response.headers["content-security-policy"] = frame_policy(given.files[name].raw.decode())
    return response


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
    for path, answer_to in (("/atlas/{release}/{name}", _asset), ("/health", _healthy), ("/ready", _ready))
]
MIDDLEWARE = [Middleware(Guard), Middleware(Shell, others=frozenset(route.path for route in ROUTES))]
