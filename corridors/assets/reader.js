/* Where a reader is, in the page and in the panel, which Streamlit does not know. Runs in the head of its page. */
(() => {
  const panel = () => document.querySelector(".st-key-panel");
  const phone = () => innerWidth <= 900;   // the window scrolls, not the panel, and that is left to the reader

  // Past the map and its many lines, for those who go by keys.
  addEventListener("click", (event) => {
    if (!event.target.closest(".ca-skip")) return;
    event.preventDefault();
    (document.getElementById("ca-first") || panel()).focus();
  });

  // On a phone the tabs stand below the map, and what a tab opens below the tabs.
  addEventListener("click", ({ target }) => {
    if (phone() && target.closest(".st-key-page button")) panel().scrollIntoView();
  }, true);

  /* Who opens a page or a record begins at its head; a record that joins others is brought into view. */
  let read = "", moved = false;   // to ask the panel where it is would have it laid out in the midst of an answer
  addEventListener("scroll", ({ target }) => { if (target.matches?.(".st-key-panel")) moved = true; }, true);
  const reading = new MutationObserver(() => {
    const records = [...document.querySelectorAll(".st-key-panel article[data-record]")];
    const page = document.querySelector('.st-key-page [aria-checked="true"]')?.textContent;
    const now = [page, ...records.map((record) => record.dataset.record)].join(" ");
    if (now === read) return;
    const joined = read.includes(" ") && now.startsWith(`${read} `);   // a page without its words yet has no space
    read = now;
    if (phone() || document.getElementById("ca-first")) return;   // until then that is what is read
    if (joined) records.at(-1).scrollIntoView();
    else if (moved) panel().scrollTop = 0;
    moved = joined;
  });
  addEventListener("DOMContentLoaded", () => {
    reading.observe(document.getElementById("root"), { childList: true, subtree: true });
  });
})();
