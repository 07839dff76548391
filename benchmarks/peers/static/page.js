/* Peer A, the limit: a plain static Leaflet page. All data at once, everything answered in the browser. */
"use strict";
const CHOICES = [[1, "1"], [2, "2"], [3, "3"], [4, "4"], [5, "5"], [0, "none"]];
const chosen = new Set(), layers = [];

function element(tag, text) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  return made;
}
function panel(line) {
  const record = element("div");
  record.className = "record";
  record.dataset.record = line.id;
  record.append(element("h3", line.name));
  for (const item of line.passages) {
    record.append(element("p", item.role), element("blockquote", item.quote), element("cite", item.source));
  }
  record.append(element("p", line.note));
  document.querySelector(".panel").replaceChildren(record);
}
function shows(line) {
  if (!chosen.size) return true;
  return line.phases.some((phase) => chosen.has(phase));
}
function filter(map) {
  let shown = 0;
  for (const [line, layer] of layers) {
    if (shows(line)) { layer.addTo(map); shown += 1; } else layer.remove();
  }
  document.querySelector(".count").textContent = `${shown} of ${layers.length} routes: ${[...chosen]}`;
  history.replaceState(null, "", `?phase=${[...chosen]}`);
}

fetch("data.json").then((answer) => answer.json()).then((data) => {
  const map = L.map("map", { zoomSnap: 0.25 });
  const { west, south, east, north } = data.view;
  map.fitBounds([[south, west], [north, east]]);
  const quiet = { interactive: false };
  L.geoJSON(data.basemap.countries, { ...quiet, style: { fillColor: "#f5f2ea", fillOpacity: 1, color: "#f5f2ea", weight: 0.6 } }).addTo(map);
  L.geoJSON(data.basemap.lakes, { ...quiet, style: { fillColor: "#dce7ee", fillOpacity: 1, color: "#b7cbd8", weight: 0.5 } }).addTo(map);
  L.geoJSON(data.basemap.boundaries, { ...quiet, style: { color: "#a9a69c", weight: 0.9 } }).addTo(map);
  for (const line of data.lines) {
    const layer = L.geoJSON(line.geometry, { style: { color: line.colour, weight: 4, opacity: 0.95, className: "route" } });
    layer.bindTooltip(line.name).on("click", () => panel(line)).addTo(map);
    layers.push([line, layer]);
  }
  for (const [value, name] of CHOICES) {
    const pill = element("button", name);
    pill.setAttribute("aria-pressed", "false");
    pill.addEventListener("click", () => {
      if (!chosen.delete(value)) chosen.add(value);
      pill.setAttribute("aria-pressed", String(chosen.has(value)));
      filter(map);
    });
    document.querySelector(".pills").append(pill);
  }
  filter(map);
});
