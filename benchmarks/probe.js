/* Runs in every frame of every program, before its own scripts. Looks once an animation frame whether what the driver
   waits for is there; the time noted is that of the animation frame after, when it has been painted. Rests while nothing
   is waited for: five browsers that are woken sixty times a second would slow down the one whose turn it is.
   Times are milliseconds since 1970 with fractions, comparable between frames. */
(() => {
  "use strict";
  const FIRST = __FIRST__;   // what to wait for while the page loads
  const now = () => performance.timeOrigin + performance.now();
  const isTop = window === window.top;
  const isMap = __MAP_IN_TOP__ || !isTop;
  let shared;
  try {
    shared = window.top.__bench = window.top.__bench || { log: [], watches: FIRST.map((w) => ({ ...w })), start: performance.timeOrigin };
  } catch (error) {   // a frame without same-origin rights keeps its own
    shared = { log: [], watches: FIRST.map((w) => ({ ...w })), start: performance.timeOrigin };
  }
  window.__bench = shared;
  const note = (name, t) => shared.log.push([name, t]);
  if (!isTop) note("mount", now());

  const visible = (node) => !!node && node.checkVisibility({ visibilityProperty: true });
  const lines = (selector) => document.querySelectorAll(selector);
  /* A point of the line, in this frame's pixels, at which a click reaches the line itself; or null. */
  function reach(path, steps, margin) {
    const matrix = path.getScreenCTM(), length = matrix ? path.getTotalLength() : 0;
    if (!length) return null;
    for (let i = 0; i < steps; i += 1) {
      const at = path.getPointAtLength((length * (i + 0.5)) / steps).matrixTransform(matrix);
      const inside = at.x > margin && at.y > margin && at.x < innerWidth - margin && at.y < innerHeight - margin;
      if (inside && document.elementFromPoint(at.x, at.y) === path) return [at.x, at.y];
    }
    return null;
  }
  const tests = {
    // The last ones lie on top: among thousands the first are covered everywhere.
    usable: (w) => { const all = [...lines(w.selector)]; return all.length >= w.count && [...all.slice(0, 12), ...all.slice(-12)].some((p) => reach(p, 9, 1)); },
    present: (w) => [...document.querySelectorAll(w.selector)].some(visible),
    count: (w) => lines(w.selector).length === w.count,
    record: (w) => { const n = document.querySelector(w.selector); return visible(n) && n.dataset.record !== w.before && !!n.querySelector("blockquote"); },
    text: (w) => { const n = document.querySelector(w.selector); return !!n && n.textContent !== w.before; },
    query: (w) => location.search !== w.before,
  };
  let beaten = 0, waiting = 0;   // the last animation frame seen, the next one asked for
  function tick() {
    beaten = performance.now();
    for (const w of shared.watches) {
      if (w.done || (w.where === "top" ? !isTop : !isMap)) continue;
      if (w.seen === window) { w.done = true; note(w.name, now()); continue; }
      let met = false;
      try { met = tests[w.test](w); } catch (error) { met = false; }
      w.seen = met ? window : null;
    }
    if (busy()) again(); else waiting = 0;
  }
  const busy = () => shared.watches.some((w) => !w.done && (w.where === "top" ? isTop : isMap));
  const again = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(tick); };
  // A frame that is laid out late can lose its first animation frame request. Also what starts the looking anew.
  setInterval(() => { if (busy() && performance.now() - beaten > 40) again(); }, 20);
  again();
  /* Sets what to look for from now on. */
  window.__arm = (watches) => { shared.log.length = 0; shared.watches = watches; beaten = 0; again(); };
  window.addEventListener("click", (event) => note("click", performance.timeOrigin + event.timeStamp), true);

  /* Frames in which no line is to be seen: the map's frame is gone, empty, or has no height. */
  window.__blank = { on: false, frames: 0, ms: 0 };
  if (isTop) {
    let last = 0;
    const look = () => {
      const here = now(), state = window.__blank;
      if (!state.on) return;
      let some = false;
      try {
        const frames = [...document.querySelectorAll("iframe")].filter((f) => f.clientHeight > 0);
        const seen = state.inTop ? [document] : frames.map((f) => f.contentDocument);
        // A frame that is closed to this page (null) cannot be judged here; the screencast judges it.
        some = seen.some((d) => d === null || !!d.querySelector(state.selector));
      } catch (error) { some = true; }
      if (!some) { state.frames += 1; state.ms += here - last; }
      last = here;
      requestAnimationFrame(look);
    };
    window.__watchBlank = (selector, inTop) => {
      window.__blank = { on: true, frames: 0, ms: 0, selector, inTop };
      last = now();
      requestAnimationFrame(look);
    };
  }

  /* Intervals between animation frames while the map is moved. */
  window.__frames = {
    at: [], on: false,
    start() { this.at = []; this.on = true; const beat = (t) => { this.at.push(t); if (this.on) requestAnimationFrame(beat); }; requestAnimationFrame(beat); },
    stop() { this.on = false; return this.at; },
  };

  /* A line to click, from a starting index on, whose record is another than the last one's. */
  window.__pick = (selector, from, last) => {
    const all = [...lines(selector)];
    for (let i = 0; i < Math.min(all.length, 400); i += 1) {
      const index = (from + i) % all.length, path = all[index], id = path.dataset.record || String(index);
      if (id === last) continue;
      const at = reach(path, 24, 6);
      if (at) return { id, at };
    }
    return null;
  };
})();
