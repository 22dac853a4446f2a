// Notes on words of the cable that is shown, in the window and on its page: the words that are selected, or a
// paragraph by its button. Each is sent as the form that it is; back comes the cable with it.
(() => {
  const noting = document.getElementById("noting");
  const tools = noting.querySelector(".marking-tools");
  const dialog = noting.querySelector("dialog");
  const form = dialog.querySelector("form");
  const told = dialog.querySelector(".told");
  const said = noting.querySelector(".said");
  const address = form.getAttribute("action");
  const COLOUR = "reftel note colour";
  let opener = null; // what had the focus before the form

  // In the window a place is shown, #/c/10BAKU79/5/95-240; a cable's own page is one.
  const shown = () => (location.hash.startsWith("#/c/") ? location.hash : "page");
  const length = (text) => [...text].length; // in characters, as the server counts

  // The words that are selected, as far as they stand in one paragraph; null where none are.
  function selected() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const all = [...document.querySelectorAll(".cable .paragraph .words")];
    const words = all.find((each) => range.intersectsNode(each));
    if (!words) return null;
    const within = document.createRange();
    within.selectNodeContents(words);
    if (words.contains(range.startContainer)) within.setStart(range.startContainer, range.startOffset);
    if (words.contains(range.endContainer)) within.setEnd(range.endContainer, range.endOffset);
    const before = document.createRange();
    before.selectNodeContents(words);
    before.setEnd(within.startContainer, within.startOffset);
    const text = within.toString();
    return text.trim() && { ...place(words), words: text, near: length(before.toString()), range: within };
  }

  function place(within) {
    const paragraph = within.closest(".paragraph");
    const cable = within.closest(".cable").querySelector(".id").textContent;
    return { paragraph, cable, ordinal: paragraph.dataset.ordinal };
  }

  function fill(values) {
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  }

  function open(title, changed) {
    opener = document.activeElement;
    dialog.querySelector("h2").textContent = title;
    dialog.querySelector(".words").hidden = changed;
    dialog.querySelector(".delete-note").hidden = !changed;
    told.textContent = "";
    tools.hidden = true;
    dialog.showModal();
    form.elements.text.focus();
  }

  function start({ cable, ordinal, words, near }, text = "") {
    form.dataset.note = "";
    fill({ cable, ordinal, words, near, text, shown: shown(), colour: localStorage.getItem(COLOUR) ?? "yellow" });
  }

  function change(entry) {
    form.dataset.note = entry.dataset.note;
    const { cable, ordinal } = place(entry);
    const text = entry.querySelector(".own")?.textContent ?? "";
    fill({ cable, ordinal, text, words: "", near: 0, shown: shown(), colour: entry.dataset.colour });
    open("Change this note", true);
  }

  // What the server says where it refuses a form before its page is asked: one line of JSON.
  function refused(received, { statusText }) {
    try {
      return JSON.parse(received).error ?? statusText;
    } catch {
      return statusText;
    }
  }

  // Send the form: the paragraph comes back with the note, or without. Returns what is to have the focus then.
  async function send(action) {
    const sent = new URLSearchParams(new FormData(form));
    const note = form.dataset.note;
    if (note) sent.set("action", action);
    const reply = await fetch(note ? `${address}/${note}` : address, { method: "POST", body: sent });
    const received = await reply.text();
    const page = new DOMParser().parseFromString(received, "text/html");
    const at = `.paragraph[data-ordinal="${form.elements.ordinal.value}"]`;
    const now = page.querySelector(at);
    if (!reply.ok || !now)
      throw new Error(page.querySelector(".trouble")?.textContent ?? refused(received, reply));
    const before = document.querySelector(`.cable ${at}`);
    const known = new Set([...before.querySelectorAll("[data-note]")].map((each) => each.dataset.note));
    before.replaceWith(now);
    const entries = [...now.querySelectorAll("[data-note]")];
    const entry = entries.find((each) => (note ? each.dataset.note === note : !known.has(each.dataset.note)));
    return entry ?? now.querySelector(".note-here");
  }

  async function keep(action, done) {
    localStorage.setItem(COLOUR, form.elements.colour.value);
    try {
      const next = await send(action);
      opener = null;
      dialog.close();
      next.focus({ preventScroll: true });
      said.textContent = done;
    } catch (error) {
      told.textContent = `That failed: ${error.message}`;
      if (!dialog.open) open("Note", Boolean(form.dataset.note));
      told.textContent = `That failed: ${error.message}`;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep("change", "The note is kept.");
  });
  dialog.addEventListener("close", () => opener?.isConnected && opener.focus({ preventScroll: true }));
  dialog.addEventListener("click", ({ target }) => {
    if (target.matches(".cancel")) dialog.close();
    else if (target.matches(".delete-note")) keep("delete", "The note is deleted.");
  });
  // The tools would take the selection away, if they took the focus.
  tools.addEventListener("pointerdown", (event) => event.preventDefault());
  tools.addEventListener("click", ({ target }) => {
    const marked = selected();
    if (!marked) return;
    start(marked);
    getSelection().removeAllRanges();
    if (target.matches(".note-selected")) open("Note", false);
    else keep("", "The words are highlighted.");
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".note-here, .change-note");
    if (!button) return;
    const entry = button.closest("[data-note]");
    if (entry) return change(entry);
    const { paragraph, ...at } = place(button);
    const marked = selected();
    const all = { ...at, words: paragraph.querySelector(".words").textContent, near: 0 };
    start(marked?.paragraph === paragraph ? marked : all);
    open("Note on this paragraph", false);
  });

  function show_tools() {
    const marked = dialog.open ? null : selected();
    tools.hidden = !marked;
    if (!marked) return;
    const at = marked.range.getBoundingClientRect();
    const below = Math.min(at.bottom + 6, innerHeight - tools.offsetHeight - 6);
    tools.style.top = `${Math.max(below, 6)}px`;
    tools.style.left = `${Math.max(8, Math.min(at.left, innerWidth - tools.offsetWidth - 8))}px`;
  }
  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show_tools, 200);
  });
  document.addEventListener("scroll", () => tools.hidden || show_tools(), true);
})(); // in a scope of its own: in the window it runs in that of reader.js
