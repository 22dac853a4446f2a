// Pinning to the workspace, from the window and from the page of a cable. In the window it runs in the same scope as
// reader.js, after it. A button names its place by data-pin, or a note by data-pin-note; after the marks of an answer's sentence stands one that
// pins this sentence, beneath the answer one that pins all of them.

const workspace_at = document.currentScript?.dataset.root ?? ".";
const PINNED_ANSWER = /^export\/([\w-]+)\/(\d+)\.md$/;
const pinned_told = document.createElement("p");
pinned_told.className = "pinned-told";
pinned_told.setAttribute("role", "status");
document.body.append(pinned_told);
let pinned_until = 0;

function tell_pinned(...parts) {
  pinned_told.replaceChildren(...parts);
  clearTimeout(pinned_until);
  pinned_until = setTimeout(() => pinned_told.replaceChildren(), 8_000);
}

async function pin(wanted) {
  try {
    const json = { headers: { "content-type": "application/json" }, body: JSON.stringify(wanted) };
    const reply = await fetch(`${workspace_at}/workspace/pins`, { method: "POST", ...json });
    const { name, address, error } = await reply.json().catch(() => ({}));
    if (!reply.ok) throw new Error(error ?? reply.statusText);
    const link = document.createElement("a");
    link.href = `${workspace_at}/${address}`;
    link.textContent = name;
    tell_pinned("Pinned to ", link);
  } catch (error) {
    tell_pinned(`That failed: ${error.message}`);
  }
}

// Where an answer is kept; null where it is not, and cannot be pinned.
function kept_answer(within) {
  const exported = within.closest(".answer")?.querySelector(".foot .export a")?.getAttribute("href");
  const found = PINNED_ANSWER.exec(exported ?? "");
  return found && { conversation: found[1], number: Number(found[2]) };
}

// The sentence that a button stands after: the number of the mark before it, and the how manieth with that number.
function pinned_sentence(button) {
  const mark = button.previousElementSibling;
  const number = (each) => Number.parseInt(each.firstChild.textContent, 10);
  const before = [...button.closest(".answer").querySelectorAll("a.cite")];
  const same = before.slice(0, before.indexOf(mark) + 1).filter((each) => number(each) === number(mark));
  return { ...kept_answer(button), citation: number(mark), occurrence: same.length };
}

function offer_sentences() {
  for (const mark of document.querySelectorAll("#window .answer a.cite")) {
    if (mark.nextElementSibling?.matches(".pin-sentence") && is_next(mark, mark.nextElementSibling)) continue;
    if (mark.nextElementSibling?.matches("a.cite") && is_next(mark, mark.nextElementSibling)) continue;
    if (!kept_answer(mark)) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pin-sentence";
    button.setAttribute("aria-label", `Pin the sentence with citation ${mark.firstChild.textContent}`);
    mark.after(button);
  }
}

function is_next(mark, other) {
  for (let each = mark.nextSibling; each !== other; each = each.nextSibling) if (each.textContent.trim()) return false;
  return true;
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("button");
  if (button?.matches(".pin")) pin(button.dataset.pinNote ? { note: button.dataset.pinNote } : { link: button.dataset.pin });
  else if (button?.matches(".pin-answer")) pin(kept_answer(button));
  else if (button?.matches(".pin-sentence")) pin(pinned_sentence(button));
});

// The conversation may be drawn after this has run.
new MutationObserver(offer_sentences).observe(document.body, { childList: true, subtree: true });
offer_sentences();
