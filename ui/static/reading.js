// A cable as it is read, on a page of its own and in the reader of the window: where one is in its outline, and where
// the words of the question stand in it. In the window this runs in the scope of reader.js, hence the braces.
{
  const pane = document.getElementById("cable-page"); // the window's
  const text = pane ?? document.querySelector("main.reading");
  const scroller = pane ?? document.scrollingElement;
  const top = () => (pane ? pane.getBoundingClientRect().top : 0);
  const height = () => (pane ? pane.clientHeight : innerHeight);
  const is_writing = ({ target, ctrlKey, metaKey, altKey }) =>
    ctrlKey || metaKey || altKey || target.closest?.("input, textarea, select, [contenteditable]");
  const bring = (place) => {
    scroller.scrollTop += place.getBoundingClientRect().top - top() - height() / 4;
  };

  // The outline.
  const links = () => [...text.querySelectorAll(".outline a")];
  const target_of = (link) => text.querySelector(`#${CSS.escape(link.hash.slice(1))}`);
  const parts = () => [...new Set(links().map((link) => link.hash))].map((hash) => text.querySelector(`#${CSS.escape(hash.slice(1))}`));
  let current = -1;
  const mark_part = () => {
    const at_end = scroller.scrollTop + height() >= scroller.scrollHeight - 2;
    const line = top() + height() * (at_end ? 1 : 0.3);
    const found = parts();
    current = found.findLastIndex((part) => part?.getBoundingClientRect().top <= line);
    for (const link of links()) {
      if (current >= 0 && link.hash === `#${found[current].id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const go_to_part = (part) => {
    if (!part) return;
    bring(part);
    part.focus({ preventScroll: true });
  };

  // The words of the question.
  const ASKED = "asked";
  let hits = []; // ranges, in the order of the text
  let at = -1;
  const strip = document.createElement("div");
  strip.className = "strip";
  strip.setAttribute("role", "group");
  strip.setAttribute("aria-label", "Words of the question");
  strip.innerHTML =
    '<div class="marks"></div><p class="turn"><button type="button" class="back" aria-label="Previous word of the question (p)">‹</button><output></output><button type="button" class="on" aria-label="Next word of the question (n)">›</button></p>';
  const find_words = () => {
    const forms = text.querySelector("[data-forms]")?.dataset.forms.split(" ") ?? [];
    if (!forms.length) return [];
    const written = forms.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).sort((a, b) => b.length - a.length);
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${written.join("|")})(?![\\p{L}\\p{N}])`, "giu");
    const found = [];
    for (const paragraph of text.querySelectorAll(".paragraph > p, .cable > h3")) {
      const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
      while (walker.nextNode() && found.length < 2000) {
        for (const hit of walker.currentNode.data.matchAll(pattern)) {
          const range = new Range();
          range.setStart(walker.currentNode, hit.index);
          range.setEnd(walker.currentNode, hit.index + hit[0].length);
          found.push(range);
        }
      }
    }
    return found;
  };
  // Small marks at the heights where the words stand; where several would cover each other there is one.
  const draw = () => {
    const marks = strip.querySelector(".marks");
    marks.replaceChildren();
    let last = -1;
    hits.forEach((hit, place) => {
      const share = (100 * (hit.getBoundingClientRect().top - top() + scroller.scrollTop)) / scroller.scrollHeight;
      if (share - last < 0.6) return;
      last = share;
      const mark = document.createElement("button");
      mark.type = "button";
      mark.tabIndex = -1; // the keys n and p, and the buttons below, go to all of them
      mark.dataset.place = place;
      mark.style.top = `${share}%`;
      const number = hit.startContainer.parentElement.closest(".paragraph")?.querySelector(".number").textContent.trim();
      mark.title = `${hit}${number ? `, ¶${number.replace(".", "")}` : ""}`;
      mark.setAttribute("aria-label", mark.title);
      marks.append(mark);
    });
  };
  const tell = () => {
    const told = `${at < 0 ? "–" : at + 1} / ${hits.length}`;
    if (strip.querySelector("output").textContent !== told) strip.querySelector("output").textContent = told;
  };
  const show_hit = (place) => {
    at = place;
    CSS.highlights.set(`${ASKED}-here`, new Highlight(hits[at]));
    bring(hits[at]);
    tell();
  };
  const turn = (by) => {
    if (!hits.length) return;
    if (at >= 0) return show_hit((at + by + hits.length) % hits.length);
    const below = hits.findIndex((hit) => hit.getBoundingClientRect().bottom > top());
    show_hit(by > 0 ? Math.max(below, 0) : (below <= 0 ? hits.length : below) - 1);
  };
  const begin = () => {
    hits = find_words();
    at = -1;
    strip.hidden = !hits.length;
    CSS.highlights.set(ASKED, new Highlight(...hits));
    CSS.highlights.delete(`${ASKED}-here`);
    draw();
    tell();
    mark_part();
  };

  strip.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.dataset.place) show_hit(Number(button.dataset.place));
    else if (button) turn(button.matches(".on") ? 1 : -1);
  });
  // In the window an address is that of a cable: its parts are gone to without one.
  pane?.addEventListener("click", (event) => {
    const link = event.target.closest(".outline a");
    if (!link) return;
    event.preventDefault();
    link.closest("details").open = false;
    go_to_part(target_of(link));
  });
  document.addEventListener("keydown", (event) => {
    const by = { n: 1, p: -1, s: 1, S: -1 }[event.key];
    if (!by || !text || is_writing(event) || !text.checkVisibility()) return;
    if ("np".includes(event.key)) turn(by);
    else {
      mark_part();
      go_to_part(parts()[Math.max(0, current + by)]);
    }
  });
  let waiting = false;
  const later = (act) => () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      act();
    });
  };
  if (text) {
    (pane?.parentElement ?? text).append(strip);
    (pane ?? document).addEventListener("scroll", later(mark_part), { passive: true });
    addEventListener("resize", later(draw));
    text.addEventListener("toggle", later(draw), true); // what is unfolded makes the text longer
    pane?.addEventListener("opened", begin);
    begin();
  }
}
