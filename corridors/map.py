"""The Leaflet map, set up by Folium: `python -m corridors.map` prints the page of the map's frame.

It holds no data and is the same for every visitor. What the map shows travels once, as a script that lies beside the
page (`views/service.py`), so that an interaction carries ids only.
"""

from __future__ import annotations

import folium
from branca.element import MacroElement
from folium.template import Template


class _Start(MacroElement):
    """Hands the Leaflet map to the project's own script."""

    _template = Template(  # what Folium runs when the frame opens
        "{% macro script(this, kwargs) %}"
        "window.corridorAtlas.startInFrame({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )


def build() -> folium.Map:
    """A fresh map without data, whose scripts and styles lie beside it."""
    made = folium.Map(
        location=(40, 62),  # until the script frames the atlas's own start view
        zoom_start=4,
        tiles=None,
        zoom_control=False,
        fade_animation=False,  # or a name under the pointer goes 0.2 s late, and the map is painted once more
        min_zoom=2,
        max_zoom=11,
        zoom_snap=0.25,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=110,
        max_bounds=True,
        min_lat=-10,
        max_lat=79,
        min_lon=-24,
        max_lon=168,
        max_bounds_viscosity=0.8,
        keyboard_pan_delta=120,
    )
    # Folium's own links lead to other hosts (Leaflet, jQuery, Bootstrap, marker plugins).
    made.default_js = [(name, f"{name}.js") for name in ("leaflet", "data", "atlas")]
    made.default_css = [(f"{name}-style", f"{name}.css") for name in ("leaflet", "atlas")]
    made._id = "atlas"  # noqa: SLF001 - instead of random digits: the same data makes the same page
    made.add_child(_Start())  # type: ignore[no-untyped-call]
    return made


def page() -> str:
    """The page of the map's frame."""
    written: str = build().get_root().render()
    return written


if __name__ == "__main__":
    print(page())
