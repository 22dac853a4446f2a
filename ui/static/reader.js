// The reader's behaviour. Gradio runs this once, when the reader is on the page: `element` is the reader's
// own element. Every link to a place in the archive (#/c/...), in the conversation, the sources or a cable, is
// caught here and opened in the reader.

const reader = document.getElementById("reader");
const page = element.querySelector("#cable-page");
const card = element.querySelector("#hover-card");
const LINK = 'a[href^="#/c/"]';
const MARKED = ".contradicted, .unsupported, .partly, .elsewhere"; // sentences that their citations do not bear out
const PLACE = /^#\/c\/[^/]+(\/\d+(\/\d+-\d+)?)?$/; // a cable, a paragraph of it, a stretch of its text
const sheet = matchMedia("(max-width: 768px)");
let is_asked_since = false; // whether a question came after the open place was opened
let opener = null; // what had the focus when the reader was opened: Escape goes back there

function show(tab) {
  reader.dataset.tab = tab;
  for (const button of element.querySelectorAll("[role=tab]")) {
    const chosen = button.dataset.tab === tab;
    button.setAttribute("aria-selected", chosen);
    button.tabIndex = chosen ? 0 : -1;
  }
}

function raise() {
  reader.classList.add("raised");
}

function lower() {
  reader.classList.remove("raised");
  if (opener?.isConnected) opener.focus({ preventScroll: true });
}

function mark_current(href) {
  for (const link of document.querySelectorAll(LINK)) {
    if (link.getAttribute("href") === href) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// A marked sentence of the answer above the paragraph that it cites, with the reason why it is marked.
function set_beside(marked, place) {
  const told = document.createElement("aside");
  told.className = `beside ${marked.className}`;
  const words = marked.cloneNode(true);
  for (const left_out of words.querySelectorAll(".said, .why, a.cite")) left_out.remove();
  const why = document.createElement("small");
  why.textContent = said(marked);
  told.append(`The answer says: ${words.textContent.trim()}`, why);
  place.before(told);
  return told;
}

async function open(href, marked = null) {
  if (!PLACE.test(href)) return;
  show("cable");
  raise();
  is_asked_since = false;
  page.setAttribute("aria-busy", "true");
  try {
    // Whatever the link holds is one parameter of one address: it cannot lead to another page of the server.
    const reply = await fetch(`pane?${new URLSearchParams({ link: href, terms: asked_for(href) })}`);
    if (!reply.ok || reply.redirected) throw new Error(reply.statusText);
    page.innerHTML = await reply.text();
  } catch {
    page.innerHTML = '<p class="empty">The cable could not be loaded. Is reftel still running?</p>';
  }
  page.removeAttribute("aria-busy");
  page.dispatchEvent(new Event("opened"));
  mark_current(href);
  count_steps(href);
  const place = page.querySelector("[aria-current=location]");
  const beside = marked && place && set_beside(marked, place);
  const quoted = page.querySelector("mark:not(.noted)") ?? place;
  const apart = beside ? quoted.getBoundingClientRect().bottom - beside.getBoundingClientRect().top : 0;
  const words = beside && apart < page.clientHeight * 0.7 ? beside : quoted; // both in sight, where they fit
  // Not scrollIntoView: that would scroll the window behind the reader too.
  const offset = words ? words.getBoundingClientRect().top - page.getBoundingClientRect().top : 0;
  const depth = page.scrollTop + offset;
  page.scrollTop = depth < page.clientHeight * 0.7 ? 0 : depth - page.clientHeight / 4;
  (place ?? page).focus({ preventScroll: true });
  if (sheet.matches) setTimeout(keep_in_sight, 300); // once Gradio has scrolled the narrower window to its end
}

// The sheet has left little room to the conversation: it shows where one is in it.
function keep_in_sight() {
  if (reader.classList.contains("raised")) opener?.scrollIntoView({ block: "center" });
}

function follow(link) {
  hide_card();
  const href = link.getAttribute("href");
  if (!page.contains(link)) opener = link;
  if (location.hash !== href) history.pushState(null, "", href);
  open(href, link.closest(MARKED));
}

// The places that an answer cites, in its order, each once: that answer which cites what is open, or else the last;
// the last one too where it was asked for after that.
function cited(href) {
  const answers = [...document.querySelectorAll("#window .answer")];
  const places = (answer) => [...answer.querySelectorAll("a.cite")].filter(
    (link, at, all) => all.findIndex((other) => other.getAttribute("href") === link.getAttribute("href")) === at,
  );
  const all = answers.map(places).filter((links) => links.length);
  const at = (links) => links.findIndex((link) => link.getAttribute("href") === href);
  const last = answers.length ? places(answers.at(-1)) : [];
  const links = is_asked_since ? last : (all.findLast((each) => at(each) >= 0) ?? all.at(-1) ?? []);
  return { links, at: at(links) };
}

// The question whose answer cites what is open, or else the last one.
function asked_for(href) {
  const answers = [...document.querySelectorAll("#window .answer")];
  const answer = answers.findLast((each) => each.querySelector(`a[href="${CSS.escape(href)}"]`)) ?? answers.at(-1);
  const questions = [...document.querySelectorAll("#window .question")];
  const before = (each) => each.compareDocumentPosition(answer) & Node.DOCUMENT_POSITION_FOLLOWING;
  return (answer && questions.findLast(before)?.textContent.slice(0, 400)) ?? "";
}

function count_steps(href) {
  const { links, at } = cited(href);
  const told = links.length ? `${at < 0 ? "–" : at + 1} / ${links.length}` : "";
  const steps = element.querySelector(".steps");
  if (steps.textContent !== told) steps.textContent = told;
}

function step(by) {
  const { links, at } = cited(location.hash);
  if (!links.length) return;
  const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : (at + by + links.length) % links.length;
  links[next].scrollIntoView({ block: "nearest" });
  follow(links[next]);
}

// Keys are for the reader only where they do not write.
function is_typing({ target, ctrlKey, metaKey, altKey }) {
  return ctrlKey || metaKey || altKey || target.closest?.("input, textarea, select, [contenteditable]");
}

// `text` may still be on its way: it is promised to the clipboard while the click counts.
async function copy(button, text) {
  const name = button.textContent;
  try {
    const blob = Promise.resolve(text).then((words) => new Blob([words], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Could not copy";
  }
  setTimeout(() => (button.textContent = name), 1500);
}

// How a place is cited in the style that was chosen; the browser remembers which.
const STYLE = "reftel citation style";
const style = element.querySelector(".cite-as select");
if ([...style.options].some((each) => each.value === localStorage.getItem(STYLE))) style.value = localStorage.getItem(STYLE);
style.addEventListener("change", () => localStorage.setItem(STYLE, style.value));

async function cited_as(address) {
  const reply = await fetch(`${address}&style=${encodeURIComponent(style.value)}`);
  if (!reply.ok) throw new Error(reply.statusText);
  return reply.text();
}

// What a citation quotes, or why a sentence is doubtful, which stands there for those who hear it.
function said(marked) {
  return marked.querySelector(":scope > :is(.said, .why)").textContent.replace(/^, | \((.*)\)$/, "$1");
}

// A table of cables as a spreadsheet takes it from the clipboard.
function as_lines(list) {
  const cells = (row) => [...row.cells].map((cell) => cell.textContent.trim());
  return [...list.querySelectorAll("tr")].map((row) => cells(row).join("\t")).join("\n");
}

function answer_text(button) {
  const answer = button.closest(".answer").cloneNode(true);
  for (const left_out of answer.querySelectorAll(".foot, .followups, .hint .said")) left_out.remove();
  for (const list of answer.querySelectorAll(".cables")) list.textContent = as_lines(list);
  const places = [...answer.querySelectorAll(".cite")].map((link) => {
    const [number, words] = [link.firstChild.textContent, said(link)];
    link.textContent = ` [${number}]`;
    return `[${number}] ${words}`;
  });
  const blocks = [...answer.children].flatMap((block) => (block.matches("ul, ol") ? [...block.children] : [block]));
  const text = blocks.map((block) => (block.matches("li") ? "- " : "") + block.textContent);
  return [...text, "", ...new Set(places)].join("\n").trim();
}

// The sources of an earlier answer take the place of those of the last one, until the next question.
const EXPORTED = /^export\/([\w-]+\/\d+)\.md$/;
async function show_sources_of(button) {
  const exported = EXPORTED.exec(button.closest(".foot").querySelector(".export a")?.getAttribute("href") ?? "");
  const pane = document.querySelector("#sources .prose") ?? document.getElementById("sources");
  if (!exported || !pane) return;
  const reply = await fetch(`talks/${exported[1]}/sources`);
  if (reply.ok) pane.innerHTML = await reply.text();
}

function show_card(marked) {
  card.textContent = said(marked);
  card.hidden = false;
  const at = marked.getBoundingClientRect();
  const right = document.getElementById("talk").getBoundingClientRect().right;
  const left = Math.max(8, Math.min(at.left - 24, right - card.offsetWidth - 8));
  const above = at.top - card.offsetHeight - 8;
  card.style.left = `${left}px`;
  card.style.top = `${above > 8 ? above : at.bottom + 8}px`;
}

function hide_card() {
  card.hidden = true;
}

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest(LINK);
    const button = event.target.closest("button");
    const source = link ?? (getSelection().isCollapsed && event.target.closest(MARKED)?.querySelector("a.cite"));
    if (source) {
      event.preventDefault();
      event.stopPropagation();
      follow(source);
    } else if (button?.matches(".copy-link")) copy(button, new URL(button.dataset.copy, location).href);
    else if (button?.matches(".copy-citation"))
      copy(button, cited_as(button.dataset.cite).then((words) => `${button.dataset.copy} ${words}`));
    else if (button?.matches(".cite-source")) copy(button, cited_as(button.dataset.cite));
    else if (button?.matches(".copy-answer")) copy(button, answer_text(button));
    else if (button?.matches(".show-sources")) {
      opener = button;
      show("sources");
      raise();
      element.querySelector("[data-tab=sources]").focus();
      show_sources_of(button);
    } else if (button?.matches("#reader .step")) step(+button.dataset.by);
    else if (button?.matches("#reader .close")) lower();
    else if (button?.matches("#reader [role=tab]")) show(button.dataset.tab);
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.("#reader [role=tab]");
  const by = { j: 1, k: -1 }[event.key] ?? (event.altKey && { ArrowDown: 1, ArrowUp: -1 }[event.key]);
  if (by && (event.key.startsWith("Arrow") || !is_typing(event))) {
    event.preventDefault();
    return step(by);
  }
  if (event.key === "Escape" && (reader.contains(event.target) || reader.classList.contains("raised"))) lower();
  else if (tab && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    show(tab.dataset.tab === "cable" ? "sources" : "cable");
    element.querySelector("[role=tab][aria-selected=true]").focus();
  }
});

for (const type of ["mouseover", "focusin"])
  document.addEventListener(type, (event) => {
    const marked = event.target.closest?.(`a.cite, ${MARKED}`);
    if (marked && !sheet.matches) show_card(marked);
    else hide_card();
  });
document.addEventListener("scroll", hide_card, true);

let asked = 0;
new MutationObserver(() => {
  // A new question fills the sources: that is where to look next. A conversation that is opened again asks nothing.
  const questions = document.querySelectorAll("#window .question").length;
  const reopened = asked === 0 && !document.querySelector("#window .waiting");
  if (questions > asked && !reopened) {
    show("sources");
    is_asked_since = true;
  }
  asked = questions;
  count_steps(location.hash);
  // Gradio labels each message with its source, markup and all, which would be read aloud in its place.
  for (const message of document.querySelectorAll("#window [data-testid][aria-label]")) message.removeAttribute("aria-label");
  // And calls the examples a list, which they are not: its entries are buttons.
  document.querySelector("#window .examples[role=list]")?.setAttribute("role", "group");
}).observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-label"] });

// The address names the open cable, so that it can be kept, sent, and gone back from.
function open_address() {
  if (location.hash.startsWith("#/c/")) open(location.hash);
}
addEventListener("popstate", () => (location.hash ? open_address() : lower()));
show("sources");
open_address();
