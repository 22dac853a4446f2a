// Finding words in the open cable. Runs in the same scope as reader.js, after it. The hits are highlights of the
// browser's own: the page is left as it is, and a hit may run across a link or a mark.

const finder = element.querySelector("#finder");
const needle = finder.querySelector("input");
const count = finder.querySelector("output");
let hits = []; // ranges, in the order of the page
let at = -1;

// The words of the page as one text, with what each node of it adds; blocks are a line each, so no hit spans two.
function shown_text() {
  const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  let block = null;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (parent.closest("button, summary, details:not([open])")) continue;
    const own = parent.closest("p, h2, h3, h4, dt, dd, li, pre, .number");
    if (own !== block) text += "\n\n";
    block = own;
    nodes.push({ node, start: text.length });
    text += node.data;
  }
  return { text, nodes };
}

function range_of(nodes, start, end) {
  const range = new Range();
  const holding = (offset) => nodes.findLast((each) => each.start <= offset);
  const [first, last] = [holding(start), holding(end - 1)];
  range.setStart(first.node, start - first.start);
  range.setEnd(last.node, end - last.start);
  return range;
}

function find() {
  const words = needle.value.trim();
  hits = [];
  if (words) {
    const { text, nodes } = shown_text();
    // Lines break anywhere, so a blank is any one line's end; two are the end of a block.
    const pattern = words.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/\s+/g, "(?:[^\\S\\n]|\\n(?!\\n))+");
    for (const hit of text.matchAll(new RegExp(pattern, "giu"))) {
      hits.push(range_of(nodes, hit.index, hit.index + hit[0].length));
    }
  }
  CSS.highlights.set("found", new Highlight(...hits));
  at = -1;
  turn(1);
}

function turn(by) {
  if (hits.length) {
    at = (at + by + hits.length) % hits.length;
    CSS.highlights.set("found-here", new Highlight(hits[at]));
    const offset = hits[at].getBoundingClientRect().top - page.getBoundingClientRect().top;
    if (offset < 20 || offset > page.clientHeight - 60) page.scrollTop += offset - page.clientHeight / 3;
  } else CSS.highlights.delete("found-here");
  count.textContent = needle.value.trim() && (hits.length ? `${at + 1} of ${hits.length}` : "no matches");
}

function open_finder() {
  show("cable");
  raise();
  finder.hidden = false;
  reader.classList.add("finding");
  needle.select();
  needle.focus();
  find();
}

function close_finder() {
  finder.hidden = true;
  reader.classList.remove("finding");
  needle.value = "";
  find();
  page.focus({ preventScroll: true });
}

needle.addEventListener("input", find);
finder.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close_finder();
  else if (event.key === "Enter" && event.target === needle) turn(event.shiftKey ? -1 : 1);
  else return;
  event.preventDefault();
  event.stopPropagation();
});
finder.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.matches(".find-next")) turn(1);
  else if (button?.matches(".find-previous")) turn(-1);
  else if (button?.matches(".find-close")) close_finder();
});
element.querySelector(".find").addEventListener("click", () => (finder.hidden ? open_finder() : close_finder()));
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || is_typing(event)) return;
  event.preventDefault();
  open_finder();
});
page.addEventListener("opened", () => finder.hidden || find());
