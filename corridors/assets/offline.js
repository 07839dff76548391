/* Starts the atlas in a page of its own, from disk or from any web server: Leaflet map, panel with all evidence, search,
   and the address's hash as the home of what the visitor sees. Text reaches the page through textContent only. */
(function () {
  "use strict";
  const { marked } = window.corridorAtlas, data = window.CORRIDOR_ATLAS, extra = window.CORRIDOR_OFFLINE;
  const colour = new Map(data.families.map((f) => [f.id, f.colour]));
  const record = new Map(data.records.map((r) => [r.id, r]));

  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  // ---- the hash: the same keys as the live page's query (corridors/urlstate.py) ---------------------------------
  const words = (text) => (text || "").split(",").map((w) => w.trim()).filter(Boolean);
  function decode(query) {
    const view = words(query.get("view")).map(Number), notices = [];
    const known = (list, there, what) => list.filter((id) => there.has(id) || (notices.push(`The link names ${what} “${id.slice(0, 40)}”, which is not in this atlas.`), false));
    const phases = words(query.get("phase")).map((w) => (w === "none" ? data.noPhase : Number(w)));
    if (query.get("data") && query.get("data") !== data.digest) {
      notices.push(`The data has changed since this link was made (link: ${query.get("data").slice(0, 40)}, now: ${data.digest}).`);
    }
    const sound = view.length === 3 && view.every(Number.isFinite) && Math.abs(view[0]) <= 180 && Math.abs(view[1]) <= 85 && view[2] >= 2 && view[2] <= 12;
    return {
      state: {
        phases: phases.filter((n) => n === data.noPhase || data.phases.some((p) => p.number === n)),
        families: known(words(query.get("family")), colour, "a family"), stated: query.get("stated") === "1", hideContext: query.get("context") === "0",
        only: query.get("only") === "1" ? extra.only : null,
        selected: known(words(query.get("select")).slice(0, 40), record, "a record"), view: sound ? view : null, briefing: query.get("mode") === "briefing",
      }, notices,
    };
  }
  function encode(state) {
    const query = new URLSearchParams();
    if (state.phases.length) query.set("phase", [...state.phases].sort().filter((n) => n !== data.noPhase).concat(state.phases.includes(data.noPhase) ? ["none"] : []).join(","));
    if (state.families.length) query.set("family", state.families.join(","));
    if (state.stated) query.set("stated", "1");
    if (state.hideContext) query.set("context", "0");
    if (state.only) query.set("only", "1");  // the filters that the file was made with, as a whole
    if (state.selected.length) query.set("select", state.selected.join(","));
    if (state.view) query.set("view", state.view.join(","));
    if (state.briefing) query.set("mode", "briefing");
    if ([...query].length) query.set("data", data.digest);
    return query.toString().replaceAll("%2C", ",");
  }

  // ---- the panel ------------------------------------------------------------------------------------------------
  function rows(title, pairs, className) {
    if (!pairs.length) return null;
    const list = element("dl", "co-rows");
    for (const [term, text] of pairs) list.append(element("dt", "", term), element("dd", "", text));
    return element("section", className, element("h3", "", title), list);
  }
  function quote(item) {
    const figure = element("figure", "co-quote", element("blockquote", "", "“", marked(item.quote, item.marked), "”"),
      element("figcaption", "", `${item.citation}. ${item.section.charAt(0).toUpperCase()}${item.section.slice(1)}. The passage ${item.stance}.${item.relays ? ` Relays ${item.relays}.` : ""}`));
    figure.dataset.passage = item.id;
    if (item.note) figure.append(element("p", "co-gloss", `Curator: ${item.note}`));
    return figure;
  }
  function card(id) {
    const view = extra.cards[id];
    const made = element("article", "co-card", element("p", "co-soft", `${view.family} · ${view.kind}`),
      element("h2", "", view.name, view.name_today ? element("span", "co-soft", ` (today: ${view.name_today})`) : null),
      element("p", "", "In the articles: ", element("strong", "", view.claim), " ", view.contested ? element("span", "co-badge", "contested") : null, ` · ${view.voices}`),
      element("ul", "", ...view.phases.map((phase) => element("li", "", phase))), rows("The articles say", view.articles));
    made.style.setProperty("--family", colour.get(record.get(id).family));
    made.dataset.record = id;
    for (const role in extra.roles) {
      const items = view.evidence.filter((item) => item.role === role);
      if (items.length) made.append(element("section", `co-${role}`, element("h3", "", extra.roles[role]), ...items.map(quote)));
    }
    made.append(rows("Supplied by the curator, not by the articles", view.curator, "co-curator") || "");
    return made;
  }
  function introduction(show) {
    const absent = extra.undrawn.filter((item) => show(record.get(item.id)));
    return element("section", "", element("h2", "", data.title), element("p", "", data.subtitle),
      rows("How to read it", [
        ["Click a line", "to read the exact words that support it, and the words that doubt it. Ctrl-click adds another."],
        ["Line pattern", "says what the articles claim: existing, being built, agreed, proposed, speculative."],
        ["Line body", "says how we drew it: over a real line, schematically, or as a band where only an idea exists."],
        ["Keyboard", "Tab walks through lines and places, Enter opens one, / goes to the search, Escape closes."],
        ["Copy the address", "of this page to come back to exactly this view."]]),
      absent.length ? element("h3", "", "In the articles, but not on the map") : null,
      element("ul", "", ...absent.map((item) => element("li", "", hit(item.id, `in the articles: ${item.claim}`)))),
      element("h3", "", "Sources"), element("ul", "", ...extra.sources.map((source) => element("li", "", source))),
      element("p", "co-soft", extra.dates), element("p", "co-soft", extra.licences),
      element("details", "co-soft", element("summary", "", "Licence of the map program"), element("p", "", extra.notice)));
  }
  function reveal(id) {
    const node = atlas.nodes.get(id), layer = node && node.hit;
    const box = layer && (layer.getBounds ? layer.getBounds() : L.latLngBounds([layer.getLatLng()]));
    if (!box || map.getBounds().contains(box)) return;
    atlas.atHome = false;
    map.fitBounds(box.pad(0.3), { maxZoom: 6, animate: false });
  }
  function hit(id, text) {
    const made = element("button", "co-hit", extra.cards[id].name, element("span", "", text));
    made.type = "button";
    made.addEventListener("click", () => { search.value = ""; atlas.choose(id, [], null); reveal(id); panel.scrollTop = 0; });
    return made;
  }

  // ---- search: every word must stand in the name, the passages or the notes, accents and case apart ---------------
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const texts = new Map(Object.entries(extra.cards).map(([id, view]) => [id, [
    ["name", fold(`${view.name} ${view.name_today} ${view.family} ${view.kind}`), ""],
    ...view.evidence.map((item) => ["passage", fold(`${item.quote} ${item.citation}`), item.quote]),
    ...view.curator.map(([term, text]) => ["curator", fold(`${term} ${text}`), text])]]));
  function results(asked) {
    const parts = fold(asked).split(/\s+/).filter(Boolean), found = [];
    for (const [id, fields] of texts) {
      const best = fields.find(([, text]) => parts.every((part) => text.includes(part)));
      if (best) found.push([fold(extra.cards[id].name) === fold(asked.trim()) ? -1 : best[0] === "name" ? 0 : best[0] === "passage" ? 1 : 2, id, best]);
    }
    found.sort((a, b) => a[0] - b[0]);
    if (!found.length) return [element("p", "co-soft", "Nothing found. Fewer or shorter words find more.")];
    return found.map(([, id, [kind, text, shown]]) => {
      const at = Math.max(0, text.indexOf(parts[0]) - 40);
      return hit(id, kind === "name" ? "" : `${kind === "passage" ? "Passage: “" : "Curator: "}${at ? "…" : ""}${shown.slice(at, at + 140)}${shown.length > at + 140 ? "…" : ""}${kind === "passage" ? "”" : ""}`);
    });
  }

  const panel = document.getElementById("co-panel"), body = element("div", "");
  const search = element("input", ""), status = element("p", "co-soft");
  search.type = "search";
  search.id = "co-search";
  search.autocomplete = "off";
  status.setAttribute("role", "status");
  const label = element("label", "", "Search names, passages and notes (press /)");
  label.htmlFor = search.id;
  panel.append(element("div", "co-search", label, search), status, body);
  let notices = [];
  function fill() {
    const selected = atlas.state.selected, asked = search.value.trim();
    status.textContent = atlas.sentence();
    body.replaceChildren(...notices.map((text) => { const made = element("p", "co-notice", text); made.setAttribute("role", "alert"); return made; }),
      ...(asked ? results(asked) : selected.length ? [...selected].reverse().map(card) : [introduction((r) => atlas.shows(r))]));
  }
  search.addEventListener("input", fill);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search && !event.ctrlKey && !event.metaKey) { event.preventDefault(); search.focus(); search.select(); }
    if (event.key === "Escape" && document.activeElement === search) { search.value = ""; search.blur(); fill(); }
  });

  // ---- start ------------------------------------------------------------------------------------------------------
  const map = L.map("map_div", {
    center: [(data.view.south + data.view.north) / 2, (data.view.west + data.view.east) / 2], zoom: 4, zoomControl: false, attributionControl: false,
    minZoom: 2, maxZoom: 11, zoomSnap: 0.25, zoomDelta: 0.5, wheelPxPerZoomLevel: 110, maxBounds: [[-10, -24], [79, 168]], maxBoundsViscosity: 0.8, keyboardPanDelta: 120,
  });
  let last = "";
  function keep(state, push) {
    const hash = encode(state), target = hash ? `#${hash}` : "#";
    if (hash === last) return;
    last = hash;
    // Some browsers refuse to touch the history of a page from disk; the view still works, only the address stays.
    try { history[push ? "pushState" : "replaceState"](null, "", target); } catch { location.hash = hash; }
  }
  let before = "";
  const atlas = new window.corridorAtlas.Atlas(map, data, {
    onReport(state) {
      const key = JSON.stringify([state.phases, state.families, state.stated, state.hideContext, !!state.only, state.selected, state.briefing]);
      notices = [];
      keep(state, key !== before);
      if (key !== before) { before = key; search.value = ""; fill(); panel.scrollTop = 0; }
    },
  });
  window.corridorAtlas.atlas = atlas;
  function take(query) {
    const read = decode(query);
    notices = read.notices;
    last = encode(read.state);
    atlas.show(read.state);
    before = JSON.stringify([atlas.state.phases, atlas.state.families, atlas.state.stated, atlas.state.hideContext, !!atlas.state.only, atlas.state.selected, atlas.state.briefing]);
    fill();
  }
  const here = () => new URLSearchParams(location.hash.slice(1));
  window.addEventListener("popstate", () => { if (encode(decode(here()).state) !== last) take(here()); });
  take(location.hash.length > 1 ? here() : new URLSearchParams(extra.start));
})();
