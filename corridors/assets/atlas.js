/* The map's own script, for the live map and the offline page alike. It draws the atlas from one JSON value
   (window.CORRIDOR_ATLAS), answers clicks and filters at once, and reports what the visitor did as ids.
   All text reaches the page through textContent: nothing that a record holds is ever read as markup or code. */
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const HIT_PX = 18;           // width of the invisible line that takes the clicks
  const PADDING = 0.5;         // how far beyond the frame is drawn, as a share of it, so that a drag finds the map there
  const CALM_AFTER_MS = 160;   // labels and fading wait for the panel: they take the processor that it needs
  const VIEW_DELAY_MS = 350;   // a move is reported once, this long after it ended
  const PANES = { land: 210, borders: 350, areas: 300, bands: 390, casings: 395, lines: 400, chosen: 410, hits: 450, dots: 500, symbols: 560, labels: 540 };

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }
  function button(className, text, onClick, label) {
    const made = element("button", className, text);
    made.type = "button";
    if (label) { made.setAttribute("aria-label", label); made.title = label; }
    made.addEventListener("click", onClick);
    return made;
  }
  function svg(tag, attributes) {
    const made = document.createElementNS(SVG, tag);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    return made;
  }
  // GeoJSON has longitude first, Leaflet latitude: the only two places where they are flipped.
  const flip = (position) => L.GeoJSON.coordsToLatLng(position);
  const DEPTH = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 };
  const path = (geometry) => L.GeoJSON.coordsToLatLngs(geometry.coordinates, DEPTH[geometry.type]);
  /* A quotation with its words of condition marked, as nodes. */
  function marked(quote, words) {
    const out = document.createDocumentFragment();
    const spans = words.map((w) => [quote.indexOf(w), w.length]).filter((s) => s[0] >= 0).sort((a, b) => a[0] - b[0]);
    let position = 0;
    for (const [start, length] of spans) {
      if (start < position) continue;
      out.append(quote.slice(position, start), element("mark", "", quote.slice(start, start + length)));
      position = start + length;
    }
    out.append(quote.slice(position));
    return out;
  }

  /* Land, lakes and boundaries. Their outlines are laid out once, in the pixels of a world at zoom 0, whatever the view;
     a move only scales and shifts them. */
  const Ground = L.Canvas.extend({
    initialize(shapes, options) {
      L.Canvas.prototype.initialize.call(this, options);
      this.shapes = shapes.map((shape) => ({ ...shape, ...this.outline(shape.geometry) }));
    },
    outline({ type, coordinates }) {
      const drawn = new Path2D(), box = L.bounds([]);
      const trace = (positions) => {
        positions.forEach((position, index) => {
          const at = L.CRS.EPSG3857.latLngToPoint(flip(position), 0);
          box.extend(at);
          drawn[index ? "lineTo" : "moveTo"](at.x, at.y);
        });
        if (type.endsWith("Polygon")) drawn.closePath();
      };
      const walk = (part) => (typeof part[0][0] === "number" ? trace(part) : part.forEach(walk));
      walk(coordinates);
      return { drawn, box };
    },
    _draw() {
      const scale = 2 ** this._map.getZoom(), origin = this._map.getPixelOrigin(), ink = this._ctx;
      const seen = L.bounds(this._bounds.min.add(origin).divideBy(scale), this._bounds.max.add(origin).divideBy(scale));
      ink.save();
      ink.translate(-origin.x, -origin.y);
      ink.scale(scale, scale);
      ink.lineCap = ink.lineJoin = "round";
      for (const { drawn, box, fill, stroke, width, dash } of this.shapes) {
        if (!box.intersects(seen)) continue;
        if (fill) { ink.fillStyle = fill; ink.fill(drawn, "evenodd"); }
        ink.setLineDash((dash || []).map((length) => length / scale));
        ink.strokeStyle = stroke;
        ink.lineWidth = width / scale;
        ink.stroke(drawn);
      }
      ink.restore();
    },
  });

  function Atlas(map, data, options) {
    this.map = map;
    this.data = data;
    this.onReport = options.onReport;
    this.records = data.records;
    this.byId = new Map(data.records.map((r) => [r.id, r]));
    this.colour = new Map(data.families.map((f) => [f.id, f.colour]));
    this.state = { phases: [], families: [], stated: false, hideContext: false, only: null, selected: [], view: null, briefing: false };
    this.nodes = new Map();   // id -> what is drawn for it
    this.labels = [];
    this.buildFurniture();
  }

  Atlas.prototype = {
    // ---- what is shown: the same rules as corridors/selection.py --------------------------------------------
    shows(record) {
      const s = this.state;
      if (s.only && !this.letThrough.has(record.id)) return false;
      if (s.families.length && !s.families.includes(record.family)) return false;
      if (s.stated && record.nothing) return false;
      if (s.hideContext && record.context) return false;
      if (!s.phases.length) return true;
      if (s.phases.includes(this.data.noPhase) && !record.statedPhases.length) return true;
      return (s.stated ? record.statedPhases : record.phases).some((n) => s.phases.includes(n));
    },
    sentence() {
      const s = this.state, routes = this.records.filter((r) => r.layer === "segment");
      const shown = routes.filter((r) => this.shows(r)).length, parts = [];
      if (s.phases.length) {
        const names = this.data.phases.filter((p) => s.phases.includes(p.number)).map((p) => `phase ${p.number} ${p.name}`);
        if (s.phases.includes(this.data.noPhase)) names.push("no phase in the articles");
        parts.push(names.join(" or "));
      }
      if (s.families.length) parts.push(this.data.families.filter((f) => s.families.includes(f.id)).map((f) => f.name).join(" or "));
      if (s.stated) parts.push("only what the articles state");
      if (s.hideContext) parts.push("without context routes");
      if (s.only) parts.push(...s.only.words);
      const count = shown === routes.length ? `All ${shown} routes` : `${shown} of ${routes.length} routes`;
      return parts.length ? `${count}: ${parts.join("; ")}` : `${count}, all phases, all families`;
    },

    // ---- drawing --------------------------------------------------------------------------------------------
    draw() {
      this.drawBasemap();
      this.drawAreas();
      this.drawSegments();
      this.drawPlaces();
      this.buildLabels();
      this.listen();
      this.drawn = true;
    },
    pane(name) {
      if (!this.map.getPane(name)) {
        const pane = this.map.createPane(name);
        pane.style.zIndex = PANES[name];
        if (!["hits", "symbols", "areas"].includes(name)) pane.style.pointerEvents = "none";
      }
      return name;
    },
    renderer(name) { return L.svg({ pane: this.pane(name), padding: PADDING }); },
    drawBasemap() {
      const { countries, boundaries, lakes } = this.data.basemap;
      const land = countries.features.map((f) => ({ geometry: f.geometry, fill: "#f5f2ea", stroke: "#f5f2ea", width: 0.6 }));
      const water = lakes.features.map((f) => ({ geometry: f.geometry, fill: "#dce7ee", stroke: "#b7cbd8", width: 0.5 }));
      const lines = boundaries.features.map((f) => (f.properties.kind === "settled"
        ? { geometry: f.geometry, stroke: "#a9a69c", width: 0.9, dash: [] }
        : { geometry: f.geometry, stroke: "#77746b", width: 1.3, dash: [0.1, 3.4] }));
      new Ground([...land, ...water], { pane: this.pane("land"), padding: PADDING }).addTo(this.map);
      new Ground(lines, { pane: this.pane("borders"), padding: PADDING }).addTo(this.map);
      this.outline = new Map(countries.features.map((f) => [f.properties.iso_a3, f.geometry]));
    },
    drawAreas() {
      const renderer = this.renderer("areas");
      for (const record of this.records.filter((r) => r.layer === "area")) {
        const geometry = record.geometry || this.outline.get(record.iso);
        if (!geometry) continue;
        const colour = this.colour.get(record.family), soft = record.edge === "soft";
        const layer = L.polygon(path(geometry), {
          renderer, color: colour, weight: soft ? 12 : 1, opacity: 0, fillColor: colour, fillOpacity: 0, lineJoin: "round",
        }).addTo(this.map);
        this.register(record, { layers: [layer], hit: layer, area: true, soft });
        this.interactive(record, layer);
      }
    },
    drawSegments() {
      const bands = this.renderer("bands"), casings = this.renderer("casings"), lines = this.renderer("lines"), hits = this.renderer("hits");
      this.over = this.renderer("chosen").addTo(this.map);
      for (const record of this.records.filter((r) => r.layer === "segment" && r.claim !== "rejected")) {
        const line = path(record.geometry), colour = this.colour.get(record.family);
        const body = this.data.bodies[record.drawn], claim = this.data.claims[record.claim];
        const common = { interactive: false, lineCap: "round", lineJoin: "round", smoothFactor: 1 };
        const layers = [];
        if (record.drawn === "notional") {
          for (const [width, opacity] of [[body.band, body.opacity * 0.55], [body.band * 0.62, body.opacity * 0.65]]) {
            layers.push(L.polyline(line, { ...common, renderer: bands, color: colour, weight: width, opacity }));
          }
        } else {
          const casing = record.drawn === "traced" ? { color: "#ffffff", opacity: 0.9 } : { color: colour, opacity: body.opacity };
          layers.push(L.polyline(line, { ...common, ...casing, renderer: casings, weight: body.band }));
        }
        layers.push(L.polyline(line, {
          ...common, renderer: lines, color: colour, weight: body.line, opacity: 0.95, dashArray: claim.dash || null,
          lineCap: record.claim === "speculative" ? "round" : "butt",
        }));
        const hit = L.polyline(line, { renderer: hits, color: "#000", opacity: 0, weight: HIT_PX, smoothFactor: 1, className: "ca-hit" });
        for (const layer of [...layers, hit]) layer.addTo(this.map);
        const breaks = this.pointSymbols(record.points);
        this.register(record, { layers, hit, line: layers[layers.length - 1], width: body.line, breaks });
        this.interactive(record, hit);
        this.reachable(hit.getElement(), record);
      }
    },
    /* Border crossings and breaks of gauge: the break alone where both are one place. */
    pointSymbols(points) {
      const breaks = points.filter((p) => p.kind === "break");
      const apart = (p) => breaks.every((b) => L.latLng(flip(b.at)).distanceTo(flip(p.at)) > 15000);
      return points.filter((p) => p.kind === "break" || apart(p)).map((p) => this.pointSymbol(p));
    },
    pointShape(kind) {
      const box = svg("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true", class: `ca-shape-${kind}` }), ink = { fill: "#fff", stroke: "#1d2730", "stroke-width": 1.4 };
      if (kind === "break") box.append(svg("circle", { r: 5, ...ink }), svg("path", { d: "M-2-4v8M2-4v8", ...ink }));
      else box.append(svg("path", { d: "M0-4.5 4.5 0 0 4.5-4.5 0z", ...ink }));
      return box;
    },
    pointSymbol(point) {
      const box = this.pointShape(point.kind);
      return L.marker(flip(point.at), { pane: this.pane("dots"), interactive: false, keyboard: false, icon: L.divIcon({ className: `ca-point ca-point-${point.kind}`, html: box, iconSize: [14, 14] }) }).addTo(this.map);
    },
    placeShape(kind, colour) {
      const box = svg("svg", { width: 18, height: 18, viewBox: "-9 -9 18 18", "aria-hidden": "true" });
      const paint = { fill: colour, stroke: "#fff", "stroke-width": 1.6 };
      const shapes = {
        port: ["path", { d: "M-6-5h12v6a6 6 0 0 1-12 0z" }], city: ["circle", { r: 5 }], station: ["rect", { x: -5, y: -5, width: 10, height: 10 }],
        plant: ["path", { d: "M0-6.5 6.5 5.5h-13z" }], crossing: ["path", { d: "M0-7 7 0 0 7-7 0z" }],
        institution: ["path", { d: "M-2.4-6.5h4.8v4.1h4.1v4.8h-4.1v4.1h-4.8v-4.1h-4.1v-4.8h4.1z" }],
      };
      const [tag, attributes] = shapes[kind] || shapes.city;
      box.append(svg(tag, { ...attributes, ...paint }));
      return box;
    },
    drawPlaces() {
      for (const record of this.records.filter((r) => r.layer === "place")) {
        const icon = L.divIcon({ className: "ca-symbol", html: this.placeShape(record.kind, this.colour.get(record.family)), iconSize: [18, 18] });
        const marker = L.marker(flip(record.geometry.coordinates), { pane: this.pane("symbols"), icon, keyboard: false, riseOnHover: true }).addTo(this.map);
        this.register(record, { layers: [], hit: marker, place: true });
        this.interactive(record, marker);
        this.reachable(marker.getElement(), record);
      }
    },
    register(record, node) { this.nodes.set(record.id, { record, ...node }); },
    interactive(record, layer) {
      if (matchMedia("(hover: hover)").matches) layer.bindTooltip(() => this.tip(record), { sticky: true, className: "ca-tip", direction: "top", offset: [0, -8] });
      layer.on("click", (event) => {
        L.DomEvent.stop(event);
        this.choose(record.id, this.under(event, record.id), event.originalEvent);
      });
      layer.on("mouseover", () => this.hover(record.id, true));
      layer.on("mouseout", () => this.hover(record.id, false));
    },
    tip(record) {
      const box = element("div"), card = record.card;
      box.append(element("strong", "", card.name), document.createElement("br"), `${card.claim}${card.contested ? ", contested" : ""} · ${this.family(record).short}`);
      return box;
    },
    family(record) { return this.data.families.find((f) => f.id === record.family); },
    reachable(node, record) {
      if (!node) return;
      node.setAttribute("tabindex", "0");
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", `${record.card.name}: ${record.card.claim}${record.card.contested ? ", contested" : ""}`);
      node.dataset.record = record.id;
      node.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); this.choose(record.id, [], event); }
      });
    },
    /* Other lines within reach of a click: the card offers them too. */
    under(event, chosen) {
      const point = event.layerPoint, found = [];
      if (!point) return found;
      for (const [id, node] of this.nodes) {
        if (id === chosen || !node.line || !node.shown) continue;
        const box = node.hit._pxBounds;
        if (box && !box.contains(point)) continue;
        const near = node.hit.closestLayerPoint(point);
        if (near && near.distance <= HIT_PX / 2 + 2) found.push(id);
      }
      return found;
    },

    // ---- choosing and filtering -----------------------------------------------------------------------------
    choose(id, also, event) {
      const several = event && (event.ctrlKey || event.metaKey || event.shiftKey);
      const selected = this.state.selected;
      this.also = also;
      if (several) this.state.selected = selected.includes(id) ? selected.filter((x) => x !== id) : [...selected, id];
      else this.state.selected = [id];
      this.report();   // first, so that the server answers while we paint
      this.select();
    },
    clear() { if (this.state.selected.length) { this.state.selected = []; this.also = []; this.report(); this.select(); } },
    toggle(key, value) {
      const list = this.state[key];
      this.state[key] = list.includes(value) ? list.filter((x) => x !== value) : [...list, value];
      this.filtered();
    },
    filtered() {
      this.state.selected = this.state.selected.filter((id) => this.shows(this.byId.get(id)));
      this.report();
      this.apply();
    },
    reset() { Object.assign(this.state, { phases: [], families: [], stated: false, hideContext: false, only: null }); this.report(); this.apply(); },
    report() { this.onReport({ ...this.state, only: !!this.state.only, view: this.touched ? this.viewNow() : this.given }); },
    viewNow() {
      const centre = this.map.getCenter();
      return [+centre.lng.toFixed(3), +centre.lat.toFixed(3), +this.map.getZoom().toFixed(2)];
    },
    hover(id, on) {
      const node = this.nodes.get(id);
      if (!node) return;
      node.hovered = on;
      this.paint(node);
    },
    /* A new selection changes card, paint and the marks in the list, and nothing else. The words come first: a line
       across half the map takes long to paint, and follows a frame later. */
    select() {
      this.fillCard();
      requestAnimationFrame(() => setTimeout(() => { for (const node of this.nodes.values()) this.paint(node); }));
      if (!this.list.classList.contains("ca-hidden")) this.fillList(this.records.filter((r) => this.shows(r)));
      this.labelAfter();
    },
    /* Whether only the curator, not an article, puts a record into the phases that are asked for. */
    assigned(record) {
      const asked = this.state.phases;
      if (!asked.length || this.state.stated || (asked.includes(this.data.noPhase) && !record.statedPhases.length)) return false;
      return !record.statedPhases.some((n) => asked.includes(n));
    },
    /* Restyles in place; nothing is taken out of the map or rebuilt. */
    apply() {
      for (const node of this.nodes.values()) {
        const shown = this.shows(node.record);
        if (node.shown !== shown) {
          node.shown = shown;
          for (const layer of [...node.layers, node.hit, ...(node.breaks || [])]) {
            const drawn = layer.getElement();
            if (drawn) drawn.classList.toggle("ca-hidden", !shown);
          }
        }
        this.paint(node);
      }
      document.body.classList.toggle("ca-briefing", this.state.briefing);
      this.fillCard();
      this.fillFurniture();
      this.place();
      this.labelAfter();
    },
    /* After a move the labels find their places once, just before the next picture. */
    labelSoon() {
      cancelAnimationFrame(this.labelling);
      this.labelling = requestAnimationFrame(() => this.placeLabels());
    },
    /* After a click or a filter lines and words come first; labels and fading follow a moment later, those of hidden lines go at once. */
    labelAfter() {
      for (const label of this.labels) if (label.record && !this.shows(label.record)) label.node.style.display = "none";
      clearTimeout(this.labellingLater);
      this.labellingLater = setTimeout(() => { this.fade(); this.labelSoon(); }, CALM_AFTER_MS);
    },
    /* Beside a chosen record all others fade: whole panes at once, not line by line. */
    fade() { this.map.getContainer().classList.toggle("ca-choosing", this.state.selected.length > 0); },
    paint(node) {
      const chosen = this.state.selected.includes(node.record.id);
      const muted = node.record.context && !this.state.selected.length && !node.hovered;
      const key = `${chosen}${muted}${!!node.hovered}`;
      if (node.painted === key) return;
      node.painted = key;
      if (node.area) {
        const strong = chosen ? 0.2 : node.hovered ? 0.13 : 0.045;
        node.hit.setStyle({ fillOpacity: strong, opacity: node.soft ? strong * 0.5 : chosen ? 0.9 : 0 });
      } else if (node.line) {
        for (const layer of node.layers) {
          const drawn = layer.getElement();
          if (!drawn) continue;
          drawn.style.opacity = muted ? 0.5 : 1;
          const group = (chosen ? this.over : layer.options.renderer)._rootGroup;
          if (drawn.parentNode !== group) group.append(drawn);
        }
        node.line.setStyle({ weight: node.width + (chosen ? 2 : node.hovered ? 1.2 : 0) });
      } else {
        const drawn = node.hit.getElement();
        if (drawn) drawn.classList.toggle("ca-chosen", chosen);
      }
    },

    // ---- labels ---------------------------------------------------------------------------------------------
    buildLabels() {
      const add = (kind, text, at, rank, range, colour, record) => {
        const node = element("div", `ca-label ca-label-${kind}`, text);
        node.style.display = "none";   // until it has its place
        if (colour) node.style.setProperty("--own", colour);
        if (record) this.opens(node, record);
        this.map.getPane(this.pane("labels")).append(node);
        const dot = kind === "city" ? element("div", "ca-dot") : null;
        if (dot) this.map.getPane("labels").append(dot);
        this.labels.push({ kind, text, mark: "", node, dot, at: at && L.latLng(flip(at)), rank, range: range || [0, 99], record });
      };
      for (const record of this.records) {
        const colour = this.colour.get(record.family);
        if (record.layer === "segment") add("route", record.label + (record.claim === "speculative" ? " ?" : "") + (record.card.contested ? " †" : ""), null, record.context ? 21 : record.id.includes("--") ? 20.5 : 20, record.id.includes("--") || record.context ? [5, 99] : [3, 99], colour, record);
        if (record.layer === "place") add("place", record.card.name, record.geometry.coordinates, record.kind === "institution" ? 15 : 8, record.kind === "institution" || record.kind === "plant" ? [5.5, 99] : [3, 99], null, record);
        if (record.layer === "area" && record.geometry) add("area", record.card.name, this.middle(record), 18, [3.5, 99], null, record);
      }
      const own = new Set(this.records.filter((r) => r.layer === "place" || (r.layer === "area" && r.geometry)).map((r) => r.card.name));
      for (const feature of this.data.basemap.labels.features) {
        const p = feature.properties;
        if (["city", "region"].includes(p.kind) && own.has(p.name)) continue;
        const base = { country: 10, sea: 14, city: 24, region: 30, disputed: 32 }[p.kind] || 30;
        add(p.kind, p.name, feature.geometry.coordinates, base + (p.rank || 5) / 10, [p.min_zoom, p.max_zoom + 0.99]);
      }
      this.labels.sort((a, b) => a.rank - b.rank);
    },
    /* A name opens what it names, not what lies under it. */
    opens(node, record) {
      node.classList.add("ca-opens");
      node.addEventListener("click", (event) => {
        if (this.map.dragging.moved()) return;
        L.DomEvent.stop(event);
        this.choose(record.id, [], event);
      });
      node.addEventListener("mouseenter", () => this.hover(record.id, true));
      node.addEventListener("mouseleave", () => this.hover(record.id, false));
    },
    middle(record) {
      const node = this.nodes.get(record.id), centre = node ? node.hit.getBounds().getCenter() : L.latLng(0, 0);
      return [centre.lng, centre.lat];
    },
    /* Greedy: the more important label first, each at its first free position, or not at all. */
    placeLabels() {
      document.body.classList.toggle("ca-near", this.map.getZoom() >= 5);
      const map = this.map, zoom = map.getZoom(), size = map.getSize(), taken = [];
      for (const box of this.obstacles()) taken.push(box);
      const free = (b) => b[0] > 2 && b[2] < size.x - 2 && b[1] > 2 && b[3] < size.y - 2 && !taken.some((t) => b[0] < t[2] && b[2] > t[0] && b[1] < t[3] && b[3] > t[1]);
      const chosen = new Set(this.state.selected), ink = this.inkGrid();
      for (const label of this.labels) if (label.kind === "place" && (!label.record || this.shows(label.record))) {
        const p = map.latLngToContainerPoint(label.at);
        taken.push([p.x - 9, p.y - 9, p.x + 9, p.y + 9]);
      }
      const order = [...this.labels].sort((a, b) => (chosen.has(b.record && b.record.id) - chosen.has(a.record && a.record.id)) || a.rank - b.rank);
      this.measure(order, zoom, chosen);
      for (const label of order) {
        let spot = null;
        if (label.wanted) {
          const [w, h] = label.size;
          let best = Infinity;
          for (const [x, y, away] of this.candidates(label, w, h)) {
            const box = [x - 2, y - 1, x + w + 2, y + h + 1];
            if (!free(box)) continue;
            const cost = (away || 0) + 3 * this.ink(ink, box);
            if (cost < best) { best = cost; spot = [x, y]; }
            if (cost === 0) break;
          }
          if (spot) taken.push([spot[0] - 2, spot[1] - 1, spot[0] + w + 2, spot[1] + h + 1]);
        }
        label.node.style.display = spot ? "" : "none";
        if (label.dot) label.dot.style.display = spot ? "" : "none";
        if (!spot) continue;
        label.node.classList.toggle("ca-aside", chosen.size > 0 && !!label.record && !chosen.has(label.record.id));
        const layerPoint = map.containerPointToLayerPoint(spot);
        label.node.style.transform = `translate(${Math.round(layerPoint.x)}px, ${Math.round(layerPoint.y)}px)`;
        if (label.dot) L.DomUtil.setPosition(label.dot, map.latLngToLayerPoint(label.at));
      }
    },
    /* Which labels are wanted, and the sizes of those not measured yet: all written first, then all read, so that the
       browser lays them out once. */
    measure(labels, zoom, chosen) {
      const unknown = [];
      for (const label of labels) {
        const pinned = label.record && chosen.has(label.record.id);
        label.wanted = (!label.record || this.shows(label.record)) && (pinned || (zoom >= label.range[0] && zoom <= label.range[1]));
        if (!label.wanted) continue;
        const mark = label.record && this.assigned(label.record) ? " *" : "";
        if (label.mark !== mark) { label.mark = mark; label.node.textContent = label.text + mark; label.size = null; }
        if (!label.size) { label.node.style.display = ""; unknown.push(label); }
      }
      for (const label of unknown) label.size = [label.node.offsetWidth, label.node.offsetHeight];
    },
    /* Where lines are drawn, in cells of 8 px: a label that crosses fewer of them reads better. */
    inkGrid() {
      const cells = new Set(), size = this.map.getSize();
      for (const node of this.nodes.values()) {
        if (!node.line || !node.shown) continue;
        for (const part of node.line._parts || []) for (let i = 0; i + 1 < part.length; i += 1) {
          const a = this.map.layerPointToContainerPoint(part[i]), b = this.map.layerPointToContainerPoint(part[i + 1]);
          const steps = Math.max(1, Math.ceil(a.distanceTo(b) / 8));
          for (let k = 0; k <= steps; k += 1) {
            const x = a.x + ((b.x - a.x) * k) / steps, y = a.y + ((b.y - a.y) * k) / steps;
            if (x >= 0 && y >= 0 && x <= size.x && y <= size.y) cells.add(Math.round(x / 8) * 4096 + Math.round(y / 8));
          }
        }
      }
      return cells;
    },
    ink(cells, box) {
      let count = 0;
      for (let x = Math.round(box[0] / 8); x <= Math.round(box[2] / 8); x += 1) for (let y = Math.round(box[1] / 8); y <= Math.round(box[3] / 8); y += 1) {
        if (cells.has(x * 4096 + y)) count += 1;
      }
      return count;
    },
    candidates(label, w, h) {
      if (label.kind === "route") return this.alongLine(label.record, w, h);
      const p = this.map.latLngToContainerPoint(label.at);
      if (["country", "sea", "region", "disputed", "area"].includes(label.kind)) {
        return [[p.x - w / 2, p.y - h / 2], [p.x - w / 2, p.y - h * 2], [p.x - w / 2, p.y + h]];
      }
      const gap = label.kind === "place" ? 10 : 7;
      return [[p.x + gap, p.y - h / 2], [p.x - gap - w, p.y - h / 2], [p.x - w / 2, p.y + gap], [p.x - w / 2, p.y - gap - h], [p.x + gap, p.y + 3], [p.x + gap, p.y - h - 3], [p.x - gap - w, p.y + 3], [p.x - gap - w, p.y - h - 3]];
    },
    /* Spots beside the drawn line, from its visible middle outwards. */
    alongLine(record, w, h) {
      const node = this.nodes.get(record.id), spots = [];
      if (!node || !node.line) return spots;
      const size = this.map.getSize(), points = [];
      for (const part of node.line._parts || []) for (let i = 0; i < part.length; i += 1) {
        const here = this.map.layerPointToContainerPoint(part[i]);
        const next = part[i + 1] ? this.map.layerPointToContainerPoint(part[i + 1]) : null;
        const steps = next ? Math.max(1, Math.round(here.distanceTo(next) / 40)) : 1;
        for (let k = 0; k < steps; k += 1) {
          const x = next ? here.x + ((next.x - here.x) * k) / steps : here.x, y = next ? here.y + ((next.y - here.y) * k) / steps : here.y;
          if (x > 0 && y > 0 && x < size.x && y < size.y) points.push([x, y]);
        }
      }
      const middle = (points.length - 1) / 2, band = record.drawn === "notional" ? 13 : 8;
      const order = points.map((p, i) => [Math.abs(i - middle), p]).sort((a, b) => a[0] - b[0]).slice(0, this.labels.length > 600 ? 6 : 60);
      for (const [away, [x, y]] of order) {
        const far = away / 4;
        spots.push([x + band, y - h / 2, far], [x - w - band, y - h / 2, far], [x - w / 2, y - band - h, far], [x - w / 2, y + band, far]);
      }
      return spots;
    },
    obstacles() {
      const boxes = [];
      for (const node of [this.top, this.legend, this.strip, this.card, this.tools, this.list, this.empty, document.querySelector(".leaflet-control-scale")]) {
        if (!node || !node.offsetParent && node !== this.top) continue;
        const r = node.getBoundingClientRect();
        if (r.width) boxes.push([r.left - 3, r.top - 3, r.right + 3, r.bottom + 3]);
      }
      return boxes;
    },

    // ---- furniture: title, pills, legend, strip, card, list ---------------------------------------------------
    buildFurniture() {
      const host = this.map.getContainer().parentElement, data = this.data;
      this.top = element("header", "ca-top");
      this.sentenceNode = element("p", "ca-sentence");
      this.sentenceNode.setAttribute("role", "status");
      this.pills = element("div", "ca-pills");
      this.pills.setAttribute("role", "group");
      this.pills.setAttribute("aria-label", "Filter by proposal phase");
      this.pillNodes = new Map();
      const pill = (key, value, text) => {
        const made = button("ca-pill", text, () => this.toggle(key, value));
        this.pillNodes.set(`${key}:${value}`, made);
        this.pills.append(made);
      };
      for (const phase of data.phases) pill("phases", phase.number, `${phase.number} ${phase.name}`);
      pill("phases", data.noPhase, "No phase in the articles");
      this.statedNode = button("ca-pill ca-switch", "Only what the articles state", () => { this.state.stated = !this.state.stated; this.filtered(); });
      this.contextNode = button("ca-pill ca-switch", "Hide context routes", () => { this.state.hideContext = !this.state.hideContext; this.filtered(); },
        "Context routes are muted: what the articles mention, but do not propose between Russia and Pakistan");
      this.contextNode.removeAttribute("aria-label");
      this.resetNode = button("ca-pill ca-switch", "Show everything", () => this.reset());
      this.pills.append(this.statedNode, this.contextNode, this.resetNode);
      this.top.append(element("h1", "ca-title", data.title), element("p", "ca-subtitle", data.subtitle), this.sentenceNode, this.pills);

      this.tools = element("div", "ca-tools");
      this.tools.append(
        button("ca-button", "+", () => this.zoomBy(1), "Zoom in"),
        button("ca-button", "−", () => this.zoomBy(-1), "Zoom out"),
        button("ca-button", "⌂", () => this.home(), "Start view"),
        button("ca-button", "☰", () => this.toggleList(), "List of everything shown"),
        button("ca-button", "▣", () => this.brief(true), "Briefing view (b): hides every control; Escape brings them back"),
        button("ca-button", "?", () => this.keys.showModal(), "Keys of the map"),
      );

      this.legend = element("details", "ca-legend");
      this.unfoldLegend();
      this.legend.addEventListener("click", (event) => { if (event.target.closest("summary")) this.folded = true; });
      this.legend.addEventListener("toggle", () => this.labelSoon());
      this.strip = element("footer", "ca-strip");
      this.strip.append(element("span", "", data.boundaryNote), element("span", "", data.dates));
      this.card = element("aside", "ca-card ca-hidden");
      this.card.setAttribute("aria-label", "Selected record");
      this.empty = element("div", "ca-empty ca-hidden");
      this.empty.setAttribute("role", "alert");
      this.empty.append(element("p", "", "Nothing in the atlas matches all of these filters."), button("ca-button", "Show everything", () => this.reset()));
      this.list = element("nav", "ca-list ca-hidden");
      this.list.setAttribute("aria-label", "Everything shown");
      this.leave = button("ca-button ca-leave", "Leave the briefing view", () => this.brief(false));
      this.keys = this.buildKeys();
      for (const node of [this.top, this.tools, this.legend, this.strip, this.card, this.empty, this.list, this.leave, this.keys]) {
        L.DomEvent.disableClickPropagation(node);
        L.DomEvent.disableScrollPropagation(node);
        host.append(node);
      }
      const around = element("section");  // what is not in a landmark is lost to those who jump between them
      around.setAttribute("aria-label", "Legend");
      around.style.display = "contents";
      this.legend.replaceWith(around);
      around.append(this.legend);
      L.control.scale({ imperial: false, maxWidth: 110 }).addTo(this.map);
    },
    buildKeys() {
      const box = element("dialog", "ca-keys"), rows = element("dl");
      for (const [key, does] of [["Tab, Enter", "go from line to line, read its words"], ["+ −", "zoom"], ["Arrows", "pan, once the map is clicked"],
        ["l", "list of everything shown"], ["b", "briefing view, and back"], ["?", "these keys"], ["Esc", "close what is open"]]) rows.append(element("dt", "", key), element("dd", "", does));
      box.setAttribute("aria-label", "Keys of the map");
      box.append(element("h2", "", "Keys of the map"), rows, button("ca-button", "Close", () => box.close()));
      return box;
    },
    fillFurniture() {
      const s = this.state;
      this.sentenceNode.textContent = this.sentence();
      for (const [key, node] of this.pillNodes) {
        const [name, value] = key.split(":");
        node.setAttribute("aria-pressed", String(s[name].includes(Number(value))));
      }
      this.statedNode.setAttribute("aria-pressed", String(s.stated));
      this.contextNode.setAttribute("aria-pressed", String(s.hideContext));
      const filtering = s.phases.length > 0 || s.families.length > 0 || s.stated || s.hideContext || !!s.only;
      this.resetNode.classList.toggle("ca-hidden", !filtering);
      const shown = this.records.filter((r) => this.shows(r));
      this.empty.classList.toggle("ca-hidden", shown.some((r) => r.layer !== "undrawn"));
      this.empty.firstChild.textContent = shown.length ? "What matches these filters is not drawn on the map; the list has it." : "Nothing in the atlas matches all of these filters.";
      this.fillLegend(shown);
      if (!this.list.classList.contains("ca-hidden")) this.fillList(shown);
    },
    place() {
      // The controls below the title bar follow its height, which depends on how its pills wrap.
      const height = this.top.offsetHeight, foot = this.strip.offsetHeight, wide = window.innerWidth > 640;
      if (this.placed === `${height} ${foot} ${wide}`) return;
      this.placed = `${height} ${foot} ${wide}`;
      this.tools.style.top = `${height + 10}px`;
      const room = `calc(100% - ${height + foot + 28}px)`;
      for (const box of [this.legend, this.card]) box.style.maxHeight = wide ? room : "";
      document.body.style.setProperty("--under", `${height + 10}px`);
      document.body.style.setProperty("--above", `${foot + 8}px`);
      this.list.style.maxHeight = room;
    },
    /* Open where there is room, until the visitor decides. A frame that is still being laid out has none yet. */
    unfoldLegend() { if (!this.folded) this.legend.open = window.innerWidth > 640 && window.innerHeight > 480; },
    fillLegend(shown) {
      const data = this.data, open = this.legend.open;
      const segments = shown.filter((r) => r.layer === "segment");
      const parts = [element("summary", "", "Legend")];
      const section = (title, items, hint) => {
        if (!items.length) return;
        const list = element("ul");
        for (const item of items) { const row = element("li"); row.append(...item); list.append(row); }
        const head = element("h2", "", title);
        if (hint) head.append(element("span", "ca-hint", hint));
        parts.push(head, list);
      };
      const swatch = (draw) => { const box = svg("svg", { width: 34, height: 14, viewBox: "0 0 34 14", "aria-hidden": "true" }); draw(box); return box; };
      const line = (dash, width, colour, opacity, cap) => svg("line", { x1: 1, y1: 7, x2: 33, y2: 7, stroke: colour, "stroke-width": width, "stroke-opacity": opacity, "stroke-dasharray": dash || "none", "stroke-linecap": cap || "butt" });
      const inUse = data.families.filter((f) => shown.some((r) => r.family === f.id && r.layer !== "undrawn") || this.state.families.includes(f.id));
      section("Family", inUse.map((family) => {
        const made = button("ca-family", "", () => this.toggle("families", family.id));
        made.setAttribute("aria-pressed", String(this.state.families.includes(family.id)));
        made.dataset.family = family.id;
        const box = svg("svg", { width: 14, height: 14, "aria-hidden": "true" });
        box.append(svg("rect", { width: 14, height: 14, rx: 2, fill: family.colour }));
        made.append(box, element("span", "", family.name));
        return [made];
      }), " (click to filter)");
      section("Line pattern: what the articles say", Object.entries(data.claims).filter(([key]) => key !== "rejected" && segments.some((r) => r.claim === key)).map(([key, claim]) => [
        swatch((box) => box.append(line(claim.dash, 2.6, "#2b3742", 1, key === "speculative" ? "round" : "butt"))), element("span", "", claim.label)]));
      if (segments.some((r) => r.card.contested)) section("Mark", [[element("span", "", "† contested: doubted or rejected")]]);
      section("Line body: how we drew it", Object.entries(data.bodies).filter(([key]) => segments.some((r) => r.drawn === key)).map(([key, body]) => [
        swatch((box) => {
          if (key === "notional") box.append(line("", 13, "#2b3742", 0.12), line("", 8, "#2b3742", 0.14));
          else if (key === "schematic") box.append(line("", 9, "#2b3742", 0.26));
          box.append(line("", body.line, "#2b3742", 1));
        }), element("span", "", body.label)]));
      const kinds = new Set(shown.filter((r) => r.layer === "place").map((r) => r.kind));
      const symbols = Object.entries(data.placeKinds).filter(([key]) => kinds.has(key)).map(([key, words]) => [this.placeShape(key, "#2b3742"), element("span", "", words)]);
      for (const [kind, words] of [["break", "break of gauge (curator)"], ["crossing", "border crossing (curator)"]]) {
        if (segments.some((r) => r.points.some((p) => p.kind === kind))) symbols.push([this.pointShape(kind), element("span", "", words)]);
      }
      section("Places", symbols);
      if (shown.some((r) => this.assigned(r))) section("Phase", [[element("span", "", "* phase assigned by the curator, not stated in the article")]]);
      section("Boundaries", [
        [swatch((box) => box.append(line("", 1, "#a9a69c", 1))), element("span", "", "between states")],
        [swatch((box) => box.append(line("0.1 3.4", 1.5, "#77746b", 1, "round"))), element("span", "", "disputed")]]);
      const held = this.legend.contains(document.activeElement) && document.activeElement.dataset.family;
      this.legend.replaceChildren(...parts);
      if (held) { const again = this.legend.querySelector(`[data-family="${CSS.escape(held)}"]`); if (again) again.focus({ preventScroll: true }); }
      this.legend.open = open || (this.state.briefing && window.innerWidth > 640);   // over a phone's map it would lie whole
    },
    toggleList() {
      const held = this.list.contains(document.activeElement), hidden = this.list.classList.toggle("ca-hidden");
      if (hidden) {
        if (held && this.opener) this.opener.focus({ preventScroll: true });   // back to where it came from
      } else {
        this.opener = document.activeElement;
        this.fillList(this.records.filter((r) => this.shows(r)));
        const first = this.list.querySelector(".ca-item");
        if (first) first.focus({ preventScroll: true });
      }
      this.placeLabels();
    },
    fillList(shown) {
      const parts = [button("ca-button ca-listclose", "Close list", () => this.toggleList())];
      const titles = { segment: "Routes", place: "Places", area: "Countries and regions", undrawn: "Not on the map" };
      for (const layer in titles) {
        const rows = shown.filter((r) => r.layer === layer);
        if (!rows.length) continue;
        const list = element("ul");
        for (const record of rows) {
          const row = element("li"), made = button("ca-item", `${record.card.name}${this.assigned(record) ? " *" : ""} · ${record.card.claim}`, (event) => this.choose(record.id, [], event));
          made.setAttribute("aria-pressed", String(this.state.selected.includes(record.id)));
          made.dataset.record = record.id;
          row.append(made);
          list.append(row);
        }
        parts.push(element("h2", "", titles[layer]), list);
      }
      const scroll = this.list.scrollTop, focused = document.activeElement && document.activeElement.dataset.record;
      this.list.replaceChildren(...parts);
      this.list.scrollTop = scroll;
      if (focused) { const again = this.list.querySelector(`[data-record="${CSS.escape(focused)}"]`); if (again) again.focus({ preventScroll: true }); }
    },
    fillCard() {
      const id = this.state.selected[this.state.selected.length - 1], record = id && this.byId.get(id);
      this.card.classList.toggle("ca-hidden", !record);
      if (!record) { if (this.roomy) this.roomBelow(false); return; }
      const card = record.card, parts = [];
      this.card.style.setProperty("--family", this.colour.get(record.family));
      this.card.dataset.record = id;
      const name = element("h2", "", card.name);
      if (card.name_today) name.append(element("span", "ca-meta", ` (today: ${card.name_today})`));
      const meta = element("p", "ca-meta");
      meta.append(`${this.family(record).name} · ${card.kind} · in the articles: ${card.claim} `);
      if (card.contested) meta.append(element("span", "ca-badge", "contested"));
      if (card.disputes) meta.append(" ", element("span", "ca-badge", `in ${card.disputes} disagreement${card.disputes > 1 ? "s" : ""}`));
      parts.push(button("ca-button ca-close", "×", () => this.clear(), "Close"), name, meta, element("p", "ca-meta", card.phases.join("; ")));
      if (!this.shows(record)) parts.push(element("p", "ca-meta ca-unseen", "Hidden by the filters."));
      for (const item of card.lead) {
        const quote = element("blockquote");
        quote.append("“", marked(item.quote, item.marked), "”");
        parts.push(element("p", "ca-role", `${item.role}; the passage ${item.stance}`), quote,
          element("cite", "ca-cite-full", `${item.citation}. ${item.section}.`), element("cite", "ca-cite-short", `${item.short}. ${item.section}.`));
      }
      const rest = card.passages - card.lead.length;
      parts.push(element("p", "ca-more", `${card.voices}.${rest > 0 ? ` ${rest} more passage${rest > 1 ? "s" : ""} in the panel.` : ""}`));
      const also = (this.also || []).filter((other) => other !== id && this.shows(this.byId.get(other)));
      if (also.length) {
        const box = element("div", "ca-also", "Also under this point: ");
        for (const other of also) box.append(button("ca-button", this.byId.get(other).card.name, () => this.choose(other, [id, ...also], null)));
        parts.push(box);
      }
      this.card.replaceChildren(...parts);
      this.card.scrollTop = 0;
      this.placeCard(record);
    },

    /* In the corner where it hides the least of what it speaks of: below on the left where it can. */
    placeCard(record) {
      this.card.classList.remove("ca-right", "ca-high");
      if (window.innerWidth <= 640) { this.liftOverSheet(record); return; }
      const r = this.card.getBoundingClientRect(), spots = this.spots(record);
      const right = this.legend.getBoundingClientRect().left - 10 - r.width, high = this.top.offsetHeight + 10;
      const corners = [["", r.left, r.top], ["ca-right", right, r.top], ["ca-high", r.left, high], ["ca-right ca-high", right, high]]
        .slice(0, this.state.briefing ? 2 : 4)
        .map(([names, x, y]) => [spots.filter((p) => p.x > x && p.x < x + r.width && p.y > y && p.y < y + r.height).length, names]);
      const [hidden, names] = corners.reduce((best, corner) => (corner[0] < best[0] ? corner : best));
      if (names) this.card.classList.add(...names.split(" "));
      if (this.state.briefing && hidden) this.showBeside(record);
    },
    /* Nobody moves the map of a picture: show what the card speaks of between card and legend. */
    showBeside(record) {
      this.card.classList.remove("ca-right");
      const node = this.nodes.get(record.id), size = this.map.getSize();
      const left = this.card.getBoundingClientRect().right, right = size.x - this.legend.getBoundingClientRect().left;
      if (size.x - left - right < 160) return;
      const bounds = node.place ? node.hit.getLatLng().toBounds(1e6) : node.hit.getBounds();
      this.move(() => this.map.fitBounds(bounds, {
        paddingTopLeft: [left + 30, this.top.offsetHeight + 30], paddingBottomRight: [right + 30, this.strip.offsetHeight + 30], maxZoom: 6, animate: false }));
    },
    /* On a phone the card is a sheet over the lower half: show what it speaks of above it. */
    liftOverSheet(record) {
      const spots = this.spots(record), sheet = this.card.getBoundingClientRect().top, head = this.top.offsetHeight;
      const node = this.nodes.get(record.id), under = spots.filter((p) => p.y > sheet).length;
      if (!spots.length || under < spots.length / 2 || sheet - head < 80) return;
      const bounds = node.place ? node.hit.getLatLng().toBounds(1e6) : node.hit.getBounds();
      const below = this.map.getSize().y - sheet + 12;
      this.roomBelow(true);
      this.move(() => this.map.fitBounds(bounds, { paddingTopLeft: [46, head + 12], paddingBottomRight: [12, below], maxZoom: 6, animate: false }));
    },
    /* Behind the sheet the map may go further south than where its data ends. */
    roomBelow(wanted) {
      this.bounds = this.bounds || this.map.options.maxBounds;
      if (wanted === this.roomy) return;
      this.roomy = wanted;
      const [north, west, east] = [this.bounds.getNorth(), this.bounds.getWest(), this.bounds.getEast()];
      this.move(() => this.map.setMaxBounds(wanted ? [[-65, west], [north, east]] : this.bounds));
    },
    /* Points of a record, in pixels of the frame. */
    spots(record) {
      const node = this.nodes.get(record.id);
      if (!node) return [];
      if (node.place) return [this.map.latLngToContainerPoint(node.hit.getLatLng())];
      const points = [];
      for (const part of node.hit._parts || []) part.forEach((p, i) => {
        const next = part[i + 1], steps = next ? Math.max(1, Math.round(p.distanceTo(next) / 20)) : 1;
        for (let k = 0; k < steps; k += 1) points.push(this.map.layerPointToContainerPoint(next ? L.point(p.x + ((next.x - p.x) * k) / steps, p.y + ((next.y - p.y) * k) / steps) : p));
      });
      return points;
    },

    // ---- viewport and events ----------------------------------------------------------------------------------
    home() {
      const v = this.data.view, size = this.map.getSize(), wide = window.innerWidth > 640;
      this.given = null;
      this.touched = false;
      // Before the frame has a size nothing fits into it; the view is found when it gets one (`resized`).
      if (size.x < 80 || size.y < 80) { this.move(() => this.map.setView(flip([(v.west + v.east) / 2, (v.south + v.north) / 2]), 3, { animate: false })); return; }
      const top = Math.min(this.top.offsetHeight, size.y * 0.4), bottom = Math.min(this.strip.offsetHeight, size.y * 0.2);
      const right = wide && this.legend.open ? Math.min(this.legend.offsetWidth + 10, size.x * 0.4) : 4;
      this.move(() => this.map.fitBounds([[v.south, v.west], [v.north, v.east]], { paddingTopLeft: [4, top], paddingBottomRight: [right, bottom], animate: false }));
    },
    /* A move that is not the visitor's. */
    move(act) { this.moving = true; act(); this.moving = false; },
    frameView() {
      // Without `reset` Leaflet pans by whole pixels, and a map that gets its size late stands beside what its link says.
      if (this.given) this.move(() => this.map.setView(flip(this.given.slice(0, 2)), this.given[2], { animate: false, reset: true }));
      else this.home();
    },
    brief(on) { this.state.briefing = on; this.report(); this.apply(); },
    zoomBy(steps) { this.map.zoomIn(steps); },
    /* The frame gets its size late, and changes it with the window: what hangs on it follows. */
    resized() {
      this.map.invalidateSize({ animate: false });
      if (!matchMedia("print").matches) {   // paper shows the screen's picture, scaled
        const size = this.map.getSize(), style = document.documentElement.style;
        style.setProperty("--screen-wide", `${size.x}px`);
        style.setProperty("--screen-high", `${size.y}px`);
      }
      if (this.map.getSize().equals(this.framed)) return;   // observers speak up once without a change
      this.framed = this.map.getSize();
      if (!this.state.briefing && !matchMedia("print").matches) this.unfoldLegend();
      this.place();
      if (!this.touched) this.frameView();
      const chosen = this.byId.get(this.state.selected[this.state.selected.length - 1]);
      if (chosen) this.placeCard(chosen);
      this.labelSoon();
    },
    listen() {
      const map = this.map;
      this.framed = map.getSize();
      map.on("click", () => this.clear());
      new ResizeObserver(() => this.resized()).observe(map.getContainer());
      map.on("zoomend moveend", () => this.labelSoon());
      map.on("movestart zoomstart", () => { if (!this.moving) this.touched = true; });
      map.on("moveend", () => {
        clearTimeout(this.viewTimer);
        this.viewTimer = setTimeout(() => {
          const view = this.viewNow();
          if (this.ready && this.touched && String(view) !== String(this.lastView)) { this.lastView = view; this.report(); }
        }, VIEW_DELAY_MS);
      });
      document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || this.keys.open || event.target.closest("input, textarea")) return;
        if (event.key === "b") this.brief(!this.state.briefing);
        else if (event.key === "?") this.keys.showModal();
        else if (event.key === "l") { if (!this.state.briefing) this.toggleList(); }
        else if (event.key !== "Escape") return;
        else if (this.state.briefing) this.brief(false);
        else if (!this.list.classList.contains("ca-hidden")) this.toggleList();
        else this.clear();
      });
    },
    /* Takes over a state that came from outside (a link, Back, a button in the page). */
    show(state) {
      this.state = {
        phases: state.phases || [], families: state.families || [], stated: !!state.stated, hideContext: !!state.hideContext, only: state.only || null,
        selected: (state.selected || []).filter((id) => this.byId.has(id)), view: null, briefing: !!state.briefing,
      };
      // The page's own filters, of which the frame knows the outcome alone: positions in the records' order.
      this.letThrough = new Set(state.only ? state.only.at.map((position) => this.records[position].id) : []);
      this.also = [];
      this.fillFurniture();
      document.body.classList.toggle("ca-briefing", this.state.briefing);
      this.map.invalidateSize({ animate: false });
      this.given = state.view;
      this.touched = false;
      this.frameView();
      this.lastView = this.viewNow();
      if (!this.drawn) this.draw();   // once the view is known: lines laid out for another one are lost work
      this.apply();
      this.ready = true;
    },
  };

  /* The live map: a frame beside Streamlit's page. It opens with the state that its own address holds and answers alone
     until the server speaks, through the page (`panel.js`). `revision` rises only when Python itself changed the state,
     so an echo of our own report changes nothing. A session that we do not know is a server's that has just come, or was
     started again: it is told what is shown here, whatever of it reached the old one. */
  function startInFrame(map) {
    const first = decodeURIComponent(window.location.hash.slice(1));
    let count = 0, revision = 0, session = null, port = null;
    const atlas = new Atlas(map, window.CORRIDOR_ATLAS, {
      onReport(state) { count += 1; tell({ ...state, n: count, revision }); },
    });
    window.corridorAtlas.atlas = atlas;
    const tell = (report) => port?.postMessage({ report, briefing: atlas.state.briefing });
    // What Folium's page does not say to a screen reader, and its ban on zooming.
    document.documentElement.lang = "en";
    document.title = `${atlas.data.title}: map`;
    document.querySelector("meta[name=viewport]").content = "width=device-width, initial-scale=1";
    map.getContainer().setAttribute("role", "main");
    map.getContainer().setAttribute("aria-label", "Map");
    atlas.show(JSON.parse(first));
    window.addEventListener("message", ({ source, data, ports }) => {
      if (source !== window.parent) return;
      [port] = ports;
      const known = data.session === session, begun = session !== null;
      const news = known ? data.revision !== revision : !begun && data.state !== first;
      ({ revision, session } = data);
      if (news) atlas.show(JSON.parse(data.state));
      if (!news && !known && (begun || count)) atlas.report(); else tell();
    });
    requestAnimationFrame(() => setTimeout(() => window.parent.postMessage({ ready: true, briefing: atlas.state.briefing }, "*")));
  }
  window.corridorAtlas = { startInFrame, Atlas, marked };
})();
