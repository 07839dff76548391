/* What the page does before Streamlit is there. Runs in the head, which has Streamlit's scripts in a template. */
(() => {
  const PATIENCE_MS = 2500;   // a map that is not seen (a tab in the background) is not painted; a fault draws no panel
  const scheme = document.documentElement.style;
  try {   // a browser may refuse to remember anything
    const theme = JSON.parse(localStorage.getItem(`stActiveTheme-${location.pathname}-v2`));   // Streamlit's own note
    if (theme === "Light" || theme === "Dark") scheme.setProperty("--ca-scheme", theme.toLowerCase());
  } catch { /* the system's choice, then */ }

  /* Streamlit's scripts are held back until the map is painted: side by side the two take longer, the map by half a
     second. */
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    document.head.append(document.importNode(document.getElementById("ca-held").content, true));
    hand();
  };
  addEventListener("message", ({ data }) => {
    if (!data?.ready) return;
    document.querySelector("#ca-map.ca-whole > iframe")?.focus();   // a briefing has nothing else for the keys
    begin();
  });
  setTimeout(begin, PATIENCE_MS);

  /* The panel that the page brought gives way once Streamlit has drawn all of its own. What was pressed is pressed then;
     focus and place are kept. */
  let pressed;
  addEventListener("click", ({ target }) => {
    const control = target.closest("#ca-first [data-key]");
    if (!control) return;
    pressed?.removeAttribute("aria-busy");
    pressed = control;
    pressed.setAttribute("aria-busy", "true");
  });
  const real = ({ dataset: { key, number } }) => document.querySelectorAll(`.st-key-panel .st-key-${key} button`)[number];
  let finished = 0;   // when Streamlit had nothing more to come
  function drawn() {
    if (!document.querySelector('.stApp[data-test-script-state="notRunning"]')) finished = 0;
    else finished ||= performance.now();
    return finished && (performance.now() - finished > PATIENCE_MS
      || ([...document.querySelectorAll("#ca-first [data-key]")].every(real)
        && !document.querySelector('.st-key-panel [data-testid="stSkeleton"]')
        && document.querySelector(".ca-words")?.said !== undefined));
  }
  function hand() {
    if (!drawn()) { requestAnimationFrame(hand); return; }
    const first = document.getElementById("ca-first"), panel = document.querySelector(".st-key-panel");
    const held = first.contains(document.activeElement) && document.activeElement, place = first.scrollTop;
    first.remove();
    scheme.removeProperty("--ca-scheme");
    if (!panel) return;
    panel.scrollTop = place;
    if (held) (held === first ? panel : real(held))?.focus({ preventScroll: true });
    if (pressed) real(pressed)?.click();
  }
})();
