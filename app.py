"""Start with `streamlit run app.py` (or `make run`, which sets everything up first)."""

from __future__ import annotations

from streamlit.web.server.starlette.starlette_app import App

from corridors.views.server import MIDDLEWARE, ROUTES, lifespan

app = App("corridors/views/page.py", routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan)
