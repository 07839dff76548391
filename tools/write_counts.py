"""Writes the number of passages by text and by stance into README.md, between its two count marks.

`python -m tools.write_counts` after a change to the passages; a test fails when the README says something else.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from corridors.check import check_atlas
from corridors.load import DATA, read_folder
from corridors.model import Atlas

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- counts:begin -->", "<!-- counts:end -->"


def counts(atlas: Atlas) -> str:
    """One sentence by text, one by stance."""
    by_source = Counter(passage.source for passage in atlas.passages)
    texts = ", ".join(f"{by_source[source.id]} from “{source.title}”" for source in atlas.sources)
    stances = Counter(passage.stance for passage in atlas.passages)
    by_stance = ", ".join(f"{count} {stance}" for stance, count in stances.most_common())
    return f"The atlas quotes {len(atlas.passages)} passages: {texts}. By stance: {by_stance}."


def written(readme: str, text: str) -> str:
    """The README with `text` between its marks."""
    head, _, rest = readme.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n  {text}\n  {END}{tail}"


def main() -> int:
    """Rewrites the README."""
    atlas = check_atlas(read_folder(DATA))
    README.write_text(written(README.read_text(encoding="utf-8"), counts(atlas)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
