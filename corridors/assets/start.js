/* Holds Streamlit's scripts back until the map is painted: side by side the two take longer, the map by half a second.
   Runs in the head of Streamlit's page, which has the scripts in a template. */
(() => {
  const PATIENCE_MS = 2500;   // a map that is not seen (a tab in the background) is not painted
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    document.head.append(document.importNode(document.getElementById("ca-held").content, true));
  };
  addEventListener("message", ({ data }) => {
    if (!data?.ready) return;
    document.querySelector("#ca-map.ca-whole > iframe")?.focus();   // a briefing has nothing else for the keys
    begin();
  });
  setTimeout(begin, PATIENCE_MS);
})();
