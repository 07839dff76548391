"""What the server offers beside Streamlit's own routes."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from corridors.faults import AtlasError
from corridors.views.guard import Guard
from corridors.views.kept import answer
from corridors.views.service import named, release
from corridors.views.shell import Shell


async def _asset(request: Request) -> Response:
    """A file of a release; its address holds the release's digest, so a browser may keep it for good."""
    current = named(request.path_params["release"])
    name = request.path_params["name"]
    if current is None or name not in current.files:
        return PlainTextResponse("not found", status_code=404)
    return answer(current.files[name], request.headers)


async def _ready(_: Request) -> Response:
    """200 with the data version when the atlas can be shown, 503 when its data is broken."""
    try:
        current = release()
    except AtlasError:
        return JSONResponse({"ready": False}, status_code=503)
    return JSONResponse({"ready": True, "version": current.atlas.meta.version, "data": current.atlas.digest})


async def _healthy(_: Request) -> Response:
    """200 as long as the process answers."""
    return JSONResponse({"healthy": True})


ROUTES = [Route("/atlas/{release}/{name}", _asset), Route("/health", _healthy), Route("/ready", _ready)]
MIDDLEWARE = [Middleware(Guard), Middleware(Shell)]
