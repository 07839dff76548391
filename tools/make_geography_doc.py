"""Writes the measured tables of docs/geography.md anew: python -m tools.make_geography_doc RAILWAYS.fgb

RAILWAYS.fgb is the reference that `python -m corridors check --geography --reference` takes. The tables stand
between `<!-- NAME -->` and `<!-- /NAME -->`; the rest of the document is written by hand.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from corridors import geography, geotables, railways
from corridors.check import check_atlas
from corridors.load import DATA, ROOT, read, read_folder

DOCUMENT = ROOT / "docs" / "geography.md"


def main(reference: Path) -> None:
    atlas = check_atlas(read_folder(DATA))
    rows = geography.examine(atlas)[1]
    shares = railways.compare(atlas, railways.lines(read(reference)))[1]
    tables = {
        "railways": geotables.railways(shares, rows, atlas.segments),
        "measurements": geotables.measurements(rows),
    }
    text = DOCUMENT.read_text("utf-8")
    for name, table in tables.items():
        block = f"<!-- {name} -->\n{table}\n<!-- /{name} -->"
        text, count = re.subn(
            rf"<!-- {name} -->.*<!-- /{name} -->", lambda _, block=block: block, text, flags=re.DOTALL
        )
        if count != 1:
            sys.exit(f"{DOCUMENT.name}: no place marked for the table {name}")
    DOCUMENT.write_text(text, "utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
