"""What the methods page says, in plain Markdown. Figures are counted from the data, codes are read from `style.py`."""

from __future__ import annotations

from corridors import style
from corridors.cards import date_words
from corridors.model import Atlas


def text(atlas: Atlas) -> str:
    """The page up to the boundaries."""
    years = sorted(source.published[:4] for source in atlas.sources)
    claims = "\n".join(f"- **{item['label']}**: {item['meaning']}" for item in style.CLAIMS.values())
    bodies = "\n".join(f"- **{item['label']}**: {item['meaning']}" for item in style.BODIES.values())
    return f"""# What counts as evidence
The atlas rests on {len(atlas.sources)} articles of {years[0]} to {years[-1]} and on {len(atlas.passages)}
passages quoted from them, word for word. Comments of readers, headlines of other articles, captions, author
notes and appeals of a site are never evidence.

A doubt, a condition and a rejection travel with the proposal that they limit. Independent support is counted by
voice and by relayed report, not by passage: articles that share an author are one voice, and two articles that
quote one report are one.

Only the article of January 2020 defines the five phases. A phase is *stated* where it names the record or puts
it in a phase; every other phase is the curator's, carries a star and its reason, and can be switched off.

# How it was curated
- Passages were chosen by hand and are checked by a program against the texts that were read. White space, links
  and emphasis are normalised; a letter that a copy has lost is mended in [brackets].
- Each passage has a stance, and a role for every record that it is evidence for: it supports, sets a condition,
  doubts, rejects or gives context.
- What the articles do not say and we supply (a course, a length, a crossing, a fact on the ground) stands
  apart, with its source or as "curator, unsourced".

# Codes: the pattern of a line is what the articles claim
{claims}

# Codes: the body of a line is how we drew it
{bodies}

# Limits
- The articles speak of {years[0]} to {years[-1]}. What has happened since is not told here.
- {len(atlas.sources)} articles are not all that was written, and most share one author. The atlas does not
  claim to be complete, and nobody has endorsed it.
- A band has no course and no length. A line that follows a real railway or road says where its drawing comes
  from; it is not a survey.
- Targets, hopes and promises are never shown as amounts that were reported.
- Some copies of the articles have gaps; the article pages say which.

# Keys
- **Tab, Enter**: the first Tab offers to skip the map; on the map Tab goes through controls, lines and places, and
  Enter opens one. In the tabs, the arrow keys move and Enter or Space opens.
- **Escape**: closes list, card or briefing view. **Left, Right**: back and on in the tour.
- **On the map**: arrow keys pan, + and − zoom, l or ☰ lists everything shown, b opens the
  briefing view, ? shows the keys.
- The List tab does by keys all that the map does.

# Version
Data {atlas.edition} of {date_words(atlas.meta.updated)}, fingerprint {atlas.digest}. A link made with
other data says so when it is opened."""
